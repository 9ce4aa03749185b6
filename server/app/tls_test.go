package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// selfSigned is a self-signed certificate for loopback, in files.
func selfSigned(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}))
	return filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), pool
}

func TestAMatchByTLS(t *testing.T) {
	t.Parallel()
	certFile, keyFile, pool := selfSigned(t)
	s := startServer(t, "PERIHELION_TLS_CERT_FILE="+certFile, "PERIHELION_TLS_KEY_FILE="+keyFile, "PERIHELION_TLS_REDIRECT_ADDR=127.0.0.1:0")
	trusting := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	defer trusting.CloseIdleConnections()
	post := func(path, token string, into any) {
		t.Helper()
		r, err := http.NewRequest("POST", "https://"+s.Addr().String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := trusting.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.Header.Get("Strict-Transport-Security") == "" || res.ProtoMajor != 1 {
			t.Errorf("%s: %s %v", path, res.Proto, res.Header)
		}
		if err := json.NewDecoder(res.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	var guest api.Guest
	var ticket api.Ticket
	post("/v1/guests", "", &guest)
	post("/v1/tickets", guest.Token, &ticket)
	if ticket.Assignment == nil || !strings.HasPrefix(ticket.Assignment.URL, "wss://") {
		t.Fatalf("assignment = %+v, want wss", ticket.Assignment)
	}
	s.rootCAs = pool
	p := s.joinRoom(ticket.Assignment)
	p.waitForFrame(protocol.TypeWelcome)
	for range 10 {
		p.waitForFrame(protocol.TypeState)
	}
	if here, _ := s.URLs(); !strings.HasPrefix(here, "https://") {
		t.Errorf("the link to open is %s", here)
	}

	plain := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := plain.Get("http://" + s.ports[1].listener.Addr().String() + "/?room=ABC")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	_, port, _ := net.SplitHostPort(s.Addr().String())
	if got, want := res.Header.Get("Location"), "https://127.0.0.1:"+port+"/?room=ABC"; got != want {
		t.Errorf("redirect to %q, want %q", got, want)
	}
	if !strings.Contains(scrapeMetrics(t, s), "perihelion_tls_certificate_expiry_timestamp_seconds 1.") {
		t.Error("no metric says when the certificate ends")
	}
}
