package casefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"testing"

	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

const (
	rate     = 60
	rewind   = 6 // ticks
	mine     = 1 // a button: something that hits without aim
	shot     = 2 // a button: a shot that is judged by what its shooter saw
	axisAim  = 0
	eye      = 1000 // half of the view
	degree   = 1 << 16 / 360
	appears  = 30 // the tick in which the other comes into view
	vanishes = 200
)

// gallery is a game of two: seat 1 stands far away, then in view of seat 0, then far away
// again, and every button of seat 0 hits it.
type gallery struct{ sim.Rules }

func (gallery) About() *sim.About {
	about := *toy.Game.About()
	about.View = sim.View{HalfWidth: eye, HalfHeight: eye, MinAspect: 1000, MaxAspect: 1000}
	about.Inputs = &sim.InputSchema{Axes: []sim.InputAxis{axisAim: {Name: "aim", Wide: true, Kept: true}}, Buttons: 2}
	return &about
}
func (gallery) Check(sim.Config) error            { return nil }
func (gallery) NewWorld(sim.Config) sim.World     { return &stand{} }
func (g gallery) NewModel(c sim.Config) sim.Model { return judge{Model: g.Rules.NewModel(c)} }

// judge reads the hits of the gallery.
type judge struct {
	sim.Model
	sim.Aimer
}

func (judge) Avatar(p sim.PlayerID) sim.EntityID      { return sim.EntityID(p) + 1 }
func (judge) Place(sim.Private) (x, y int32, ok bool) { return 0, 0, false }
func (judge) Concerns(*sim.Event, sim.PlayerID) bool  { return false }
func (judge) Focus([]sim.Entity) sim.PlayerID         { return sim.NoPlayer }
func (judge) Receipt(e *sim.Event) (r sim.Receipt, ok bool) {
	return sim.Receipt{Shooter: 0, Victim: 1, Rewind: sim.Tick(e.Words[0])}, true
}

// stand is the world of the gallery.
type stand struct {
	sim.World
	tick sim.Tick
	hits []int32 // in the last tick: their rewind
}

func (w *stand) Tick() sim.Tick                { return w.tick }
func (w *stand) Join(sim.PlayerID)             {}
func (w *stand) Leave(sim.PlayerID)            {}
func (w *stand) Hash() uint64                  { return uint64(w.tick) }
func (w *stand) Eye(sim.PlayerID) (x, y int32) { return 0, 0 }
func (w *stand) AppendState(dst []byte) []byte {
	return binary.LittleEndian.AppendUint32(dst, uint32(w.tick))
}

func (w *stand) RestoreState(b []byte) error {
	w.tick = sim.Tick(binary.LittleEndian.Uint32(b))
	return nil
}

func (w *stand) AppendEvents(dst []sim.Event) []sim.Event {
	for _, r := range w.hits {
		dst = append(dst, sim.Event{Entity: sim.Entity{Words: sim.Words{r}}, Tick: w.tick})
	}
	return dst
}

func (w *stand) AppendEntities(dst []sim.Entity) []sim.Entity {
	x := int32(10 * eye)
	if w.tick >= appears && w.tick < vanishes {
		x = eye / 2
	}
	return append(dst, sim.Entity{ID: 1}, sim.Entity{ID: 2, X: x})
}

func (w *stand) Step(in []sim.Input) {
	w.tick++
	w.hits = w.hits[:0]
	if in[0].Buttons&mine != 0 {
		w.hits = append(w.hits, 0)
	}
	if in[0].Buttons&shot != 0 {
		w.hits = append(w.hits, rewind)
	}
}

var galleries = sim.Games{{Rules: gallery{toy.Game.Rules}, Bot: toy.Game.Bot}}

// played is the log of a match in the gallery; act says what seat 0 does in a tick.
func played(ticks int, act func(t int, in *sim.Input)) []byte {
	cfg := sim.Config{Seats: 2, Rate: rate}
	log := replay.NewWriter(galleries[0], cfg, replay.Header{Room: "r"})
	log.Segment(0, 0, (&stand{}).AppendState(nil))
	for p, name := range []string{"ada", "bob"} {
		log.Join(sim.PlayerID(p))
		log.Seat(sim.PlayerID(p), &replay.Seat{Holder: replay.Player, Account: name, Name: name})
	}
	inputs := make([]sim.Input, cfg.Seats)
	for t := 1; t <= ticks; t++ {
		inputs[0].View, inputs[0].Buttons = sim.Tick(max(t-rewind, 0)), 0
		act(t, &inputs[0])
		log.Tick(inputs)
	}
	return log.Bytes()
}

func fileOf(t *testing.T, log []byte, player string) File {
	t.Helper()
	f, err := Make(t.Context(), bytes.NewReader(log), galleries, player)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func ticksOf(all []Moment) (ticks []int) {
	for _, m := range all {
		ticks = append(ticks, int(m.Tick))
	}
	return ticks
}

func TestWhatNoHandDoesIsListed(t *testing.T) {
	const last = vanishes + 2*rate + 10
	f := fileOf(t, played(last+10, func(tick int, in *sim.Input) {
		switch tick {
		case appears - 10, last: // nobody was sent yet, and nobody any more
			in.Buttons = shot
		case appears + rewind + 3, appears + rewind + 60: // 50 ms after the other could be seen, and 1 s
			in.Buttons = shot
		case 150:
			in.Axes[axisAim] = 90 * degree
		case 151, 160: // right after the turn, and later
			in.Buttons = shot
		case vanishes + 10: // not in view any more, but the client may still show it
			in.Buttons = shot
		case last + 5: // whom a mine hits nobody needs to see
			in.Buttons = mine
		}
	}), "ada")
	for _, want := range []struct {
		name  string
		got   []Moment
		ticks []int
	}{
		{"unseen", f.Unseen, []int{appears - 10, last}},
		{"fast", f.Fast, []int{appears + rewind + 3}},
		{"snaps", f.Snaps, []int{151}},
	} {
		if got := ticksOf(want.got); !reflect.DeepEqual(got, want.ticks) {
			t.Errorf("%s in the ticks %v, want %v", want.name, got, want.ticks)
		}
	}
	if f.Hits != 8 || f.Aimed != 7 || f.Reactions.Count != 4 || f.Fast[0].Value != 50 || f.Fast[0].Target != 1 {
		t.Errorf("%d hits, %d of them aimed, %d after a sight, the fastest %+v", f.Hits, f.Aimed, f.Reactions.Count, f.Fast)
	}
	if f.Name != "ada" || len(f.Seats) != 1 || f.ViewAges.Median != 100 || f.Seconds < 5 || f.Changes > 5 {
		t.Errorf("%+v", f)
	}
}

func TestThoseWhoDidNothingHaveAnEmptyFile(t *testing.T) {
	log := played(120, func(_ int, in *sim.Input) { in.Buttons = shot })
	if f := fileOf(t, log, "bob"); f.Hits != 0 || len(f.Unseen) != 0 || f.Seats[0] != 1 {
		t.Errorf("%+v", f)
	}
	if f := fileOf(t, log, "ada"); len(f.Unseen) != appears-1 {
		t.Errorf("%d hits before anybody was in view, want %d", len(f.Unseen), appears-1)
	}
	long := played(600, func(_ int, in *sim.Input) { in.Buttons = shot })
	if f := fileOf(t, long, "ada"); len(f.Unseen) != maxMoments {
		t.Errorf("%d moments listed, want %d at most", len(f.Unseen), maxMoments)
	}
}

func TestLogsWithoutThePlayerAreRefused(t *testing.T) {
	log := played(10, func(t int, in *sim.Input) { in.Axes[axisAim] = int32(t) })
	for _, c := range []struct {
		log    []byte
		player string
		want   error
	}{
		{log, "eve", ErrNobody},
		{log[:20], "ada", replay.ErrFormat},
		{nil, "ada", replay.ErrFormat},
	} {
		if _, err := Make(t.Context(), bytes.NewReader(c.log), galleries, c.player); !errors.Is(err, c.want) && !errors.Is(err, replay.ErrTruncated) {
			t.Errorf("%d bytes, %s: %v, want %v", len(c.log), c.player, err, c.want)
		}
	}
	if f := fileOf(t, log[:len(log)-1], "ada"); !f.Truncated {
		t.Error("a log that was cut off is not told to be")
	}
}
