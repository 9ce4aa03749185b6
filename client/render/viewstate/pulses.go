package viewstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
)

// Muzzles tell the pulses that have just left a barrel from those that were there
// before. The zero value has seen none.
type Muzzles struct{ slots [muzzleSlots]pulseName }

const (
	muzzleSlots = 1024 // a power of two

	bornSpan = 1 << 10 // the births on the wire go round
	oneShot  = 60      // ticks: an id comes back much later than that
)

type pulseName struct {
	id   sim.EntityID
	born int32
}

// Fired reports whether the pulse e is seen for the first time. The server may move
// the birth of a predicted one by a few ticks: it is the same shot all the same.
func (m *Muzzles) Fired(e *netcode.Seen) bool {
	slot := &m.slots[int(e.ID)%muzzleSlots]
	now := pulseName{e.ID, e.To[sim.PulseBorn]}
	apart := (now.born - slot.born) & (bornSpan - 1)
	fresh := slot.id != now.id || min(apart, bornSpan-apart) > oneShot
	*slot = now
	return fresh
}

// Age is how many ticks e has been under way where it is drawn.
func Age(v *netcode.View, e *netcode.Seen) int32 {
	now := v.Tick
	if e.Predicted {
		now = v.OwnTick
	}
	return (int32(now) - e.To[sim.PulseBorn]) & (bornSpan - 1)
}
