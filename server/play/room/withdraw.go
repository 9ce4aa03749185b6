package room

import (
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Withdraw takes arenas out of the turns of the room. A round that is played in one of them goes on to
// its end, of which its players are told. When the room is too busy nothing happens: ask again.
func (r *Room) Withdraw(gone func(*sim.Arena) bool) {
	if r.cfg.Sim.Arenas == nil {
		return
	}
	places := uint16(0)
	for i, a := range *r.cfg.Sim.Arenas {
		if gone(a) {
			places |= 1 << i
		}
	}
	if places != 0 {
		_ = r.post(func(m *match) { m.withdraw(places) })
	}
}

func (m *match) withdraw(places uint16) {
	w, ok := m.world.(sim.Rotator)
	if !ok {
		return
	}
	now := w.Place()
	fresh := w.Withdraw(places)
	if fresh == 0 {
		return
	}
	m.record.writer.Withdraw(fresh)
	m.log.Info("arenas are withdrawn", "places", fresh, "playing", now)
	if fresh>>now&1 == 0 {
		return
	}
	n := protocol.Notice{Text: "This arena is no longer in rotation. The next round is in another one"}
	if m.cfg.Sim.Endless() {
		n.Text = "This arena is no longer in rotation. The match goes on in another one in a moment"
	}
	m.notifyAll(protocol.AppendNotice(nil, &n))
}
