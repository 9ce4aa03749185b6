package viewer

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

const (
	seconds = 25
	viewLag = 7 // ticks that the person's screen was behind, less half of one
)

// record is the log of a match of three bots and one person, whose account is ada. each is
// called after every tick.
func record(each func(w sim.World)) []byte {
	cfg := sim.Config{Seed: 7, Seats: 4}
	world, inputs := toy.Game.NewWorld(cfg), make([]sim.Input, cfg.Seats)
	seats := make([]replay.Seat, cfg.Seats)
	w := replay.NewWriter(toy.Game, cfg, replay.Header{Room: "r", Began: 1_800_000_000_000})
	segment := func() {
		w.Segment(world.Tick(), int64(world.Tick())*1000/60, world.AppendState(nil))
		for p := range seats {
			w.Seat(sim.PlayerID(p), &seats[p])
		}
	}
	segment()
	for p := range sim.PlayerID(cfg.Seats) {
		w.Join(p)
		world.Join(p)
		seats[p] = replay.Seat{Holder: replay.Bot, Name: toy.Game.BotName(p, 7)}
		if p == 2 {
			seats[p] = replay.Seat{Holder: replay.Player, Name: "Ada", Account: "ada"}
		}
		w.Seat(p, &seats[p])
	}
	for range seconds * cfg.TicksPerSecond() {
		seen := world.AppendEntities(nil)
		for p := range sim.PlayerID(cfg.Seats) {
			inputs[p] = toy.Game.Think(&sim.Sight{Config: &cfg, Tick: world.Tick(), Me: p, Own: world.Private(p), Seen: seen}, sim.Regular)
		}
		inputs[2].View, inputs[2].Fraction = max(world.Tick(), viewLag)-viewLag, 128
		w.Tick(inputs)
		world.Step(inputs)
		if each != nil {
			each(world)
		}
		if world.Tick()%600 == 0 {
			w.Mark(&sim.Headline{Actor: 2, Target: 1, Means: "coin"})
		}
		if w.HashDue() {
			w.Hash(world.Hash())
		}
		if due, _ := w.SegmentDue(); due {
			segment()
		}
	}
	return w.Bytes()
}

func open(t *testing.T, log []byte) *Viewer {
	t.Helper()
	v, err := Open(log, sim.Games{toy.Game})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAMatchIsSeenAgainAsItWas(t *testing.T) {
	var worlds [][]sim.Entity
	v := open(t, record(func(w sim.World) { worlds = append(worlds, w.AppendEntities(nil)) }))
	for !v.AtEnd() {
		v.Advance(1. / 60)
		at := int(v.play.World.Tick())
		if at > 0 && !slices.Equal(v.to, worlds[at-1]) {
			t.Fatalf("tick %d shows %v, want %v", at, v.to, worlds[at-1])
		}
	}
	if v.Err != nil || !v.Paused || v.Position() != v.Length() || v.Length() != seconds*time.Second || v.Verified() < seconds {
		t.Errorf("at the end: %v, paused %v, %v of %v, %d hashes met", v.Err, v.Paused, v.Position(), v.Length(), v.Verified())
	}
	if len(v.View.Seen) == 0 || len(v.View.Roster) != 4 || v.View.Follow != 2 {
		t.Errorf("the screen has %d things and %d players, and follows %d; want the person", len(v.View.Seen), len(v.View.Roster), v.View.Follow)
	}
	if marks := v.Marks(); len(marks) != 2 || marks[0] <= .3 || marks[0] >= .5 {
		t.Errorf("marks at %v, want those of the seconds 10 and 20 of 25", marks)
	}
}

func TestSeekingShowsWhatPlayingShows(t *testing.T) {
	log := record(nil)
	v := open(t, log)
	for _, at := range []time.Duration{17 * time.Second, 3 * time.Second, 0, seconds * time.Second, time.Hour, -time.Second} {
		want := v.TickAt(at)
		if err := v.Seek(want); err != nil {
			t.Fatalf("%v: %v", at, err)
		}
		other := open(t, log)
		for other.play.World.Tick() < want {
			if err := other.step(); err != nil {
				t.Fatal(err)
			}
		}
		other.fill()
		if v.play.World.Tick() != want || !reflect.DeepEqual(v.View.Seen, other.View.Seen) {
			t.Errorf("%v: the view is of tick %d and differs from what playing to %d shows", at, v.play.World.Tick(), want)
		}
	}
}

func TestAfterASeekTheViewIsCut(t *testing.T) {
	v := open(t, record(nil))
	v.Advance(1. / 60)
	for range 3 {
		if v.Advance(1. / 60); v.View.Cut {
			t.Error("the view is cut while the match goes on")
		}
		if err := v.Seek(v.TickAt(9 * time.Second)); err != nil || !v.View.Cut {
			t.Errorf("%v: the view is not cut by a seek", err)
		}
		if v.Advance(1. / 60); !v.View.Cut {
			t.Error("it is not cut in the first frame after a seek")
		}
	}
}

func TestTimeGoesAsFastAsAsked(t *testing.T) {
	v := open(t, record(nil))
	for _, speed := range Speeds {
		if err := v.Seek(v.Index.First); err != nil {
			t.Fatal(err)
		}
		v.Speed, v.Paused = speed, false
		for range 60 {
			v.Advance(1. / 60)
		}
		if got := v.Position().Seconds(); got < speed-.03 || got > speed+.03 {
			t.Errorf("at speed %v a second shows %v seconds", speed, got)
		}
	}
	before := v.Position()
	v.Paused = true
	v.Advance(1)
	if v.Position() != before || v.View.Cut {
		t.Error("a match that is paused goes on")
	}
	if err := v.Seek(v.Index.First); err != nil {
		t.Fatal(err)
	}
	for _, cut := range []bool{true, false} { // effects of another moment end, once
		if v.Advance(1); v.View.Cut != cut {
			t.Errorf("after seeking the view is cut: %v, want %v", v.View.Cut, cut)
		}
	}
}

func TestEveryPlayerCanBeFollowed(t *testing.T) {
	v := open(t, record(nil))
	if err := v.Seek(60); err != nil {
		t.Fatal(err)
	}
	seen := map[sim.PlayerID]bool{}
	for range v.View.Roster {
		v.Follow(1)
		seen[v.View.Follow] = true
	}
	v.Follow(-1)
	if len(seen) != 4 {
		t.Errorf("followed %v, want all four", seen)
	}
	v.FollowAccount("ada")
	v.FollowAccount("nobody")
	v.FollowAccount("")
	if v.View.Follow != 2 {
		t.Errorf("follows %d, want Ada", v.View.Follow)
	}
}

func TestALogThatGrowsIsPlayedAsItComes(t *testing.T) {
	log := record(nil)
	x := open(t, log).Index
	end := func(n int) int64 { return x.Segments[n].Offset + int64(x.Segments[n].Bytes) }
	v := open(t, bytes.Clone(log[:end(0)]))
	v.Growing = true
	whole := open(t, log)
	for n := 1; n < len(x.Segments); n++ {
		for range 4 * 60 {
			v.Advance(1. / 60)
		}
		if !v.AtEnd() || v.Paused || v.Err != nil || v.Behind() != 0 {
			t.Fatalf("segment %d: at its end %v, paused %v: %v", n, v.AtEnd(), v.Paused, v.Err)
		}
		if err := whole.Seek(v.Index.Last); err != nil || !reflect.DeepEqual(v.to, whole.to) {
			t.Fatalf("segment %d shows another match: %v", n, err)
		}
		if n%3 == 0 { // from a state, and not from where it was
			if err := v.Seek(v.Index.Last - 30); err != nil {
				t.Fatal(err)
			}
		}
		if err := v.Append(bytes.Clone(log[x.Segments[n].Offset:end(n)])); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(v.Index, whole.Index) {
		t.Errorf("the index is %+v, want that of the whole log", v.Index)
	}
	last := len(x.Segments) - 1
	for name, bad := range map[string][]byte{
		"a segment twice": log[x.Segments[last].Offset:end(last)],
		"a part of one":   log[x.Segments[last].Offset : end(last)-1],
		"something else":  []byte("GIF89a"),
	} {
		if err := v.Append(bad); err == nil || v.Length() != whole.Length() || !bytes.Equal(v.log.all, log) {
			t.Errorf("%s: %v, and the match lasts %v", name, err, v.Length())
		}
	}
	v.Growing = false
	for range 4 * 60 {
		v.Advance(1. / 60)
	}
	if !v.Paused || v.Err != nil {
		t.Errorf("at the end of a log that does not grow any more: paused %v, %v", v.Paused, v.Err)
	}
}

func TestABadLogIsRefusedOrStopsInWords(t *testing.T) {
	log := record(nil)
	for name, bad := range map[string][]byte{"nothing": nil, "something else": []byte("GIF89a"), "the header alone": log[:40]} {
		if _, err := Open(bad, sim.Games{toy.Game}); err == nil {
			t.Errorf("%s is shown", name)
		}
	}
	v := open(t, log)
	if err := v.Seek(600); err != nil {
		t.Fatal(err)
	}
	v.play.World.Leave(0)
	for range 600 {
		v.Advance(1. / 60)
	}
	if !errors.Is(v.Err, replay.ErrDiverged) || !v.Paused {
		t.Errorf("a match that went another way: %v, want it to stop", v.Err)
	}
	if err := v.Seek(0); err != nil || v.Err != nil {
		t.Errorf("seeking after that: %v, %v", err, v.Err)
	}
	cut := open(t, log[:len(log)/2])
	for !cut.AtEnd() {
		cut.Advance(1)
	}
	if cut.Err != nil || cut.Length() >= seconds*time.Second {
		t.Errorf("a log that was cut short: %v after %v", cut.Err, cut.Length())
	}
}

// A ghost is where its player was at the same tick, whatever the frames are like.
func TestALogIsPlayedBesideAnotherMatch(t *testing.T) {
	log := record(nil)
	v, other := open(t, log), open(t, log)
	for _, at := range []sim.Tick{1, 2, 2, 9, 20, 100, 600} {
		for range 30 { // a slow frame catches up
			v.PlayTo(at, .25)
		}
		if err := other.Seek(at); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(v.to, other.to) || v.View.Tick != at-1 || v.View.Frac != .25 || v.Points(1) != other.Points(1) {
			t.Errorf("at tick %d it shows tick %d and %v of the next", at, v.View.Tick, v.View.Frac)
		}
	}
	for range 100 {
		v.PlayTo(1e6, .25)
	}
	if !v.AtEnd() || v.Err != nil || v.View.Frac != 1 || v.Points(0)+v.Points(1)+v.Points(2)+v.Points(3) == 0 {
		t.Errorf("at the end: %v, %v", v.AtEnd(), v.Err)
	}
}
