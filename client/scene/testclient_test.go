package scene

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/audio"
	"perihelion/client/input"
	"perihelion/client/lobby"
	"perihelion/client/online"
	"perihelion/client/prefs"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// testClient is a client without a window, with a fake server and platform.
type testClient struct {
	t        *testing.T
	deps     *Deps
	stack    *Stack
	server   *fakeServer
	platform *fakePlatform
	history  *fakeHistory
	frame    Frame
}

func newTestClient(t *testing.T, opt Options) *testClient {
	p, err := prefs.Load(&fakeStore{})
	if err != nil {
		t.Fatal(err)
	}
	s := &fakeServer{t: t}
	platform, history := &fakePlatform{}, &fakeHistory{}
	deps := &Deps{
		Options: opt, Audio: &audio.Audio{}, Devices: input.New(input.DefaultBindings()), Prefs: p, Platform: platform, History: history,
		Log: slog.New(slog.DiscardHandler), LobbyClient: s.lobbyClient, Dial: s.dial, Now: time.Now,
	}
	return &testClient{t: t, deps: deps, stack: NewStack(NewTitle(deps)), server: s, platform: platform, history: history, frame: Frame{W: 1280, H: 720, Unit: 1, DT: 1. / 60}}
}

// saveGuest saves a guest that the server knows.
func (tc *testClient) saveGuest(name, token string) {
	g := prefs.Guest{ID: "me", Name: name, Token: token, Server: tc.deps.Options.Server, IssuedAt: time.Now().Unix()}
	if err := tc.deps.Prefs.SetGuest(g); err != nil {
		tc.t.Fatal(err)
	}
}

// ageToken makes the saved token old.
func (tc *testClient) ageToken() {
	g := tc.deps.Prefs.CurrentGuest()
	g.IssuedAt -= 2 * int64(online.RefreshTokenAfter/time.Second)
	if err := tc.deps.Prefs.SetGuest(g); err != nil {
		tc.t.Fatal(err)
	}
}

// playFrame plays one frame with the player's input in.
func (tc *testClient) playFrame(in ui.Input) {
	tc.frame.Now, tc.frame.In = time.Now(), &in
	tc.stack.Update(&tc.frame)
	time.Sleep(time.Second / 60)
	synctest.Wait()
}

// waitForScene plays frames until the top scene is called name.
func (tc *testClient) waitForScene(name string, within time.Duration) {
	tc.t.Helper()
	for end := time.Now().Add(within); tc.stack.Top().Name() != name; {
		if time.Now().After(end) {
			tc.t.Fatalf("scene is %s after %v, want %s", tc.stack.Top().Name(), within, name)
		}
		tc.playFrame(ui.Input{})
	}
}

// runFor plays frames for a while.
func (tc *testClient) runFor(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		tc.playFrame(ui.Input{})
	}
}

// closeAll ends what still runs.
func (tc *testClient) closeAll() {
	for _, sc := range tc.stack.scenes {
		switch sc := sc.(type) {
		case *matchScene:
			sc.session.Quit()()
		case *matchmakingScene:
			sc.onExit()
		}
	}
	tc.server.closeConn(transport.Normal)
	synctest.Wait()
}

type fakeStore struct{ text []byte }

func (s *fakeStore) ReadText() ([]byte, error)   { return []byte("{}"), nil }
func (s *fakeStore) WriteText(text []byte) error { s.text = text; return nil }
func (s *fakeStore) Quarantine() error           { return nil }

type fakePlatform struct{ copied string }

func (*fakePlatform) Fullscreen() bool          { return false }
func (*fakePlatform) SetFullscreen(bool)        {}
func (p *fakePlatform) Copy(text string) bool   { p.copied = text; return true }
func (*fakePlatform) Paste(func(string))        {}
func (*fakePlatform) Invite(code string) string { return "http://game.test/?room=" + code }

// fakeHistory is a browser's history that records what was asked of it.
type fakeHistory struct {
	captured bool
	pressed  bool
	cleared  bool // ClearAddress was called
}

func (h *fakeHistory) CaptureBack(on bool) { h.captured, h.pressed = on, false }
func (h *fakeHistory) BackPressed() bool   { was := h.pressed; h.pressed = false; return was }
func (h *fakeHistory) ClearAddress()       { h.cleared = true }

// fakeServer gives out seats and answers every Hello with a Welcome.
type fakeServer struct {
	t *testing.T

	mu       sync.Mutex
	requests []string                    // lobby requests, in order
	tokens   []string                    // tokens of all connections
	lobbyErr error                       // the lobby's answer, if set
	handlers map[string]http.HandlerFunc // further answers of the lobby, by method and path
	dialErr  error                       // the answer to a connection, if set
	conn     transport.Conn
	received []protocol.Type // message types from the client
	duel     bool            // matches are public duels
}

var errNoRoute = errors.New("no route")

// lobbyClient returns a client whose requests reach this server without a network.
func (s *fakeServer) lobbyClient(token string) *lobby.Client {
	c, err := lobby.New("http://game.test")
	if err != nil {
		s.t.Error(err)
	}
	c.Token, c.HTTP = token, &http.Client{Transport: s}
	return c
}

// RoundTrip implements http.RoundTripper.
func (s *fakeServer) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	if err := s.handleLobby(w, r); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// handleLobby answers a lobby request. Only those that a player caused are recorded.
func (s *fakeServer) handleLobby(w http.ResponseWriter, r *http.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	if h := s.handlers[r.Method+" "+path]; h != nil {
		s.requests = append(s.requests, r.Method+" "+path)
		h(w, r)
		return nil
	}
	seat := api.Assignment{URL: "ws://game.test/v1/play", Ticket: "join", Code: "NOVA42"}
	var say any
	var what string
	switch {
	case path == "guests":
		var g api.NewGuest
		_ = json.NewDecoder(r.Body).Decode(&g)
		if what = "guest " + g.Name; g.Name == "" {
			g.Name = "Brooks 692"
		}
		say = api.Guest{PlayerID: "id of " + g.Name, Name: g.Name, Token: "token of " + g.Name}
	case path == "tickets":
		what, say = "quick as "+token, api.Ticket{ID: "t", Status: api.TicketAssigned, Assignment: &seat}
	case path == "rooms" && r.Method == http.MethodPost:
		what, say = "open as "+token, seat
	case strings.HasSuffix(path, "/join"):
		what, say = "join "+strings.Split(path, "/")[1]+" as "+token, seat
	default:
		http.NotFound(w, r)
		return nil
	}
	s.requests = append(s.requests, what)
	var p *api.Problem
	switch {
	case token == "stale" && path != "guests":
		p = &api.Problem{Title: "Unauthorized", Status: http.StatusUnauthorized}
	case errors.As(s.lobbyErr, &p):
	case s.lobbyErr != nil:
		return s.lobbyErr
	}
	if p != nil {
		w.Header().Set("Retry-After", fmt.Sprint(int(p.Retry.Seconds())))
		w.WriteHeader(p.Status)
		say = p
	}
	return json.NewEncoder(w).Encode(say)
}

func (s *fakeServer) dial(_ context.Context, _, ticket string) (transport.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = append(s.tokens, ticket)
	if s.dialErr != nil {
		return nil, s.dialErr
	}
	near, far := transport.Pipe()
	s.conn = far
	go s.serveMatch(far)
	return near, nil
}

func (s *fakeServer) serveMatch(conn transport.Conn) {
	for {
		frame, err := conn.Receive()
		if err != nil {
			return
		}
		kind, _ := protocol.Peek(frame)
		s.mu.Lock()
		s.received = append(s.received, kind)
		s.mu.Unlock()
		if kind == protocol.TypeHello {
			w := protocol.Welcome{
				Version: protocol.Version, Room: "r", Code: "NOVA42", Me: 3, Epoch: 1, Resume: "resume",
				Config: sim.Config{Seed: 1, Seats: 4}, Tick: 100, Interval: 2,
			}
			if s.duel {
				w.Code, w.Me, w.Config.Mode, w.Config.Seats = "", 1, sim.Duel, 2
			}
			_ = conn.Send(protocol.AppendWelcome(nil, &w))
		}
	}
}

// closeConn ends the newest connection.
func (s *fakeServer) closeConn(r transport.Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		s.conn.Close(r)
	}
}

func (s *fakeServer) setErrors(fault, dead error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lobbyErr, s.dialErr = fault, dead
}
