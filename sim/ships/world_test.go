package ships

import (
	"math/rand"
	"testing"

	"perihelion/sim"
)

func newRandomMatch(seats int, seed uint64) (*World, func()) {
	return newRandomMatchOf(sim.Config{Seed: seed, Seats: seats})
}

func newRandomMatchOf(cfg sim.Config) (*World, func()) {
	w, seats, seed := New(cfg), cfg.Seats, cfg.Seed
	players := make([]randomPlayer, seats)
	for p := range players {
		w.Join(sim.PlayerID(p))
		players[p].random = rand.New(rand.NewSource(int64(seed)<<12 + int64(p)))
	}
	inputs := make([]sim.Input, seats)
	return w, func() {
		for p := range inputs {
			inputs[p] = players[p].nextInput(w.Tick())
		}
		w.Step(inputs)
	}
}

func TestEveryWordOfEveryEntityAndEventFitsItsSchema(t *testing.T) {
	for _, cfg := range []sim.Config{
		{Seed: 3, Seats: 64},
		{Seed: 3, Seats: 64, Mode: Teams, Points: 10, Seconds: 15},
		{Seed: 3, Seats: 64, Mode: Comet, Points: 10, Seconds: 15},
	} {
		t.Run(cfg.Mode.String(), func(t *testing.T) { checkWordsFit(t, cfg) })
	}
}

func checkWordsFit(t *testing.T, cfg sim.Config) {
	w, step := newRandomMatchOf(cfg)
	met := [kinds]int{}
	check := func(e *sim.Entity) {
		met[e.Kind]++
		fields := SchemaOf(e.Kind)
		for i, word := range e.Words {
			if i >= len(fields) {
				if word != 0 {
					t.Fatalf("kind %d: word %d = %d, want 0: the schema ends before", e.Kind, i, word)
				}
				continue
			}
			low, high := int64(0), int64(1)<<fields[i].Bits-1
			if fields[i].Signed {
				low, high = -int64(1)<<(fields[i].Bits-1), int64(1)<<(fields[i].Bits-1)-1
			}
			if int64(word) < low || int64(word) > high {
				if fields[i].Bits == 32 {
					continue
				}
				t.Fatalf("kind %d: %s = %d, want %d to %d", e.Kind, fields[i].Name, word, low, high)
			}
		}
	}
	var seen []sim.Entity
	var events []sim.Event
	for range 6000 {
		step()
		seen, events = w.AppendEntities(seen[:0]), w.AppendEvents(events[:0])
		for i := range seen {
			check(&seen[i])
			if i > 0 && seen[i].ID <= seen[i-1].ID {
				t.Fatalf("entity %d follows %d, want growing ids", seen[i].ID, seen[i-1].ID)
			}
		}
		for i := range events {
			check(&events[i].Entity)
		}
	}
	for k := KindShip; k < kinds; k++ {
		if met[k] == 0 && k != EventAward && k != KindVote && (k != KindGoal || w.mode != nil) && (k != KindRacer || cfg.Mode == Race) && (k != KindPowerup && k != EventPowerup || hasPowerups(cfg.Mode)) {
			t.Errorf("kind %d never appeared in the match", k)
		}
	}
}

func TestAPulseIsFlownByItsWordsAsTheServerFliesIt(t *testing.T) {
	w, step := newRandomMatch(16, 4)
	cfg := w.Config()
	compared := 0
	for range 2000 {
		step()
		for _, p := range w.players {
			g := &w.pulses[p]
			for live := g.live; live != 0; live &= live - 1 {
				s := &g.slots[lowestBit(live)]
				x, y, alive := PulseAt(&cfg, &s.birth, w.tick)
				if !alive || x != s.flight.pos.X || y != s.flight.pos.Y {
					t.Fatalf("tick %d: PulseAt = %v %v %v, want %v", w.tick, x, y, alive, s.flight.pos)
				}
				f := FlightOf(&cfg, &s.birth, w.tick-1)
				f.Advance(&cfg)
				if fx, fy := f.Position(); s.flight.age > 0 && (fx != x || fy != y) {
					t.Fatalf("tick %d: an advanced Flight is at %v %v, want %v %v", w.tick, fx, fy, x, y)
				}
				compared++
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d pulses compared", compared)
	}
	words := sim.Words{PulseBorn: 100}
	for _, c := range []struct {
		name string
		at   sim.Tick
		want bool
	}{
		{"before its birth", 99, false},
		{"at its birth", 100, true},
		{"in its last tick", 165, true},
		{"after its life", 166, false},
		{"a wrap later", 1124, true},
	} {
		if _, _, got := PulseAt(&cfg, &words, c.at); got != c.want {
			t.Errorf("alive %s = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestARestoredWorldGoesOnIdentically(t *testing.T) {
	for _, cfg := range []sim.Config{{Seed: 6, Seats: 32}, {Seed: 6, Seats: 32, Mode: Teams, Seconds: 5}, {Seed: 6, Seats: 2, Mode: Duel, Seconds: 5}} {
		t.Run(cfg.Mode.String(), func(t *testing.T) { checkRestore(t, cfg) })
	}
}

func checkRestore(t *testing.T, cfg sim.Config) {
	w, step := newRandomMatchOf(cfg)
	for range 900 {
		step()
	}
	state := w.AppendState(nil)
	twin := New(w.Config())
	if err := twin.RestoreState(state); err != nil {
		t.Fatal(err)
	}
	if got, want := twin.Hash(), w.Hash(); got != want {
		t.Fatalf("hash after restoring = %x, want %x", got, want)
	}
	player := randomPlayer{random: rand.New(rand.NewSource(1))}
	inputs := make([]sim.Input, cfg.Seats)
	for range 1200 {
		for p := range inputs {
			inputs[p] = player.nextInput(w.Tick())
		}
		w.Step(inputs)
		twin.Step(inputs)
		if got, want := twin.Hash(), w.Hash(); got != want {
			t.Fatalf("tick %d: hash of the restored world = %x, want %x", w.Tick(), got, want)
		}
	}
}

func TestAMalformedStateIsRefusedAndChangesNothing(t *testing.T) {
	w, step := newRandomMatch(4, 7)
	for range 300 {
		step()
	}
	state := w.AppendState(nil)
	before := w.Hash()
	for n := range state {
		if err := w.RestoreState(state[:n]); err == nil {
			t.Fatalf("a state cut to %d of %d bytes was taken", n, len(state))
		}
	}
	for name, bad := range map[string][]byte{
		"one byte too many":  append(append([]byte{}, state...), 0),
		"another version":    append([]byte{0xff}, state[1:]...),
		"another seed":       New(sim.Config{Seed: 8, Seats: 4}).AppendState(nil),
		"another seat count": New(sim.Config{Seed: 7, Seats: 5}).AppendState(nil),
		"another mode":       New(sim.Config{Seed: 7, Seats: 4, Mode: Teams}).AppendState(nil),
		"another limit":      New(sim.Config{Seed: 7, Seats: 4, Points: 5}).AppendState(nil),
		"another length":     New(sim.Config{Seed: 7, Seats: 4, Seconds: 5}).AppendState(nil),
	} {
		if err := w.RestoreState(bad); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if got := w.Hash(); got != before {
		t.Errorf("hash after refusing = %x, want %x", got, before)
	}
}

func FuzzRestoreState(f *testing.F) {
	w, step := newRandomMatch(4, 7)
	f.Add(w.AppendState(nil))
	for range 5 {
		for range 200 {
			step()
		}
		f.Add(w.AppendState(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		w := New(sim.Config{Seed: 7, Seats: 4})
		if w.RestoreState(b) != nil {
			return
		}
		again := New(w.Config())
		if err := again.RestoreState(w.AppendState(nil)); err != nil || again.Hash() != w.Hash() {
			t.Fatalf("what was restored does not restore: %v", err)
		}
		for range 3 {
			w.Step(make([]sim.Input, 4))
			checkPlaces(t, w)
		}
	})
}

func TestAStepAllocatesNothing(t *testing.T) {
	w, step := newRandomMatch(64, 8)
	for range 2000 {
		step()
	}
	player := randomPlayer{random: rand.New(rand.NewSource(2))}
	inputs := make([]sim.Input, 64)
	entities, events := w.AppendEntities(nil), w.AppendEvents(make([]sim.Event, 0, 1000))
	entities = append(entities, make([]sim.Entity, 2000)...)
	w.Hash()
	w.stateBuffer = append(w.stateBuffer, make([]byte, 100_000)...)
	got := testing.AllocsPerRun(2000, func() {
		for p := range inputs {
			inputs[p] = player.nextInput(w.Tick())
		}
		w.Step(inputs)
		entities, events = w.AppendEntities(entities[:0]), w.AppendEvents(events[:0])
		w.Hash()
	})
	if got != 0 {
		t.Errorf("a step allocates %v times, want 0", got)
	}
}

func TestConfigsThatNoWorldCanHaveAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  sim.Config
		want bool
	}{
		"one seat":            {sim.Config{Seats: 1}, true},
		"all seats":           {sim.Config{Seats: sim.MaxPlayers, Rate: 60}, true},
		"no seats":            {sim.Config{}, false},
		"too many seats":      {sim.Config{Seats: sim.MaxPlayers + 1}, false},
		"too slow":            {sim.Config{Seats: 2, Rate: 5}, false},
		"too fast":            {sim.Config{Seats: 2, Rate: 500}, false},
		"a mode of the wild":  {sim.Config{Seats: 2, Mode: &sim.Mode{Name: "wild"}}, false},
		"sides of eight":      {sim.Config{Seats: 16, Mode: Teams}, true},
		"an uneven side":      {sim.Config{Seats: 5, Mode: Teams}, false},
		"a duel":              {sim.Config{Seats: 2, Mode: Duel}, true},
		"a duel of four":      {sim.Config{Seats: 4, Mode: Duel}, false},
		"as many points":      {sim.Config{Seats: 4, Points: sim.MaxPoints}, true},
		"too many points":     {sim.Config{Seats: 4, Points: sim.MaxPoints + 1}, false},
		"a round of an hour":  {sim.Config{Seats: 4, Seconds: sim.MaxSeconds}, true},
		"a round that is out": {sim.Config{Seats: 4, Seconds: -1}, false},
		"a negative rate":     {sim.Config{Seats: 2, Rate: -60}, false},
		"a duel at 30 a tick": {sim.Config{Seats: 2, Rate: 30}, true},
	} {
		if err := about.Check(c.cfg); (err == nil) != c.want {
			t.Errorf("%s: Check() = %v", name, err)
		}
	}
}
