package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/ops/config"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// testServer is a whole server on its own port.
type testServer struct {
	*App
	t    *testing.T
	stop context.CancelFunc
	done chan error

	rootCAs *x509.CertPool // certificates, beside those of the system
}

// startServer runs a server with these variables until the test ends.
func startServer(t *testing.T, environ ...string) *testServer {
	t.Helper()
	return startServerWithLog(t, slog.New(slog.DiscardHandler), environ...)
}

func startServerWithLog(t *testing.T, log *slog.Logger, environ ...string) *testServer {
	t.Helper()
	return startServerOf(t, toy.Game, log, environ...)
}

// startServerOf starts a server with one game.
func startServerOf(t *testing.T, game sim.Game, log *slog.Logger, environ ...string) *testServer {
	t.Helper()
	environ = append([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=127.0.0.1:0", "PERIHELION_DATA_DIR=" + t.TempDir(),
		"PERIHELION_DRAIN_TIMEOUT=100ms", "PERIHELION_RATE_TICKETS_PER_IP=1000", "PERIHELION_RATE_UPGRADES_PER_IP=1000",
		"PERIHELION_ROOMS_PER_IP=10000", "PERIHELION_RESERVED_PER_IP=100000",
	}, environ...)
	cfg, _, err := config.Load(environ)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(cfg, sim.Games{game}, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &testServer{App: a, t: t, stop: stop, done: make(chan error, 1)}
	go func() { s.done <- a.Run(ctx) }()
	t.Cleanup(s.stopAndWait)
	return s
}

// testTimeout is how long tests wait for something that must happen.
const testTimeout = 2 * time.Minute

// stopAndWait stops the server, which must not take long. It may be called twice.
func (s *testServer) stopAndWait() {
	s.stop()
	select {
	case err := <-s.done:
		if err != nil {
			s.t.Errorf("Run = %v", err)
		}
		s.done <- nil
	case <-time.After(testTimeout):
		s.t.Error("the server does not stop")
	}
}

// callAPI sends body, with a guest token if there is one, and decodes the response.
func (s *testServer) callAPI(method, path, token, body string, into any) *http.Response {
	s.t.Helper()
	return s.callAt(s.Addr(), method, path, token, body, into)
}

// callAt is callAPI for one of the server's addresses.
func (s *testServer) callAt(at net.Addr, method, path, token, body string, into any) *http.Response {
	s.t.Helper()
	r, err := http.NewRequest(method, "http://"+at.String()+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if into != nil {
		if err := json.NewDecoder(res.Body).Decode(into); err != nil {
			s.t.Fatalf("%s %s = %d: %v", method, path, res.StatusCode, err)
		}
	}
	return res
}

// newGuest creates a guest and returns the token.
func (s *testServer) newGuest() (token string) {
	s.t.Helper()
	var g api.Guest
	s.callAPI("POST", "/v1/guests", "", "", &g)
	return g.Token
}

// quickAssignment queues a new guest for quick play.
func (s *testServer) quickAssignment() *api.Assignment {
	s.t.Helper()
	var ticket api.Ticket
	if res := s.callAPI("POST", "/v1/tickets", s.newGuest(), "", &ticket); res.StatusCode != http.StatusCreated {
		s.t.Fatalf("ticket = %d", res.StatusCode)
	}
	return ticket.Assignment
}

// testClient is a client that only knows the handshake.
type testClient struct {
	gws.BuiltinEventHandler
	*gws.Conn
	t   *testing.T
	got chan received
	end chan error

	states protocol.StateStream // of the goroutine that reads
	newest protocol.State       // that a test has waited for

	stopReading  atomic.Bool // after one frame
	ignoreErrors bool        // of writing: the connection may be reset before the close frame was read
}

func newTestClient(t *testing.T) *testClient {
	return &testClient{t: t, got: make(chan received, 64), end: make(chan error, 1), states: protocol.StateStream{Interval: 2}}
}

// received is a frame, decoded if it is a State: each of them must be, in their order.
type received struct {
	frame []byte
	state protocol.State
}

func (p *testClient) OnMessage(_ *gws.Conn, m *gws.Message) {
	if p.stopReading.Load() {
		<-p.t.Context().Done()
	}
	r := received{frame: bytes.Clone(m.Bytes())}
	if kind, err := protocol.Peek(r.frame); err == nil && kind == protocol.TypeState {
		if err := p.states.Decode(r.frame, &r.state); err != nil {
			p.t.Error(err)
		}
	}
	select {
	case p.got <- r:
	default: // states that no test waits for
	}
	_ = m.Close()
}

func (p *testClient) OnClose(_ *gws.Conn, err error) { p.end <- err }

// dialSocket opens the WebSocket of an assignment.
func (s *testServer) dialSocket(url, ticket string, header ...string) (*testClient, *http.Response, error) {
	s.t.Helper()
	p := newTestClient(s.t)
	h := http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	conn, res, err := gws.NewClient(p, &gws.ClientOption{Addr: url, RequestHeader: h, TlsConfig: &tls.Config{RootCAs: s.rootCAs}})
	if err != nil {
		return nil, res, err
	}
	p.Conn = conn
	go conn.ReadLoop() // ends with the connection, which the cleanup closes
	s.t.Cleanup(func() { _ = conn.NetConn().Close() })
	return p, res, nil
}

// joinRoom dials and sends hello.
func (s *testServer) joinRoom(a *api.Assignment) *testClient {
	s.t.Helper()
	p, _, err := s.dialSocket(a.URL, a.Ticket)
	if err != nil {
		s.t.Fatal(err)
	}
	p.sendFrame(protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "test", Aspect: 1778}))
	return p
}

func (p *testClient) sendFrame(frame []byte) {
	p.t.Helper()
	if err := p.WriteMessage(gws.OpcodeBinary, frame); err != nil {
		p.t.Fatal(err)
	}
}

// waitForFrame waits for a frame of type t.
func (p *testClient) waitForFrame(t protocol.Type) []byte {
	p.t.Helper()
	timeout := time.After(testTimeout)
	for {
		select {
		case r := <-p.got:
			got, err := protocol.Peek(r.frame)
			if err == nil && got == protocol.TypeState {
				p.ackState(&r.state)
			}
			if err == nil && got == t {
				return r.frame
			}
		case err := <-p.end:
			p.t.Fatalf("closed with %v, want %v", err, t)
		case <-timeout:
			p.t.Fatalf("no %v", t)
		}
	}
}

// ackState acknowledges a state, so that more are sent.
func (p *testClient) ackState(s *protocol.State) {
	p.newest = *s
	_ = p.WriteMessage(gws.OpcodeBinary, protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{Ack: s.Tick, First: s.Tick + 1})) // at the end, nobody hears it
}

func (p *testClient) expectClose(want transport.Reason) {
	p.t.Helper()
	select {
	case err := <-p.end:
		var closed *gws.CloseError
		heard := errors.As(err, &closed)
		if !heard && !p.ignoreErrors || heard && closed.Code != uint16(want) {
			p.t.Errorf("closed with %v, want %d", err, want)
		}
	case <-time.After(testTimeout):
		p.t.Errorf("still open, want %d", want)
	}
}

// nextState waits for the next snapshot.
func nextState(p *testClient) protocol.State {
	p.t.Helper()
	p.waitForFrame(protocol.TypeState)
	return p.newest
}

func TestFromNothingIntoAMatch(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := s.joinRoom(s.quickAssignment())
	w, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil || w.Match.Rate != 60 || w.Interval != 2 || w.Resume == "" {
		t.Fatalf("welcome = %+v, %v", w, err)
	}
	first, last := nextState(p), protocol.State{}
	for range 30 {
		last = nextState(p)
	}
	if ticks := last.Tick - first.Tick; ticks < 60 {
		t.Errorf("30 snapshots came within %d ticks, want one every other tick at the most", ticks)
	}
	var rooms api.Rooms
	s.callAPI("GET", "/v1/rooms", "", "", &rooms)
	if len(rooms.Rooms) != 1 || rooms.Rooms[0].Players != 1 || rooms.Rooms[0].Bots != 9 || rooms.Rooms[0].TickP50 <= 0 {
		t.Errorf("rooms = %+v, want one with a player and nine bots", rooms.Rooms)
	}
}

func TestQuickPlayBringsPlayersTogether(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROOM_SEATS=2", "PERIHELION_BOT_FILL=2", "PERIHELION_MAX_ROOMS=2")
	rooms := map[string]int{}
	for range 4 {
		rooms[s.quickAssignment().RoomID]++
	}
	if len(rooms) != 2 {
		t.Errorf("four players for rooms of two went to %v, want two rooms", rooms)
	}
	var p api.Problem
	if res := s.callAPI("POST", "/v1/tickets", s.newGuest(), "", &p); res.StatusCode != 503 || p.Type != "urn:perihelion:server-full" {
		t.Errorf("one too many = %d %+v", res.StatusCode, p)
	}
}

func TestPrivateRoomIsForThoseWhoKnowItsCode(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	var mine, joined api.Assignment
	s.callAPI("POST", "/v1/rooms", s.newGuest(), `{"seats":2,"bots":false}`, &mine)
	if len(mine.Code) != 6 {
		t.Fatalf("assignment = %+v, want a code", mine)
	}
	s.callAPI("POST", "/v1/rooms/"+strings.ToLower(mine.Code)+"/join", s.newGuest(), "", &joined)
	if joined.RoomID != mine.RoomID {
		t.Errorf("joined %s, want %s", joined.RoomID, mine.RoomID)
	}
	var p api.Problem
	if res := s.callAPI("POST", "/v1/rooms/"+mine.Code+"/join", s.newGuest(), "", &p); res.StatusCode != 409 {
		t.Errorf("a third of two = %d %+v, want 409", res.StatusCode, p)
	}
	var rooms api.Rooms
	s.callAPI("GET", "/v1/rooms", "", "", &rooms)
	if len(rooms.Rooms) != 0 {
		t.Errorf("the private room is on the list: %+v", rooms)
	}
	w, err := protocol.DecodeWelcome(s.joinRoom(&mine).waitForFrame(protocol.TypeWelcome))
	if err != nil || w.Code != mine.Code || w.Match.Seats != 2 {
		t.Errorf("welcome = %+v, %v", w, err)
	}
}

func TestASeatOutlivesItsSocket(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	a := s.quickAssignment()
	p := s.joinRoom(a)
	first, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		t.Fatal(err)
	}
	_ = p.NetConn().Close()
	again, err := protocol.DecodeWelcome(s.joinRoom(&api.Assignment{URL: a.URL, Ticket: first.Resume}).waitForFrame(protocol.TypeWelcome))
	if err != nil || again.Me != first.Me || again.Epoch <= first.Epoch {
		t.Errorf("second welcome = %+v, %v; want seat %d and a newer epoch", again, err, first.Me)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if res := s.callAPI("GET", path, "", "", nil); res.StatusCode != 200 {
			t.Errorf("%s = %d", path, res.StatusCode)
		}
	}
	s.joinRoom(s.quickAssignment()).waitForFrame(protocol.TypeState)
	text := scrapeMetrics(t, s)
	for _, want := range []string{
		`perihelion_rooms{mode="toy",state="`, `perihelion_players{mode="toy"} 1`, `perihelion_bots{mode="toy"} 9`, `perihelion_rooms{mode="toy-duel",state="live"} 0`, `perihelion_ws_messages_total{dir="out",type="state"} `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %q", want)
		}
	}
}

func scrapeMetrics(t *testing.T, s *testServer) string {
	t.Helper()
	res, err := http.Get("http://" + s.AdminAddr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestATakenPortIsAClearError(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, name := range []string{"HTTP_ADDR", "ADMIN_ADDR"} {
		environ := []string{"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_DATA_DIR=" + t.TempDir(), "PERIHELION_" + name + "=" + s.Addr().String()}
		cfg, _, err := config.Load(environ)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(cfg, sim.Games{toy.Game}, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "PERIHELION_"+name) {
			t.Errorf("taken %s = %v, want an error that names it", name, err)
		}
	}
}

func TestNothingIsAnsweredWithAPageButThePage(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, path := range []string{"/v1", "/v1/", "//v1//rooms", "/v1/../v1/rooms", "/V1/rooms", "/v1/play", "/v1/rooms/", "/nothing", "//"} {
		var p api.Problem
		res := s.callAPI("GET", path, "", "", &p)
		if res.StatusCode/100 != 4 || p.Status != res.StatusCode || p.Instance == "" || p.Instance != res.Header.Get("X-Request-Id") {
			t.Errorf("GET %s = %d %+v, want a problem that names its request", path, res.StatusCode, p)
		}
	}
}

// TestAPlayerWithAHeldSeatIsSentThereFirst closes a page during a match, on a server that
// has no other seat.
func TestAPlayerWithAHeldSeatIsSentThereFirst(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROOM_SEATS=2", "PERIHELION_MAX_ROOMS=1", "PERIHELION_MAX_PLAYERS=2")
	token := s.newGuest()
	var first api.Ticket
	s.callAPI("POST", "/v1/tickets", token, "", &first)
	p := s.joinRoom(first.Assignment)
	was, err := protocol.DecodeWelcome(p.waitForFrame(protocol.TypeWelcome))
	if err != nil {
		t.Fatal(err)
	}
	s.joinRoom(s.quickAssignment()).waitForFrame(protocol.TypeWelcome) // and the server is full
	_ = p.NetConn().Close()

	var again api.Ticket
	for deadline := time.Now().Add(testTimeout); again.Assignment == nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		s.callAPI("POST", "/v1/tickets", token, `{"queue":"toy-duel"}`, &again) // full, until the server has noticed
	}
	if again.Assignment == nil || again.Status != api.TicketAssigned {
		t.Fatalf("ticket = %+v, want the held seat", again)
	}
	is, err := protocol.DecodeWelcome(s.joinRoom(again.Assignment).waitForFrame(protocol.TypeWelcome))
	if err != nil || is.Room != was.Room || is.Me != was.Me {
		t.Errorf("sits in seat %d of %s, %v; want %d of %s", is.Me, is.Room, err, was.Me, was.Room)
	}
	var problem api.Problem
	if res := s.callAPI("POST", "/v1/tickets", s.newGuest(), "", &problem); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("somebody else got %d %+v on a full server", res.StatusCode, problem)
	}
}

func TestWhyThereIsNoRoomIsSaid(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	token := s.newGuest()
	for room, want := range map[string]string{"abcdefghijkl": "has closed", "ZZZZZZ": "no room of this code"} {
		for path, method := range map[string]string{"/join": "POST", "/log": "GET"} {
			var p api.Problem
			if res := s.callAPI(method, "/v1/rooms/"+room+path, token, "", &p); res.StatusCode != http.StatusNotFound || !strings.Contains(p.Detail, want) {
				t.Errorf("%s%s = %d %q, want %q", room, path, res.StatusCode, p.Detail, want)
			}
		}
	}
}
