package app

import (
	"net/http"
	"testing"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// TestAFullServerLetsPlayersBackIntoTheirSeats uses all slots, one of them by the socket of
// a player whose network has changed, so that the server has not noticed its end.
func TestAFullServerLetsPlayersBackIntoTheirSeats(t *testing.T) {
	t.Parallel()
	for name, full := range map[string]struct {
		limit  string
		status int
	}{
		"in all":      {"PERIHELION_MAX_CONNS=2", http.StatusServiceUnavailable},
		"per address": {"PERIHELION_MAX_CONNS_PER_IP=2", http.StatusTooManyRequests},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, full.limit, "PERIHELION_MAX_PLAYERS=2", "PERIHELION_TICKET_TTL=5m")
			a := s.quickAssignment()
			p := s.joinRoom(a)
			w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
			if err != nil {
				t.Fatal(err)
			}
			silent, _, err := s.dialSocket(a.URL, "never says hello")
			if err != nil {
				t.Fatal(err)
			}

			fresh := s.quickAssignment().Ticket // refused sockets do not spend it
			for who, ticket := range map[string]string{
				"a newcomer": fresh, "a forged ticket": stolenToken(t, s, a.RoomID), "no ticket": "",
			} {
				if _, res, err := s.dialSocket(a.URL, ticket); err == nil || res == nil || res.StatusCode != full.status {
					t.Errorf("%s on a full server = %v, %v; want %d", who, res, err, full.status)
				}
			}
			for range 3 { // each time beyond the limit, and the socket before it makes way
				next := s.joinRoom(&api.Assignment{URL: a.URL, Ticket: w.Resume})
				again, err := protocol.DecodeWelcome(next.waitForFrame(protocol.TypeWelcome))
				if err != nil || again.Me != w.Me || again.Epoch != w.Epoch+1 {
					t.Fatalf("came back as %+v, %v; want seat %d, epoch %d", again, err, w.Me, w.Epoch+1)
				}
				p.expectClose(transport.Replaced)
				s.waitForSockets(t, 2)
				p, w = next, again
			}
			if _, res, err := s.dialSocket(a.URL, fresh); err == nil || res == nil || res.StatusCode != full.status {
				t.Errorf("a newcomer after that = %v, %v; want %d", res, err, full.status)
			}
			_ = silent.WriteClose(1000, nil)
			s.waitForSockets(t, 1)
			if _, _, err := s.dialSocket(a.URL, fresh); err != nil {
				t.Errorf("a newcomer once there is a slot: %v", err)
			}
		})
	}
}

// TestAResumeTokenHoldsFewSockets opens as many sockets as one resume token gets on a full
// server, and sends nothing.
func TestAResumeTokenHoldsFewSockets(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_MAX_CONNS=1", "PERIHELION_MAX_PLAYERS=1")
	a := s.quickAssignment()
	p := s.joinRoom(a)
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for range 10 {
		if _, _, err := s.dialSocket(a.URL, w.Resume); err == nil {
			got++
		}
	}
	if got != 2 {
		t.Errorf("one ticket has %d sockets beyond the limit, want 2", got)
	}
}

// waitForSockets waits until this many sockets are open.
func (s *testServer) waitForSockets(t *testing.T, open int) {
	t.Helper()
	for deadline := time.Now().Add(testTimeout); s.sockets.Len() != open; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d sockets are open, want %d", s.sockets.Len(), open)
		}
	}
}
