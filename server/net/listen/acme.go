package listen

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// acmeCerts are certificates from an ACME directory: requested at the first connection for
// a name, stored on disk, and renewed a month before they expire. The challenge by TLS is
// all that one server with a few names needs; certmagic would add storage for clusters,
// challenges by DNS, and the modules for both.
type acmeCerts struct {
	manager *autocert.Manager
	ends    atomic.Int64 // expiry of the certificate used last, in Unix seconds
}

func newACMECerts(cfg Config) *acmeCerts {
	client := cfg.client
	if client == nil {
		client = http.DefaultClient
	}
	directory := cfg.Directory
	if directory == "" {
		directory = autocert.DefaultACMEDirectory
	}
	return &acmeCerts{manager: &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(cfg.CacheDir),
		HostPolicy: autocert.HostWhitelist(cfg.Hosts...), // otherwise clients could make us request any name
		Email:      cfg.Email,
		Client:     &acme.Client{DirectoryURL: directory, HTTPClient: client, UserAgent: "perihelion"},
	}}
}

func (a *acmeCerts) tlsConfig() *tls.Config {
	c := baseTLSConfig()
	c.NextProtos = append(c.NextProtos, acme.ALPNProto) // for the challenge tls-alpn-01
	c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		cert, err := a.manager.GetCertificate(hello)
		if err == nil {
			a.noteExpiry(cert)
		}
		return cert, err
	}
	return c
}

func (a *acmeCerts) noteExpiry(cert *tls.Certificate) {
	leaf, err := cert.Leaf, error(nil)
	if leaf == nil {
		leaf, err = x509.ParseCertificate(cert.Certificate[0])
	}
	if err == nil {
		a.ends.Store(leaf.NotAfter.Unix())
	}
}

func (a *acmeCerts) expires() time.Time {
	if ends := a.ends.Load(); ends != 0 {
		return time.Unix(ends, 0)
	}
	return time.Time{}
}
