// Package auth signs and verifies the tokens of the game: guest tokens (who a player is),
// join tokens (permission to connect to a room) and resume tokens (permission to take back
// a seat). Lobby and session gate call it; a Signer is safe for concurrent use.
//
// Tokens are JWTs signed with Ed25519. The parser accepts only that algorithm, our issuer
// and the one audience that the caller asks for, so that a token of one kind is never
// accepted as another.
package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"perihelion/sim"
)

// The errors of invalid tokens.
var (
	ErrForged    = errors.New("auth: not a token of this server")
	ErrExpired   = errors.New("auth: token expired")
	ErrWrongKind = errors.New("auth: token of another kind")
	ErrUsed      = errors.New("auth: ticket was used before")
)

const (
	guestTTL  = 365 * 24 * time.Hour
	resumeTTL = 24 * time.Hour  // the room decides when a seat is gone; this only bounds the use of a leaked token
	leeway    = 2 * time.Second // for the clock difference of two servers

	issuer       = "perihelion"
	maxTokenSize = 2 << 10 // bytes; longer ones are not parsed. Ours have 300 to 500
)

// Kinds of tokens, stored as their audience.
const (
	kindGuest  = "guest"
	kindJoin   = "join"
	kindResume = "resume"
)

// Guest is the content of a guest token.
type Guest struct {
	Player  string
	Name    string    // when the token was issued
	Expires time.Time // of the token
}

// JoinToken is the content of a join token or a resume token. A join token gives any seat
// of a room, once; a resume token gives back the seat of an earlier connection.
type JoinToken struct {
	ID     string // of a join token, which can be used once; empty: a new id
	Player string
	Name   string
	Room   string
	Resume bool
	Seat   sim.PlayerID // with Resume
	Epoch  uint32       // with Resume
}

// claims are the fields of all three kinds in JSON.
type claims struct {
	jwt.RegisteredClaims
	Name  string       `json:"name,omitempty"`
	Room  string       `json:"room,omitempty"`
	Seat  sim.PlayerID `json:"seat,omitempty"`
	Epoch uint32       `json:"epoch,omitempty"`
}

// Signer signs tokens with one key and verifies those it signed.
type Signer struct {
	key  ed25519.PrivateKey
	id   string        // of the key, so that tokens of an old key are recognized
	ttl  time.Duration // of join tokens
	used *usedTokens
}

// New returns a Signer whose join tokens are valid for ttl.
func New(key ed25519.PrivateKey, ttl time.Duration) *Signer {
	public := sha256.Sum256(key.Public().(ed25519.PublicKey))
	return &Signer{
		key:  key,
		id:   base64.RawURLEncoding.EncodeToString(public[:6]),
		ttl:  ttl,
		used: newUsedTokens(ttl + leeway),
	}
}

// IssueGuest returns a guest token.
func (s *Signer) IssueGuest(g Guest, now time.Time) (token string, expires time.Time) {
	c := claims{Name: g.Name}
	c.Subject = g.Player
	c.ID = rand.Text() // so that two devices of a player have different tokens
	return s.sign(kindGuest, c, now, guestTTL)
}

// IssueJoin returns a join token for t.Room.
func (s *Signer) IssueJoin(t JoinToken, now time.Time) (token string, expires time.Time) {
	c := claims{Name: t.Name, Room: t.Room}
	c.Subject = t.Player
	if c.ID = t.ID; c.ID == "" {
		c.ID = rand.Text()
	}
	return s.sign(kindJoin, c, now, s.ttl)
}

// Resume returns a resume token for the seat of t.
func (s *Signer) Resume(t JoinToken, now time.Time) string {
	c := claims{Name: t.Name, Room: t.Room, Seat: t.Seat, Epoch: t.Epoch}
	c.Subject = t.Player
	token, _ := s.sign(kindResume, c, now, resumeTTL)
	return token
}

// VerifyGuest reads a guest token.
func (s *Signer) VerifyGuest(token string, now time.Time) (Guest, error) {
	c, err := s.verify(token, now, kindGuest)
	if err != nil {
		return Guest{}, err
	}
	return Guest{Player: c.Subject, Name: c.Name, Expires: c.ExpiresAt.UTC()}, nil
}

// Redeem reads a join token or resume token. A join token cannot be used again afterwards.
func (s *Signer) Redeem(token string, now time.Time) (JoinToken, error) {
	c, err := s.verify(token, now, kindJoin, kindResume)
	if err != nil {
		return JoinToken{}, err
	}
	t := c.joinToken()
	if !t.Resume && !s.used.use(c.ID, now) {
		return JoinToken{}, ErrUsed
	}
	return t, nil
}

// VerifyResume reads a resume token. It may be redeemed afterwards.
func (s *Signer) VerifyResume(token string, now time.Time) (JoinToken, error) {
	c, err := s.verify(token, now, kindResume)
	if err != nil {
		return JoinToken{}, err
	}
	return c.joinToken(), nil
}

// joinToken is the content of a join token or resume token.
func (c *claims) joinToken() JoinToken {
	return JoinToken{Player: c.Subject, Name: c.Name, Room: c.Room, Resume: c.Audience[0] == kindResume, Seat: c.Seat, Epoch: c.Epoch}
}

func (s *Signer) sign(kind string, c claims, now time.Time, life time.Duration) (string, time.Time) {
	expires := now.Add(life).Truncate(time.Second) // the claim has seconds
	c.Issuer, c.Audience = issuer, jwt.ClaimStrings{kind}
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(expires)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	t.Header["kid"] = s.id
	token, err := t.SignedString(s.key)
	if err != nil {
		panic("auth: " + err.Error()) // cannot fail with a key of this type
	}
	return token, expires
}

func (s *Signer) verify(token string, now time.Time, kinds ...string) (claims, error) {
	if len(token) > maxTokenSize {
		return claims{}, fmt.Errorf("%w: %d bytes", ErrForged, len(token))
	}
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, s.keyOf,
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithIssuer(issuer),
		jwt.WithAudience(kinds...),
		jwt.WithExpirationRequired(),
		jwt.WithStrictDecoding(), // otherwise the last character of a token has sixteen variants
		jwt.WithLeeway(leeway),
		jwt.WithTimeFunc(func() time.Time { return now }),
	)
	switch {
	case err == nil && len(c.Audience) == 1 && c.Subject != "":
		return c, nil
	case errors.Is(err, jwt.ErrTokenExpired):
		return claims{}, ErrExpired
	case errors.Is(err, jwt.ErrTokenInvalidAudience):
		return claims{}, ErrWrongKind
	}
	return claims{}, ErrForged // details would only help an attacker
}

// keyOf returns the key that a token was signed with, if it is ours.
func (s *Signer) keyOf(t *jwt.Token) (any, error) {
	if t.Header["kid"] != s.id {
		return nil, ErrForged
	}
	return s.key.Public(), nil
}

// usedTokens remembers which join tokens were used, until they expire. It has two
// generations: all tokens in the previous one have expired when the next generation begins.
// Its size is bounded by the rate at which tokens are issued, because only signed ones get
// here.
type usedTokens struct {
	mu                sync.Mutex
	ttl               time.Duration // of a token, from its issue
	began             time.Time     // the current generation
	current, previous map[string]struct{}
}

func newUsedTokens(life time.Duration) *usedTokens {
	return &usedTokens{ttl: life, current: map[string]struct{}{}}
}

// use reports whether id was not used before.
func (u *usedTokens) use(id string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if now.Sub(u.began) > u.ttl {
		u.previous, u.current, u.began = u.current, map[string]struct{}{}, now
	}
	_, young := u.current[id]
	_, old := u.previous[id]
	u.current[id] = struct{}{}
	return !young && !old
}
