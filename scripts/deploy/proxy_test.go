package deploy

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/app"
	"perihelion/server/config"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// patience is for a machine that has much else to do.
const patience = time.Minute

// TestProxiesAsShippedCarryEverything loads the shipped files into the proxies of
// Debian, changed in nothing but names and ports, and plays through them.
func TestProxiesAsShippedCarryEverything(t *testing.T) {
	for name, begin := range map[string]func(t *testing.T, backend string) *front{"caddy": beginCaddy, "nginx": beginNginx} {
		t.Run(name, func(t *testing.T) {
			tool(t, name)
			server, log := beginServer(t)
			f := begin(t, server)
			f.wantPage(t)
			f.wantEvents(t)
			f.wantMatch(t)
			if !strings.Contains(log.String(), `"from":"127.0.0.2"`) || strings.Contains(log.String(), `"from":"203.0.113.9"`) {
				t.Error("the server does not count by the address of the player")
			}
		})
	}
}

// beginServer runs a server behind a proxy on this machine; its log is at level
// debug.
func beginServer(t *testing.T) (addr string, log *lines) {
	t.Helper()
	log = &lines{}
	site := t.TempDir()
	write(t, filepath.Join(site, "index.html"), "<html>page</html>")
	cfg, _, err := config.Load([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + t.TempDir(), "PERIHELION_WEB_DIR=" + site,
		"PERIHELION_TRUSTED_PROXIES=127.0.0.1", "PERIHELION_DRAIN_TIMEOUT=0s",
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(cfg, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return a.Addr().String(), log
}

// lines is a log that may be read while it is written.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// front is a proxy as its clients see it.
type front struct {
	host   string // and port
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

// run starts a proxy and ends it with the test.
func run(t *testing.T, cmd *exec.Cmd, host string) {
	t.Helper()
	var said lines
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); close(gone) }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-gone:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", cmd.Path, said.String())
		}
	})
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp4", host); err == nil {
			c.Close()
			return
		}
		select {
		case <-gone:
			t.Fatalf("%s ended:\n%s", cmd.Path, said.String())
		default:
		}
	}
	t.Fatalf("%s does not listen:\n%s", cmd.Path, said.String())
}

// shipped is a file of this folder with other names and ports: old, new, ….
func shipped(t *testing.T, file string, changes ...string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(string(text), changes[i]) {
			t.Fatalf("%s does not say %q", file, changes[i])
		}
	}
	return strings.NewReplacer(changes...).Replace(string(text))
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// freePort is one that nobody has.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func beginCaddy(t *testing.T, backend string) *front {
	dir, port := t.TempDir(), freePort(t)
	options := fmt.Sprintf("{\n\tadmin off\n\tskip_install_trust\n\thttp_port %s\n\thttps_port %s\n\tgrace_period 100ms\n\tstorage file_system %s\n}\n", freePort(t), port, dir)
	file := write(t, filepath.Join(dir, "Caddyfile"), options+shipped(t, "Caddyfile", "play.example.com", "localhost", "127.0.0.1:8080", backend))
	cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	run(t, cmd, "127.0.0.1:"+port)
	roots, root := x509.NewCertPool(), filepath.Join(dir, "pki/authorities/local/root.crt")
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		pem, err := os.ReadFile(root)
		if err != nil || !roots.AppendCertsFromPEM(pem) {
			continue
		}
		f := newFront("localhost:"+port, roots)
		if res, err := f.client.Get("https://" + f.host); err == nil { // it has its certificate
			res.Body.Close()
			return f
		}
	}
	t.Fatal("Caddy made no certificate of its own")
	return nil
}

func beginNginx(t *testing.T, backend string) *front {
	dir, port := t.TempDir(), freePort(t)
	roots := selfSigned(t, dir)
	const live = "/etc/letsencrypt/live/play.example.com/"
	site := write(t, filepath.Join(dir, "site.conf"), shipped(t, "nginx.conf",
		live+"fullchain.pem", filepath.Join(dir, "cert.pem"), live+"privkey.pem", filepath.Join(dir, "key.pem"),
		"play.example.com", "localhost", "127.0.0.1:8080", backend,
		"listen 80;", "listen 127.0.0.1:"+freePort(t)+";", "listen 443 ssl;", "listen 127.0.0.1:"+port+" ssl;"))
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // workers must reach the folder of the test
	}
	temp := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	file := write(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(
		"%s\ndaemon off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%sinclude %s;\n}\n", user, dir, temp, site))
	run(t, exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", file), "127.0.0.1:"+port)
	return newFront("localhost:"+port, roots)
}

func (f *front) wantPage(t *testing.T) {
	t.Helper()
	res, err := f.client.Get("https://" + f.host + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("<html")) || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("page = %d, %d bytes, %v, %v", res.StatusCode, len(page), res.Header, err)
	}
}

// call asks the lobby, and claims to be somebody else.
func (f *front) call(t *testing.T, path, token, body string, into any) {
	t.Helper()
	r, err := http.NewRequest("POST", "https://"+f.host+path, strings.NewReader(body))
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
	r, err := http.NewRequest("GET", "https://"+f.host+"/v1/live?kinds=message&channels=lobby", nil)
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
	if ticket.Assignment == nil || !strings.HasPrefix(ticket.Assignment.URL, "wss://"+f.host+"/") {
		t.Fatalf("assignment %+v does not lead through the proxy at %s", ticket.Assignment, f.host)
	}
	p := &player{got: make(chan protocol.Type, 1), end: make(chan error, 1)}
	ws, _, err := gws.NewClient(p, &gws.ClientOption{
		Addr: ticket.Assignment.URL, TlsConfig: f.trusts, NewDialer: func() (gws.Dialer, error) { return f, nil },
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + ticket.Assignment.Ticket}},
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
