package listen

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// lookEvery is how often a handshake looks whether the files have changed.
const lookEvery = time.Second

// pair is a certificate and its key, as two files hold them. Whoever renews them
// replaces one after the other: in between they do not fit, and the old pair is
// shown for that long. Connections that are open keep theirs.
type pair struct {
	certFile, keyFile string
	log               *slog.Logger

	mu     sync.Mutex
	cert   *tls.Certificate
	looked time.Time
	seen   [2]stamp // of the files when they were read last, for good or ill
}

// stamp tells one content of a file from the next.
type stamp struct {
	modified time.Time
	size     int64
}

func newPair(certFile, keyFile string, log *slog.Logger) (*pair, error) {
	p := &pair{certFile: certFile, keyFile: keyFile, log: log}
	var err error
	if p.seen, err = p.stamps(); err != nil {
		return nil, err
	}
	p.cert, err = p.read(time.Now())
	return p, err
}

func (p *pair) config() *tls.Config {
	c := base()
	c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return p.at(time.Now()), nil }
	return c
}

// at is the certificate to show now.
func (p *pair) at(now time.Time) *tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.looked) >= lookEvery {
		p.looked = now
		p.look(now)
	}
	return p.cert
}

// look reads the files if they have changed. What is wrong with them is logged
// once per change, not once per handshake.
func (p *pair) look(now time.Time) {
	stamps, err := p.stamps()
	if stamps == p.seen {
		return
	}
	p.seen = stamps
	var cert *tls.Certificate
	if err == nil {
		cert, err = p.read(now)
	}
	if err != nil {
		p.log.Warn("new certificate is of no use, the old one is kept", "err", err, "until", p.cert.Leaf.NotAfter)
		return
	}
	p.cert = cert
	p.log.Info("certificate read anew", "names", cert.Leaf.DNSNames, "until", cert.Leaf.NotAfter)
}

// stamps are zero for files that cannot be seen.
func (p *pair) stamps() (s [2]stamp, err error) {
	for i, name := range []string{p.certFile, p.keyFile} {
		info, e := os.Stat(name)
		if e != nil {
			err = errors.Join(err, e)
			continue
		}
		s[i] = stamp{info.ModTime(), info.Size()}
	}
	return s, err
}

func (p *pair) read(now time.Time) (*tls.Certificate, error) {
	cert, err := tls.LoadX509KeyPair(p.certFile, p.keyFile)
	if err != nil {
		return nil, err
	}
	if now.After(cert.Leaf.NotAfter) {
		return nil, fmt.Errorf("%s: expired on %s", p.certFile, cert.Leaf.NotAfter.Format(time.DateOnly))
	}
	return &cert, nil
}

func (p *pair) expiry() time.Time { return p.at(time.Now()).Leaf.NotAfter }
