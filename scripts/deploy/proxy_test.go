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

// maxWait is long enough for a busy machine.
const maxWait = time.Minute

// proxies start the proxies of Debian. site returns the proxy's configuration of the site
// that listens at port, with a certificate in dir.
var proxies = map[string]func(t *testing.T, port string, site func(dir string) string) *proxyClient{"caddy": startCaddy, "nginx": startNginx}

// TestProxiesAsShippedCarryEverything loads the shipped files into the proxies of Debian,
// with other names and ports, and plays through them.
func TestProxiesAsShippedCarryEverything(t *testing.T) {
	sites := map[string]func(t *testing.T, backend, port, dir string) string{
		"caddy": func(t *testing.T, backend, _, _ string) string {
			return shippedFile(t, "Caddyfile", "play.example.com {", "localhost {", "127.0.0.1:8080 {", backend+" {")
		},
		"nginx": func(t *testing.T, backend, port, dir string) string {
			const live = "/etc/letsencrypt/live/play.example.com/"
			return shippedFile(t, "nginx.conf",
				live+"fullchain.pem", filepath.Join(dir, "cert.pem"), live+"privkey.pem", filepath.Join(dir, "key.pem"),
				"server_name play.example.com", "server_name localhost", "server 127.0.0.1:8080", "server "+backend,
				"listen 80;", "listen 127.0.0.1:"+freePort(t)+";", "listen 443 ssl;", "listen 127.0.0.1:"+port+" ssl;")
		},
	}
	for name, site := range sites {
		t.Run(name, func(t *testing.T) {
			requireTool(t, name)
			server, log := startProxiedServer(t)
			port := freePort(t)
			f := proxies[name](t, port, func(dir string) string { return site(t, server, port, dir) })
			f.checkPage(t)
			f.checkHSTS(t)
			f.checkEventStream(t)
			f.checkMatch(t)
			checkClientAddress(t, log)
		})
	}
}

// checkClientAddress checks that the log has the true address of the player, and not the
// forged one.
func checkClientAddress(t *testing.T, log *logBuffer) {
	t.Helper()
	if !strings.Contains(log.String(), `"from":"127.0.0.2"`) || strings.Contains(log.String(), `"from":"203.0.113.9"`) {
		t.Error("the server does not count by the address of the player")
	}
}

// startProxiedServer starts a server that trusts a proxy on this machine. Its log is at level
// debug.
func startProxiedServer(t *testing.T, settings ...string) (addr string, log *logBuffer) {
	t.Helper()
	log = &logBuffer{}
	site := t.TempDir()
	writeFile(t, filepath.Join(site, "index.html"), "<html>page</html>")
	s := harness.StartTestServer(t, slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		append([]string{"WEB_DIR=" + site, "TRUSTED_PROXIES=127.0.0.1"}, settings...)...)
	return s.App.Addr().String(), log
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// startProxy starts a proxy, waits until it listens, and stops it at the end of the test.
func startProxy(t *testing.T, cmd *exec.Cmd, host string) {
	t.Helper()
	var said logBuffer
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
		case <-time.After(maxWait):
			_ = cmd.Process.Kill()
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", cmd.Path, said.String())
		}
	})
	for began := time.Now(); time.Since(began) < maxWait; time.Sleep(20 * time.Millisecond) {
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

// shippedFile is a file of this folder with changes: pairs of an old and a new text.
func shippedFile(t *testing.T, file string, changes ...string) string {
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

func writeFile(t *testing.T, path, text string) string {
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

func startCaddy(t *testing.T, port string, site func(dir string) string) *proxyClient {
	dir := t.TempDir()
	options := fmt.Sprintf("{\n\tadmin off\n\tskip_install_trust\n\thttp_port %s\n\thttps_port %s\n\tgrace_period 100ms\n\tstorage file_system %s\n}\n", freePort(t), port, dir)
	file := writeFile(t, filepath.Join(dir, "Caddyfile"), options+site(dir))
	cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	startProxy(t, cmd, "127.0.0.1:"+port)
	roots, root := x509.NewCertPool(), filepath.Join(dir, "pki/authorities/local/root.crt")
	for began := time.Now(); time.Since(began) < maxWait; time.Sleep(20 * time.Millisecond) {
		pem, err := os.ReadFile(root)
		if err != nil || !roots.AppendCertsFromPEM(pem) {
			continue
		}
		f := newProxyClient("localhost:"+port, roots)
		if res, err := f.client.Get(f.urlOf("/")); err == nil { // it has its certificate now
			res.Body.Close()
			return f
		}
	}
	t.Fatal("Caddy made no certificate of its own")
	return nil
}

func startNginx(t *testing.T, port string, site func(dir string) string) *proxyClient {
	dir := t.TempDir()
	roots := selfSigned(t, dir)
	conf := writeFile(t, filepath.Join(dir, "site.conf"), site(dir))
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // workers must be able to read the folder of the test
	}
	temp := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	file := writeFile(t, filepath.Join(dir, "nginx.conf"), fmt.Sprintf(
		"%s\ndaemon off;\npid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%sinclude %s;\n}\n", user, dir, temp, conf))
	startProxy(t, exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", file), "127.0.0.1:"+port)
	return newProxyClient("localhost:"+port, roots)
}
