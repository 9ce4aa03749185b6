package ships

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// firedRail returns a builder whose player has just fired a predicted rail along X, and a View
// with an outcome for it that the test can change.
func firedRail(t *testing.T) (*frameBuilder, *netcode.View) {
	t.Helper()
	s := newFrameBuilder(sprites.NewAtlas())
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4}, OwnTick: 100}
	v.Events = []sim.Event{{Tick: 100, Entity: sim.Entity{Kind: ships.EventRail, Words: sim.Words{
		ships.RailShooter: 1, ships.RailX1: 16 * 900, ships.RailHit: 1,
	}}}}
	s.updateEffects(v, 1.0/60)
	v.Outcomes = []netcode.EventOutcome{{Event: v.Events[0]}}
	v.Events = nil
	return s, v
}

// lightIndices returns the number of indices that beams and particles draw.
func (s *frameBuilder) lightIndices() (n int) {
	b := sprites.NewBatch(sprites.NewAtlas())
	s.beams.drawBeams(b, cameraOver(400, 0))
	s.particles.DrawParticles(b, cameraOver(400, 0))
	return len(b.Indices)
}

func TestDeniedBeamDisappears(t *testing.T) {
	s, v := firedRail(t)
	if s.lightIndices() == 0 {
		t.Fatal("the beam is not drawn")
	}
	v.Outcomes[0].Denied = true
	for range 8 {
		s.updateEffects(v, 1.0/60)
		v.Outcomes = nil
	}
	if n := s.lightIndices(); n != 0 {
		t.Errorf("%d indices are still drawn", n)
	}
}

func TestConfirmedBeamStaysAndItsEndIsCorrected(t *testing.T) {
	s, v := firedRail(t)
	v.Outcomes[0].Actual = v.Outcomes[0].Event
	v.Outcomes[0].Actual.Words[ships.RailX1] = 16 * 1200
	before := s.particles.Len()
	s.updateEffects(v, 1.0/60)
	m := &s.beams.ring[0]
	if m.x1 != 1200 || m.age > .1 || s.beams.next != 1 {
		t.Errorf("the beam ends at %v at the age of %v; there are %d", m.x1, m.age, s.beams.next)
	}
	if s.particles.Len() != before {
		t.Error("it is lit again")
	}
}

func TestOutcomeLeavesOtherShotsAlone(t *testing.T) {
	s, v := firedRail(t)
	other := v.Outcomes[0].Event
	other.Words[ships.RailShooter] = 2
	v.Events = []sim.Event{other}
	s.updateEffects(&netcode.View{Ready: true, Me: 1, Config: v.Config, OwnTick: 100, Events: v.Events}, 0)
	v.Events, v.Outcomes[0].Denied = nil, true
	for range 8 {
		s.updateEffects(v, 1.0/60)
	}
	if s.lightIndices() == 0 {
		t.Error("the beam of another has gone as well")
	}
}

func TestOnlyFreshPulsesFlash(t *testing.T) {
	for _, c := range []struct {
		name string
		age  int32
		want bool
	}{{"just fired", 2, true}, {"flown into sight", 40, false}} {
		s := newFrameBuilder(sprites.NewAtlas())
		v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4}, Tick: 100}
		e := netcode.Seen{ID: ships.PulseID(2, 0), Kind: ships.KindPulse}
		e.To[ships.PulseBorn] = 100 - c.age
		v.Seen = append(v.Seen, e)
		s.updateEffects(v, 1.0/60)
		lit := s.particles.Len()
		s.updateEffects(v, 1.0/60)
		if s.particles.Len() != lit || lit > 0 != c.want {
			t.Errorf("%s: %d particles at first, %d then", c.name, lit, s.particles.Len())
		}
	}
}

func TestAnOwnKillIsBrighterAndStandsStillForAMoment(t *testing.T) {
	count := func(killer int32) (n int, x float32) {
		b, v := newFrameBuilder(sprites.NewAtlas()), testView()
		v.Events = []sim.Event{testEvent(ships.EventKill, killer, 2, int32(ships.WeaponPulse), 1)}
		b.updateEffects(v, 1./60)
		v.Events = nil
		n = b.particles.Len()
		b.updateEffects(v, 1./60)
		return n, b.hitStop
	}
	own, stop := count(1)
	other, none := count(3)
	if own < 2*other || other == 0 {
		t.Errorf("%d particles of an own kill, %d of another one", own, other)
	}
	if stop <= 0 || none != 0 {
		t.Errorf("effects stand still for %v s more after an own kill, for %v s after another one", stop, none)
	}
}
