package render

import (
	"perihelion/client/netcode"
	"perihelion/sim"
)

// pulseFlights flies the pulses on the screen. A pulse travels as its birth alone;
// flying each from there in every frame would cost sixty steps of ballistics,
// so the flight of the last frame is kept and goes on from where it was.
type pulseFlights struct {
	slots [pulseFlightSlots]cachedFlight
}

const pulseFlightSlots = 1024 // a power of two; two pulses that share one only take turns

type cachedFlight struct {
	id     sim.EntityID
	birth  sim.Words
	tick   sim.Tick
	flight sim.Flight
}

// pulseState is where a pulse is at a moment between ticks.
type pulseState struct{ x, y, vx, vy float32 }

// maxCatchUpTicks is how many ticks are flown before starting anew is as cheap.
const maxCatchUpTicks = 16

// at flies e to the moment at which v shows it; ok is false when it is over.
func (f *pulseFlights) flyTo(v *netcode.View, e *netcode.Seen) (p pulseState, ok bool) {
	now, frac := v.Tick, v.Frac
	if e.Predicted {
		// It leaves the barrel on the screen too, among what was aimed at.
		now, frac = v.OwnTick-sim.HeadStart(&v.Config, &e.To, e.Since), v.OwnFrac
	}
	s := &f.slots[int(e.ID)%pulseFlightSlots]
	if s.id != e.ID || s.birth != e.To || now < s.tick || now-s.tick > maxCatchUpTicks {
		*s = cachedFlight{id: e.ID, birth: e.To, tick: now, flight: sim.FlightOf(&v.Config, &e.To, now)}
	}
	for ; s.tick < now; s.tick++ {
		s.flight.Advance(&v.Config)
	}
	if !s.flight.Alive() {
		return p, false
	}
	x, y := s.flight.At()
	vx, vy := s.flight.Velocity()
	p.vx, p.vy = float32(vx)/65536, float32(vy)/65536
	ahead := frac / float32(v.Config.TicksPerSecond())
	p.x, p.y = float32(x)/65536+p.vx*ahead, float32(y)/65536+p.vy*ahead
	return p, true
}
