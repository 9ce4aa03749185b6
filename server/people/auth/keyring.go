package auth

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
)

// KeyRing is the keys of a server: it signs with one, and verifies what any of them has
// signed. So a key is replaced without anybody noticing: first all servers learn to verify
// the new one, then they sign with it, and they verify the old one until its last token has
// expired.
type KeyRing struct {
	signing ed25519.PrivateKey
	verify  []VerifyKey // that of signing first
}

// VerifyKey is a public key, and the id that its tokens name it by.
type VerifyKey struct {
	ID string
	ed25519.PublicKey
}

// NewKeyRing returns a ring that signs with one key and also verifies others.
func NewKeyRing(signing ed25519.PrivateKey, others ...ed25519.PublicKey) *KeyRing {
	r := &KeyRing{signing: signing}
	for _, key := range append([]ed25519.PublicKey{signing.Public().(ed25519.PublicKey)}, others...) {
		if id := keyID(key); r.find(id) == nil {
			r.verify = append(r.verify, VerifyKey{id, key})
		}
	}
	return r
}

// keyID is a fingerprint of a key.
func keyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// VerifyKeys are the keys that tokens are verified with; the first one belongs to the key
// that signs.
func (r *KeyRing) VerifyKeys() []VerifyKey { return r.verify }

// IDs are the ids of VerifyKeys.
func (r *KeyRing) IDs() (ids []string) {
	for _, k := range r.verify {
		ids = append(ids, k.ID)
	}
	return ids
}

// find returns the key of that id, or nil.
func (r *KeyRing) find(id any) ed25519.PublicKey {
	for _, k := range r.verify {
		if k.ID == id {
			return k.PublicKey
		}
	}
	return nil
}

// publicLabel is the label of a public key in PEM.
const publicLabel = "PUBLIC KEY"

// ParseVerifyKeys reads one or more public keys in PEM format.
func ParseVerifyKeys(text []byte) (keys []ed25519.PublicKey, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == pemLabel {
			return nil, errors.New("it holds a private key; to verify, a server needs the public one: openssl pkey -pubout")
		}
		any, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", len(keys)+1, err)
		}
		key, ok := any.(ed25519.PublicKey)
		if !ok {
			return nil, fmt.Errorf("key %d: of type %T, not Ed25519", len(keys)+1, any)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("no PEM public key")
	}
	return keys, nil
}

// Sign signs a message that is no token, and returns the id of the key. Messages must begin
// unlike a token, which is base64.
func (r *KeyRing) Sign(message []byte) (key string, signature []byte) {
	return r.verify[0].ID, ed25519.Sign(r.signing, message)
}

// Secret is a secret for one purpose, made of the key that signs, and the id of that.
func (r *KeyRing) Secret(purpose string) (key string, secret []byte) {
	secret, err := hkdf.Key(sha256.New, r.signing.Seed(), nil, purpose, sha256.Size)
	if err != nil {
		panic("auth: " + err.Error()) // of a size that is not possible
	}
	return r.verify[0].ID, secret
}

// Verify reports whether one of the keys, that of this id, has signed a message.
func (r *KeyRing) Verify(key string, message, signature []byte) bool {
	public := r.find(key)
	return public != nil && ed25519.Verify(public, message, signature)
}
