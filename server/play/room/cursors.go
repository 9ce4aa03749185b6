package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// cursorEvery is how often players hear where editors point.
const cursorEvery = 100 * time.Millisecond

// Point tells where an editor points. When the room is busy it is lost: another follows.
func (r *Room) Point(p sim.PlayerID, epoch uint32, c protocol.Cursor) {
	_ = r.post(func(m *match) {
		if s := m.seatOf(p, epoch); s != nil && m.editor != nil && s.role != protocol.RoleFlyer {
			m.lastPlayed = m.now
			s.point(c)
		}
	})
}

// point moves the cursor of a seat, of which everyone hears with the next ones.
func (s *seat) point(c protocol.Cursor) {
	s.pointed = s.pointed || c.Here || s.cursor.Here
	s.cursor = c
}

// passCursors tells everyone which cursors have moved.
func (m *match) passCursors(t sim.Tick) {
	if m.editor == nil || int(t)%max(int(cursorEvery/m.schedule.interval), 1) != 0 {
		return
	}
	moved := m.cursors(func(s *seat) bool { return s.pointed })
	if len(moved) == 0 {
		return
	}
	for _, c := range moved {
		m.seats[c.Player].pointed = false
	}
	m.notifyReady(protocol.AppendCursors(nil, moved))
}

// cursors are those of some seats, as many as fit a frame.
func (m *match) cursors(of func(*seat) bool) (all []protocol.PlayerCursor) {
	for p := range m.seats {
		if s := &m.seats[p]; of(s) && len(all) < protocol.MaxCursors {
			all = append(all, protocol.PlayerCursor{Player: sim.PlayerID(p), Cursor: s.cursor})
		}
	}
	return all
}
