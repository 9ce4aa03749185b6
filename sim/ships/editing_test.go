package ships

import (
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// editingMatch are two ships side by side, of which the first edits.
func editingMatch(t *testing.T) (w *World, step func(axes ...int32)) {
	t.Helper()
	w = New(editable(2, nil, "belt"))
	w.Join(0)
	w.Join(1)
	step = func(axes ...int32) {
		inputs := make([]sim.Input, 2)
		for p := range axes {
			inputs[p].Axes[AxisClass] = axes[p]
		}
		w.Step(inputs)
	}
	for w.Phase() != sim.PhaseLive {
		step()
	}
	w.ships[0].pos = fixed.Vec{X: w.arena.radius / 2}
	w.ships[1].pos = w.ships[0].pos.Add(fixed.Vec{Y: fixed.Int(200)})
	step(StartEditing)
	return w, step
}

func TestWhoEditsIsOutOfPlay(t *testing.T) {
	w, step := editingMatch(t)
	isShip := func(e sim.Entity) bool { return e.ID == ShipID(0) }
	own := w.Private(0)
	if o := OwnOf(&own); o.Alive || !o.Edits || slices.ContainsFunc(w.AppendEntities(nil), isShip) {
		t.Fatal("its ship is still there")
	}
	at := w.ships[0].pos
	w.ships[1].pos, w.ships[1].vel = at.Sub(fixed.Vec{X: fixed.Int(100)}), fixed.Vec{}
	for range 600 { // longer than any wait, through fire
		inputs := make([]sim.Input, 2)
		inputs[1].Buttons = ButtonPulse | ButtonRail
		w.ships[1].pos, w.ships[1].heading = at.Sub(fixed.Vec{X: fixed.Int(100)}), 0
		w.ships[1].hull = fixed.Int(50)
		w.Step(inputs)
		if slices.ContainsFunc(w.events, func(e sim.Event) bool { return e.Kind == EventHit && e.Words[HitVictim] == 0 || e.Kind == EventKill }) {
			t.Fatalf("somebody is hit: %+v", w.events)
		}
	}
	if w.ships[0].alive || w.ships[0].score != (playerScore{}) || w.ships[1].score.points != 0 {
		t.Errorf("it is back, or there are points: %+v", w.ships[0].score)
	}
	if x, y := w.Eye(0); x != at.X.Round() || y != at.Y.Round() {
		t.Error("its player looks elsewhere")
	}
	checkGoesOnRestored(t, w, 60)
	if step(StopEditing); !w.ships[0].alive {
		t.Error("it does not come back")
	}
}

func TestWhoHasEditedComesBackWhereItIsSafe(t *testing.T) {
	for _, near := range []bool{false, true} {
		w, step := editingMatch(t)
		at := w.ships[0].pos
		for range 60 * respawnTime / 1000 {
			step(StartEditing)
		}
		if !near {
			w.ships[1].pos = at.Scale(-fixed.One)
		} else {
			w.ships[1].pos, w.ships[1].vel = at.Add(fixed.Vec{Y: fixed.Int(200)}), fixed.Vec{}
		}
		step(StopEditing)
		s := &w.ships[0]
		if moved := s.pos != at; !s.alive || moved != near || s.protected == 0 || s.hull != fixed.Int(s.stats().Hull) {
			t.Errorf("an enemy is near: %v, it begins at %v after %v: %+v", near, s.pos, at, s.body)
		}
		if near && s.pos.Sub(w.ships[1].pos).Len() < fixed.Int(400) {
			t.Errorf("it begins within fire, %d away", s.pos.Sub(w.ships[1].pos).Len().Round())
		}
	}
}

func TestWhoIsDestroyedAndEditsWaitsAsLong(t *testing.T) {
	for _, destroyed := range []bool{false, true} {
		w, step := editingMatch(t)
		if destroyed {
			w.ships[0].edits = false
			w.ships[0].kill(&w.arena)
			step(StartEditing)
		}
		for range 10 {
			step(StopEditing)
			step(StartEditing)
		}
		step(StopEditing)
		if w.ships[0].alive || w.ships[0].respawn == 0 {
			t.Errorf("destroyed before: %v, it is back at once", destroyed)
		}
		for range 60 * respawnTime / 1000 {
			step()
		}
		if !w.ships[0].alive {
			t.Errorf("destroyed before: %v, it does not come back", destroyed)
		}
	}
}

func TestNobodyEditsInAUsualMatch(t *testing.T) {
	w := New(sim.Config{Seats: 2})
	w.Join(0)
	in := sim.Input{}
	in.Axes[AxisClass] = StartEditing
	for range 10 {
		w.Step([]sim.Input{in, {}})
	}
	if !w.ships[0].alive {
		t.Error("it is out of play")
	}
}
