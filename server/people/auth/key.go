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
	"strings"
)

// Files in the data folder.
const (
	keyFile    = "signing-key.pem"
	verifyFile = "verify-keys.pem" // what earlier keys are verified with
	nodeFile   = "node-id"

	pemLabel = "PRIVATE KEY"
)

// LoadKey reads the signing key in dir. The first time it creates one, so that guests and
// seats survive a restart without any setup.
func LoadKey(dir string) (ed25519.PrivateKey, error) {
	path := filepath.Join(dir, keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = newKey(); err == nil {
			text, err = createFile(dir, keyFile, text)
		}
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

// newKey makes a key in PEM format.
func newKey() ([]byte, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: pemLabel, Bytes: der}), err
}

// LoadVerifyKeys reads the keys in dir that RotateKey has left there; none is no error.
func LoadVerifyKeys(dir string) ([]ed25519.PublicKey, error) {
	path := filepath.Join(dir, verifyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load keys to verify: %w", err)
	}
	keys, err := ParseVerifyKeys(text)
	if err != nil {
		return nil, fmt.Errorf("load keys to verify: %s: %w", path, err)
	}
	return keys, nil
}

// RotateKey replaces the signing key in dir by a new one, and leaves there what tokens of
// the old one are verified with. A server that starts afterwards uses both. After an error
// the old key is the one that signs.
func RotateKey(dir string) (before, now string, err error) {
	text, err := os.ReadFile(filepath.Join(dir, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", fmt.Errorf("%s has no signing key yet; the first start makes one", dir)
	}
	if err != nil {
		return "", "", err
	}
	key, err := ParseKey(text)
	if err != nil {
		return "", "", fmt.Errorf("%s: %w", filepath.Join(dir, keyFile), err)
	}
	earlier, err := LoadVerifyKeys(dir)
	if err != nil {
		return "", "", err
	}
	all, err := encodeVerifyKeys(append(earlier, key.Public().(ed25519.PublicKey)))
	if err != nil {
		return "", "", err
	}
	fresh, err := newKey()
	if err != nil {
		return "", "", err
	}
	if err = replaceFile(dir, verifyFile, all); err == nil { // else tokens of the old key would be lost
		err = replaceFile(dir, keyFile, fresh)
	}
	if err != nil {
		return "", "", err
	}
	next, err := ParseKey(fresh)
	if err != nil {
		return "", "", err
	}
	return NewKeyRing(key).IDs()[0], NewKeyRing(next).IDs()[0], nil
}

// encodeVerifyKeys is what ParseVerifyKeys reads.
func encodeVerifyKeys(keys []ed25519.PublicKey) (text []byte, err error) {
	for _, key := range keys {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return nil, err
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: publicLabel, Bytes: der})...)
	}
	return text, nil
}

// LoadNode reads the id of this server in dir, as it stands there. The first time it draws
// one: a server with other data is another one.
func LoadNode(dir string) (string, error) {
	path := filepath.Join(dir, nodeFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = createFile(dir, nodeFile, []byte(strings.ToLower(rand.Text()[:nodeLength])+"\n"))
	}
	if err != nil {
		return "", fmt.Errorf("load the id of this server: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// nodeLength is the length of an id that is drawn: enough for a fleet, and short in the id
// of each room.
const nodeLength = 6
