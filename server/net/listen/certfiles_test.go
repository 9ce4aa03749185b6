package listen

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestANewPairIsShownAndABrokenOneIsNot(t *testing.T) {
	ca, dir := newCA(t), t.TempDir()
	certFile, keyFile, first := ca.writeFiles(dir, time.Hour)
	var log bytes.Buffer
	p, err := newCertFiles(certFile, keyFile, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	shows := func(when string, want int64) {
		t.Helper()
		now = now.Add(checkEvery)
		if got := p.current(now).Leaf.SerialNumber.Int64(); got != want {
			t.Errorf("%s: shows certificate %d, want %d", when, got, want)
		}
	}
	shows("at first", first)
	_, _, second := ca.writeFiles(dir, 2*time.Hour)
	if got := p.current(now).Leaf.SerialNumber.Int64(); got != first {
		t.Errorf("looked again within %v", checkEvery)
	}
	shows("after a change", second)

	writeFile(t, certFile, "CERTIFICATE", []byte("garbage"))
	shows("with a broken certificate", second)
	shows("and a moment later", second)
	if n := strings.Count(log.String(), "of no use"); n != 1 {
		t.Errorf("complained %d times of one change, want once:\n%s", n, &log)
	}
	_, _, third := ca.writeFiles(dir, time.Hour)
	shows("when it is mended", third)
	writeFile(t, keyFile, "PRIVATE KEY", []byte("of another"))
	shows("with a key that does not fit", third)
	if err := os.Remove(certFile); err != nil {
		t.Fatal(err)
	}
	shows("without files", third)
	ca.writeFiles(dir, -time.Hour)
	shows("with one that has expired", third)
	if strings.Contains(log.String(), "BEGIN") {
		t.Errorf("the log repeats what is in the files:\n%s", &log)
	}
}

func TestAPairThatIsWrongFromTheStartIsAClearError(t *testing.T) {
	ca := newCA(t)
	certFile, keyFile, _ := ca.writeFiles(t.TempDir(), time.Hour)
	_, otherKey, _ := ca.writeFiles(t.TempDir(), time.Hour)
	oldCert, oldKey, _ := ca.writeFiles(t.TempDir(), -time.Hour)
	tests := []struct{ name, cert, key, want string }{
		{"no such certificate", "nowhere.pem", keyFile, "nowhere.pem"},
		{"no such key", certFile, "nowhere.pem", "nowhere.pem"},
		{"a key in place of a certificate", keyFile, keyFile, "certificate"},
		{"a key of another certificate", certFile, otherKey, "does not match"},
		{"an expired certificate", oldCert, oldKey, "expired on"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(Config{CertFile: tt.cert, KeyFile: tt.key}, slog.New(slog.DiscardHandler))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

// startServer answers "hello" behind l until the test ends.
func startServer(t *testing.T, d *Listeners) net.Addr {
	t.Helper()
	l, err := d.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{
		Handler:           d.WithHSTS(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })),
		ReadHeaderTimeout: 5 * time.Second,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, 0),
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return l.Addr()
}

func TestAConnectionLivesThroughAChangeOfCertificate(t *testing.T) {
	ca, dir := newCA(t), t.TempDir()
	certFile, keyFile, _ := ca.writeFiles(dir, time.Hour)
	d, err := New(Config{CertFile: certFile, KeyFile: keyFile, HSTS: time.Hour}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	addr := startServer(t, d)
	old := dialTLS(t, addr, ca)
	sendRequest(t, old)
	_, _, second := ca.writeFiles(dir, 3*time.Hour)
	time.Sleep(checkEvery)
	fresh := dialTLS(t, addr, ca)
	if got := fresh.ConnectionState().PeerCertificates[0].SerialNumber.Int64(); got != second {
		t.Errorf("a new connection sees certificate %d, want %d", got, second)
	}
	res := sendRequest(t, old) // the same connection as before
	if got := res.Header.Get("Strict-Transport-Security"); got != "max-age=3600" {
		t.Errorf("Strict-Transport-Security = %q", got)
	}
	if left := time.Until(d.Expiry()); left < 2*time.Hour {
		t.Errorf("the certificate ends in %v, want three hours", left)
	}
}

func dialTLS(t *testing.T, addr net.Addr, ca *testCA) *tls.Conn {
	t.Helper()
	c, err := tls.Dial("tcp", addr.String(), ca.client("127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// sendRequest sends a request over c and keeps the connection open.
func sendRequest(t *testing.T, c net.Conn) *http.Response {
	t.Helper()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != "hello" {
		t.Fatalf("answer = %q, %v", body, err)
	}
	return res
}

func TestOldVersionsOfTLSAreNotSpoken(t *testing.T) {
	ca := newCA(t)
	certFile, keyFile, _ := ca.writeFiles(t.TempDir(), time.Hour)
	d, err := New(Config{CertFile: certFile, KeyFile: keyFile}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	cfg := ca.client("127.0.0.1")
	cfg.MaxVersion = tls.VersionTLS11
	if _, err := tls.Dial("tcp", startServer(t, d).String(), cfg); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
}
