package room

import (
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
