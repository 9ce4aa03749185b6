package app

import (
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"perihelion/server/admin"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// operate sends a request to the operator's listener, with this token.
func (s *server) operate(method, path, token, body string, into any) int {
	s.t.Helper()
	return s.ask(s.AdminAddr(), method, path, token, body, into).StatusCode
}

func TestABanHoldsAtEveryDoor(t *testing.T) {
	s := start(t)
	secret, err := os.ReadFile(s.TokenFile())
	if err != nil {
		t.Fatal(err)
	}
	token := strings.TrimSpace(string(secret))
	mine := s.guest()
	var first, second api.Ticket
	s.call("POST", "/v1/tickets", mine, "", &first)
	s.call("POST", "/v1/tickets", mine, "", &second)
	p := s.mustDial(first.Assignment)
	p.want(protocol.TypeWelcome)

	var state admin.State
	s.operate("GET", "/api/state", token, "", &state)
	if len(state.Players) != 1 || state.Players[0].From != "127.0.0.1" || state.Players[0].SendRate != "full" {
		t.Fatalf("players = %+v", state.Players)
	}
	var ban struct{ ID string }
	if got := s.operate("POST", "/api/bans", token, `{"player":"`+state.Players[0].Player+`","minutes":60}`, &ban); got != 200 {
		t.Fatalf("ban = %d", got)
	}
	p.wantClose(transport.Kicked)
	s.mustDial(second.Assignment).wantClose(transport.Kicked) // a ticket from before
	var problem api.Problem
	if res := s.call("POST", "/v1/tickets", mine, "", &problem); res.StatusCode != 403 || problem.Type != "urn:perihelion:banned" {
		t.Errorf("a ticket for the banned = %d %+v", res.StatusCode, problem)
	}
	s.mustDial(s.quick()).want(protocol.TypeWelcome) // somebody else

	other := s.quick()
	if got := s.operate("POST", "/api/bans", token, `{"network":"127.0.0.1"}`, nil); got != 200 {
		t.Fatalf("ban of an address = %d", got)
	}
	if _, res, err := s.dial(other.URL, other.Ticket); err == nil || res.StatusCode != 403 {
		t.Errorf("a socket from a banned address: %v", err)
	}
	if res := s.call("POST", "/v1/guests", "", "", &problem); res.StatusCode != 403 {
		t.Errorf("a new guest from a banned address = %d", res.StatusCode)
	}
	if res := s.call("GET", "/v1/rooms", "", "", nil); res.StatusCode != 200 {
		t.Errorf("looking = %d, want 200", res.StatusCode)
	}
}

func TestWhatOthersCanReachWantsTheToken(t *testing.T) {
	const token = "0123456789abcdef"
	s := start(t, "PERIHELION_ADMIN_ADDR=0.0.0.0:0", "PERIHELION_ADMIN_TOKEN="+token)
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
		if got := s.operate("GET", path, token, "", nil); got != 200 {
			t.Errorf("%s with it = %d, want 200", path, got)
		}
	}
}

func TestTheOperatorCanStopTheServer(t *testing.T) {
	s := start(t, "PERIHELION_ADMIN_TOKEN=0123456789abcdef")
	p := s.mustDial(s.quick())
	p.want(protocol.TypeState)
	if got := s.operate("POST", "/api/drain", "0123456789abcdef", "", nil); got != http.StatusAccepted {
		t.Errorf("drain = %d", got)
	}
	p.want(protocol.TypeNotice)
	p.wantClose(transport.Restarting)
	if err := <-s.done; err != nil {
		t.Errorf("Run = %v", err)
	}
	s.done <- nil
}
