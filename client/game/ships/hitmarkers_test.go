package ships

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestRailHitMarkerWaitsForTheServer(t *testing.T) {
	rail := func(hit int32) sim.Event {
		e := testEvent(ships.EventRail, 1, 0, 0, 1600, 0, hit)
		e.Tick = 110
		return e
	}
	for _, c := range []struct {
		name      string
		predicted sim.Event
		outcome   netcode.EventOutcome
		events    []sim.Event
		pending   bool
		marked    bool
	}{
		{"missed on the screen", rail(0), netcode.EventOutcome{Actual: rail(0)}, nil, false, false},
		{"not confirmed yet", rail(1), netcode.EventOutcome{}, nil, true, false},
		{"confirmed hit", rail(1), netcode.EventOutcome{Actual: rail(1)}, []sim.Event{testEvent(ships.EventHit, 1, 2, int32(ships.WeaponRail), 45)}, false, true},
		{"the server says it missed", rail(1), netcode.EventOutcome{Actual: rail(0)}, nil, false, false},
		{"denied", rail(1), netcode.EventOutcome{Denied: true}, nil, false, false},
	} {
		h, v := newTestHUD(t), testView()
		v.Events = []sim.Event{c.predicted}
		h.Update(v, 1.0/60)
		v.Events = c.events
		if c.outcome != (netcode.EventOutcome{}) {
			c.outcome.Event = c.predicted
			v.Outcomes = []netcode.EventOutcome{c.outcome}
		}
		h.Update(v, 1.0/60)
		v.Events, v.Outcomes = nil, nil
		for range 8 {
			h.Update(v, 1.0/60)
		}
		if pending, marked := h.hitMarkers.pending.left > 0, h.hitMarkers.damage > 0; pending != c.pending || marked != c.marked {
			t.Errorf("%s: pending %v, marked %v; want %v, %v", c.name, pending, marked, c.pending, c.marked)
		}
	}
}

func TestAStreakIsCalledFromTheThirdKillOfALife(t *testing.T) {
	h, v := newTestHUD(t), testView()
	for i, c := range []struct {
		killer, victim int32
		want           string
	}{
		{1, 2, ""},
		{1, 3, ""},
		{3, 2, ""}, // somebody else's
		{1, 2, "3 IN A ROW"},
		{1, 3, "4 IN A ROW"},
		{2, 1, ""},
		{1, 2, ""},
	} {
		v.Events = []sim.Event{testEvent(ships.EventKill, c.killer, c.victim, int32(ships.WeaponPulse), 1)}
		h.Update(v, 1.0/60)
		if got := h.hitMarkers.call; got != c.want {
			t.Errorf("after kill %d: %q is called, want %q", i, got, c.want)
		}
	}
}
