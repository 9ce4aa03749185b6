package auth

import (
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	cryptorand "crypto/rand"

	"github.com/golang-jwt/jwt/v5"

	"perihelion/shared/protocol"
)

var now = time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)

func newTestSigner(t testing.TB) *Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return New(NewKeyRing(key), "n1", 30*time.Second)
}

func TestTokensSurviveTheTrip(t *testing.T) {
	s := newTestSigner(t)
	guest := Guest{Player: "p1", Name: "Ada Ω"}
	token, expires := s.IssueGuest(guest, now)
	guest.Expires = expires
	if got, err := s.VerifyGuest(token, now); err != nil || got != guest {
		t.Errorf("VerifyGuest = %+v, %v; want %+v", got, err, guest)
	}
	join := JoinToken{Player: "p1", Name: "Ada", Room: "r1", Node: "n1", Looks: protocol.Looks{Title: 2, Trail: 255, Lines: 1, KillSound: 7}}
	token, expires = s.IssueJoin(join, now)
	if got, err := s.Redeem(token, now); err != nil || got != join {
		t.Errorf("Redeem join = %+v, %v; want %+v", got, err, join)
	}
	if want := now.Add(30 * time.Second); !expires.Equal(want) {
		t.Errorf("join expires %v, want %v", expires, want)
	}
	back := JoinToken{Player: "p1", Name: "Ada", Room: "r1", Node: "n1", Resume: true, Seat: 7, Epoch: 3, Looks: protocol.Looks{Title: 2}}
	token = s.Resume(back, now)
	for range 2 { // a resume ticket is not spent: the epoch makes it stale
		if got, err := s.Redeem(token, now.Add(time.Hour)); err != nil || got != back {
			t.Errorf("Redeem resume = %+v, %v; want %+v", got, err, back)
		}
	}
}

func TestTokensAreRefused(t *testing.T) {
	s := newTestSigner(t)
	guest, _ := s.IssueGuest(Guest{Player: "p"}, now)
	join, _ := s.IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n1"}, now)
	foreign, _ := newTestSigner(t).IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n1"}, now)
	another, _ := s.IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n2"}, now)
	seat := New(s.keys, "n2", 30*time.Second).Resume(JoinToken{Player: "p", Room: "r"}, now)
	body := strings.Split(join, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"`+s.keys.verify[0].ID+`"}`)) + "." + body[1] + "."

	tests := []struct {
		name  string
		token string
		at    time.Duration
		want  error
	}{
		{"nothing", "", 0, ErrForged},
		{"garbage", "a.b.c", 0, ErrForged},
		{"ten thousand bytes", strings.Repeat("x", 10_000), 0, ErrForged},
		{"a key that is not known", foreign, 0, ErrOtherKey},
		{"another server's key under our id", forgeToken(t, s.keys.verify[0].ID), 0, ErrForged},
		{"a signature cut short", join[:len(join)-4], 0, ErrForged},
		{"a body that was changed", body[0] + "." + body[1] + "A." + body[2], 0, ErrForged},
		{"another spelling of the same signature", alterLastLetter(join), 0, ErrForged},
		{"no signature at all", none, 0, ErrForged},
		{"the public key as a shared secret", signWithHMAC(t, s), 0, ErrForged},
		{"another algorithm", rsaToken(t, s.keys.verify[0].ID), 0, ErrForged},
		{"no expiry", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Subject: "p", Audience: jwt.ClaimStrings{kindJoin}}}), 0, ErrForged},
		{"two kinds at once", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Subject: "p", Audience: jwt.ClaimStrings{kindGuest, kindJoin}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}}), 0, ErrForged},
		{"for another server", another, 0, ErrOtherNode},
		{"for no server", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Subject: "p", Audience: jwt.ClaimStrings{kindJoin}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}}), 0, ErrForged},
		{"for two servers", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Subject: "p", Audience: jwt.ClaimStrings{kindJoin, nodePrefix + "n1", nodePrefix + "n2"}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}}), 0, ErrForged},
		{"for nobody", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Audience: jwt.ClaimStrings{kindJoin, nodePrefix + "n1"}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}}), 0, ErrForged},
		{"a seat on another server", seat, 0, ErrOtherNode},
		{"a seat, as tokens named it that named no server", signRaw(t, s, claims{RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Subject: "p", Audience: jwt.ClaimStrings{kindResume}, ExpiresAt: jwt.NewNumericDate(now.Add(time.Minute))}}), 0, nil},
		{"a guest token", guest, 0, ErrWrongKind},
		{"within the leeway", join, 31 * time.Second, nil},
		{"spent in the row above", join, 31 * time.Second, ErrUsed},
		{"expired", join, 33 * time.Second, ErrExpired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := s.Redeem(tt.token, now.Add(tt.at)); !errors.Is(err, tt.want) {
				t.Errorf("Redeem = %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := s.VerifyGuest(join, now); !errors.Is(err, ErrWrongKind) {
		t.Errorf("VerifyGuest of a join ticket = %v, want %v", err, ErrWrongKind)
	}
}

// alterLastLetter changes bits of the last character that do not change the decoded bytes.
func alterLastLetter(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, token[len(token)-1])
	return token[:len(token)-1] + string(alphabet[last^1])
}

// signRaw signs c as it is, with the right key.
func signRaw(t *testing.T, s *Signer, c claims) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	token.Header["kid"] = s.keys.verify[0].ID
	text, err := token.SignedString(s.keys.signing)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// forgeToken signs a valid token with another key under this key id.
func forgeToken(t *testing.T, id string) string {
	t.Helper()
	s := newTestSigner(t)
	s.keys.verify[0].ID = id
	token, _ := s.IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n1"}, now)
	return token
}

// signWithHMAC signs with HMAC, with the public key as the secret.
func signWithHMAC(t *testing.T, s *Signer) string {
	t.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{})
	token.Header["kid"] = s.keys.verify[0].ID
	text, err := token.SignedString([]byte(s.keys.signing.Public().(ed25519.PublicKey)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func rsaToken(t *testing.T, id string) string {
	t.Helper()
	key, err := rsa.GenerateKey(cryptorand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims{})
	token.Header["kid"] = id
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestUsedTokensAreForgottenOnlyOnceExpired(t *testing.T) {
	s := newUsedTokens(10 * time.Second)
	for i := range 1000 {
		at := now.Add(time.Duration(i) * time.Second)
		id := at.String()
		if !s.use(id, at) {
			t.Fatalf("a new ticket at %v counts as spent", at)
		}
		if s.use(id, at.Add(time.Duration(i%10)*time.Second)) {
			t.Fatalf("a ticket of %v was spent twice", at)
		}
	}
	if n := len(s.current) + len(s.previous); n > 40 {
		t.Errorf("%d tickets remembered, want only those that are still good", n)
	}
}

func FuzzRedeem(f *testing.F) {
	s := newTestSigner(f)
	token, _ := s.IssueJoin(JoinToken{Player: "p", Room: "r", Node: "n1"}, now)
	f.Add(token[:len(token)-1])
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := s.Redeem(text, now); err == nil && text != token {
			t.Errorf("Redeem(%q) = %+v without a signature of ours", text, got)
		}
	})
}

func BenchmarkRedeem(b *testing.B) {
	s := newTestSigner(b)
	token := s.Resume(JoinToken{Player: "p", Name: "Ada", Room: "r", Node: "n1"}, now)
	for b.Loop() {
		if _, err := s.Redeem(token, now); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(token)), "B/ticket")
}

func BenchmarkIssueJoin(b *testing.B) {
	s := newTestSigner(b)
	for b.Loop() {
		s.IssueJoin(JoinToken{Player: "p", Name: "Ada", Room: "r", Node: "n1"}, now)
	}
}
