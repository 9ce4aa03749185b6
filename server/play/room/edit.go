package room

import (
	"crypto/rand"
	"crypto/subtle"
	"slices"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// In a room whose sim.Config is Editable editors change the arena of the match. Before each tick those
// changes are made that have come, in order and as many as a tick bears, written to the log, and told to
// everyone.

// edited is what is to be changed, and what was changed and is not told yet, or not answered.
type edited struct {
	asked  []askedEdit // changes that are not made yet, in the order in which they came
	made   []protocol.MadeEdit
	unkept []unkeptEdit // changes that were made, and that nobody has answered
	bytes  int          // of the changes in made
	packed []byte       // the present arena, as frames have it; nil: nobody has asked since the last change
}

// unkeptEdit is a change that could still be lost with this server.
type unkeptEdit struct {
	by     sim.PlayerID
	number uint32
	part   int // of the log, which has it
}

// fits reports whether a frame tells it all.
func (e *edited) fits() bool {
	return len(e.made) <= protocol.MaxEdited && e.bytes <= protocol.MaxEditedIn
}

// tellEdits tells everyone what was changed since the last call, in one frame, or, whom it did not
// tell something, the arena as soon as they can take it. The log is handed over, so that who has
// made the changes is answered soon.
func (m *match) tellEdits() {
	e := &m.edited
	if len(e.made) > 0 {
		m.record.part.Urgent = true
		m.flushLog()
		if e.fits() {
			m.notifyReady(protocol.AppendEdited(nil, &protocol.Edited{Tick: m.world.Tick() + 1, Made: e.made}))
		} else {
			m.notifyReady(nil)
		}
		clear(e.made)
		e.made, e.bytes = e.made[:0], 0
	}
	for p := range m.seats {
		if s := &m.seats[p]; s.untold && s.peer != nil && !s.peer.Behind() {
			m.sendArena(sim.PlayerID(p))
		}
	}
}

// answerKept answers the changes that are kept: the match goes on with them, whatever becomes of this
// server. Until then who asked for them keeps them, and asks again in a new connection.
func (m *match) answerKept() {
	e := &m.edited
	if len(e.unkept) == 0 {
		return
	}
	kept, n := m.cfg.Journal.Kept(), 0
	for ; n < len(e.unkept) && e.unkept[n].part <= kept; n++ {
		m.seats[e.unkept[n].by].answerEdit(e.unkept[n].number, protocol.EditMade, "")
	}
	e.unkept = slices.Delete(e.unkept, 0, n)
}

// answerMade answers a change that is sent again and was made: now, if it is kept. Of one that was made
// in the room before this one it is not known, until the first part of its own log is kept.
func (m *match) answerMade(by sim.PlayerID, number uint32) {
	e := &m.edited
	switch {
	case slices.ContainsFunc(e.unkept, func(u unkeptEdit) bool { return u.by == by && u.number == number }):
	case m.cfg.Journal.Kept() == 0:
		e.unkept = slices.Insert(e.unkept, 0, unkeptEdit{by, number, 1})
	default:
		m.seats[by].answerEdit(number, protocol.EditMade, "")
	}
}

// notifyReady tells something of the arena to everyone who can take it, and notes who cannot. With
// nil nobody can.
func (m *match) notifyReady(frame []byte) {
	for p := range m.seats {
		s := &m.seats[p]
		if s.peer == nil {
			continue
		}
		if s.untold = s.untold || frame == nil || s.peer.Behind(); !s.untold {
			s.peer.Notify(frame)
		}
	}
}

// sendArena tells a player the arena as it is, where others point, and what they may do.
func (m *match) sendArena(p sim.PlayerID) {
	if m.editor == nil {
		return
	}
	if m.edited.packed == nil {
		m.edited.packed = protocol.PackArena(m.editor.ArenaText())
	}
	peer := m.seats[p].peer
	m.seats[p].untold = false
	peer.Notify(protocol.AppendArena(nil, &protocol.Arena{
		Tick: m.world.Tick() + 1, Made: m.editor.EditsOf(p), Packed: m.edited.packed,
	}))
	m.sendRights(p)
	if here := m.cursors(func(s *seat) bool { return s.cursor.Here }); len(here) > 0 {
		peer.Notify(protocol.AppendCursors(nil, here))
	}
}

// sendRights tells a player what they may do, and an editor with which key others may as well.
func (m *match) sendRights(p sim.PlayerID) {
	s := &m.seats[p]
	if s.peer == nil {
		return
	}
	rights := protocol.Rights{Role: s.role}
	if s.role != protocol.RoleFlyer {
		rights.Key = m.editKey
	}
	s.peer.Notify(protocol.AppendRights(nil, &rights))
}

// Claim makes a player an editor who knows the key of the room.
func (r *Room) Claim(p sim.PlayerID, epoch uint32, key string) {
	_ = r.post(func(m *match) {
		s := m.seatOf(p, epoch)
		if s == nil || m.editor == nil {
			return
		}
		if subtle.ConstantTimeCompare([]byte(key), []byte(m.editKey)) == 1 && s.role == protocol.RoleFlyer {
			m.setRole(p, protocol.RoleEditor)
		} else {
			m.sendRights(p)
		}
	})
}

// Grant gives a player another role, if the owner asks for it and sees that player there.
func (r *Room) Grant(p sim.PlayerID, epoch uint32, g protocol.Grant) {
	_ = r.post(func(m *match) { m.grant(p, epoch, g) })
}

func (m *match) grant(p sim.PlayerID, epoch uint32, g protocol.Grant) {
	s := m.seatOf(p, epoch)
	if s == nil || m.editor == nil || s.role != protocol.RoleOwner || g.Player == p || int(g.Player) >= len(m.seats) {
		return
	}
	if to := &m.seats[g.Player]; to.holder != holderPlayer || to.account != g.Account {
		return
	}
	if g.Role == protocol.RoleOwner {
		m.setRole(p, protocol.RoleEditor)
	}
	m.setRole(g.Player, g.Role)
}

func (m *match) setRole(p sim.PlayerID, to protocol.Role) {
	s := &m.seats[p]
	if s.role == to {
		return
	}
	s.role = to
	if to == protocol.RoleFlyer {
		s.point(protocol.Cursor{})
		m.changeEditKey()
	}
	m.roster.markChanged(p)
	m.record.seatChanged(p)
	m.sendRights(p)
}

// changeEditKey makes a new key, so that nobody becomes an editor with what they knew, and tells
// the editors.
func (m *match) changeEditKey() {
	m.editKey = newEditKey()
	m.record.part.EditKey = m.editKey
	m.flushLog()
	for p := range m.seats {
		if m.seats[p].role != protocol.RoleFlyer {
			m.sendRights(sim.PlayerID(p))
		}
	}
}

// makeEditKey makes the key of an Editable match that has none.
func (c *Config) makeEditKey() {
	if c.Sim.Editable && c.EditKey == "" {
		c.EditKey = newEditKey()
	}
}

func newEditKey() string { return rand.Text()[:idLength] }

// settleOwner sees to it that an edited room has one owner: who opened it if they are there, or else
// the editor, or the player, who came first. came is who has just taken a seat, or NoPlayer.
func (m *match) settleOwner(came sim.PlayerID) {
	if m.editor == nil {
		return
	}
	owner, next := sim.NoPlayer, sim.NoPlayer
	for i := range m.seats {
		p, s := sim.PlayerID(i), &m.seats[i]
		switch {
		case s.holder != holderPlayer:
		case s.role == protocol.RoleOwner:
			owner = p
		case next == sim.NoPlayer || s.role > m.seats[next].role || s.role == m.seats[next].role && s.joinedTick < m.seats[next].joinedTick:
			next = p
		}
	}
	if came != sim.NoPlayer && came != owner && m.cfg.Owner != "" && m.seats[came].player == m.cfg.Owner {
		next = came
		if owner != sim.NoPlayer {
			m.setRole(owner, protocol.RoleEditor)
			owner = sim.NoPlayer
		}
	}
	if owner == sim.NoPlayer && next != sim.NoPlayer {
		m.setRole(next, protocol.RoleOwner)
	}
}
