//go:build !js

package dial

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"

	"github.com/lxzan/gws"
)

// echoServer sends messages back, or does what the message says.
type echoServer struct {
	gws.BuiltinEventHandler
	closed chan error
	ponged chan struct{}
}

func (s *echoServer) OnMessage(ws *gws.Conn, m *gws.Message) {
	defer func() { _ = m.Close() }()
	switch word := m.Data.String(); word {
	case "kick":
		_ = ws.WriteMessage(gws.OpcodeBinary, []byte("last words"))
		_ = ws.WriteClose(4003, []byte("rude"))
	case "flood":
		_ = ws.WriteMessage(gws.OpcodeBinary, make([]byte, protocol.MaxServerFrame+1))
	case "text":
		_ = ws.WriteString("text")
	case "vanish":
		_ = ws.NetConn().Close()
	case "ping":
		_ = ws.WritePing(nil)
	default:
		_ = ws.WriteMessage(gws.OpcodeBinary, []byte(word))
	}
}

func (s *echoServer) OnPong(*gws.Conn, []byte)       { s.ponged <- struct{}{} }
func (s *echoServer) OnClose(_ *gws.Conn, err error) { s.closed <- err }

// handler accepts clients with the right ticket.
func (s *echoServer) handler(t *testing.T) http.Handler {
	up := gws.NewUpgrader(s, &gws.ServerOption{SubProtocols: []string{protocol.Subprotocol}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Sec-WebSocket-Protocol"), protocol.TicketPrefix+"secret") {
			http.Error(w, "no ticket", http.StatusUnauthorized)
			return
		}
		ws, err := up.Upgrade(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		ws.ReadLoop()
	})
}

func startServer(t *testing.T) (*echoServer, string) {
	s := &echoServer{closed: make(chan error, 1), ponged: make(chan struct{}, 1)}
	ts := httptest.NewServer(s.handler(t))
	t.Cleanup(ts.Close)
	return s, "ws" + strings.TrimPrefix(ts.URL, "http") + "/v1/play"
}

func dialServer(t *testing.T) (*echoServer, transport.Conn) {
	t.Helper()
	s, url := startServer(t)
	c, err := Dial(t.Context(), url, "secret")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(transport.Normal) })
	return s, c
}

func sendText(t *testing.T, c transport.Conn, word string) {
	t.Helper()
	if err := c.Send([]byte(word)); err != nil {
		t.Fatalf("send %q: %v", word, err)
	}
}

func TestFramesArriveInOrder(t *testing.T) {
	_, c := dialServer(t)
	frames := []string{"one", "two", strings.Repeat("x", protocol.MaxServerFrame)}
	for _, f := range frames {
		sendText(t, c, f)
	}
	for _, want := range frames {
		if got, err := c.Receive(); err != nil || string(got) != want {
			t.Errorf("received %.10q of %d bytes, %v, want %.10q of %d", got, len(got), err, want, len(want))
		}
	}
}

func TestASlowReceiverLosesNoFrames(t *testing.T) {
	_, c := dialServer(t)
	frame := bytes.Repeat([]byte("."), 900)
	for i := range 8 * inboxSize {
		frame[0] = byte(i)
		sendText(t, c, string(frame))
	}
	for i := range 8 * inboxSize {
		if got, err := c.Receive(); err != nil || len(got) != 900 || got[0] != byte(i) {
			t.Fatalf("frame %d: %d bytes, %v", i, len(got), err)
		}
	}
}

func TestCloseReasons(t *testing.T) {
	for word, want := range map[string]transport.Closed{
		"kick":   {Reason: transport.Kicked, Text: "rude"},
		"flood":  {Reason: transport.TooBig},
		"text":   {Reason: transport.BadFrame},
		"vanish": {Reason: transport.Abnormal},
	} {
		t.Run(word, func(t *testing.T) {
			_, c := dialServer(t)
			sendText(t, c, word)
			if word == "kick" {
				if got, err := c.Receive(); err != nil || string(got) != "last words" {
					t.Errorf("received %q, %v before the end, want last words", got, err)
				}
			}
			_, err := c.Receive()
			var got *transport.Closed
			if !errors.As(err, &got) || got.Reason != want.Reason || want.Text != "" && got.Text != want.Text {
				t.Errorf("ended with %v, want %v", err, &want)
			}
			if err := c.Send([]byte("x")); transport.ReasonOf(err) != want.Reason {
				t.Errorf("send after the end: %v, want %v", err, want.Reason)
			}
		})
	}
}

func TestCloseSendsItsReason(t *testing.T) {
	s, c := dialServer(t)
	sendText(t, c, "one")
	c.Close(transport.BadFrame)
	c.Close(transport.Normal)
	var got *gws.CloseError
	if err := <-s.closed; !errors.As(err, &got) || got.Code != uint16(transport.BadFrame) {
		t.Errorf("the server saw %v, want %d", err, transport.BadFrame)
	}
	if _, err := c.Receive(); transport.ReasonOf(err) != transport.BadFrame {
		t.Errorf("own end: %v, want BadFrame", err)
	}
}

func TestCloseAbnormalSendsNoCloseFrame(t *testing.T) {
	s, c := dialServer(t)
	c.Close(transport.Abnormal)
	var code *gws.CloseError
	if err := <-s.closed; errors.As(err, &code) {
		t.Errorf("the server saw %v, want a broken link", err)
	}
}

func TestPingsAreAnswered(t *testing.T) {
	s, c := dialServer(t)
	sendText(t, c, "ping")
	select {
	case <-s.ponged:
	case <-time.After(2 * time.Minute):
		t.Error("no pong")
	}
}

func TestFailedHandshakes(t *testing.T) {
	_, url := startServer(t)
	if _, err := Dial(t.Context(), url, "forged"); transport.ReasonOf(err) != transport.Abnormal || !strings.Contains(err.Error(), "401") {
		t.Errorf("a forged ticket: %v, want a refusal that names 401", err)
	}
	if _, err := Dial(t.Context(), "ws://127.0.0.1:1/v1/play", "secret"); !errors.Is(err, transport.ErrClosed) {
		t.Errorf("no server: %v, want ErrClosed", err)
	}
	if _, err := Dial(t.Context(), "http://127.0.0.1/", "secret"); err == nil {
		t.Error("an http URL is accepted")
	}
}

func TestDialEndsWithItsContext(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and does not answer
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err = Dial(ctx, "ws://"+silent.Addr().String(), "secret")
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Minute {
		t.Errorf("dialed a silent server for %v: %v, want its context's end", time.Since(began), err)
	}
}

// liveServer sends a text frame on connection, and a binary frame for each message.
type liveServer struct{ gws.BuiltinEventHandler }

func (liveServer) OnOpen(ws *gws.Conn) { _ = ws.WriteString(`{"kind":"status"}`) }

func (liveServer) OnMessage(ws *gws.Conn, m *gws.Message) {
	_ = m.Close()
	_ = ws.WriteMessage(gws.OpcodeBinary, []byte{1})
}

func TestDialLiveAcceptsOnlyText(t *testing.T) {
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ws, err := gws.NewUpgrader(liveServer{}, &gws.ServerOption{}).Upgrade(w, r); err == nil {
			ws.ReadLoop()
		}
	}))
	t.Cleanup(ts.Close)
	c, err := DialLive(t.Context(), "ws"+strings.TrimPrefix(ts.URL, "http"), "")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Receive(); err != nil || string(got) != `{"kind":"status"}` {
		t.Errorf("received %q, %v", got, err)
	}
	sendText(t, c, "what?")
	if _, err := c.Receive(); transport.ReasonOf(err) != transport.BadFrame {
		t.Errorf("after a binary frame: %v, want BadFrame", err)
	}
}
