package ships

import (
	"fmt"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// loneFlight is one ship that flies at random in an arena, on a server and as its player
// predicts it.
type loneFlight struct {
	server, client *World
	luck           rng.Source
	input          sim.Input
	jumps          int
}

func newLoneFlight(a *sim.Arena, mode *sim.Mode) *loneFlight {
	cfg := sim.Config{Seed: 11, Seats: 4, Mode: mode, Arenas: &sim.Arenas{a}}
	f := &loneFlight{server: New(cfg), client: New(cfg), luck: 5}
	f.server.Join(0)
	return f
}

// step plays a tick on both ends and reports whether the prediction was right.
func (f *loneFlight) step() bool {
	if f.luck.Below(30) == 0 {
		f.input.Axes = Axes(int8(f.luck.Below(255)-127), int8(f.luck.Below(255)-127), uint16(f.luck.Next()))
		f.input.Buttons = sim.Buttons(f.luck.Next()) & (ButtonPulse | ButtonBoost)
	}
	for i := range f.server.pads { // what it picks up only the server knows
		f.server.pads[i] = pad{refillAt: f.server.tick + 60}
	}
	clear(f.server.scraps)
	own := f.server.Private(0)
	f.client.Adopt(f.server.Tick(), 0, own)
	f.client.Observe(f.server.Tick(), f.server.AppendEntities(nil))
	f.client.Predict(0, f.input)
	f.server.Step([]sim.Input{f.input, {}, {}, {}})
	if f.server.ships[0].actions.jumped {
		f.jumps++
	}
	after := f.server.Private(0)
	spawned := own[OwnAlive] == 0 && after[OwnAlive] == 1
	return spawned || f.client.Private(0) == after
}

func TestPredictIsWhatStepDoesInEveryArena(t *testing.T) {
	for _, a := range ownArenas {
		f := newLoneFlight(a, Skirmish)
		deaths := 0
		for range 20_000 {
			before := f.server.ships[0].alive
			if !f.step() {
				t.Fatalf("%s: tick %d: predicted %v, want %v", a.Name, f.server.Tick(), f.client.Private(0), f.server.Private(0))
			}
			if before && !f.server.ships[0].alive {
				deaths++
			}
		}
		if f.jumps == 0 && a.Name == "gates" {
			t.Error("it never passed a gate")
		}
		t.Logf("%s: %d deaths, %d jumps", a.Name, deaths, f.jumps)
	}
}

func TestWhatFliesIntoAGateComesOutOfTheOther(t *testing.T) {
	gates, _ := ownArenas.Named("gates")
	cfg := sim.Config{Seats: 4, Arena: gates}
	a := arenaOf(&cfg)
	const tick = 777
	all := GatesAt(&cfg, tick)
	for _, g := range all.All() {
		in, out := g.At, all.All()[g.To]
		vel := fixed.Vec{X: fixed.Int(300), Y: fixed.Int(-40)}
		pos, after, ok := a.passGate(in, vel, in.Len(), tick)
		if gap := pos.Sub(out.At).Len(); !ok || gap < out.Radius || gap > out.Radius+2*fixed.Int(gateExit) {
			t.Errorf("from %v it comes out %d from %v: %v", in, gap.Round(), out.At, ok)
		}
		if _, _, again := a.passGate(pos.Add(after.DivInt(a.rate)), after, pos.Len(), tick); again {
			t.Errorf("it falls back into the gate at %v", out.At)
		}
		if _, _, ok := a.passGate(in.Add(fixed.Vec{X: g.Radius + fixed.One}), vel, in.Len(), tick); ok {
			t.Error("it takes what is beside it")
		}
	}
}

func TestAPulseThroughAGateFliesOnAsItsWordsSay(t *testing.T) {
	gates, _ := ownArenas.Named("gates")
	w := New(sim.Config{Seats: 4, Arena: gates})
	w.Join(0)
	jumped, input := 0, sim.Input{}
	for range 3000 {
		s := &w.ships[0]
		gates := GatesAt(&w.cfg, w.tick)
		if g := gates.All()[0]; s.alive {
			s.pos, s.vel, s.heading = g.At.Sub(fixed.Vec{X: fixed.Int(200)}), fixed.Vec{}, 0
			s.pulseWait = 0
		}
		input.Buttons = ButtonPulse
		w.Step([]sim.Input{input, {}, {}, {}})
		g := &w.pulses[0]
		for live := g.live; live != 0; live &= live - 1 {
			p := &g.slots[lowestBit(live)]
			if p.flight.jumped {
				jumped++
			}
			if x, y, ok := PulseAt(&w.cfg, &p.birth, w.tick); !ok || x != p.flight.pos.X || y != p.flight.pos.Y {
				t.Fatalf("tick %d: by its words at %v %v, want %v", w.tick, x, y, p.flight.pos)
			}
		}
	}
	if jumped < 100 {
		t.Errorf("%d pulses passed the gate", jumped)
	}
}

func TestABlackHoleDoesNotBurnButKills(t *testing.T) {
	hole, _ := ownArenas.Named("maelstrom")
	w := New(sim.Config{Seats: 2, Arena: hole})
	w.Join(0)
	w.Step(make([]sim.Input, 2))
	s := &w.ships[0]
	near := &w.arena.stars[0]
	for range 30 {
		s.pos, s.vel, s.protected = fixed.Vec{X: near.radius + fixed.Int(30)}, fixed.Vec{}, 0
		w.Step(make([]sim.Input, 2))
		if s.actions.burning || s.hull < fixed.Int(s.stats().Hull) {
			t.Fatal("it burns")
		}
	}
	s.pos = fixed.Vec{X: near.radius}
	w.Step(make([]sim.Input, 2))
	if s.alive {
		t.Error("it lives within the horizon")
	}
}

// rotationMatch is a match of several arenas that is on the podium.
func rotationMatch(t *testing.T) *World {
	t.Helper()
	w := New(sim.Config{Seed: 9, Seats: 4, Arenas: &ownArenas, Points: 1})
	for p := range sim.PlayerID(4) {
		w.Join(p)
	}
	inputs := make([]sim.Input, 4)
	for range 300 {
		w.Step(inputs)
	}
	w.scoreGoal(0, 1)
	w.Step(inputs)
	if w.Phase() != sim.PhasePodium {
		t.Fatalf("phase %s", w.Phase())
	}
	return w
}

func TestThePlayersVoteForTheNextArena(t *testing.T) {
	w := rotationMatch(t)
	first := w.rotation.place
	choose := func(axes ...int32) {
		inputs := make([]sim.Input, 4)
		for p := range axes {
			inputs[p].Axes[AxisClass] = axes[p]
		}
		w.Step(inputs)
	}
	choose(VoteFirst+1, VoteFirst+2, VoteFirst+2, 0)
	choose(VoteFirst+2, 0, VoteFirst+3, 99)
	e := w.voteEntity()
	v := VoteOf(&w.cfg, &e.Words, nil)
	if len(v.Offers) != 3 || v.Counts != [3]int32{0, 0, 3} || v.Players != 4 {
		t.Fatalf("the vote is %+v", v)
	}
	want := w.rotation.offers[2]
	state := w.AppendState(nil)
	other := New(sim.Config{Seed: 9, Seats: 4, Arenas: &ownArenas, Points: 1})
	if err := other.RestoreState(state); err != nil {
		t.Fatal(err)
	}
	for w.Phase() == sim.PhasePodium {
		choose()
		other.Step(make([]sim.Input, 4))
	}
	if w.rotation.place != want || w.rotation.place == first || w.cfg.Arena != ownArenas[want] {
		t.Errorf("in arena %d after %d, want %d", w.rotation.place, first, want)
	}
	again := New(other.cfg)
	if err := again.RestoreState(w.AppendState(nil)); err != nil || again.Hash() != w.Hash() || other.Hash() != w.Hash() {
		t.Errorf("restored: %v, hashes %x %x %x", err, again.Hash(), other.Hash(), w.Hash())
	}
}

func TestARoundBeginsAtOnceWhenAllAreReady(t *testing.T) {
	w := rotationMatch(t)
	inputs := make([]sim.Input, 4)
	for p := range 3 {
		inputs[p].Axes[AxisClass] = VoteReady
	}
	w.Step(inputs)
	w.Step(inputs)
	if w.Phase() != sim.PhasePodium {
		t.Fatal("it begins with three of four")
	}
	inputs[3].Axes[AxisClass] = VoteReady
	w.Step(inputs)
	if w.Phase() == sim.PhasePodium {
		t.Error("it does not begin with all of them")
	}
}

// narrowBelt is an arena whose belt begins where the stars let it, and ends at outer.
func narrowBelt(radius, perSeat, star, outer, count int) (*sim.Arena, error) {
	return readArena(fmt.Appendf(nil, `{"name":"x","title":"X","radius":%d,"perSeat":%d,"stars":[{"id":"s","radius":%d}],
		"belts":[{"id":"b","outer":%d,"count":%d}],"spawns":[{"id":"p","inner":900,"outer":940}]}`, radius, perSeat, star, outer, count))
}

// The narrowest belt that is allowed has room for its rocks in any match; one that ends nearer to the
// star, even before where it would begin, is none.
func TestABeltHasRoomForItsRocks(t *testing.T) {
	for _, c := range []struct{ radius, perSeat, star, outer, count int }{
		{2_014, 0, 165, 351, 200}, {3_375, 1_000, 74, 216, 100}, {2_000, 0, 165, 100, 50}, {1_000, 1_000, 60, 302, 200}, {24_000, 0, 300, 194, 200},
	} {
		if _, err := narrowBelt(c.radius, c.perSeat, c.star, c.outer, c.count); err == nil {
			t.Errorf("%+v is taken", c)
		}
		narrowest := c.outer
		a, err := narrowBelt(c.radius, c.perSeat, c.star, narrowest, c.count)
		for err != nil && narrowest < 1_000 {
			narrowest++
			a, err = narrowBelt(c.radius, c.perSeat, c.star, narrowest, c.count)
		}
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		for _, seats := range []int{2, 3, 8, 16, 64} {
			w := New(sim.Config{Seed: 7, Seats: seats, Mode: Skirmish, Arena: a})
			checkRocksNear(t, w)
			if s := w.arena.span(&w.arena.layout.Lanes[0]); s.track < 200 {
				t.Errorf("%+v, %d seats: a track of %d/65536 units", c, seats, s.track)
			}
		}
	}
}

// checkRocksNear requires that each rock is found near where it is.
func checkRocksNear(t *testing.T, w *World) {
	t.Helper()
	for i := range w.orbits {
		if low, high := w.arena.rocksNear(w.orbits[i].distance, fixed.One); i < low || i >= high {
			t.Errorf("arena %s, %d seats: rock %d of %d is not among those near it, %d to %d", w.cfg.Arena.Name, w.cfg.Seats, i, len(w.orbits), low, high)
		}
	}
}
