package online

import (
	"context"
	"strings"
	"time"

	"perihelion/client/datagrams"
	"perihelion/client/dial"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// onConnectionLost decides what follows the end of the connection.
func (s *Session) onConnectionLost(now time.Time, err error) *SessionEnd {
	reason := transport.ReasonOf(err)
	text := explainClose(err)
	if reason == transport.RoomClosed && s.mayBeElsewhere(now) {
		reason = transport.TryAgain
	}
	if reason.Advice() == transport.Resume && s.takeNext(now) {
		return nil
	}
	s.abandonNext()
	switch reason.Advice() {
	case transport.Resume:
		if s.resumeToken == "" {
			return s.endWithSearch(text)
		}
		s.broke(now)
		s.disconnected, s.nextTry = true, now.Add(s.resumeDelay())
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
	case now.Sub(s.brokeAt) > s.maxAway():
		return s.endWithSearch(lang.T("You were away for longer than your seat is kept."))
	case s.flow != nil:
		return s.finishRetry(now)
	case !now.Before(s.nextTry):
		s.flow = s.startResume()
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
		if isTokenRefused(result.Err) && !s.mayBeElsewhere(now) {
			return s.endWithSearch(lang.T("Your seat was given away meanwhile."))
		}
		s.nextTry = now.Add(s.resumeDelay())
		return nil
	}
	s.disconnected = false
	s.url = result.seat.URL
	s.useConn(result.conn, result.client)
	return nil
}

// isTokenRefused reports that the server refused the resume token, rather than being
// unreachable. A browser cannot tell; there maxAway ends the attempts.
func isTokenRefused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}

// useConn plays over a connection from now on.
func (s *Session) useConn(conn *queuedConn, client *netcode.Client) {
	if s.Client != nil {
		client.TakeEdits(s.Client)
	}
	s.conn, s.Client = conn, client
	if s.beside != nil {
		s.service.StartGuarded(s.beside.Close)
	}
	s.beside = datagrams.New(s.openDatagrams, s.service.StartGuarded)
}

// openDatagrams opens what the server offers beside the connection.
func (s *Session) openDatagrams(ctx context.Context, o protocol.Offer) (transport.Datagrams, error) {
	if o.Host == "" {
		o.Host = dial.HostOf(s.url)
	}
	return dial.Datagrams(ctx, o)
}
