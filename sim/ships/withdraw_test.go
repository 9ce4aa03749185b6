package ships

import (
	"testing"

	"perihelion/sim"
)

// turnsOf is a match of all arenas in a phase.
func turnsOf(t *testing.T, mode *sim.Mode, until sim.Phase) *World {
	t.Helper()
	w, inputs := New(sim.Config{Seed: 9, Seats: 4, Mode: mode, Arenas: &ownArenas, Points: 1}), make([]sim.Input, 4)
	for p := range sim.PlayerID(4) {
		w.Join(p)
	}
	for w.Step(inputs); w.Phase() != until; w.Step(inputs) {
		if w.tick > 1_000 {
			t.Fatalf("no %s", until)
		}
	}
	return w
}

// checkGoesOnRestored requires that a world which is restored goes on as this one, for some ticks.
func checkGoesOnRestored(t *testing.T, w *World, ticks int) {
	t.Helper()
	inputs, other := make([]sim.Input, w.cfg.Seats), New(w.cfg)
	if err := other.RestoreState(w.AppendState(nil)); err != nil {
		t.Fatal(err)
	}
	for range ticks {
		w.Step(inputs)
		other.Step(inputs)
		checkSameStep(t, w, other)
	}
}

func TestAnArenaThatIsWithdrawnIsLeftAfterTheRound(t *testing.T) {
	w := turnsOf(t, Skirmish, sim.PhaseLive)
	before := w.Place()
	gone := uint16(1)<<before | 1<<((before+1)%6) | 1<<((before+2)%6)
	if w.Withdraw(gone) != gone || w.Place() != before || w.Withdraw(gone) != 0 {
		t.Fatalf("withdrawn twice, or arena %d after %d in the middle of a round", w.Place(), before)
	}
	if w.Withdraw(1<<6-1) != 0 || w.Withdraw(1<<6) != 0 {
		t.Error("none is left, or one is withdrawn that there is not")
	}
	for range 12 {
		w.scoreGoal(0, 1)
		w.Step(make([]sim.Input, 4))
		if w.Phase() != sim.PhasePodium || w.rotation.count == 0 {
			t.Fatalf("phase %s, %d offers", w.Phase(), w.rotation.count)
		}
		for _, o := range w.rotation.offers[:w.rotation.count] {
			if gone>>o&1 == 1 {
				t.Fatalf("arena %d is offered", o)
			}
		}
		checkGoesOnRestored(t, w, 60*(podiumTime+countdownTime)/1000+2)
		if gone>>w.Place()&1 == 1 {
			t.Fatalf("arena %d is played in", w.Place())
		}
	}
}

func TestAnArenaThatIsWithdrawnWhileNobodyPlaysIsLeftAtOnce(t *testing.T) {
	for _, phase := range []sim.Phase{sim.PhaseCountdown, sim.PhasePodium} {
		w := turnsOf(t, Skirmish, sim.PhaseCountdown)
		if phase == sim.PhasePodium {
			w = rotationMatch(t)
		}
		gone := uint16(1<<6-1) &^ (1 << w.Place())
		gone &^= gone & -gone // all but the present one and another
		if phase == sim.PhaseCountdown {
			gone = 1 << w.Place()
		}
		if w.Withdraw(gone) == 0 || w.Phase() != phase {
			t.Errorf("phase %s", w.Phase())
		}
		if phase == sim.PhasePodium && w.rotation.count != 1 {
			t.Errorf("%d are offered, want the one that is left", w.rotation.count)
		}
		if gone>>w.Place()&1 == 1 {
			t.Errorf("%s: it is where it was", phase)
		}
		checkGoesOnRestored(t, w, 100)
	}
}

func TestAMatchWithoutRoundsLeavesAnArenaThatIsWithdrawnSoon(t *testing.T) {
	w := turnsOf(t, Swarm, sim.PhaseLive)
	before := w.Place()
	if w.Withdraw(1<<before) == 0 {
		t.Fatal("it is not withdrawn")
	}
	checkGoesOnRestored(t, w, 60*withdrawTime/1000-1)
	if w.Place() != before {
		t.Error("it has left at once")
	}
	checkGoesOnRestored(t, w, 2)
	if w.Place() == before || w.Phase() != sim.PhaseLive || w.match.ends != 0 || !w.ships[0].alive {
		t.Errorf("in arena %d after %d, phase %s until %d", w.Place(), before, w.Phase(), w.match.ends)
	}
}

// Nobody plays in the arena any more, and the next who come do not either.
func TestAMatchThatAllLeaveLeavesAnArenaThatIsWithdrawn(t *testing.T) {
	for _, mode := range []*sim.Mode{Skirmish, Swarm} {
		w := turnsOf(t, mode, sim.PhaseLive)
		before := w.Place()
		w.Withdraw(1 << before)
		for p := range sim.PlayerID(4) {
			w.Leave(p)
		}
		w.Step(make([]sim.Input, 4))
		if w.Phase() != sim.PhaseWarmup || w.Place() == before {
			t.Errorf("%s: phase %s in arena %d after %d", mode.Name, w.Phase(), w.Place(), before)
		}
		w.Join(0)
		checkGoesOnRestored(t, w, 10)
	}
}

func TestAnotherArenaThatIsWithdrawnChangesNothingThatIsPlayed(t *testing.T) {
	w := turnsOf(t, Swarm, sim.PhaseLive)
	here := w.Place()
	w.Withdraw(1 << here)
	ends := w.match.ends
	w.Step(make([]sim.Input, 4))
	other := uint16(1) << ((here + 1) % 6)
	if fresh := w.Withdraw(1<<here | other); fresh != other || w.match.ends != ends {
		t.Errorf("%b is withdrawn, want %b; it is left in tick %d, want %d", fresh, other, w.match.ends, ends)
	}

	w = rotationMatch(t)
	r := &w.rotation
	w.ships[0].vote = 2
	offers, left := r.offers, uint16(1)<<w.Place()
	for p := range uint16(6) {
		if !r.offersAny(1 << p) {
			left |= 1 << p
		}
	}
	if w.Withdraw(left) != left || r.offers != offers || w.ships[0].vote != 2 {
		t.Errorf("offers %v after %v, vote %d", r.offers, offers, w.ships[0].vote)
	}
	if w.Withdraw(1 << offers[1]); r.offersAny(1<<offers[1]) || w.ships[0].vote != 0 {
		t.Errorf("offers %v after %v, vote %d", r.offers, offers, w.ships[0].vote)
	}
}
