package app

import (
	"testing"
	"time"

	"perihelion/server/play/fleet"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// waitForLiveRound waits until the round in a public room has begun.
func (s *testServer) waitForLiveRound(room string) {
	s.t.Helper()
	for deadline := time.Now().Add(testTimeout); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var r api.Room
		if s.callAPI("GET", "/v1/rooms/"+room, "", "", &r); r.Phase == "live" {
			return
		}
	}
	s.t.Fatal("no round begins")
}

// nextNotice waits for a notice.
func (p *testClient) nextNotice() protocol.Notice {
	p.t.Helper()
	n, err := protocol.DecodeNotice(p.waitForFrame(protocol.TypeNotice))
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// TestARoundIsPlayedToItsEndWhileTheServerDrains also breaks the connection of a player.
func TestARoundIsPlayedToItsEndWhileTheServerDrains(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_DRAIN_TIMEOUT=10m", "PERIHELION_ROUND_TIME=5m")
	seat, late := s.quickAssignment(), s.quickAssignment()
	p := s.joinRoom(seat)
	was, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		t.Fatal(err)
	}
	s.waitForLiveRound(seat.RoomID)
	s.stop()
	if n := p.nextNotice(); n.Text != "The server restarts after this round" || n.In > 5*time.Minute || n.In < 4*time.Minute {
		t.Errorf("told %+v, want the end of the round, in five minutes", n)
	}
	s.joinRoom(late).expectClose(transport.Restarting)
	var problem api.Problem
	if res := s.callAPI("GET", "/readyz", "", "", &problem); res.StatusCode != 503 {
		t.Errorf("readyz while draining = %d", res.StatusCode)
	}
	if res := s.callAPI("POST", "/v1/tickets", s.newGuest(), "", &problem); res.StatusCode != 503 || problem.Type != "urn:perihelion:draining" {
		t.Errorf("ticket while draining = %d %+v", res.StatusCode, problem)
	}

	_ = p.NetConn().Close()
	p = s.joinRoom(&api.Assignment{URL: seat.URL, Ticket: was.Resume})
	is, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil || is.Room != was.Room || is.Me != was.Me {
		t.Errorf("came back as %+v, %v; want seat %d", is, err, was.Me)
	}
	if n := p.nextNotice(); n.In < 4*time.Minute {
		t.Errorf("told %+v on coming back", n)
	}
	s.Stop() // the operator is in a hurry
	if n := p.nextNotice(); n.Text != "The server restarts" || n.In > fleet.HurryTimeout {
		t.Errorf("told %+v, want at most %v", n, fleet.HurryTimeout)
	}
	p.waitForFrame(protocol.TypeState)
	p.sendFrame(protocol.AppendBye(nil, &protocol.Bye{}))
	s.stopAndWait() // at once: there is nobody to wait for
}
