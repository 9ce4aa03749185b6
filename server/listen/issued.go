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

// issued are certificates that an ACME directory gives us: got when the first
// browser asks for a name, kept on disk, renewed a month before they end.
type issued struct {
	manager *autocert.Manager
	ends    atomic.Int64 // of the certificate shown last, in Unix seconds
}

func newIssued(cfg Config) *issued {
	client := cfg.Client
	if client == nil {
		client = http.DefaultClient
	}
	directory := cfg.Directory
	if directory == "" {
		directory = autocert.DefaultACMEDirectory
	}
	return &issued{manager: &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(cfg.CacheDir),
		HostPolicy: autocert.HostWhitelist(cfg.Hosts...), // or anybody could have us ask for any name
		Email:      cfg.Email,
		Client:     &acme.Client{DirectoryURL: directory, HTTPClient: client, UserAgent: "perihelion"},
	}}
}

func (i *issued) config() *tls.Config {
	c := base()
	c.NextProtos = append(c.NextProtos, acme.ALPNProto) // by which the directory may look for us
	c.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		cert, err := i.manager.GetCertificate(hello)
		if err == nil {
			i.note(cert)
		}
		return cert, err
	}
	return c
}

func (i *issued) note(cert *tls.Certificate) {
	leaf, err := cert.Leaf, error(nil)
	if leaf == nil {
		leaf, err = x509.ParseCertificate(cert.Certificate[0])
	}
	if err == nil {
		i.ends.Store(leaf.NotAfter.Unix())
	}
}

func (i *issued) expiry() time.Time {
	if ends := i.ends.Load(); ends != 0 {
		return time.Unix(ends, 0)
	}
	return time.Time{}
}
