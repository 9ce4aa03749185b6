package online

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/api"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// nextConn is the connection to the server on which the match goes on in a moment. The match is played over the
// one before until this one shows it.
type nextConn struct {
	flow   *JoinFlow // nil once there is a connection
	conn   *queuedConn
	client *netcode.Client
	seat   api.Assignment
}

// prepareMove connects to where the match moves, and plays on there once it is there.
func (s *Session) prepareMove(now time.Time) {
	m := s.Client.Move()
	if s.next == nil && m.Tick != 0 && m.Token != s.movedBy {
		seat := s.seat
		seat.URL, seat.Ticket = m.URL, m.Token
		s.movedBy = m.Token
		s.next = &nextConn{flow: s.service.startResume(seat, requestTimeout, s.options()), seat: seat}
	}
	if s.next != nil && !s.advanceNext(now) {
		s.abandonNext()
	}
}

// advanceNext reports whether the next connection may still be good for something.
func (s *Session) advanceNext(now time.Time) bool {
	n := s.next
	if n.flow != nil {
		result, ok := n.flow.Result()
		if !ok {
			return true
		}
		if n.flow = nil; result.Err != nil {
			s.service.Log.Info("no connection to where the match moves", "err", result.Err)
			return false
		}
		n.conn, n.client = result.conn, result.client
	}
	if err := receiveInto(n.client, n.conn); err != nil {
		s.service.Log.Info("the match did not move", "err", err)
		return false
	}
	_ = n.client.Advance(now, func() sim.Input { return sim.Input{} }) // on failure conn.err gives the reason
	if n.client.View(now).Ready {
		s.conn.close(transport.Normal)
		s.useNext()
		s.noteMove(0)
	}
	return true
}

// useNext plays on over the next connection.
func (s *Session) useNext() {
	n := s.next
	s.next = nil
	s.url = n.seat.URL
	s.useConn(n.conn, n.client)
}

// abandonNext closes the next connection.
func (s *Session) abandonNext() {
	switch n := s.next; {
	case n == nil:
	case n.flow != nil:
		n.flow.Abandon()
	case n.conn != nil:
		n.conn.close(transport.Normal)
	}
	s.next = nil
}

// takeNext plays on over the next connection although it does not show the match yet, because the one
// before has ended. It reports whether there is one.
func (s *Session) takeNext(now time.Time) bool {
	if s.next == nil || s.next.conn == nil || s.next.conn.err() != nil {
		return false
	}
	s.broke(now)
	s.useNext()
	return true
}
