package deploy

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

// patience is for a machine that has much else to do.
const patience = time.Minute

// proxies are those of Debian. Each is given what stands in its own file for sites:
// with a certificate in dir and a server at backend, to be reached at port.
var proxies = map[string]func(t *testing.T, port string, site func(dir string) string) *front{"caddy": beginCaddy, "nginx": beginNginx}

// TestProxiesAsShippedCarryEverything loads the shipped files into the proxies of
// Debian, changed in nothing but names and ports, and plays through them.
func TestProxiesAsShippedCarryEverything(t *testing.T) {
	sites := map[string]func(t *testing.T, backend, port, dir string) string{
		"caddy": func(t *testing.T, backend, _, _ string) string {
			return shipped(t, "Caddyfile", "play.example.com {", "localhost {", "127.0.0.1:8080 {", backend+" {")
		},
		"nginx": func(t *testing.T, backend, port, dir string) string {
			const live = "/etc/letsencrypt/live/play.example.com/"
			return shipped(t, "nginx.conf",
				live+"fullchain.pem", filepath.Join(dir, "cert.pem"), live+"privkey.pem", filepath.Join(dir, "key.pem"),
				"server_name play.example.com", "server_name localhost", "server 127.0.0.1:8080", "server "+backend,
				"listen 80;", "listen 127.0.0.1:"+freePort(t)+";", "listen 443 ssl;", "listen 127.0.0.1:"+port+" ssl;")
		},
	}
	for name, site := range sites {
		t.Run(name, func(t *testing.T) {
			requireTool(t, name)
			server, log := beginServer(t)
			port := freePort(t)
			f := proxies[name](t, port, func(dir string) string { return site(t, server, port, dir) })
			f.wantPage(t)
			f.wantStrict(t)
			f.wantEvents(t)
			f.wantMatch(t)
			wantFrom(t, log)
		})
	}
}

// wantFrom holds the log of a server to the address that its player came from, who
// has claimed to come from another.
func wantFrom(t *testing.T, log *lines) {
	t.Helper()
	if !strings.Contains(log.String(), `"from":"127.0.0.2"`) || strings.Contains(log.String(), `"from":"203.0.113.9"`) {
		t.Error("the server does not count by the address of the player")
	}
}

// beginServer runs a server behind a proxy on this machine; its log is at level
// debug.
func beginServer(t *testing.T, settings ...string) (addr string, log *lines) {
	t.Helper()
	log = &lines{}
	site := t.TempDir()
	write(t, filepath.Join(site, "index.html"), "<html>page</html>")
	s := harness.StartTestServer(t, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		append([]string{"WEB_DIR=" + site, "TRUSTED_PROXIES=127.0.0.1"}, settings...)...)
	return s.App.Addr().String(), log
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

// freePort is a port at which nothing listens now.
func freePort(t *testing.T) string {
	t.Helper()
	_, port, _ := net.SplitHostPort(harness.FreeAddr(t))
	return port
}

func beginCaddy(t *testing.T, port string, site func(dir string) string) *front {
	dir := t.TempDir()
	options := fmt.Sprintf("{\n\tadmin off\n\tskip_install_trust\n\thttp_port %s\n\thttps_port %s\n\tgrace_period 100ms\n\tstorage file_system %s\n}\n", freePort(t), port, dir)
	file := write(t, filepath.Join(dir, "Caddyfile"), options+site(dir))
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
		if res, err := f.client.Get(f.url("/")); err == nil { // it has its certificate
			res.Body.Close()
			return f
		}
	}
	t.Fatal("Caddy made no certificate of its own")
	return nil
}

func beginNginx(t *testing.T, port string, site func(dir string) string) *front {
	dir := t.TempDir()
	roots := selfSigned(t, dir)
	conf := write(t, filepath.Join(dir, "site.conf"), site(dir))
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // workers must reach the folder of the test
	}
	temp := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	file := write(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(
		"%s\ndaemon off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%sinclude %s;\n}\n", user, dir, temp, conf))
	run(t, exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", file), "127.0.0.1:"+port)
	return newFront("localhost:"+port, roots)
}
