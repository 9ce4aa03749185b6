package datagram

import (
	"bytes"
	"crypto/sha256"
	"testing"
	"time"
)

// Who was told of certificates must find one of them shown, as long as an offer is good.
func TestACertificateIsOfferedBeforeItIsShownAndWhileItIs(t *testing.T) {
	var o ownCerts
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	shown := map[string]bool{}
	for end := now.Add(60 * 24 * time.Hour); now.Before(end); now = now.Add(time.Minute) {
		offered := o.hashes(now)
		later := now.Add(30 * time.Second)
		cert, err := o.current(later)
		if err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256(cert.Certificate[0])
		if !contains(offered, hash[:]) {
			t.Fatalf("%v: a certificate is shown that was not offered half a minute before", now)
		}
		shown[string(hash[:])] = true
		if o.now.made.Add(certValid).Before(later) {
			t.Fatalf("%v: the certificate has expired", now)
		}
	}
	if len(shown) < 5 || len(shown) > 8 {
		t.Errorf("%d certificates in sixty days, want about seven", len(shown))
	}
}

func contains(all [][]byte, one []byte) bool {
	for _, h := range all {
		if bytes.Equal(h, one) {
			return true
		}
	}
	return false
}
