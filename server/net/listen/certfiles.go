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

// checkEvery is how often handshakes check whether the files have changed.
const checkEvery = time.Second

// certFiles is a certificate and its key in two files. Renewal replaces one after the
// other: while they do not match, the old certificate is used. Open connections are not
// affected.
type certFiles struct {
	certFile, keyFile string
	log               *slog.Logger

	mu         sync.Mutex
	cert       *tls.Certificate
	lastCheck  time.Time
	lastStamps [2]fileStamp // of the files when they were read last, even if they were invalid
}

// fileStamp detects changes of a file.
type fileStamp struct {
	modified time.Time
	size     int64
}

func newCertFiles(certFile, keyFile string, log *slog.Logger) (*certFiles, error) {
	f := &certFiles{certFile: certFile, keyFile: keyFile, log: log}
	var err error
	if f.lastStamps, err = f.fileStamps(); err != nil {
		return nil, err
	}
	f.cert, err = f.loadPair(time.Now())
	return f, err
}

func (f *certFiles) tlsConfig() *tls.Config {
	c := baseTLSConfig()
	c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.current(time.Now()), nil }
	return c
}

// current is the certificate to use now.
func (f *certFiles) current(now time.Time) *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now.Sub(f.lastCheck) >= checkEvery {
		f.lastCheck = now
		f.reloadIfChanged(now)
	}
	return f.cert
}

// reloadIfChanged reads the files if they have changed. Errors are logged once for each
// change.
func (f *certFiles) reloadIfChanged(now time.Time) {
	stamps, err := f.fileStamps()
	if stamps == f.lastStamps {
		return
	}
	f.lastStamps = stamps
	var cert *tls.Certificate
	if err == nil {
		cert, err = f.loadPair(now)
	}
	if err != nil {
		f.log.Warn("new certificate is of no use, the old one is kept", "err", err, "until", f.cert.Leaf.NotAfter)
		return
	}
	f.cert = cert
	f.log.Info("certificate read anew", "names", cert.Leaf.DNSNames, "until", cert.Leaf.NotAfter)
}

// fileStamps are zero for files that do not exist.
func (f *certFiles) fileStamps() (s [2]fileStamp, err error) {
	for i, name := range []string{f.certFile, f.keyFile} {
		info, e := os.Stat(name)
		if e != nil {
			err = errors.Join(err, e)
			continue
		}
		s[i] = fileStamp{info.ModTime(), info.Size()}
	}
	return s, err
}

func (f *certFiles) loadPair(now time.Time) (*tls.Certificate, error) {
	cert, err := tls.LoadX509KeyPair(f.certFile, f.keyFile)
	if err != nil {
		return nil, err
	}
	if now.After(cert.Leaf.NotAfter) {
		return nil, fmt.Errorf("%s: expired on %s", f.certFile, cert.Leaf.NotAfter.Format(time.DateOnly))
	}
	return &cert, nil
}

func (f *certFiles) expires() time.Time { return f.current(time.Now()).Leaf.NotAfter }
