package online

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// playWithStandby plays a match that another server has, too.
func (s *testService) playWithStandby() *Session {
	s.t.Helper()
	session := s.play(Destination{})
	if err := s.server.Conn.Send(protocol.AppendMove(nil, &protocol.Move{URL: "ws://there.test/v1/play", Token: "there"})); err != nil {
		s.t.Fatal(err)
	}
	runSession(session, 50*time.Millisecond)
	return session
}

func TestAMatchGoesOnOnTheOtherServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.playWithStandby()
		s.server.CloseConn(transport.Abnormal)
		began := time.Now()
		for len(s.server.Tokens) == 1 {
			view, end := session.Exchange(time.Now(), func() sim.Input { return sim.Input{} })
			if end != nil || view == nil || !session.LostAt.IsZero() {
				t.Fatalf("shows %v, ends as %+v, lost %v; want the match to be drawn on", view, end, session.LostAt)
			}
			time.Sleep(time.Millisecond)
			synctest.Wait()
		}
		if took := time.Since(began); took > 2*quickDelay || s.server.Tokens[1] != "there" {
			t.Errorf("comes back with %q after %v", s.server.Tokens, took)
		}
		if last := s.server.Received[len(s.server.Received)-1]; last != protocol.TypeHello {
			t.Errorf("has sent %v last, want that it says Hello before the next frame", last)
		}
		runSession(session, 50*time.Millisecond)
		if session.seat.URL != "ws://there.test/v1/play" || session.ResumeToken() != "resume" {
			t.Errorf("the seat is at %s, with the token %q", session.seat.URL, session.ResumeToken())
		}
		s.closeAll(session)
	})
}

func TestBothServersAreTriedInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.playWithStandby()
		s.server.SetErrors(nil, onlinetest.ErrNoRoute)
		s.server.CloseConn(transport.Restarting)
		if end := runSession(session, 2*time.Second); end != nil || session.LostAt.IsZero() {
			t.Errorf("ends as %+v, lost at %v; want the player to see it", end, session.LostAt)
		}
		if got := s.server.Tokens[1:]; len(got) < 4 || !slices.Equal(got[:4], []string{"there", "resume", "there", "resume"}) {
			t.Errorf("tries %q", got)
		}
		s.server.SetErrors(nil, &transport.Closed{Reason: transport.BadTicket})
		if end := runSession(session, time.Second); end != nil {
			t.Errorf("ends as %+v, for one server does not know the match", end)
		}
		if end := runSession(session, moveDoubtful+2*maxRetryDelay); end == nil || !end.Search {
			t.Errorf("ends as %+v, for no server knows it, want to look for another seat", end)
		}
		s.closeAll(session)
	})
}

// The next connection is there before the first one ends, and nothing is dialled after it.
func TestAMatchThatMovesHasTwoConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{})
		first := s.server.Conn
		if err := first.Send(protocol.AppendMove(nil, &protocol.Move{URL: "ws://there.test/v1/play", Token: "there", Tick: 200})); err != nil {
			t.Fatal(err)
		}
		runSession(session, 100*time.Millisecond)
		if want := []string{"join", "there"}; !slices.Equal(s.server.Tokens, want) || session.Server() == "ws://there.test/v1/play" {
			t.Errorf("dialled with %q, plays at %s; want %q and to play on where it did", s.server.Tokens, session.seat.URL, want)
		}
		first.Close(transport.Restarting)
		runSession(session, quickResume/2)
		if len(s.server.Tokens) != 2 || session.seat.URL != "ws://there.test/v1/play" || !session.LostAt.IsZero() {
			t.Errorf("dialled with %q, plays at %s, lost at %v", s.server.Tokens, session.seat.URL, session.LostAt)
		}
		s.closeAll(session)
	})
}

// A server to which the match does not move after all is no loss.
func TestAMatchThatDoesNotMoveGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		session := s.play(Destination{})
		first := s.server.Conn
		if err := first.Send(protocol.AppendMove(nil, &protocol.Move{URL: "ws://there.test/v1/play", Token: "there", Tick: 200})); err != nil {
			t.Fatal(err)
		}
		runSession(session, 100*time.Millisecond)
		s.server.CloseConn(transport.TryAgain) // the second one
		if end := runSession(session, time.Second); end != nil || len(s.server.Tokens) != 2 || !session.Connected() || session.next != nil {
			t.Errorf("ends as %+v, dialled with %q, connected %v", end, s.server.Tokens, session.Connected())
		}
		first.Close(transport.Normal)
		s.closeAll(session)
	})
}
