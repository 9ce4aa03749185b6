package room

import (
	"crypto/rand"
	"crypto/subtle"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

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
