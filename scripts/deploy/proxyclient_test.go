package deploy

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// front is a proxy as its clients see it.
type front struct {
	host   string // and port
	path   string // below which the server is
	client *http.Client
	dialer *net.Dialer
	trusts *tls.Config
}

// newFront reaches host from 127.0.0.2, which is no proxy.
func newFront(host string, roots *x509.CertPool) *front {
	f := &front{host: host, trusts: &tls.Config{RootCAs: roots}, dialer: &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}}
	f.client = &http.Client{Timeout: patience, Transport: &http.Transport{
		TLSClientConfig: f.trusts,
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			return f.dialer.DialContext(ctx, "tcp4", addr)
		},
	}}
	return f
}

// Dial is of a WebSocket.
func (f *front) Dial(_, addr string) (net.Conn, error) { return f.dialer.Dial("tcp4", addr) }

func (f *front) wantPage(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.url("/"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("<html")) {
		t.Errorf("page = %d, %d bytes, %v, %v", res.StatusCode, len(page), res.Header, err)
	}
}

// url is of a path of the server, through the proxy.
func (f *front) url(path string) string { return "https://" + f.host + f.path + path }

// wantWay goes to the page without the slash at its end, and keeps what it asks for.
func (f *front) wantWay(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.url("?room=ABCD"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if to := res.Request.URL.String(); res.StatusCode != http.StatusOK || to != f.url("/?room=ABCD") {
		t.Errorf("%s leads to %s, %d; want the page, and the room", f.url("?room=ABCD"), to, res.StatusCode)
	}
}

// wantStrict wants to be told to come by TLS alone.
func (f *front) wantStrict(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.url("/"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v is not strict about TLS", res.Header)
	}
}

// call asks the lobby, and claims to be somebody else.
func (f *front) call(t *testing.T, path, token, body string, into any) {
	t.Helper()
	r, err := http.NewRequest("POST", f.url(path), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := f.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		t.Fatalf("POST %s = %d", path, res.StatusCode)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// wantEvents hears a line of chat in the stream, which goes on.
func (f *front) wantEvents(t *testing.T) {
	t.Helper()
	r, err := http.NewRequest("GET", f.url("/v1/live?kinds=message&channels=lobby"), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	res, err := f.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the stream = %d", res.StatusCode)
	}
	var me api.Guest
	f.call(t, "/v1/guests", "", `{"name":"Ada"}`, &me)
	f.call(t, "/v1/channels/lobby/messages", me.Token, `{"text":"through the proxy"}`, &api.Message{})
	stream := bufio.NewScanner(res.Body)
	for stream.Scan() {
		if strings.Contains(stream.Text(), "through the proxy") {
			return
		}
	}
	t.Errorf("the stream ended before the line of chat: %v", stream.Err())
}

// wantMatch goes by the links that the server gives, into a room.
func (f *front) wantMatch(t *testing.T) {
	t.Helper()
	var me api.Guest
	f.call(t, "/v1/guests", "", `{"name":"Bob"}`, &me)
	var ticket api.Ticket
	f.call(t, "/v1/tickets", me.Token, `{"queue":"quick"}`, &ticket)
	if ticket.Assignment == nil || !strings.HasPrefix(ticket.Assignment.URL, "wss"+strings.TrimPrefix(f.url("/"), "https")) {
		t.Fatalf("assignment %+v does not lead through the proxy at %s", ticket.Assignment, f.url("/"))
	}
	p := &player{got: make(chan protocol.Type, 1), end: make(chan error, 1)}
	ws, _, err := gws.NewClient(p, &gws.ClientOption{
		Addr: ticket.Assignment.URL, TlsConfig: f.trusts, NewDialer: func() (gws.Dialer, error) { return f, nil },
		RequestHeader: http.Header{"Origin": {"https://" + f.host}, "Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket.Assignment.Ticket}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.NetConn().Close()
	go ws.ReadLoop() // ends with the connection
	if err := ws.WriteMessage(gws.OpcodeBinary, protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "test", HalfW: 800})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []protocol.Type{protocol.TypeWelcome, protocol.TypeState} {
		p.want(t, want)
	}
}

// player hears what a server says over a WebSocket.
type player struct {
	gws.BuiltinEventHandler
	got chan protocol.Type // the newest, if nobody asked
	end chan error
}

func (p *player) OnMessage(_ *gws.Conn, m *gws.Message) {
	defer m.Close()
	if kind, err := protocol.Peek(m.Bytes()); err == nil && (kind == protocol.TypeWelcome || kind == protocol.TypeState) {
		select {
		case p.got <- kind:
		case <-time.After(patience):
		}
	}
}

func (p *player) OnClose(_ *gws.Conn, err error) { p.end <- err }

func (p *player) want(t *testing.T, kind protocol.Type) {
	t.Helper()
	for {
		select {
		case got := <-p.got:
			if got == kind {
				return
			}
		case err := <-p.end:
			t.Fatalf("the connection ended before %v came: %v", kind, err)
		case <-time.After(patience):
			t.Fatalf("no %v came", kind)
		}
	}
}
