package ships

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// pulseFlights computes where pulses are. The server sends only the start of a pulse, and
// simulating each one from its start in every frame would take up to sixty steps. So the
// state of the last frame is kept and advanced.
type pulseFlights struct {
	slots [pulseFlightSlots]cachedFlight
}

const pulseFlightSlots = 1024 // a power of two; two pulses in one slot replace each other, which only costs time

// cachedFlight is the state of one pulse at a tick.
type cachedFlight struct {
	id     sim.EntityID
	birth  sim.Words
	tick   sim.Tick
	flight ships.Flight
}

// pulseState is the position and velocity of a pulse at a moment between two ticks.
type pulseState struct{ x, y, vx, vy float32 }

// maxCatchUpTicks is the most ticks that a cached state is advanced: with more, starting
// again costs no more.
const maxCatchUpTicks = 16

// flyTo returns the state of e at the displayed moment; ok is false if its flight is over.
func (f *pulseFlights) flyTo(v *netcode.View, e *netcode.Seen) (p pulseState, ok bool) {
	now, frac := v.Tick, v.Frac
	if e.Predicted {
		// A predicted pulse starts at the displayed barrel, at the time of the targets.
		now, frac = v.OwnTick-ships.HeadStart(&v.Config, &e.To, e.Since), v.OwnFrac
	}
	s := &f.slots[int(e.ID)%pulseFlightSlots]
	if s.id != e.ID || s.birth != e.To || now < s.tick || now-s.tick > maxCatchUpTicks {
		*s = cachedFlight{id: e.ID, birth: e.To, tick: now, flight: ships.FlightOf(&v.Config, &e.To, now)}
	}
	for ; s.tick < now; s.tick++ {
		s.flight.Advance(&v.Config)
	}
	if !s.flight.Alive() {
		return p, false
	}
	x, y := s.flight.Position()
	vx, vy := s.flight.Velocity()
	p.vx, p.vy = float32(vx)/65536, float32(vy)/65536
	ahead := frac / float32(v.Config.TicksPerSecond())
	p.x, p.y = float32(x)/65536+p.vx*ahead, float32(y)/65536+p.vy*ahead
	return p, true
}
