package puck

import (
	"bytes"
	"errors"
	"testing"

	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
)

var configs = []sim.Config{
	{Seed: 1, Seats: 8},
	{Seed: 2, Seats: 4, Mode: Two, Rate: 30},
	{Seed: 3, Seats: 8, Mode: Four, Rate: 120, Points: 2, Seconds: 20},
	{Seed: 4, Seats: 4, Mode: Two, Rate: 10},
	{Seed: 5, Seats: 8, Mode: Four, Rate: 100},
}

func TestNothingLeavesTheRinkNorOverlapsNorRaces(t *testing.T) {
	for _, cfg := range configs {
		s := newScrum(cfg)
		deepest, fastest := fixed.Num(0), fixed.Num(0)
		for range 120 * cfg.TicksPerSecond() {
			s.step()
			slack := fixed.One / 8
			for i, p := range s.players {
				b := &s.skaters[p].body
				if _, _, out := confine(b.pos, fixed.Int(SkaterRadius)-slack); out {
					t.Fatalf("seed %d tick %d: skater %d is out at %v", cfg.Seed, s.tick, p, b.pos)
				}
				if b.energy < 0 || b.energy > FullEnergy*energyUnit {
					t.Fatalf("seed %d tick %d: skater %d has energy %d", cfg.Seed, s.tick, p, b.energy)
				}
				fastest = max(fastest, b.vel.Len())
				for _, q := range s.players[i+1:] {
					deepest = max(deepest, fixed.Int(2*SkaterRadius)-s.skaters[q].pos.Sub(b.pos).Len())
				}
			}
			if d := &s.puck; d.pos.X.Abs() > fixed.Int(HalfLength-PuckRadius)+slack && d.pos.Y.Abs() > fixed.Int(GoalHalf) ||
				d.pos.X.Abs() > fixed.Int(HalfLength+GoalDepth-PuckRadius)+slack || d.pos.Y.Abs() > fixed.Int(HalfWidth-PuckRadius)+slack {
				t.Fatalf("seed %d tick %d: the puck is out at %v", cfg.Seed, s.tick, d.pos)
			}
			fastest = max(fastest, s.puck.vel.Len())
		}
		t.Logf("seed %d: deepest overlap %d, fastest %d", cfg.Seed, deepest.Round(), fastest.Round())
		if deepest > fixed.Int(SkaterRadius) {
			t.Errorf("seed %d: two skaters overlapped by %d", cfg.Seed, deepest.Round())
		}
		if fastest > fixed.Int(TopSpeed+1) {
			t.Errorf("seed %d: something moved at %d", cfg.Seed, fastest.Round())
		}
	}
}

func TestAStateGoesOnAsTheWorldItWasTakenFrom(t *testing.T) {
	for _, cfg := range configs {
		s := newScrum(cfg)
		for i := range 40 * cfg.TicksPerSecond() {
			s.step()
			if i%97 != 0 {
				continue
			}
			copied := New(cfg)
			if err := copied.RestoreState(s.AppendState(nil)); err != nil {
				t.Fatalf("seed %d tick %d: %v", cfg.Seed, s.tick, err)
			}
			if copied.Hash() != s.Hash() {
				t.Fatalf("seed %d tick %d: a restored world has another hash", cfg.Seed, s.tick)
			}
			for range 40 {
				s.step()
				copied.Step(s.inputs)
			}
			if copied.Hash() != s.Hash() {
				t.Fatalf("seed %d tick %d: a restored world went on differently", cfg.Seed, s.tick)
			}
		}
	}
}

func TestTheOrderOfJoiningIsForgotten(t *testing.T) {
	a, b := New(four(9)), New(four(9))
	for p := range sim.PlayerID(8) {
		a.Join(p)
		b.Join((p*5 + 3) % 8)
	}
	if a.Hash() != b.Hash() {
		t.Error("two worlds differ by the order in which players joined")
	}
}

func TestEveryWordFitsItsSchema(t *testing.T) {
	for _, cfg := range configs {
		s := newScrum(cfg)
		var seen []sim.Entity
		var events []sim.Event
		for range 60 * cfg.TicksPerSecond() {
			s.step()
			seen = s.AppendEntities(seen[:0])
			for i, e := range seen {
				checkWords(t, e)
				if i > 0 && seen[i-1].ID >= e.ID {
					t.Fatalf("entity %d comes after %d", e.ID, seen[i-1].ID)
				}
			}
			events = s.AppendEvents(events[:0])
			for _, e := range events {
				checkWords(t, e.Entity)
			}
		}
	}
}

func checkWords(t *testing.T, e sim.Entity) {
	t.Helper()
	fields := about.Schema(e.Kind)
	if len(fields) == 0 {
		t.Fatalf("kind %d has no schema", e.Kind)
	}
	for i, v := range e.Words {
		if i >= len(fields) {
			if v != 0 {
				t.Fatalf("kind %d: word %d = %d is not sent", e.Kind, i, v)
			}
			continue
		}
		f := fields[i]
		least, most := int64(0), int64(1)<<f.Bits-1
		if f.Bits == 32 {
			least, most = -1<<31, 1<<31-1
		} else if f.Signed {
			least, most = -1<<(f.Bits-1), 1<<(f.Bits-1)-1
		}
		if int64(v) < least || int64(v) > most {
			t.Fatalf("kind %d: %s = %d does not fit %d bits", e.Kind, f.Name, v, f.Bits)
		}
	}
}

func TestAStepAllocatesNothing(t *testing.T) {
	s := newScrum(four(3))
	for range 3000 {
		s.step()
	}
	s.think()
	if got := testing.AllocsPerRun(600, func() { s.Step(s.inputs) }); got != 0 {
		t.Errorf("a step allocates %v times, want 0", got)
	}
}

func TestMalformedStatesChangeNothing(t *testing.T) {
	s := newScrum(four(3))
	for range 900 {
		s.step()
	}
	good := s.AppendState(nil)
	for _, b := range [][]byte{nil, good[:len(good)-1], append(good[:len(good):len(good)], 0)} {
		if err := s.RestoreState(b); !errors.Is(err, coder.ErrState) {
			t.Errorf("RestoreState of %d bytes = %v, want ErrState", len(b), err)
		}
	}
	if !bytes.Equal(s.AppendState(nil), good) {
		t.Error("a malformed state changed the world")
	}
}

func FuzzRestoreState(f *testing.F) {
	s := newScrum(four(3))
	for range 900 {
		s.step()
	}
	good := s.AppendState(nil)
	f.Add(good)
	f.Add(good[:20])
	inputs := make([]sim.Input, 8)
	f.Fuzz(func(t *testing.T, b []byte) {
		w := New(four(3))
		if w.RestoreState(b) != nil {
			return
		}
		if !bytes.Equal(w.AppendState(nil), b) {
			t.Fatal("a state that was read is not the one that is written")
		}
		for range 4 {
			w.Step(inputs)
			for _, e := range w.AppendEntities(nil) {
				if max(e.X, -e.X) > HalfLength+GoalDepth+1 || max(e.Y, -e.Y) > HalfWidth+1 {
					t.Fatalf("%+v is outside of the rink", e)
				}
			}
			w.AppendStandings(nil)
		}
	})
}

// beforeRound puts w a second before its first round.
func beforeRound(w *World) {
	w.resetScores()
	w.setPhase(sim.PhaseCountdown, 1000)
}

func TestStatesThatNoMatchComesToAreRefused(t *testing.T) {
	s := newScrum(four(3))
	for s.match.phase != sim.PhaseLive {
		s.step()
	}
	w, good := s.World, s.AppendState(nil)
	for name, spoil := range map[string]func(){
		"of a client":            func() { w.client = true },
		"more goals than win":    func() { w.match.score[1] = int32(w.cfg.Limit()) + 1 },
		"goals below nothing":    func() { w.match.score[0] = -1 },
		"a clock without an end": func() { w.match.ends = 0 },
		"a clock that runs long": func() { w.match.ends = w.tick + w.cfg.RoundTicks() + 2*60*60 },
		"a face-off for ever":    func() { w.match.until = w.tick + 60*60 },
		"a tick near the last":   func() { w.tick = 1<<32 - 10 },
		"saves beyond counting":  func() { w.skaters[1].tally.saves = 1 << 30 },
		"goals before the round": func() { beforeRound(w); w.skaters[1].tally.goals = 50 },
		"a lead before it":       func() { beforeRound(w); w.match.score[0] = 1 },
		"sudden death before it": func() { beforeRound(w); w.match.sudden = true },
	} {
		if err := w.RestoreState(good); err != nil {
			t.Fatal(err)
		}
		spoil()
		if New(w.cfg).RestoreState(w.AppendState(nil)) == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
