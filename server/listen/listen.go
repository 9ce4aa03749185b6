// Package listen opens the public ports: TLS with certificates from files or from an
// ACME directory, redirects from plain HTTP, and limits on open connections. Package app
// puts it in front of http.Server. Its values are safe for concurrent use.
package listen

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Config says which door there is. The zero value is plain HTTP. A pair of files
// and Hosts exclude each other.
type Config struct {
	CertFile, KeyFile string // a pair in PEM, read anew when it changes

	Hosts     []string     // names to get certificates for, by ACME
	CacheDir  string       // where those are kept
	Email     string       // whom the directory may write to
	Directory string       // URL of the directory; empty: Let's Encrypt
	Client    *http.Client // to ask the directory; nil: the default one

	HSTS time.Duration // how long browsers shall insist on https; 0: they need not
}

// Listeners is the front of a server. Make one with New.
type Listeners struct {
	cfg     Config
	secure  *tls.Config // nil: plain HTTP
	answers func(fallback http.Handler) http.Handler
	expiry  func() time.Time
}

// New reads what cfg names.
func New(cfg Config, log *slog.Logger) (*Listeners, error) {
	d := &Listeners{cfg: cfg, expiry: func() time.Time { return time.Time{} }, answers: func(h http.Handler) http.Handler { return h }}
	switch {
	case cfg.CertFile != "":
		p, err := newPair(cfg.CertFile, cfg.KeyFile, log)
		if err != nil {
			return nil, err
		}
		d.secure, d.expiry = p.config(), p.expiry
	case len(cfg.Hosts) > 0:
		i := newIssued(cfg)
		d.secure, d.expiry, d.answers = i.config(), i.expiry, i.manager.HTTPHandler
	}
	return d, nil
}

// Secure tells whether the door is of TLS.
func (d *Listeners) Secure() bool { return d.secure != nil }

// Expiry is when the certificate that is shown ends; zero if none was shown yet.
func (d *Listeners) Expiry() time.Time { return d.expiry() }

// Listen takes addr for players.
func (d *Listeners) Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil || d.secure == nil {
		return l, err
	}
	return tls.NewListener(l, d.secure), nil
}

// Wrap tells browsers that came by TLS to come no other way.
func (d *Listeners) Wrap(next http.Handler) http.Handler {
	if d.secure == nil || d.cfg.HSTS == 0 {
		return next
	}
	value := fmt.Sprintf("max-age=%d", int(d.cfg.HSTS.Seconds()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", value)
		next.ServeHTTP(w, r)
	})
}

// base is what both kinds of certificate share. HTTP/2 is not spoken: WebSockets
// need the old one, the page is three files, and what is not there cannot be
// attacked.
func base() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
}
