package hud

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/sim"
)

func TestRailHitMarkerWaitsForTheServer(t *testing.T) {
	rail := func(hit int32) sim.Event {
		e := testEvent(sim.EventRail, 1, 0, 0, 1600, 0, hit)
		e.Tick = 110
		return e
	}
	for _, c := range []struct {
		name    string
		shown   sim.Event
		said    netcode.EventOutcome
		news    []sim.Event
		hoping  bool
		marking bool
	}{
		{"it met nobody", rail(0), netcode.EventOutcome{Actual: rail(0)}, nil, false, false},
		{"no word yet", rail(1), netcode.EventOutcome{}, nil, true, false},
		{"it struck", rail(1), netcode.EventOutcome{Actual: rail(1)}, []sim.Event{testEvent(sim.EventHit, 1, 2, int32(sim.WeaponRail), 45)}, false, true},
		{"it missed", rail(1), netcode.EventOutcome{Actual: rail(0)}, nil, false, false},
		{"it was never fired", rail(1), netcode.EventOutcome{Denied: true}, nil, false, false},
	} {
		h, v := newTestHUD(t), testView()
		v.Events = []sim.Event{c.shown}
		h.Update(v, 1.0/60)
		v.Events = c.news
		if c.said != (netcode.EventOutcome{}) {
			c.said.Event = c.shown
			v.Outcomes = []netcode.EventOutcome{c.said}
		}
		h.Update(v, 1.0/60)
		v.Events, v.Outcomes = nil, nil
		for range 8 {
			h.Update(v, 1.0/60)
		}
		if hoping, marking := h.hitMarkers.pending.left > 0, h.hitMarkers.damage > 0; hoping != c.hoping || marking != c.marking {
			t.Errorf("%s: pale %v, solid %v; want %v, %v", c.name, hoping, marking, c.hoping, c.marking)
		}
	}
}
