// Package auth signs and verifies the tokens of the game: who a guest is, the
// ticket into a room, and the ticket back into a seat. Lobby and gate call it;
// a Signer is safe for concurrent use.
//
// Tokens are JWTs signed with Ed25519. The parser is pinned to that one
// algorithm, one issuer and the one audience that the caller asks for, so that
// a token of one kind never passes for another.
package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"perihelion/sim"
)

// A token is refused in these ways.
var (
	ErrForged    = errors.New("auth: not a token of this server")
	ErrExpired   = errors.New("auth: token expired")
	ErrWrongKind = errors.New("auth: token of another kind")
	ErrSpent     = errors.New("auth: ticket was used before")
)

const (
	guestLife  = 365 * 24 * time.Hour
	resumeLife = 24 * time.Hour  // the room decides; this only bounds how long a leaked one is worth trying
	leeway     = 2 * time.Second // between the clocks of two servers

	issuer  = "perihelion"
	maxSize = 2 << 10 // bytes of a token worth looking at; ours have 300 to 500
)

// Kinds of token, as their audience.
const (
	kindGuest  = "guest"
	kindJoin   = "join"
	kindResume = "resume"
)

// Guest is whom a guest token was made for.
type Guest struct {
	Player  string
	Name    string    // at the time
	Expires time.Time // of the token
}

// JoinToken lets its bearer into a room: into any seat once, or, as a resume
// ticket, back into the one seat that its earlier connection had.
type JoinToken struct {
	ID     string // of a join ticket, which is good for one use; empty: one that nothing else has
	Player string
	Name   string
	Room   string
	Watch  bool // no seat, a place among the spectators
	Resume bool
	Seat   sim.PlayerID // with Resume
	Epoch  uint32       // with Resume
}

// claims are the fields of all three kinds on the wire.
type claims struct {
	jwt.RegisteredClaims
	Name  string       `json:"name,omitempty"`
	Room  string       `json:"room,omitempty"`
	Seat  sim.PlayerID `json:"seat,omitempty"`
	Epoch uint32       `json:"epoch,omitempty"`
	Watch bool         `json:"watch,omitempty"`
}

// Signer signs tokens with one key and verifies those it signed.
type Signer struct {
	key   ed25519.PrivateKey
	id    string        // of the key: a new key must not be blamed for old tokens
	ttl   time.Duration // of join tickets
	spent *spent
}

// New returns a Signer whose join tickets live for ttl.
func New(key ed25519.PrivateKey, ttl time.Duration) *Signer {
	public := sha256.Sum256(key.Public().(ed25519.PublicKey))
	return &Signer{
		key:   key,
		id:    base64.RawURLEncoding.EncodeToString(public[:6]),
		ttl:   ttl,
		spent: newSpent(ttl + leeway),
	}
}

// Guest issues the token by which the lobby knows a player.
func (s *Signer) Guest(g Guest, now time.Time) (token string, expires time.Time) {
	c := claims{Name: g.Name}
	c.ID = rand.Text() // or two devices of a player could share a token
	return s.sign(kindGuest, c, g.Player, now, guestLife)
}

// Join issues a ticket into t.Room that is good for one use.
func (s *Signer) Join(t JoinToken, now time.Time) (token string, expires time.Time) {
	c := claims{Name: t.Name, Room: t.Room, Watch: t.Watch}
	if c.ID = t.ID; c.ID == "" {
		c.ID = rand.Text()
	}
	return s.sign(kindJoin, c, t.Player, now, s.ttl)
}

// Resume issues the ticket back into the seat of t.
func (s *Signer) Resume(t JoinToken, now time.Time) string {
	token, _ := s.sign(kindResume, claims{Name: t.Name, Room: t.Room, Seat: t.Seat, Epoch: t.Epoch, Watch: t.Watch}, t.Player, now, resumeLife)
	return token
}

// VerifyGuest reads a token made by Guest.
func (s *Signer) VerifyGuest(token string, now time.Time) (Guest, error) {
	c, err := s.verify(token, now, kindGuest)
	if err != nil {
		return Guest{}, err
	}
	return Guest{Player: c.Subject, Name: c.Name, Expires: c.ExpiresAt.UTC()}, nil
}

// Redeem reads a ticket made by Join or Resume. A join ticket is spent by it.
func (s *Signer) Redeem(token string, now time.Time) (JoinToken, error) {
	c, err := s.verify(token, now, kindJoin, kindResume)
	if err != nil {
		return JoinToken{}, err
	}
	t := c.token()
	if !t.Resume && !s.spent.spend(c.ID, now) {
		return JoinToken{}, ErrSpent
	}
	return t, nil
}

// VerifyResume reads a ticket made by Resume. It may be redeemed afterwards.
func (s *Signer) VerifyResume(token string, now time.Time) (JoinToken, error) {
	c, err := s.verify(token, now, kindResume)
	if err != nil {
		return JoinToken{}, err
	}
	return c.token(), nil
}

// token is what the claims of a join or a resume ticket say.
func (c *claims) token() JoinToken {
	return JoinToken{Player: c.Subject, Name: c.Name, Room: c.Room, Resume: c.Audience[0] == kindResume, Seat: c.Seat, Epoch: c.Epoch, Watch: c.Watch}
}

func (s *Signer) sign(kind string, c claims, player string, now time.Time, life time.Duration) (string, time.Time) {
	expires := now.Add(life).Truncate(time.Second) // as precise as the claim
	c.Issuer, c.Subject, c.Audience = issuer, player, jwt.ClaimStrings{kind}
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(expires)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	t.Header["kid"] = s.id
	token, err := t.SignedString(s.key)
	if err != nil {
		panic("auth: " + err.Error()) // a key of the right type signs anything
	}
	return token, expires
}

func (s *Signer) verify(token string, now time.Time, kinds ...string) (claims, error) {
	if len(token) > maxSize {
		return claims{}, fmt.Errorf("%w: %d bytes", ErrForged, len(token))
	}
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, s.keyOf,
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithIssuer(issuer),
		jwt.WithAudience(kinds...),
		jwt.WithExpirationRequired(),
		jwt.WithStrictDecoding(), // or the last letter of a token has sixteen spellings
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
	return claims{}, ErrForged // its inner text would only help a forger
}

// keyOf finds the key that a token claims to be signed with.
func (s *Signer) keyOf(t *jwt.Token) (any, error) {
	if t.Header["kid"] != s.id {
		return nil, ErrForged
	}
	return s.key.Public(), nil
}
