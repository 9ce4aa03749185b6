package datagram

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"sync"
	"time"
)

const (
	// Browsers accept a certificate by its hash only if it is valid for no more than 14 days.
	certValid  = 13 * 24 * time.Hour
	certClocks = time.Hour          // that clients' clocks may be slow by
	certRenew  = 4 * 24 * time.Hour // before its end, a new one is made
	certAhead  = 5 * time.Minute    // for which a new one is offered before it is shown: longer than any offer is good
)

// ownCerts are self-made certificates, one after the other. They are kept in memory: clients
// learn of them anew with each connection.
type ownCerts struct {
	mu   sync.Mutex
	now  *ownCert
	next *ownCert // offered, and not shown yet; nil: none
}

type ownCert struct {
	cert tls.Certificate
	hash [sha256.Size]byte
	made time.Time
}

// current is the certificate to show.
func (o *ownCerts) current(now time.Time) (*tls.Certificate, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.renew(now); err != nil {
		return nil, err
	}
	return &o.now.cert, nil
}

// hashes are those of the certificates that may be shown soon.
func (o *ownCerts) hashes(now time.Time) (all [][]byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.renew(now) != nil {
		return nil
	}
	all = append(all, o.now.hash[:])
	if o.next != nil {
		all = append(all, o.next.hash[:])
	}
	return all
}

func (o *ownCerts) renew(now time.Time) (err error) {
	switch {
	case o.now == nil || now.After(o.now.made.Add(certValid)): // the server has slept
		o.now, err = newOwnCert(now)
		o.next = nil
	case o.next != nil && now.Sub(o.next.made) >= certAhead:
		o.now, o.next = o.next, nil
	case o.next == nil && now.After(o.now.made.Add(certValid-certRenew)):
		o.next, err = newOwnCert(now)
	}
	return err
}

func newOwnCert(now time.Time) (*ownCert, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, NotBefore: now.Add(-certClocks), NotAfter: now.Add(certValid),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return &ownCert{tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, sha256.Sum256(der), now}, nil
}
