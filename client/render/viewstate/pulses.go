package viewstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
)

// PulseTracker tell the pulses that have just left a barrel from those that were there
// before. The zero value has seen none.
type PulseTracker struct{ slots [pulseSlots]pulseKey }

const (
	pulseSlots = 1024 // a power of two

	bornPeriod    = 1 << 10 // the births on the wire go round
	sameShotTicks = 60      // ticks: an id comes back much later than that
)

type pulseKey struct {
	id   sim.EntityID
	born int32
}

// IsNew reports whether the pulse e is seen for the first time. The server may move
// the birth of a predicted one by a few ticks: it is the same shot all the same.
func (m *PulseTracker) IsNew(e *netcode.Seen) bool {
	slot := &m.slots[int(e.ID)%pulseSlots]
	now := pulseKey{e.ID, e.To[sim.PulseBorn]}
	apart := (now.born - slot.born) & (bornPeriod - 1)
	fresh := slot.id != now.id || min(apart, bornPeriod-apart) > sameShotTicks
	*slot = now
	return fresh
}

// PulseAge is how many ticks e has been under way where it is drawn.
func PulseAge(v *netcode.View, e *netcode.Seen) int32 {
	now := v.Tick
	if e.Predicted {
		now = v.OwnTick
	}
	return (int32(now) - e.To[sim.PulseBorn]) & (bornPeriod - 1)
}
