package online

import (
	"strings"
	"time"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/shared/transport"
)

// onConnectionLost decides what follows the end of the connection.
func (s *Session) onConnectionLost(now time.Time, err error) *SessionEnd {
	reason := transport.ReasonOf(err)
	s.service.Log.Info("connection ended", "err", err)
	text := explainClose(err)
	switch reason.Advice() {
	case transport.Resume:
		if s.resumeToken == "" {
			return s.endWithSearch(text)
		}
		if s.LostAt.IsZero() {
			s.LostAt, s.resumeTries = now, 0
		}
		s.disconnected, s.nextTry = true, now.Add(RetryDelay(s.resumeTries))
		return nil
	case transport.Requeue:
		if reason == transport.RoomClosed && s.inNamedRoom() {
			return s.endMatch(text, Destination{Queue: s.Dest.Queue}) // the room no longer exists
		}
		return s.endWithSearch(text)
	}
	dest := s.Dest
	dest.Resume = nil
	return s.endMatch(text, dest)
}

// maxAway is for how long after the break the server may keep our seat. Until then we try
// to come back; then we look for another seat.
func (s *Session) maxAway() time.Duration {
	window := time.Duration(s.seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultReconnectWindow
	}
	return window + serverNoticeDelay
}

// retryConnection starts the next attempt to reconnect, or checks the running one.
func (s *Session) retryConnection(now time.Time) *SessionEnd {
	switch {
	case now.Sub(s.LostAt) > s.maxAway():
		return s.endWithSearch(lang.T("You were away for longer than your seat is kept."))
	case s.flow != nil:
		return s.finishRetry(now)
	case !now.Before(s.nextTry):
		s.resumeTries++
		s.flow = s.service.startResume(s.seat, s.resumeToken)
	}
	return nil
}

// finishRetry checks whether the attempt to reconnect has ended.
func (s *Session) finishRetry(now time.Time) *SessionEnd {
	result, ok := s.flow.Result()
	if !ok {
		return nil
	}
	s.flow = nil
	if result.Err != nil {
		s.service.Log.Info("not back yet", "err", result.Err, "try", s.resumeTries)
		if isTokenRefused(result.Err) {
			return s.endWithSearch(lang.T("Your seat was given away meanwhile."))
		}
		s.nextTry = now.Add(RetryDelay(s.resumeTries))
		return nil
	}
	s.disconnected = false
	s.attachConn(result.conn)
	return nil
}

// isTokenRefused reports that the server refused the resume token, rather than being
// unreachable. A browser cannot tell; there maxAway ends the attempts.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}

// attachConn starts to play over a new connection.
func (s *Session) attachConn(conn *queuedConn) {
	s.conn = conn
	s.Client = netcode.New(conn.send, s.options())
	_ = s.Client.Hello() // on failure conn.err gives the reason
}
