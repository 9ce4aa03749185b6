package auth

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// signerOf is the Signer of a server that starts with the keys in dir.
func signerOf(t *testing.T, dir string) *Signer {
	t.Helper()
	key, err := LoadKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	earlier, err := LoadVerifyKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	return New(NewKeyRing(key, earlier...), "n1", time.Minute)
}

func TestTokensOutliveTheirKeyUntilItIsRemoved(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := RotateKey(dir); err == nil || !strings.Contains(err.Error(), "no signing key yet") {
		t.Errorf("a key that there is not = %v", err)
	}
	tokens := map[string]func(*Signer) error{}
	issue := func(name string, s *Signer) {
		guest, _ := s.IssueGuest(Guest{Player: "p"}, now)
		seat := s.Resume(JoinToken{Player: "p", Room: "r"}, now)
		join, _ := s.IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n1"}, now)
		tokens[name] = func(s *Signer) error {
			_, err := s.VerifyGuest(guest, now)
			_, err2 := s.Redeem(seat, now)
			_, err3 := s.Redeem(join, now)
			if errors.Is(err, ErrOtherKey) != errors.Is(err2, ErrOtherKey) || errors.Is(err, ErrOtherKey) != errors.Is(err3, ErrOtherKey) {
				t.Errorf("of the tokens %s some are refused: %v, %v, %v", name, err, err2, err3)
			}
			return errors.Join(err, err2, err3)
		}
	}
	issue("of the first key", signerOf(t, dir))
	for _, name := range []string{"of the second key", "of the third key"} {
		was := signerOf(t, dir).keys.IDs()
		before, fresh, err := RotateKey(dir)
		s := signerOf(t, dir)
		if err != nil || before != was[0] || fresh != s.keys.IDs()[0] || len(s.keys.IDs()) != len(was)+1 {
			t.Fatalf("RotateKey = %s, %s, %v; the keys were %v and are %v", before, fresh, err, was, s.keys.IDs())
		}
		issue(name, s)
	}
	for name, verify := range tokens {
		if err := verify(signerOf(t, dir)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Remove(filepath.Join(dir, verifyFile)); err != nil {
		t.Fatal(err)
	}
	for name, verify := range tokens {
		if err := verify(signerOf(t, dir)); errors.Is(err, ErrOtherKey) != (name != "of the third key") {
			t.Errorf("after the keys of before were removed, %s: %v", name, err)
		}
	}
}

func TestKeysToVerify(t *testing.T) {
	private, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParseKey(private)
	if err != nil {
		t.Fatal(err)
	}
	public, err := encodeVerifyKeys([]ed25519.PublicKey{key.Public().(ed25519.PublicKey)})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		text, want string
		keys       int
	}{
		"one":                  {string(public), "", 1},
		"two":                  {string(public) + "\n" + string(public), "", 2},
		"none":                 {"hello", "no PEM public key", 0},
		"the private one":      {string(private), "openssl pkey -pubout", 0},
		"one that is damaged":  {strings.Replace(string(public), "MC", "MD", 1), "key 1", 0},
		"the second is no key": {string(public) + "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "key 2", 0},
	} {
		keys, err := ParseVerifyKeys([]byte(tt.text))
		if len(keys) != tt.keys || (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %d keys, %v", name, len(keys), err)
		}
	}
	if ids := NewKeyRing(key, key.Public().(ed25519.PublicKey)).IDs(); len(ids) != 1 {
		t.Errorf("a key beside itself: %v, want it once", ids)
	}
}

func TestAServerKeepsItsName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	first, err := LoadNode(dir)
	second, again := LoadNode(dir)
	if err != nil || again != nil || first != second || len(first) != nodeLength {
		t.Errorf("LoadNode = %q, %v and then %q, %v", first, err, second, again)
	}
	if other, err := LoadNode(t.TempDir()); err != nil || other == first {
		t.Errorf("with other data = %q, %v, want another name", other, err)
	}
}

func TestLoadKey(t *testing.T) {
	t.Run("makes a private key once and keeps it", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "new")
		first, err := LoadKey(dir)
		if err != nil {
			t.Fatal(err)
		}
		second, err := LoadKey(dir)
		if err != nil || !first.Equal(second) {
			t.Errorf("second LoadKey differs, %v", err)
		}
		info, err := os.Stat(filepath.Join(dir, keyFile))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("key file mode = %v, %v; want 0600", info.Mode(), err)
		}
		if files, _ := os.ReadDir(dir); len(files) != 1 {
			t.Errorf("%d files left behind, want the key alone", len(files))
		}
	})
	t.Run("gives all who start at once the same key", func(t *testing.T) {
		dir := t.TempDir()
		keys := make([]ed25519.PrivateKey, 8)
		var wg sync.WaitGroup
		for i := range keys {
			wg.Go(func() { keys[i], _ = LoadKey(dir) })
		}
		wg.Wait()
		for i, k := range keys {
			if k == nil || !k.Equal(keys[0]) {
				t.Errorf("key %d differs from key 0", i)
			}
		}
	})
	t.Run("refuses a damaged file and names it", func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, keyFile)
		if err := os.WriteFile(path, []byte("oops"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKey(dir); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("LoadKey = %v, want an error that names %s", err, path)
		}
	})
}
