package listen

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// testCA is a certificate authority for a test.
type testCA struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	made int64
}

func newCA(t *testing.T) *testCA {
	t.Helper()
	c := &testCA{t: t, key: newKey(t)}
	c.cert = c.signCert(&x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, c.key.Public(), time.Hour)
	return c
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (c *testCA) signCert(template *x509.Certificate, public crypto.PublicKey, life time.Duration) *x509.Certificate {
	c.t.Helper()
	c.made++
	template.SerialNumber, template.Subject = big.NewInt(c.made), pkix.Name{CommonName: "test"}
	template.NotBefore, template.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(life)
	parent := c.cert
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, c.key)
	if err != nil {
		c.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		c.t.Fatal(err)
	}
	return cert
}

// writeFiles writes a new certificate for loopback, and its key, into dir.
func (c *testCA) writeFiles(dir string, life time.Duration) (certFile, keyFile string, serial int64) {
	c.t.Helper()
	key := newKey(c.t)
	cert := c.signCert(&x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}}, key.Public(), life)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		c.t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	writeFile(c.t, certFile, "CERTIFICATE", cert.Raw)
	writeFile(c.t, keyFile, "PRIVATE KEY", der)
	return certFile, keyFile, c.made
}

// writeFile also makes sure that the file looks new: tests are faster than some clocks.
func writeFile(t *testing.T, name, label string, der []byte) {
	t.Helper()
	old, _ := os.Stat(name)
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	if old != nil {
		if err := os.Chtimes(name, time.Time{}, old.ModTime().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	}
}

func (c *testCA) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(c.cert)
	return p
}

func (c *testCA) client(name string) *tls.Config {
	return &tls.Config{RootCAs: c.pool(), ServerName: name}
}
