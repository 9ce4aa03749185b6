package room

import (
	"errors"
	"slices"
	"strings"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// The cost of a change of one edit is 1, and of each editsPerCost more 1 more.
const (
	editsPerCost = 8
	editEvery    = 50 * time.Millisecond // per cost and player, in the long run
	editBurst    = 40                    // cost of what a player asks for at once
	editsPerTick = 8                     // cost of what is made before a tick, and up to one change more: what is left waits for the next
)

// askedEdit is a change that a player has asked for.
type askedEdit struct {
	protocol.Edit
	by    sim.PlayerID
	epoch uint32
	cost  int
}

// Edit makes a change of a player before the next tick that bears it, or says to them why not. change is
// the room's from now on. When the room is too busy the change is refused.
func (r *Room) Edit(p sim.PlayerID, epoch uint32, e protocol.Edit) error {
	return r.post(func(m *match) {
		if s := m.seatOf(p, epoch); s != nil && s.peer != nil {
			m.askEdit(p, s, &e)
		}
	})
}

// askEdit takes a change of a player who has not asked for too many lately.
func (m *match) askEdit(p sim.PlayerID, s *seat, e *protocol.Edit) {
	switch {
	case m.editor != nil && m.editor.EditsOf(p).Has(e.Number): // it is sent again, whatever they may do by now
		m.answerMade(p, e.Number)
		return
	case m.editor == nil, s.role == protocol.RoleFlyer:
		s.answerEdit(e.Number, protocol.EditDenied, "")
		return
	}
	edits, title := m.cfg.Game.About().EditsIn(e.Change)
	cost := 1 + edits/editsPerCost
	if !s.mayEdit(m.now, cost) {
		s.answerEdit(e.Number, protocol.EditTooMany, "")
		return
	}
	if m.cfg.Words != nil && title != "" {
		if _, clean := m.cfg.Words.Clean(title); !clean {
			s.answerEdit(e.Number, protocol.EditInvalid, "title: it holds a word that is not welcome here")
			return
		}
	}
	m.lastPlayed = m.now
	m.edited.asked = append(m.edited.asked, askedEdit{*e, p, s.epoch, cost})
}

// makeEdits makes as many changes as a tick bears. Those of a connection that is gone for another are
// dropped: the new one is sent them again.
func (m *match) makeEdits() {
	all, spent, n := m.edited.asked, 0, 0
	for ; n < len(all) && spent < editsPerTick; n++ {
		a := &all[n]
		s := m.seatOf(a.by, a.epoch)
		switch {
		case s == nil:
		case s.role == protocol.RoleFlyer:
			s.answerEdit(a.Number, protocol.EditDenied, "")
		default:
			spent += a.cost
			m.edit(s, a)
		}
	}
	m.edited.asked = slices.Delete(all, 0, n)
}

// edit makes a change, of which everyone is told before the next tick, or says why not.
func (m *match) edit(s *seat, a *askedEdit) {
	if err := m.editor.Edit(a.by, a.Number, a.Change); err != nil {
		if errors.Is(err, sim.ErrDone) {
			m.answerMade(a.by, a.Number)
			return
		}
		why, detail := refusalOf(err)
		s.answerEdit(a.Number, why, detail)
		return
	}
	m.record.writer.Edit(a.by, &replay.Edit{Number: a.Number, Change: a.Change})
	m.place.TakeArena(m.world)
	m.edited.made = append(m.edited.made, protocol.MadeEdit{By: a.by, Number: a.Number, Change: a.Change})
	m.edited.unkept = append(m.edited.unkept, unkeptEdit{a.by, a.Number, m.record.parts + 1})
	m.edited.bytes += len(a.Change)
	m.edited.packed = nil
}

// mayEdit reports whether the player has not asked for too much lately.
func (s *seat) mayEdit(now time.Time, cost int) bool {
	wait := time.Duration(cost) * editEvery
	if s.editsUntil.Sub(now)+wait > editBurst*editEvery {
		return false
	}
	if s.editsUntil.Before(now) {
		s.editsUntil = now
	}
	s.editsUntil = s.editsUntil.Add(wait)
	return true
}

// answerEdit tells a player that a change is made and kept, or why it is not made.
func (s *seat) answerEdit(number uint32, why protocol.Refusal, detail string) {
	if s.peer != nil {
		s.peer.Notify(protocol.AppendEditDone(nil, &protocol.EditDone{Number: number, Refusal: why, Detail: detail}))
	}
}

// refusalOf is what a player is told of a change that was not made.
func refusalOf(err error) (why protocol.Refusal, detail string) {
	detail = err.Error()
	if runes := []rune(strings.ToValidUTF8(detail, "?")); len(runes) > protocol.MaxDetail {
		detail = string(runes[:protocol.MaxDetail])
	}
	switch {
	case errors.Is(err, sim.ErrGone):
		return protocol.EditGone, detail
	case errors.Is(err, sim.ErrChanged):
		return protocol.EditChanged, detail
	}
	return protocol.EditInvalid, detail
}
