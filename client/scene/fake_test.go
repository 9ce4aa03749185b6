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
	"perihelion/client/prefs"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// theatre is a client without a window, and the world around it.
type theatre struct {
	t      *testing.T
	kit    *Kit
	stack  *Stack
	server *fakeServer
	desk   *fakeDesk
	pages  *fakeHistory
	frame  Frame
}

func newTheatre(t *testing.T, opt Options) *theatre {
	p, err := prefs.Load(&fakeStore{})
	if err != nil {
		t.Fatal(err)
	}
	s := &fakeServer{t: t}
	d, h := &fakeDesk{}, &fakeHistory{}
	k := &Kit{
		Options: opt, Audio: &audio.Audio{}, Devices: input.New(input.DefaultBindings()), Prefs: p, Desk: d, History: h,
		Log: slog.New(slog.DiscardHandler), Lobby: s.lobby, Dial: s.dial, Now: time.Now,
	}
	return &theatre{t: t, kit: k, stack: NewStack(NewHome(k)), server: s, desk: d, pages: h, frame: Frame{W: 1280, H: 720, Unit: 1, DT: 1. / 60}}
}

// known makes us a guest whom the server knows.
func (th *theatre) known(name, token string) {
	g := prefs.Guest{ID: "me", Name: name, Token: token, Server: th.kit.Options.Server, IssuedAt: time.Now().Unix()}
	if err := th.kit.Prefs.SetGuest(g); err != nil {
		th.t.Fatal(err)
	}
}

// aged makes the token of whom we know an old one.
func (th *theatre) aged() {
	g := th.kit.Prefs.CurrentGuest()
	g.IssuedAt -= 2 * int64(renewAfter/time.Second)
	if err := th.kit.Prefs.SetGuest(g); err != nil {
		th.t.Fatal(err)
	}
}

// play lets one frame pass in which the player does in.
func (th *theatre) play(in ui.Input) {
	th.frame.Now, th.frame.In = time.Now(), &in
	th.stack.Update(&th.frame)
	time.Sleep(time.Second / 60)
	synctest.Wait()
}

// wait lets time pass until the top scene is called name.
func (th *theatre) wait(name string, within time.Duration) {
	th.t.Helper()
	for end := time.Now().Add(within); th.stack.Top().Name() != name; {
		if time.Now().After(end) {
			th.t.Fatalf("scene is %s after %v, want %s", th.stack.Top().Name(), within, name)
		}
		th.play(ui.Input{})
	}
}

// idle lets time pass.
func (th *theatre) idle(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		th.play(ui.Input{})
	}
}

// close ends what still runs.
func (th *theatre) close() {
	for _, sc := range th.stack.scenes {
		switch sc := sc.(type) {
		case *match:
			sc.quit()()
		case *finding:
			sc.leave()
		}
	}
	th.server.hangUp(transport.Normal)
	synctest.Wait()
}

type fakeStore struct{ text []byte }

func (s *fakeStore) ReadText() ([]byte, error)   { return []byte("{}"), nil }
func (s *fakeStore) WriteText(text []byte) error { s.text = text; return nil }
func (s *fakeStore) Quarantine() error           { return nil }

type fakeDesk struct{ copied string }

func (*fakeDesk) Fullscreen() bool          { return false }
func (*fakeDesk) SetFullscreen(bool)        {}
func (d *fakeDesk) Copy(text string) bool   { d.copied = text; return true }
func (*fakeDesk) Paste(func(string))        {}
func (*fakeDesk) Invite(code string) string { return "http://game.test/?room=" + code }

// fakeHistory is that of a browser: Back comes to us while it is held.
type fakeHistory struct {
	held    bool
	pressed bool
	plain   bool // the address was cleared
}

func (h *fakeHistory) Hold(on bool) { h.held, h.pressed = on, false }
func (h *fakeHistory) Back() bool   { was := h.pressed; h.pressed = false; return was }
func (h *fakeHistory) Restore()     { h.plain = true }

// fakeServer gives out tickets and answers every Hello with a Welcome.
type fakeServer struct {
	t *testing.T

	mu      sync.Mutex
	asked   []string                    // what the lobby was asked for
	dialled []string                    // the tickets that were shown
	fault   error                       // of the lobby
	other   map[string]http.HandlerFunc // what it answers beside that, by method and path
	dead    error                       // of the dialling
	conn    transport.Conn
	heard   []protocol.Type // what the player sent
	duel    bool            // matches are public duels
}

var errNoRoute = errors.New("no route")

// lobby is a client whose requests come to this server without a network.
func (s *fakeServer) lobby(token string) *lobby.Client {
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
	if err := s.answer(w, r); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// answer is what the lobby says. Only what a player asked for is noted.
func (s *fakeServer) answer(w http.ResponseWriter, r *http.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	if h := s.other[r.Method+" "+path]; h != nil {
		s.asked = append(s.asked, r.Method+" "+path)
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
	s.asked = append(s.asked, what)
	var p *api.Problem
	switch {
	case token == "stale" && path != "guests":
		p = &api.Problem{Title: "Unauthorized", Status: http.StatusUnauthorized}
	case errors.As(s.fault, &p):
	case s.fault != nil:
		return s.fault
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
	s.dialled = append(s.dialled, ticket)
	if s.dead != nil {
		return nil, s.dead
	}
	near, far := transport.Pipe()
	s.conn = far
	go s.serve(far)
	return near, nil
}

func (s *fakeServer) serve(conn transport.Conn) {
	for {
		frame, err := conn.Receive()
		if err != nil {
			return
		}
		kind, _ := protocol.Peek(frame)
		s.mu.Lock()
		s.heard = append(s.heard, kind)
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

// hangUp ends the newest connection.
func (s *fakeServer) hangUp(r transport.Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		s.conn.Close(r)
	}
}

func (s *fakeServer) set(fault, dead error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.dead = fault, dead
}
