package app

import (
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"perihelion/server/ops/admin"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// callAdmin sends a request to the operator's listener with this token.
func (s *testServer) callAdmin(method, path, token, body string, into any) int {
	s.t.Helper()
	return s.callAt(s.AdminAddr(), method, path, token, body, into).StatusCode
}

func TestABanHoldsEverywhere(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	secret, err := os.ReadFile(s.TokenFile())
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(secret))
	mine := s.newGuest()
	var first, second api.Ticket
	s.callAPI("POST", "/v1/tickets", mine, "", &first)
	s.callAPI("POST", "/v1/tickets", mine, "", &second)
	p := s.joinRoom(first.Assignment)
	p.waitForFrame(protocol.TypeWelcome)

	var state admin.State
	s.callAdmin("GET", "/api/state", token, "", &state)
	if len(state.Players) != 1 || state.Players[0].From != "127.0.0.1" || state.Players[0].SendRate != "full" {
		t.Fatalf("players = %+v", state.Players)
	}
	var ban struct{ ID string }
	if got := s.callAdmin("POST", "/api/bans", token, `{"player":"`+state.Players[0].Player+`","minutes":60}`, &ban); got != 200 {
		t.Fatalf("ban = %d", got)
	}
	p.expectClose(transport.Kicked)
	s.joinRoom(second.Assignment).expectClose(transport.Kicked) // a ticket from before
	var problem api.Problem
	if res := s.callAPI("POST", "/v1/tickets", mine, "", &problem); res.StatusCode != 403 || problem.Type != "urn:perihelion:banned" {
		t.Errorf("a ticket for the banned = %d %+v", res.StatusCode, problem)
	}
	s.joinRoom(s.quickAssignment()).waitForFrame(protocol.TypeWelcome) // somebody else

	other := s.quickAssignment()
	if got := s.callAdmin("POST", "/api/bans", token, `{"network":"127.0.0.1"}`, nil); got != 200 {
		t.Fatalf("ban of an address = %d", got)
	}
	if _, res, err := s.dialSocket(other.URL, other.Ticket); err == nil || res.StatusCode != 403 {
		t.Errorf("a socket from a banned address: %v", err)
	}
	if res := s.callAPI("POST", "/v1/guests", "", "", &problem); res.StatusCode != 403 {
		t.Errorf("a new guest from a banned address = %d", res.StatusCode)
	}
	if res := s.callAPI("GET", "/v1/rooms", "", "", nil); res.StatusCode != 200 {
		t.Errorf("looking = %d, want 200", res.StatusCode)
	}
}

func TestWhatOthersCanReachWantsTheToken(t *testing.T) {
	t.Parallel()
	const token = "0123456789abcdef"
	s := startServer(t, "PERIHELION_ADMIN_ADDR=0.0.0.0:0", "PERIHELION_ADMIN_TOKEN="+token)
	_, port, _ := net.SplitHostPort(s.AdminAddr().String())
	for path, want := range map[string]int{"/": 200, "/healthz": 200, "/readyz": 200, "/metrics": 401, "/debug/pprof/": 401, "/debug/pprof/cmdline": 401, "/api/state": 401} {
		res, err := http.Get("http://127.0.0.1:" + port + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want && res.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%s without a token = %d, want %d", path, res.StatusCode, want)
		}
	}
	for _, path := range []string{"/metrics", "/debug/pprof/", "/api/state"} {
		if got := s.callAdmin("GET", path, token, "", nil); got != 200 {
			t.Errorf("%s with it = %d, want 200", path, got)
		}
	}
}

func TestTheOperatorCanStopTheServer(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ADMIN_TOKEN=0123456789abcdef")
	p := s.joinRoom(s.quickAssignment())
	p.waitForFrame(protocol.TypeState)
	if got := s.callAdmin("POST", "/api/drain", "0123456789abcdef", "", nil); got != http.StatusAccepted {
		t.Errorf("drain = %d", got)
	}
	p.waitForFrame(protocol.TypeNotice)
	p.expectClose(transport.Restarting)
	if err := <-s.done; err != nil {
		t.Errorf("Run = %v", err)
	}
	s.done <- nil
}

func TestWhoQueuesHearsAtOnceThatTheOperatorStopsTheServer(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_DRAIN_TIMEOUT=10m")
	p := s.joinRoom(s.quickAssignment()) // for whom the server waits
	p.waitForFrame(protocol.TypeState)
	me := s.newGuest()
	ticket := s.queueDuel(me)
	s.Stop()
	for deadline := time.Now().Add(testTimeout); ticket.Status == api.TicketQueued; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("they wait still")
		}
		s.callAPI("GET", "/v1/tickets/"+ticket.ID, me, "", &ticket)
	}
	if ticket.Status != "failed" {
		t.Errorf("the ticket is %s, want failed", ticket.Status)
	}
	p.sendFrame(protocol.AppendBye(nil, &protocol.Bye{}))
	s.stopAndWait()
}
