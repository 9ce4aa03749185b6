package listen

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// acmeServer is a minimal ACME directory (RFC 8555): one account, one order, the challenge
// http-01. It does not check signatures.
type acmeServer struct {
	ca    *testCA
	url   string
	mu    sync.Mutex // of what follows, for requests come at the same time
	show  string     // host:port where the server shows what it is asked to
	state string     // of the order and of what belongs to it
	name  string
	chain []byte
	asked int // orders
}

const challenge = "a-token-of-the-directory"

func (d *acmeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var jws struct{ Payload string }
	_ = json.NewDecoder(r.Body).Decode(&jws)
	payload, _ := base64.RawURLEncoding.DecodeString(jws.Payload)
	w.Header().Set("Replay-Nonce", "nonce")
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/":
		fmt.Fprintf(w, `{"newNonce":"%[1]s/nonce","newAccount":"%[1]s/account","newOrder":"%[1]s/new"}`, d.url)
	case "/nonce":
	case "/account":
		w.Header().Set("Location", d.url+"/account/1")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"status":"valid"}`)
	case "/new":
		var order struct{ Identifiers []struct{ Value string } }
		_ = json.Unmarshal(payload, &order)
		d.asked++
		d.name, d.state = order.Identifiers[0].Value, "pending"
		w.Header().Set("Location", d.url+"/order")
		w.WriteHeader(http.StatusCreated)
		d.writeOrder(w)
	case "/order":
		d.writeOrder(w)
	case "/authz":
		fmt.Fprintf(w, `{"status":%q,"identifier":{"type":"dns","value":%q},"challenges":[%s]}`, strings.Replace(d.state, "ready", "valid", 1), d.name, d.challenge())
	case "/challenge":
		if d.checkChallenge() {
			d.state = "ready"
		}
		fmt.Fprint(w, d.challenge())
	case "/finalize":
		d.finalize(payload)
		w.Header().Set("Location", d.url+"/order")
		d.writeOrder(w)
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_, _ = w.Write(d.chain)
	default:
		http.NotFound(w, r)
	}
}

func (d *acmeServer) writeOrder(w io.Writer) {
	fmt.Fprintf(w, `{"status":%q,"identifiers":[{"type":"dns","value":%q}],"authorizations":["%[3]s/authz"],"finalize":"%[3]s/finalize","certificate":"%[3]s/certificate"}`, d.state, d.name, d.url)
}

func (d *acmeServer) challenge() string {
	return fmt.Sprintf(`{"type":"http-01","status":"pending","url":"%s/challenge","token":%q}`, d.url, challenge)
}

// checkChallenge requests the challenge from the server of that name.
func (d *acmeServer) checkChallenge() bool {
	r, _ := http.NewRequest("GET", "http://"+d.show+"/.well-known/acme-challenge/"+challenge, nil)
	r.Host = d.name
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return bytes.HasPrefix(body, []byte(challenge+"."))
}

func (d *acmeServer) finalize(payload []byte) {
	var wish struct{ CSR string }
	_ = json.Unmarshal(payload, &wish)
	der, _ := base64.RawURLEncoding.DecodeString(wish.CSR)
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		d.ca.t.Errorf("CSR: %v", err)
		return
	}
	cert := d.ca.signCert(&x509.Certificate{DNSNames: csr.DNSNames}, csr.PublicKey, 90*24*time.Hour)
	d.chain = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
	d.chain = append(d.chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.ca.cert.Raw})...)
	d.state = "valid"
}

func TestACertificateIsGotFromADirectoryAndKept(t *testing.T) {
	dir := &acmeServer{ca: newCA(t)}
	acme := httptest.NewServer(dir)
	defer acme.Close()
	dir.url = acme.URL
	cfg := Config{Hosts: []string{"play.example.com"}, CacheDir: t.TempDir(), Directory: acme.URL, client: acme.Client()}
	d, err := New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	plain := httptest.NewServer(d.Redirect("443"))
	defer plain.Close()
	dir.show = plain.Listener.Addr().String()
	addr := startServer(t, d)

	for _, stranger := range []string{"evil.example.com", "example.com", ""} {
		if _, err := tls.Dial("tcp", addr.String(), &tls.Config{ServerName: stranger, InsecureSkipVerify: true}); err == nil {
			t.Errorf("a certificate was shown for %q", stranger)
		}
	}
	if dir.asked != 0 || !d.Expiry().IsZero() {
		t.Errorf("%d orders for names that are not ours", dir.asked)
	}
	c, err := tls.Dial("tcp", addr.String(), dir.ca.client("play.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sendRequest(t, c)
	if left := time.Until(d.Expiry()); left < 89*24*time.Hour {
		t.Errorf("the certificate ends in %v, want 90 days", left)
	}

	again, err := New(cfg, slog.New(slog.DiscardHandler)) // as after a restart
	if err != nil {
		t.Fatal(err)
	}
	c, err = tls.Dial("tcp", startServer(t, again).String(), dir.ca.client("play.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if dir.asked != 1 {
		t.Errorf("%d orders, want 1: the certificate is kept on disk", dir.asked)
	}
	if kept, err := os.ReadDir(cfg.CacheDir); err != nil || len(kept) < 2 {
		t.Errorf("kept %v, %v; want the account's key and the certificate", kept, err)
	}
}
