package online

import (
	"math/rand/v2"
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
)

// Where another server has the match, too, a connection that breaks is no matter for the player:
// the match is drawn on as it was foreseen, and goes on there.
const (
	quickResume  = 1500 * time.Millisecond // how long the match is drawn on
	quickDelay   = 20 * time.Millisecond   // the first attempt comes within this time: few players come at once
	moveSilence  = 1200 * time.Millisecond // without a word from the server: longer than links stall
	triesInTurn  = 8                       // how often both servers are tried before the usual delays begin
	inTurnDelay  = 150 * time.Millisecond
	inTurnWait   = 3 * time.Second  // for one of them to answer: it may stand still
	moveDoubtful = 10 * time.Second // for so long a server may not know yet that it has the match
)

// isSilent reports whether the server says nothing although another has the match.
func (s *Session) isSilent(now time.Time) bool {
	return s.Client.Move().URL != "" && s.LostAt.IsZero() && s.Client.Silence(now) > moveSilence
}

// drawOn returns the match as it was foreseen when the connection broke, while that does not take
// long; view is nil unless there is a connection that shows it again.
func (s *Session) drawOn(now time.Time, view *netcode.View, sample func() sim.Input) *netcode.View {
	if s.brokeAt.IsZero() || view != nil && view.Ready {
		s.before = nil
		return view
	}
	if s.before != nil && now.Sub(s.brokeAt) < quickResume {
		_ = s.before.Advance(now, sample) // nobody hears it
		return s.before.View(now)
	}
	s.before, s.LostAt = nil, s.brokeAt
	return view
}

// broke notes when the connection broke, and where the match may go on.
func (s *Session) broke(now time.Time) {
	if s.brokeAt.IsZero() {
		s.brokeAt, s.resumeTries = now, 0
	}
	if m := s.Client.Move(); m.URL != "" {
		s.move = m
	}
	if s.move.URL == "" {
		s.LostAt = s.brokeAt
	} else if s.before == nil && s.LostAt.IsZero() {
		s.before = s.Client
	}
}

// mayBeElsewhere reports whether it means little that one server does not have the match.
func (s *Session) mayBeElsewhere(now time.Time) bool {
	return s.move.URL != "" && !s.brokeAt.IsZero() && now.Sub(s.brokeAt) < moveDoubtful
}

// resumeDelay is how long to wait for the next attempt to come back.
func (s *Session) resumeDelay() time.Duration {
	switch {
	case s.move.URL == "" || s.resumeTries > triesInTurn:
		return RetryDelay(s.resumeTries)
	case s.resumeTries == 0:
		return rand.N(quickDelay)
	}
	return inTurnDelay + rand.N(inTurnDelay)
}

// startResume starts the next attempt to come back: to the server that has the match, too, and to
// the one that had it, in turn.
func (s *Session) startResume() *JoinFlow {
	s.resumeTries++
	seat, within := s.seat, requestTimeout
	seat.Ticket = s.resumeToken
	if s.move.URL != "" && s.resumeTries <= triesInTurn {
		within = inTurnWait
	}
	if s.move.URL != "" && s.resumeTries%2 == 1 {
		seat.URL, seat.Ticket = s.move.URL, s.move.Token
	}
	return s.service.startResume(seat, within, s.options())
}
