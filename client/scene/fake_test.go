package scene

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/audio"
	"perihelion/client/input"
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
	frame  Frame
}

func newTheatre(t *testing.T, opt Options) *theatre {
	p, err := prefs.Load(&fakeStore{})
	if err != nil {
		t.Fatal(err)
	}
	s := &fakeServer{t: t}
	d := &fakeDesk{}
	k := &Kit{
		Options: opt, Audio: &audio.Audio{}, Devices: input.New(input.Defaults()), Prefs: p, Desk: d,
		Log: slog.New(slog.DiscardHandler), Lobby: s.lobby, Dial: s.dial, Now: time.Now,
	}
	return &theatre{t: t, kit: k, stack: NewStack(NewHome(k)), server: s, desk: d, frame: Frame{W: 1280, H: 720, Unit: 1, DT: 1. / 60}}
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
			sc.leave()()
		case *finding:
			if sc.errand != nil {
				sc.errand.Abandon()
			}
		}
	}
	th.server.hangUp(transport.Normal)
	synctest.Wait()
}

type fakeStore struct{ text []byte }

func (s *fakeStore) Read() ([]byte, error)   { return []byte("{}"), nil }
func (s *fakeStore) Write(text []byte) error { s.text = text; return nil }
func (s *fakeStore) SetAside() error         { return nil }

type fakeDesk struct{ copied string }

func (*fakeDesk) Fullscreen() bool                  { return false }
func (*fakeDesk) SetFullscreen(bool)                {}
func (d *fakeDesk) Copy(text string) bool           { d.copied = text; return true }
func (*fakeDesk) Paste(func(string))                {}
func (*fakeDesk) Ask(string, string) (string, bool) { return "", false }
func (*fakeDesk) Invite(code string) string         { return "http://game.test/?room=" + code }
func (*fakeDesk) Restore()                          {}

// fakeServer gives out tickets and answers every Hello with a Welcome.
type fakeServer struct {
	t *testing.T

	mu      sync.Mutex
	asked   []string // what the lobby was asked for
	dialled []string // the tickets that were shown
	fault   error    // of the lobby
	dead    error    // of the dialling
	conn    transport.Conn
	heard   []protocol.Type // what the player sent
}

var errNoRoute = errors.New("no route")

func (s *fakeServer) lobby(token string) Lobby { return &fakeLobby{s, token} }

type fakeLobby struct {
	*fakeServer
	token string
}

func (l *fakeLobby) ask(what string) (api.Assignment, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, what+" as "+l.token)
	if l.token == "stale" {
		return api.Assignment{}, &api.Problem{Title: "Unauthorized", Status: 401}
	}
	return api.Assignment{URL: "ws://game.test/v1/play", Ticket: "join", Code: "NOVA42"}, l.fault
}

func (l *fakeLobby) Guest(_ context.Context, name string) (api.Guest, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, "guest "+name)
	if name == "" {
		name = "Brooks 692"
	}
	return api.Guest{Name: name, Token: "token of " + name}, l.fault
}

func (l *fakeLobby) Quick(context.Context) (api.Assignment, error) { return l.ask("quick") }
func (l *fakeLobby) Join(_ context.Context, code string) (api.Assignment, error) {
	return l.ask("join " + code)
}

func (l *fakeLobby) Open(context.Context, api.NewRoom) (api.Assignment, error) { return l.ask("open") }

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
			_ = conn.Send(protocol.AppendWelcome(nil, &protocol.Welcome{
				Version: protocol.Version, Room: "r", Code: "NOVA42", Me: 3, Epoch: 1, Resume: "resume",
				Config: sim.Config{Seed: 1, Seats: 4}, Tick: 100, Interval: 2,
			}))
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
