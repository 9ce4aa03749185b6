// Package auth signs and verifies the tokens of the game: guest tokens (who a player is),
// join tokens (permission to connect to a room) and resume tokens (permission to take back
// a seat). Lobby and session gate call it; a Signer is safe for concurrent use.
//
// Tokens are JWTs signed with Ed25519. The parser accepts only that algorithm, our issuer
// and the audience that the caller asks for, so that a token of one kind is never accepted
// as another, nor a token for one server by another. Each names its key: see KeyRing.
package auth

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// The errors of invalid tokens.
var (
	ErrForged    = errors.New("auth: not a token of this server")
	ErrExpired   = errors.New("auth: token expired")
	ErrOtherKey  = errors.New("auth: token of a key that is not in use here any more")
	ErrOtherNode = errors.New("auth: token for another server")
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

// Kinds of tokens, stored as the first of their audience. Tokens for a room have a second
// one: nodePrefix and the id of the server that plays it.
const (
	kindGuest  = "guest"
	kindJoin   = "join"
	kindResume = "resume"

	nodePrefix = "node:"
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
	Node   string // the server that plays Room, and alone accepts it
	Resume bool
	Seat   sim.PlayerID // with Resume
	Epoch  uint32       // with Resume
	Looks  protocol.Looks
}

// claims are the fields of all kinds in JSON.
type claims struct {
	jwt.RegisteredClaims
	Name  string       `json:"name,omitempty"`
	Room  string       `json:"room,omitempty"`
	Seat  sim.PlayerID `json:"seat,omitempty"`
	Epoch uint32       `json:"epoch,omitempty"`
	looks
}

// Signer signs tokens, and verifies them for one server.
type Signer struct {
	keys *KeyRing
	node string        // the id of this server
	ttl  time.Duration // of join tokens
	used *usedTokens
}

// New returns the Signer of a server whose join tokens are valid for ttl.
func New(keys *KeyRing, node string, ttl time.Duration) *Signer {
	return &Signer{keys: keys, node: node, ttl: ttl, used: newUsedTokens(ttl + leeway)}
}

// VerifyKeys are those of the KeyRing.
func (s *Signer) VerifyKeys() []VerifyKey { return s.keys.VerifyKeys() }

// IssueGuest returns a guest token.
func (s *Signer) IssueGuest(g Guest, now time.Time) (token string, expires time.Time) {
	c := claims{Name: g.Name}
	c.Subject = g.Player
	c.ID = rand.Text() // so that two devices of a player have different tokens
	return s.sign(c, now, guestTTL, kindGuest)
}

// IssueJoin returns a join token for t.Room, which is played by t.Node.
func (s *Signer) IssueJoin(t JoinToken, now time.Time) (token string, expires time.Time) {
	c := claims{Name: t.Name, Room: t.Room, looks: looks(t.Looks)}
	c.Subject = t.Player
	if c.ID = t.ID; c.ID == "" {
		c.ID = rand.Text()
	}
	return s.sign(c, now, s.ttl, kindJoin, nodePrefix+t.Node)
}

// Resume returns a resume token for the seat of t, in a room that t.Node plays.
func (s *Signer) Resume(t JoinToken, now time.Time) string {
	c := claims{Name: t.Name, Room: t.Room, Seat: t.Seat, Epoch: t.Epoch, looks: looks(t.Looks)}
	c.Subject = t.Player
	token, _ := s.sign(c, now, resumeTTL, kindResume, nodePrefix+cmp.Or(t.Node, s.node))
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
	return JoinToken{Player: c.Subject, Name: c.Name, Room: c.Room, Node: c.node(), Resume: c.Audience[0] == kindResume, Seat: c.Seat, Epoch: c.Epoch, Looks: protocol.Looks(c.looks)}
}

// node is the server that the token is for; empty: the token names none.
func (c *claims) node() string {
	if len(c.Audience) < 2 {
		return ""
	}
	return strings.TrimPrefix(c.Audience[1], nodePrefix)
}

func (s *Signer) sign(c claims, now time.Time, life time.Duration, audience ...string) (string, time.Time) {
	expires := now.Add(life).Truncate(time.Second) // the claim has seconds
	c.Issuer, c.Audience = issuer, audience
	c.IssuedAt, c.ExpiresAt = jwt.NewNumericDate(now), jwt.NewNumericDate(expires)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	t.Header["kid"] = s.keys.verify[0].ID
	token, err := t.SignedString(s.keys.signing)
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
	case err == nil:
		if err := s.checkClaims(&c, kinds); err != nil {
			return claims{}, err
		}
		return c, nil
	case errors.Is(err, ErrOtherKey):
		return claims{}, ErrOtherKey
	case errors.Is(err, jwt.ErrTokenExpired):
		return claims{}, ErrExpired
	case errors.Is(err, jwt.ErrTokenInvalidAudience):
		return claims{}, ErrWrongKind
	}
	return claims{}, ErrForged // details would only help an attacker
}

// checkClaims checks the claims of a token with a good signature. A resume token of an
// earlier release names no server; it expires within a day.
func (s *Signer) checkClaims(c *claims, kinds []string) error {
	kind, rest := c.Audience[0], c.Audience[1:] // not empty: the parser has found one of kinds in it
	switch {
	case c.Subject == "" || !slices.Contains(kinds, kind):
		return ErrForged
	case (kind == kindGuest || kind == kindReplayPass) && len(rest) == 0, kind == kindResume && len(rest) == 0:
		return nil
	case kind == kindGuest || kind == kindReplayPass || len(rest) != 1 || !strings.HasPrefix(rest[0], nodePrefix):
		return ErrForged
	case c.node() != s.node:
		return ErrOtherNode
	}
	return nil
}

// keyOf returns the key that verifies a token, if there is one.
func (s *Signer) keyOf(t *jwt.Token) (any, error) {
	if key := s.keys.find(t.Header["kid"]); key != nil {
		return key, nil
	}
	return nil, ErrOtherKey
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

// looks are protocol.Looks as claims.
type looks struct {
	Title     uint8 `json:"title,omitempty"`
	Trail     uint8 `json:"trail,omitempty"`
	Lines     uint8 `json:"lines,omitempty"`
	KillSound uint8 `json:"kill_sound,omitempty"`
}
