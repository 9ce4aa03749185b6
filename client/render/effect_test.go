package render

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/sim"
)

// shooter is a stage whose player has just fired a rail, along X.
func shooter(t *testing.T) (*stage, *netcode.View) {
	t.Helper()
	s := newStage(sprites.NewSheet())
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4}, OwnTick: 100}
	v.Events = []sim.Event{{Tick: 100, Entity: sim.Entity{Kind: sim.EventRail, Words: sim.Words{
		sim.RailShooter: 1, sim.RailX1: 16 * 900, sim.RailHit: 1,
	}}}}
	s.update(v, 1.0/60)
	v.Outcomes = []netcode.EventOutcome{{Event: v.Events[0]}}
	v.Events = nil
	return s, v
}

// bright is how much light of beams and particles there is to draw.
func (s *stage) bright() (n int) {
	b := sprites.NewBatch(sprites.NewSheet())
	s.beams.draw(b, lens(400, 0))
	s.swarm.draw(b, lens(400, 0))
	return len(b.I)
}

func TestADeniedBeamIsTakenOffThePicture(t *testing.T) {
	s, v := shooter(t)
	if s.bright() == 0 {
		t.Fatal("the beam is not drawn")
	}
	v.Outcomes[0].Denied = true
	for range 8 {
		s.update(v, 1.0/60)
		v.Outcomes = nil
	}
	if n := s.bright(); n != 0 {
		t.Errorf("%d indices are still drawn", n)
	}
}

func TestAConfirmedBeamStaysAndEndsWhereItDid(t *testing.T) {
	s, v := shooter(t)
	v.Outcomes[0].Actual = v.Outcomes[0].Event
	v.Outcomes[0].Actual.Words[sim.RailX1] = 16 * 1200
	before := s.swarm.next
	s.update(v, 1.0/60)
	m := &s.beams.ring[0]
	if m.x1 != 1200 || m.age > .1 || s.beams.next != 1 {
		t.Errorf("the beam ends at %v at the age of %v; there are %d", m.x1, m.age, s.beams.next)
	}
	if s.swarm.next != before {
		t.Error("it is lit again")
	}
}

func TestAVerdictLeavesOtherShotsAlone(t *testing.T) {
	s, v := shooter(t)
	other := v.Outcomes[0].Event
	other.Words[sim.RailShooter] = 2
	v.Events = []sim.Event{other}
	s.update(&netcode.View{Ready: true, Me: 1, Config: v.Config, OwnTick: 100, Events: v.Events}, 0)
	v.Events, v.Outcomes[0].Denied = nil, true
	for range 8 {
		s.update(v, 1.0/60)
	}
	if s.bright() == 0 {
		t.Error("the beam of another has gone as well")
	}
}

func TestAPulseFlashesWhenItLeavesTheBarrelOnly(t *testing.T) {
	for _, c := range []struct {
		name string
		age  int32
		want bool
	}{{"just fired", 2, true}, {"flown into sight", 40, false}} {
		s := newStage(sprites.NewSheet())
		v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4}, Tick: 100}
		e := netcode.Seen{ID: sim.ShotID(2, 0), Kind: sim.KindPulse}
		e.To[sim.PulseBorn] = 100 - c.age
		v.Seen = append(v.Seen, e)
		s.update(v, 1.0/60)
		lit := s.swarm.next
		s.update(v, 1.0/60)
		if s.swarm.next != lit || lit > 0 != c.want {
			t.Errorf("%s: %d particles at first, %d then", c.name, lit, s.swarm.next)
		}
	}
}
