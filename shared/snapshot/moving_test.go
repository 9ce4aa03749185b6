package snapshot_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

const movingFile = "testdata/moving.json"

// talk is one conversation of moving.json, in which everything moves.
type talk struct {
	Config struct {
		Seed  uint64 `json:"seed"`
		Mode  string `json:"mode"`
		Seats int    `json:"seats"`
		Rate  int    `json:"rate"`
	} `json:"config"`
	Frames []vector `json:"frames"`
}

func (k *talk) config() sim.Config {
	c := &k.Config
	mode, _ := ships.Rules.About().Mode(c.Mode)
	return sim.Config{Seed: c.Seed, Mode: mode, Seats: c.Seats, Rate: c.Rate}
}

// The conversations of moving.json need the forecast, of every kind that moves, over
// as many steps as a connection may skip.
func TestMovingVectors(t *testing.T) {
	if *update {
		writeMoving(t)
	}
	want := readMoving(t)
	got := moveAll(t)
	if len(got) != len(want) {
		t.Fatalf("%d conversations, want %d", len(got), len(want))
	}
	for i := range want {
		if len(got[i].Frames) != len(want[i].Frames) {
			t.Fatalf("conversation %d: %d frames, want %d", i, len(got[i].Frames), len(want[i].Frames))
		}
		for j := range want[i].Frames {
			if g, w := got[i].Frames[j], want[i].Frames[j]; !reflect.DeepEqual(g, w) {
				t.Errorf("%s:\n got %+v\nwant %+v", w.About, g, w)
			}
		}
	}
}

// TestTheMovingVectorsNeedTheForecast reads them without: every frame but a keyframe
// must come out wrong, or a decoder could pass that will fail in a match.
func TestTheMovingVectorsNeedTheForecast(t *testing.T) {
	for _, k := range readMoving(t) {
		forgetful := snapshot.NewClientState(ships.Rules, k.config())
		for _, f := range k.Frames {
			body, err := hex.DecodeString(f.Body)
			if err != nil {
				t.Fatal(err)
			}
			keyframe := body[0]&1 == 1
			if err := forgetful.ApplyForgetful(f.Tick, body); err != nil {
				t.Fatalf("%s: %v", f.About, err)
			}
			got := vector{}.holding(forgetful).Entities
			if right := reflect.DeepEqual(got, f.Entities); right != keyframe {
				t.Errorf("%s, tick %d: right without a forecast: %v, want %v", f.About, f.Tick, right, keyframe)
			}
		}
	}
}

// Between them the conversations show every kind there is, and every event.
func TestTheMovingVectorsHoldEveryKind(t *testing.T) {
	seen := map[sim.Kind]int{}
	for _, k := range readMoving(t) {
		for _, f := range k.Frames {
			for _, th := range append(f.Entities, f.Events...) {
				seen[th.Kind]++
			}
		}
	}
	for k := sim.Kind(1); ships.SchemaOf(k) != nil; k++ {
		if seen[k] < 3 {
			t.Errorf("kind %d is in them %d times, want 3 at least", k, seen[k])
		}
	}
}

func readMoving(t *testing.T) (ks []talk) {
	t.Helper()
	raw, err := os.ReadFile(movingFile)
	if err == nil {
		err = json.Unmarshal(raw, &ks)
	}
	if err != nil {
		t.Fatal(err)
	}
	return ks
}

func writeMoving(t *testing.T) {
	raw, err := json.Marshal(moveAll(t))
	if err == nil {
		raw = bytes.ReplaceAll(raw, []byte(`{"about"`), []byte("\n{\"about\"")) // a frame a line
		err = os.WriteFile(movingFile, append(raw, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func moveAll(t *testing.T) []talk {
	ks := make([]talk, 3)
	ks[0].Config.Seed, ks[0].Config.Mode, ks[0].Config.Seats = 11, "skirmish", 16
	ks[1].Config.Seed, ks[1].Config.Mode, ks[1].Config.Seats, ks[1].Config.Rate = 22, "duel", 2, 10
	ks[2].Config.Seed, ks[2].Config.Mode, ks[2].Config.Seats, ks[2].Config.Rate = 13, "beacon", 200, 120
	for i := range ks {
		ks[i].move(t)
	}
	return ks
}

// steps of a conversation: how many snapshots are published for each frame, how many
// ticks lie between them, and between the last two.
var steps = []struct {
	about     string
	snapshots int
	ticks     sim.Tick
	last      sim.Tick
}{
	{"a keyframe", 1, 2, 2},
	{"the next snapshot", 1, 2, 2},
	{"and the next", 1, 2, 2},
	{"every second one", 2, 2, 2},
	{"five were skipped", 6, 2, 2},
	{"so many that the server has forgotten the base", 13, 2, 2},
	{"at another pace", 1, 3, 3},
	{"three of them", 3, 3, 3},
	{"more than a second", 1, 150, 150},
	{"a keyframe, for the pace changed while snapshots were skipped", 2, 1, 5},
	{"and on", 1, 1, 1},
	{"seven ticks", 1, 7, 7},
	{"two of seven", 2, 7, 7},
}

// move plays the conversation.
func (k *talk) move(t *testing.T) {
	cfg := k.config()
	pub, replica := snapshot.NewPublisher(ships.Rules, cfg), snapshot.NewClientState(ships.Rules, cfg)
	var feed snapshot.ClientEncoder
	w := newMovingWorld(cfg)
	for _, s := range steps {
		var snap *snapshot.Snapshot
		for n := range s.snapshots {
			if snap != nil {
				snap.Release()
			}
			if n+1 < s.snapshots {
				w.step(s.ticks)
			} else {
				w.step(s.last)
			}
			snap = pub.Publish(w.tick, w.entities, w.events)
		}
		share := snapshot.PlayerView{View: snapshot.View{HalfW: 1050, HalfH: 450}, Own: w.own()}
		body := feed.Append(nil, snap, &share)
		snap.Release()
		v := vector{About: s.about, Tick: w.tick, Body: hex.EncodeToString(body)}
		if err := replica.Apply(w.tick, body); err != nil {
			t.Fatalf("%s: %v", v.About, err)
		}
		k.Frames = append(k.Frames, v.holding(replica))
	}
}

// movingWorld is a fakeWorld of which every kind is in sight and on the move, whose ids
// are those of the game.
type movingWorld struct {
	fakeWorld
	luck *rand.Rand
}

func newMovingWorld(cfg sim.Config) *movingWorld {
	luck := rand.New(rand.NewPCG(cfg.Seed, 6))
	w := &movingWorld{fakeWorld{rng: luck, cfg: cfg, size: 500}, luck}
	for p := range sim.PlayerID(min(cfg.Seats, 6)) {
		w.add(ships.ShipID(p), ships.KindShip)
		w.add(ships.ScoreID(p), ships.KindScore)
		w.add(ships.PulseID(p, int32(p)), ships.KindPulse)
	}
	w.add(ships.DropID(0, 1), ships.KindSeeker)
	w.add(ships.DropID(1, 5), ships.KindSeeker)
	w.add(ships.DropID(1, 6), ships.KindMine)
	w.add(4864, ships.KindScrap)
	w.add(ships.RockID(2), ships.KindRock)
	w.add(ships.PadID(1), ships.KindPad)
	w.add(5120, ships.KindMatch)
	for i := range w.entities { // slow enough to stay in sight
		if e := &w.entities[i]; e.Kind == ships.KindShip {
			e.Words[ships.ShipVX], e.Words[ships.ShipVY] = w.signed(1600), w.signed(1600)
			e.Words[ships.ShipThrust], e.Words[ships.ShipStrafe] = w.signed(1), w.signed(1)
		}
	}
	return w
}

// sight is how far from the star a ship may go here, in words: beyond, it begins anew.
const sight = 700 << sim.PositionShift

// step moves everything as foreseen, some of it a little otherwise, and lets all kinds
// of things happen.
func (w *movingWorld) step(ticks sim.Tick) {
	model := ships.Rules.NewModel(w.cfg)
	w.tick += ticks
	w.events = w.events[:0]
	for i := range w.entities {
		e := &w.entities[i]
		e.Words = model.Forecast(e.Kind, e.Words, int(ticks))
		if w.luck.IntN(8) == 0 {
			w.nudge(e)
		}
		w.keepInSight(e)
		w.place(e)
	}
	for k := ships.EventRail; ships.SchemaOf(k) != nil; k++ {
		if w.luck.IntN(3) == 0 {
			w.occur(k)
		}
	}
}

// keepInSight brings what has flown too far back, as a respawn does.
func (w *movingWorld) keepInSight(e *sim.Entity) {
	if e.Kind != ships.KindShip && e.Kind != ships.KindSeeker || max(e.Words[0], -e.Words[0], e.Words[1], -e.Words[1]) < sight {
		return
	}
	e.Words[0], e.Words[1] = w.signed(w.size<<sim.PositionShift), w.signed(w.size<<sim.PositionShift)
	e.Words[2], e.Words[3] = w.signed(1600), w.signed(1600)
}

func (w *movingWorld) occur(k sim.Kind) {
	e := sim.Event{Entity: sim.Entity{ID: sim.EntityID(len(w.events)), Kind: k, Global: true}, Tick: w.tick, To: sim.NoPlayer, Party: none}
	for i, f := range ships.SchemaOf(k) {
		e.Words[i] = w.random(f)
	}
	if w.luck.IntN(4) == 0 {
		e.To = 0
	}
	w.events = append(w.events, e)
}

// own moves as a ship does: a place, a velocity, a counter, and much that stays.
func (w *movingWorld) own() sim.Private {
	t := int32(w.tick)
	own := sim.Private{1, t * t * 37, -t * 9000, t * 1234, -77, t * 700 & 0xffff, 100 << 16, 50 << 16, 100<<16 - t*400}
	own[9], own[12], own[17] = 12-t%12, t/12, t/40%2
	return own
}
