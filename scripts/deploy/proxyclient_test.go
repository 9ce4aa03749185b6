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

// proxyClient plays through a proxy.
type proxyClient struct {
	host      string // and port
	path      string // below which the server is
	client    *http.Client
	dialer    *net.Dialer
	tlsConfig *tls.Config
}

// newProxyClient connects to host from 127.0.0.2, an address that no proxy has.
func newProxyClient(host string, roots *x509.CertPool) *proxyClient {
	f := &proxyClient{host: host, tlsConfig: &tls.Config{RootCAs: roots}, dialer: &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}}
	f.client = &http.Client{Timeout: maxWait, Transport: &http.Transport{
		TLSClientConfig: f.tlsConfig,
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			return f.dialer.DialContext(ctx, "tcp4", addr)
		},
	}}
	return f
}

// Dial is for WebSockets.
func (f *proxyClient) Dial(_, addr string) (net.Conn, error) { return f.dialer.Dial("tcp4", addr) }

func (f *proxyClient) checkPage(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.urlOf("/"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("<html")) {
		t.Errorf("page = %d, %d bytes, %v, %v", res.StatusCode, len(page), res.Header, err)
	}
}

// urlOf is the URL of a path of the server, through the proxy.
func (f *proxyClient) urlOf(path string) string { return "https://" + f.host + f.path + path }

// checkRedirect requests the page without the slash at its end, with a query: it must be
// redirected to the page with the same query.
func (f *proxyClient) checkRedirect(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.urlOf("?room=ABCD"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if to := res.Request.URL.String(); res.StatusCode != http.StatusOK || to != f.urlOf("/?room=ABCD") {
		t.Errorf("%s leads to %s, %d; want the page, and the room", f.urlOf("?room=ABCD"), to, res.StatusCode)
	}
}

// checkHSTS checks that the page demands TLS for later visits.
func (f *proxyClient) checkHSTS(t *testing.T) {
	t.Helper()
	res, err := f.client.Get(f.urlOf("/"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v is not strict about TLS", res.Header)
	}
}

// post sends a request to the lobby, with a forged address of the client.
func (f *proxyClient) post(t *testing.T, path, token, body string, into any) {
	t.Helper()
	r, err := http.NewRequest("POST", f.urlOf(path), strings.NewReader(body))
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

// checkEventStream checks that a line of chat arrives on the open event stream.
func (f *proxyClient) checkEventStream(t *testing.T) {
	t.Helper()
	r, err := http.NewRequest("GET", f.urlOf("/v1/live?kinds=message&channels=lobby"), nil)
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
	f.post(t, "/v1/guests", "", `{"name":"Ada"}`, &me)
	f.post(t, "/v1/channels/lobby/messages", me.Token, `{"text":"through the proxy"}`, &api.Message{})
	stream := bufio.NewScanner(res.Body)
	for stream.Scan() {
		if strings.Contains(stream.Text(), "through the proxy") {
			return
		}
	}
	t.Errorf("the stream ended before the line of chat: %v", stream.Err())
}

// checkMatch joins a room by the URLs that the server gives.
func (f *proxyClient) checkMatch(t *testing.T) {
	t.Helper()
	var me api.Guest
	f.post(t, "/v1/guests", "", `{"name":"Bob"}`, &me)
	var ticket api.Ticket
	f.post(t, "/v1/tickets", me.Token, `{"queue":"quick"}`, &ticket)
	if ticket.Assignment == nil || !strings.HasPrefix(ticket.Assignment.URL, "wss"+strings.TrimPrefix(f.urlOf("/"), "https")) {
		t.Fatalf("assignment %+v does not lead through the proxy at %s", ticket.Assignment, f.urlOf("/"))
	}
	p := &wsPlayer{received: make(chan protocol.Type, 1), ended: make(chan error, 1)}
	ws, _, err := gws.NewClient(p, &gws.ClientOption{
		Addr: ticket.Assignment.URL, TlsConfig: f.tlsConfig, NewDialer: func() (gws.Dialer, error) { return f, nil },
		RequestHeader: http.Header{"Origin": {"https://" + f.host}, "Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket.Assignment.Ticket}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.NetConn().Close()
	go ws.ReadLoop() // ends with the connection
	if err := ws.WriteMessage(gws.OpcodeBinary, protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "test", Aspect: 1778})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []protocol.Type{protocol.TypeWelcome, protocol.TypeState} {
		p.awaitType(t, want)
	}
}

// wsPlayer receives the frames of a server over a WebSocket.
type wsPlayer struct {
	gws.BuiltinEventHandler
	received chan protocol.Type // of the frames that a test waits for
	ended    chan error
}

func (p *wsPlayer) OnMessage(_ *gws.Conn, m *gws.Message) {
	defer m.Close()
	if kind, err := protocol.Peek(m.Bytes()); err == nil && (kind == protocol.TypeWelcome || kind == protocol.TypeState) {
		select {
		case p.received <- kind:
		case <-time.After(maxWait):
		}
	}
}

func (p *wsPlayer) OnClose(_ *gws.Conn, err error) { p.ended <- err }

func (p *wsPlayer) awaitType(t *testing.T, kind protocol.Type) {
	t.Helper()
	for {
		select {
		case got := <-p.received:
			if got == kind {
				return
			}
		case err := <-p.ended:
			t.Fatalf("the connection ended before %v came: %v", kind, err)
		case <-time.After(maxWait):
			t.Fatalf("no %v came", kind)
		}
	}
}
