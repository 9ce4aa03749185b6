// Package listen opens the public ports: TLS with certificates from files or from an ACME
// directory, redirects from plain HTTP, and limits on open connections. Package app uses it
// with http.Server. Its values are safe for concurrent use.
package listen

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Config says how players connect. The zero value is plain HTTP. Files and Hosts exclude
// each other.
type Config struct {
	CertFile, KeyFile string // in PEM; reloaded when they change

	Hosts     []string     // host names to get certificates for, by ACME
	CacheDir  string       // where these certificates are kept
	Email     string       // contact for the ACME directory
	Directory string       // URL of the directory; empty: Let's Encrypt
	client    *http.Client // for requests to the directory; nil: the default client

	HSTS time.Duration // how long browsers must use https; 0: not required
}

// Listeners opens the public ports. Make one with New.
type Listeners struct {
	cfg       Config
	tlsConfig *tls.Config                              // nil: plain HTTP
	wrapACME  func(fallback http.Handler) http.Handler // answers ACME challenges
	expiry    func() time.Time
}

// New loads the certificates that cfg names.
func New(cfg Config, log *slog.Logger) (*Listeners, error) {
	l := &Listeners{cfg: cfg, expiry: func() time.Time { return time.Time{} }, wrapACME: func(h http.Handler) http.Handler { return h }}
	switch {
	case cfg.CertFile != "":
		p, err := newCertFiles(cfg.CertFile, cfg.KeyFile, log)
		if err != nil {
			return nil, err
		}
		l.tlsConfig, l.expiry = p.tlsConfig(), p.expires
	case len(cfg.Hosts) > 0:
		i := newACMECerts(cfg)
		l.tlsConfig, l.expiry, l.wrapACME = i.tlsConfig(), i.expires, i.manager.HTTPHandler
	}
	return l, nil
}

// HasTLS reports whether players use TLS.
func (l *Listeners) HasTLS() bool { return l.tlsConfig != nil }

// Certificate finds the certificate of a handshake, for ports that are not of TCP; nil without TLS.
func (l *Listeners) Certificate() func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if l.tlsConfig == nil {
		return nil
	}
	return l.tlsConfig.GetCertificate
}

// Expiry is when the current certificate expires; zero if none was used yet.
func (l *Listeners) Expiry() time.Time { return l.expiry() }

// Listen opens addr for players.
func (l *Listeners) Listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil || l.tlsConfig == nil {
		return ln, err
	}
	return tls.NewListener(ln, l.tlsConfig), nil
}

// WithHSTS tells browsers to use TLS only.
func (l *Listeners) WithHSTS(next http.Handler) http.Handler {
	if l.tlsConfig == nil || l.cfg.HSTS == 0 {
		return next
	}
	value := fmt.Sprintf("max-age=%d", int(l.cfg.HSTS.Seconds()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", value)
		next.ServeHTTP(w, r)
	})
}

// baseTLSConfig is common to both kinds of certificates. HTTP/2 is off: WebSockets need
// HTTP/1.1, the page has only three files, and it reduces the attack surface.
func baseTLSConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
}
