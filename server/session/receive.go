package session

import (
	"errors"
	"fmt"
	"time"
	"unicode"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Receive takes a frame that arrived at now. Whatever is wrong with it ends the
// session, with a reason; nothing is ever half obeyed.
func (s *Session) Receive(frame []byte, now time.Time) {
	switch {
	case s.over():
		return
	case len(frame) > protocol.MaxClientFrame:
		s.Close(transport.TooBig, fmt.Sprintf("a frame of %d bytes; %d are allowed", len(frame), protocol.MaxClientFrame))
		return
	case !s.meter.allow(len(frame), now):
		s.gate.metrics.Ignored(IgnoredRate)
		if s.meter.struckOut() {
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
	if s.place.room == nil {
		s.hello(frame, now)
		return
	}
	if err := s.obey(t, frame, now); err != nil {
		s.Close(transport.BadFrame, err.Error())
	}
}

func (s *Session) obey(t protocol.Type, frame []byte, now time.Time) error {
	switch t {
	case protocol.TypeInputs:
		if err := protocol.DecodeInputs(frame, &s.inputs); err != nil {
			return err
		}
		s.hearAck(now)
		if !s.place.watches() {
			s.place.seat.Lane.Put(&s.inputs, now)
		}
		return nil
	case protocol.TypeKeyframe:
		if err := protocol.DecodeKeyframe(frame); err != nil {
			return err
		}
		s.keyframe.Store(true)
		s.slot.wake()
		return nil
	case protocol.TypeSay:
		return s.say(frame, now)
	case protocol.TypeFollow:
		return s.follow(frame)
	case protocol.TypeBye:
		return s.bye(frame)
	}
	return fmt.Errorf("a client in a room does not send %s", t)
}

// hearAck judges the ack of s.inputs. One for what was never written is struck
// out, so that the room need not know what was.
func (s *Session) hearAck(now time.Time) {
	if s.inputs.N > 0 {
		s.acks.beat(now)
	}
	s.acks.hear(now)
	plausible, news := s.acks.confirm(s.inputs.Ack, now)
	if !plausible {
		s.inputs.Ack = 0
	}
	if !news {
		return
	}
	if now.Sub(s.acked) > nearLag { // a stall is over: show what has become of the world
		s.slot.wake()
	}
	s.acked = now
}

// errSpectator keeps the chat of a match among those who play it: a spectator sees
// everything, and could tell one side about the other.
var errSpectator = errors.New("who watches cannot chat here")

func (s *Session) say(frame []byte, now time.Time) error {
	said, err := protocol.DecodeSay(frame)
	if err != nil {
		return err
	}
	if s.place.watches() {
		err = errSpectator
	} else {
		said.Text, err = s.gate.manners.Speak(s.place.player, said.Text, said.Quick != 0, now)
	}
	if err != nil { // what somebody typed is no fault of the client
		s.gate.metrics.Ignored(IgnoredChat)
		if s.meter.answers.take(1, now) {
			s.answer(err)
		}
		return nil
	}
	s.place.room.Say(s.place.seat.Me, s.place.seat.Epoch, said)
	return nil
}

// answer tells this client alone why a line was not passed on, in the name of the
// server and as a sentence.
func (s *Session) answer(why error) {
	text := []rune(why.Error())
	text = text[:min(len(text), protocol.MaxChat)]
	text[0] = unicode.ToUpper(text[0])
	s.Notify(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{From: sim.NoPlayer, Text: string(text)}}}))
}

// follow turns a spectator's eyes.
func (s *Session) follow(frame []byte) error {
	f, err := protocol.DecodeFollow(frame)
	switch {
	case err != nil:
		return err
	case !s.place.watches():
		return errors.New("a player does not follow")
	}
	s.place.room.Follow(s.place.seat.Epoch, f.Player)
	return nil
}

// bye gives the seat up.
func (s *Session) bye(frame []byte) error {
	b, err := protocol.DecodeBye(frame)
	if err != nil {
		return err
	}
	s.log.Debug("client says goodbye", "reason", b.Reason, "text", b.Text)
	s.mu.Lock()
	s.quit = true
	s.mu.Unlock()
	s.Close(transport.Normal, "")
	return nil
}
