package shipstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// PulseTracker tells new pulses from those that were there before. Its zero value is ready.
type PulseTracker struct{ slots [pulseSlots]pulseKey }

const (
	pulseSlots = 1024 // a power of two

	sameShotTicks = 60 // an entity id is reused only much later
)

// pulseKey identifies a pulse.
type pulseKey struct {
	id   sim.EntityID
	born int32
}

// IsNew reports whether the pulse e is seen for the first time. The server may change the
// birth tick of a predicted pulse by a few ticks; that is still the same pulse.
func (m *PulseTracker) IsNew(e *netcode.Seen) bool {
	slot := &m.slots[int(e.ID)%pulseSlots]
	now := pulseKey{e.ID, ships.BirthOf(&e.To).Tick}
	apart := (now.born - slot.born) & (ships.BirthPeriod - 1)
	fresh := slot.id != now.id || min(apart, ships.BirthPeriod-apart) > sameShotTicks
	*slot = now
	return fresh
}

// PulseAge returns for how many ticks e has been flying at the displayed moment.
func PulseAge(v *netcode.View, e *netcode.Seen) int32 {
	now := v.Tick
	if e.Predicted {
		now = v.OwnTick
	}
	return (int32(now) - ships.BirthOf(&e.To).Tick) & (ships.BirthPeriod - 1)
}
