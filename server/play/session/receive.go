package session

import (
	"bytes"
	"fmt"
	"time"
	"unicode"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Receive takes a frame that arrived at now. Whatever is wrong with it ends the
// session, with a reason; no frame is acted on in part.
func (s *Session) Receive(frame []byte, now time.Time) {
	s.receiving.Lock()
	defer s.receiving.Unlock()
	switch {
	case s.hasEnded():
		return
	case len(frame) > protocol.MaxClientFrame:
		s.Close(transport.TooBig, fmt.Sprintf("a frame of %d bytes; %d are allowed", len(frame), protocol.MaxClientFrame))
		return
	case !s.meter.allow(len(frame), now):
		s.gate.metrics.Ignored(IgnoredRate)
		if s.meter.isOver() {
			s.Close(transport.RateLimited, "")
		}
		return
	}
	t, err := protocol.Peek(frame)
	if err != nil {
		s.Close(transport.BadFrame, err.Error())
		return
	}
	s.gate.metrics.MessageIn(t, len(frame))
	if s.member.room == nil {
		s.onHello(frame, now)
		return
	}
	if err := s.dispatch(t, frame, now); err != nil {
		s.Close(transport.BadFrame, err.Error())
	}
}

func (s *Session) dispatch(t protocol.Type, frame []byte, now time.Time) error {
	switch t {
	case protocol.TypeInputs:
		return s.onInputs(frame, byStream, now)
	case protocol.TypeKeyframe:
		if err := protocol.DecodeKeyframe(frame); err != nil {
			return err
		}
		s.wantsKeyframe.Store(true)
		s.wake()
		return nil
	case protocol.TypeSay:
		return s.onSay(frame, now)
	case protocol.TypeDatagrams:
		return s.onDatagrams(frame, now)
	case protocol.TypeBye:
		return s.onBye(frame)
	case protocol.TypeWindow:
		w, err := protocol.DecodeWindow(frame)
		if err == nil && s.meter.windows.Take(1, now) { // more would only fill the mailbox of the room
			s.member.room.Resize(s.member.seat.Me, s.member.seat.Epoch, w.Aspect)
		}
		return err
	}
	return s.dispatchEditing(t, frame, now)
}

// dispatchEditing takes what players say who change the arena. Where it does not change, and what is
// too much, is nothing to the room.
func (s *Session) dispatchEditing(t protocol.Type, frame []byte, now time.Time) error {
	r, me, epoch := s.member.room, s.member.seat.Me, s.member.seat.Epoch
	editable := r.Config().Sim.Editable
	switch t {
	case protocol.TypeEdit:
		return s.onEdit(frame, editable, now)
	case protocol.TypeCursor:
		c, err := protocol.DecodeCursor(frame)
		if err == nil && editable && s.meter.cursors.Take(1, now) {
			r.Point(me, epoch, c)
		}
		return err
	case protocol.TypeGrant:
		g, err := protocol.DecodeGrant(frame)
		if err == nil && editable && s.meter.rights.Take(1, now) {
			r.Grant(me, epoch, g)
		}
		return err
	case protocol.TypeClaim:
		c, err := protocol.DecodeClaim(frame)
		if err == nil && editable && s.meter.rights.Take(1, now) {
			r.Claim(me, epoch, c.Key)
		}
		return err
	}
	return fmt.Errorf("a client in a room does not send %s", t)
}

func (s *Session) onEdit(frame []byte, editable bool, now time.Time) error {
	e, err := protocol.DecodeEdit(bytes.Clone(frame)) // the room keeps it
	if err != nil {
		return err
	}
	why := protocol.EditTooMany
	switch {
	case !editable:
		why = protocol.EditDenied
	case s.meter.edits.Take(1, now) && s.member.room.Edit(s.member.seat.Me, s.member.seat.Epoch, e) == nil:
		return nil // it is the room that answers
	}
	s.Notify(protocol.AppendEditDone(nil, &protocol.EditDone{Number: e.Number, Refusal: why}))
	return nil
}

// onInputs hands inputs to the room, each once. The client is sent the state the way that its
// newest inputs came.
func (s *Session) onInputs(frame []byte, by way, now time.Time) error {
	if err := protocol.DecodeInputs(frame, s.schema, &s.inputs); err != nil {
		return err
	}
	first, newer := s.filter.pass(&s.inputs, by)
	switch {
	case !first: // a repeated frame, whose ack is old as well
		return nil
	case newer && by == byDatagram:
		if s.chosenAt.Swap(now.UnixNano()) == 0 { // the client moves to datagrams because the link loses
			s.lostAt.Store(now.UnixNano())
		}
	case newer:
		s.chosenAt.Store(0)
	}
	s.onAck(now)
	s.member.seat.Inputs.Push(&s.inputs, now)
	return nil
}

// onAck judges the ack of s.inputs. One for what was never written is struck
// out, so that the room need not know what was.
func (s *Session) onAck(now time.Time) {
	if s.inputs.N > 0 {
		s.acks.onInputGap(now)
	}
	s.acks.onInputs(now)
	plausible, news := s.acks.confirm(s.inputs.Ack, now)
	if !plausible {
		s.inputs.Ack = 0
	}
	if !news {
		return
	}
	if now.Sub(s.ackedAt) > lowLag { // a stall is over: show what has become of the world
		s.wake()
	}
	s.ackedAt = now
}

func (s *Session) onSay(frame []byte, now time.Time) error {
	said, err := protocol.DecodeSay(frame)
	if err != nil {
		return err
	}
	said.Text, err = s.gate.moderator.Moderate(s.member.player, said.Text, said.Quick != 0, now)
	if err != nil { // what somebody typed is no fault of the client
		s.gate.metrics.Ignored(IgnoredChat)
		if s.meter.answers.Take(1, now) {
			s.explainRefusal(err)
		}
		return nil
	}
	s.member.room.Say(s.member.seat.Me, s.member.seat.Epoch, said)
	return nil
}

// explainRefusal tells this client alone why a line was not passed on, in the name of the
// server and as a sentence.
func (s *Session) explainRefusal(why error) {
	text := []rune(why.Error())
	text = text[:min(len(text), protocol.MaxChat)]
	text[0] = unicode.ToUpper(text[0])
	s.Notify(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{From: sim.NoPlayer, Text: string(text)}}}))
}

// onBye gives the seat up.
func (s *Session) onBye(frame []byte) error {
	b, err := protocol.DecodeBye(frame)
	if err != nil {
		return err
	}
	s.log.Debug("client says goodbye", "reason", b.Reason, "text", b.Text)
	s.mu.Lock()
	s.quitting = true
	s.mu.Unlock()
	s.Close(transport.Normal, "")
	return nil
}
