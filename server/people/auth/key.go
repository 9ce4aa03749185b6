package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	keyFile  = "signing-key.pem"
	pemLabel = "PRIVATE KEY"
)

// LoadKey reads the signing key in dir. The first time it creates one, so that guests and
// seats survive a restart without any setup.
func LoadKey(dir string) (ed25519.PrivateKey, error) {
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = createKey(dir, path)
	}
	if err != nil {
		return nil, fmt.Errorf("load signing key: %w", err)
	}
	key, err := ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("load signing key %s: %w", path, err)
	}
	return key, nil
}

// ParseKey reads a signing key in PEM format.
func ParseKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemLabel {
		return nil, errors.New("not a PEM private key")
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := any.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("a key of type %T, not Ed25519", any)
	}
	return key, nil
}

// createKey writes a new key completely or not at all. If two servers start at the same
// time, both use the same key: the link fails for the second, which reads the file of the
// first.
func createKey(dir, path string) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	temp, err := writeTemp(dir, pem.EncodeToMemory(&pem.Block{Type: pemLabel, Bytes: der}))
	if err != nil {
		return nil, err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// writeTemp writes text into a file that only its owner can read, and syncs it.
func writeTemp(dir string, text []byte) (name string, err error) {
	f, err := os.CreateTemp(dir, keyFile+".*") // with mode 0600
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(text); err != nil {
		return f.Name(), err
	}
	return f.Name(), f.Sync()
}
