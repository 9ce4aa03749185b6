package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// onHello reads the first frame of a client and, if it has a right to one, takes
// a seat for it. The reading goroutine waits for the room, but not for ever.
func (s *Session) onHello(frame []byte, now time.Time) {
	close(s.greeted)
	h, err := protocol.DecodeHello(frame)
	switch {
	case errors.Is(err, protocol.ErrVersion):
		s.Close(transport.WrongVersion, fmt.Sprintf("you speak version %d, this server %d", h.Version, protocol.Version))
		return
	case errors.Is(err, protocol.ErrMessage):
		s.Close(transport.HandshakeFailed, "the first message must be hello")
		return
	case err != nil:
		s.Close(transport.BadFrame, err.Error())
		return
	}
	t, err := s.gate.tokens.Redeem(s.token, now)
	s.token = ""
	if err != nil {
		s.Close(transport.BadTicket, strings.TrimPrefix(err.Error(), "auth: "))
		return
	}
	if s.refuseBanned(t.Player, now) {
		return
	}
	s.join(&h, &t, now)
}

// refuseBanned sends a player away who is banned. The seat of one who has got one meanwhile
// is given up, not held.
func (s *Session) refuseBanned(player string, now time.Time) bool {
	if s.gate.bans == nil {
		return false
	}
	why, banned := s.gate.bans.Banned(player, s.from(), now)
	if banned {
		s.mu.Lock()
		s.quitting = true
		s.mu.Unlock()
		reason := transport.Kicked
		if s.gate.bans.Erased(player) {
			reason = transport.Erased
		}
		s.Close(reason, why)
	}
	return banned
}

func (s *Session) join(h *protocol.Hello, t *auth.JoinToken, now time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), s.gate.limits.Join)
	defer cancel()
	r, seat, err := s.gate.rooms.Join(ctx, t.Room, room.Request{
		Player: t.Player, Name: t.Name, Looks: t.Looks, Peer: s, Aspect: h.Aspect,
		Resume: t.Resume, Seat: t.Seat, Epoch: t.Epoch,
	})
	if err != nil {
		s.Close(closeReason(err))
		return
	}
	s.mu.Lock()
	s.member, s.back = membership{r, seat, t.Player}, *t
	s.back.Resume, s.back.Seat, s.back.Epoch = true, seat.Me, seat.Epoch
	s.log = s.log.With("room", t.Room, "seat", seat.Me, "player", t.Player)
	ended := s.ended.Load()
	s.mu.Unlock()
	if ended { // the writer may have left before there was anything to leave
		r.Lost(seat.Me, seat.Epoch)
		return
	}
	if s.refuseBanned(t.Player, now) { // since we asked: whoever bans sends out those who have a place
		return
	}
	s.log.Debug("session joined", "build", h.Build, "epoch", seat.Epoch)
	s.acks.zero = now
	s.schema = r.Config().Game.About().Inputs
	s.welcome <- welcome{s.welcomeFrame(r, seat, now), r.Config().Interval, intervalOf(r.Config()), h.Predicts}
	s.tellStandby(t.Room, now)
}

// intervalOf is the time between two snapshots of a room.
func intervalOf(cfg room.Config) time.Duration {
	return time.Duration(cfg.Interval) * time.Second / time.Duration(cfg.Sim.TicksPerSecond())
}

// welcomeFrame is the Welcome for a seat, with the ticket back into it.
func (s *Session) welcomeFrame(r *room.Room, seat room.Seat, now time.Time) []byte {
	cfg := r.Config()
	return protocol.AppendWelcome(nil, &protocol.Welcome{
		Version:  protocol.Version,
		Room:     cfg.ID,
		Code:     cfg.Code,
		Me:       seat.Me,
		Epoch:    seat.Epoch,
		Resume:   s.gate.tokens.Resume(s.back, now),
		Match:    sim.Describe(cfg.Game, cfg.Sim),
		Tick:     seat.Tick,
		Interval: cfg.Interval,
	})
}

// closeReason is how a room's refusal ends a session.
func closeReason(err error) (transport.Reason, string) {
	switch {
	case errors.Is(err, room.ErrFull):
		return transport.RoomFull, ""
	case errors.Is(err, room.ErrBusy):
		return transport.TryAgain, "the room is too busy to let you in"
	case errors.Is(err, room.ErrStale):
		return transport.BadTicket, "the seat is no longer yours"
	case errors.Is(err, room.ErrNotFound), errors.Is(err, room.ErrClosed):
		return transport.RoomClosed, ""
	case errors.Is(err, room.ErrDraining):
		return transport.Restarting, ""
	}
	return transport.TryAgain, "the room did not answer"
}
