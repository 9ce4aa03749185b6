// Package account says who a player is: it makes guests, knows them by their
// tokens on every device, names them, and forgets them when they ask. The lobby
// calls it; a Book is safe for concurrent use.
//
// A token is signed and good for a year, and renewed long before. Only its hash
// is kept. While the database is away the signature alone is believed: who could
// play before can play on, and newcomers are written down when they come back.
package account

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"time"

	"perihelion/server/auth"
	"perihelion/server/store"
)

// A request about a player ends in these ways when it does not succeed, or in
// those of packages auth and store.
var (
	ErrErased  = errors.New("account: this player has deleted their data")
	ErrBadCode = errors.New("account: no such link code, or it was used or has expired")
)

const (
	linkLife   = 10 * time.Minute
	linkLength = 8 // letters of 5 bits: with a rate limit, years of guessing for each code
)

// Store is where accounts are kept.
type Store interface {
	PutDevice(context.Context, store.Player, store.Device) (store.Player, error)
	PlayerByToken(ctx context.Context, tokenHash string) (store.Player, error)
	Rename(ctx context.Context, id, name string) error
	Erase(ctx context.Context, id string, now time.Time) error
	PutLink(ctx context.Context, player, codeHash string, expires time.Time) error
	ConsumeLink(ctx context.Context, codeHash string, now time.Time) (store.Player, error)
}

// Player is whom a token stands for.
type Player struct{ ID, Name string }

// Guest is a player with a new token.
type Guest struct {
	Player
	Token   string
	Expires time.Time
}

// Link is a code by which a player moves to another device.
type Link struct {
	Code    string
	Expires time.Time
}

// Service is everyone who plays here. Make one with New.
type Service struct {
	store     Store
	signer    *auth.Signer
	words     Words
	impostors impostors
	cache     *cache
	log       *slog.Logger
}

// New returns a book that is kept in s.
func New(s Store, signer *auth.Signer, words Words, log *slog.Logger) *Service {
	return &Service{store: s, signer: signer, words: words, impostors: newImpostors(), cache: newCache(), log: log}
}

// Register makes a new player, or says that the name is a BadName. Without one they get
// one.
func (b *Service) Register(ctx context.Context, name string, now time.Time) (Guest, error) {
	p := Player{ID: rand.Text()}
	if p.Name = inventName(p.ID); name != "" {
		var err error
		if p.Name, err = b.CleanName(name); err != nil {
			return Guest{}, err
		}
	}
	return b.admit(ctx, p, now)
}

// Verify finds out whom a token stands for: an error of package auth, or ErrErased.
func (b *Service) Verify(ctx context.Context, token string, now time.Time) (Player, error) {
	claimed, err := b.signer.VerifyGuest(token, now)
	if err != nil {
		return Player{}, err
	}
	hash := store.Hash(token)
	known, cached := b.cache.find(hash)
	if !cached || now.Sub(known.checked) > fresh {
		known, err = b.look(ctx, hash, claimed, known, now)
		if err != nil {
			return Player{}, err
		}
	}
	if known.erased {
		return Player{}, ErrErased
	}
	return known.player, nil
}

// look asks the store about a token. One that it does not know it is told: the
// player was made by an earlier release, or while it was away.
func (b *Service) look(ctx context.Context, hash string, claimed auth.Guest, last entry, now time.Time) (entry, error) {
	asked := b.cache.asof()
	p, err := b.store.PlayerByToken(ctx, hash)
	if errors.Is(err, store.ErrNotFound) {
		p, err = b.store.PutDevice(ctx, store.Player{ID: claimed.Player, Name: claimed.Name}, store.Device{TokenHash: hash, Seen: now, Expires: claimed.Expires})
	}
	e := entry{token: hash, checked: now}
	switch {
	case errors.Is(err, store.ErrErased):
		e.player, e.erased = Player{ID: claimed.Player}, true
	case errors.Is(err, store.ErrUnavailable):
		if last.token != "" {
			return last, nil
		}
		return entry{player: b.settle(ctx, Player{ID: claimed.Player, Name: claimed.Name})}, nil
	case err != nil:
		return entry{}, err
	default:
		e.player = b.settle(ctx, Player{ID: p.ID, Name: p.Name})
	}
	b.cache.put(e, asked)
	return e, nil
}

// Renew gives a player a token that is good for longer. The old one stays good
// for as long as it was: the answer to this may get lost.
func (b *Service) Renew(ctx context.Context, token string, now time.Time) (Guest, error) {
	p, err := b.Verify(ctx, token, now)
	if err != nil {
		return Guest{}, err
	}
	return b.admit(ctx, p, now)
}

// Rename gives a player another name, which is what it answers with.
func (b *Service) Rename(ctx context.Context, player, name string) (string, error) {
	name, err := b.CleanName(name)
	if err != nil {
		return "", err
	}
	if err := b.store.Rename(ctx, player, name); err != nil {
		return "", err
	}
	b.cache.change(player, func(e *entry) { e.player.Name = name })
	return name, nil
}

// LinkCode makes the code by which a player becomes the same on another device,
// in the place of the one before.
func (b *Service) LinkCode(ctx context.Context, player string, now time.Time) (Link, error) {
	code, expires := rand.Text()[:linkLength], now.Add(linkLife)
	if err := b.store.PutLink(ctx, player, store.Hash(code), expires); err != nil {
		return Link{}, err
	}
	return Link{Code: code[:linkLength/2] + "-" + code[linkLength/2:], Expires: expires}, nil
}

// Link makes the player of a code known on another device, once: ErrBadCode.
func (b *Service) Link(ctx context.Context, code string, now time.Time) (Guest, error) {
	p, err := b.store.ConsumeLink(ctx, store.Hash(readCode(code)), now)
	if errors.Is(err, store.ErrNotFound) {
		return Guest{}, ErrBadCode
	}
	if err != nil {
		return Guest{}, err
	}
	return b.admit(ctx, Player{ID: p.ID, Name: p.Name}, now)
}

// readCode is the code that somebody meant who has typed it: small letters, with
// blanks, with digits that codes do not have.
func readCode(typed string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '0':
			return 'O'
		case c == '1':
			return 'I'
		case c == '8':
			return 'B'
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		case c >= 'A' && c <= 'Z', c >= '2' && c <= '7':
			return c
		}
		return -1
	}, typed)
}

// Erase forgets a player for good: none of their tokens works any more.
func (b *Service) Erase(ctx context.Context, player string, now time.Time) error {
	if err := b.store.Erase(ctx, player, now); err != nil {
		return err
	}
	b.cache.change(player, func(e *entry) { e.player, e.erased, e.checked = Player{ID: player}, true, now })
	return nil
}

// admit signs a new token for p. If the store is away the token is good all the
// same: Verify makes it known later.
func (b *Service) admit(ctx context.Context, p Player, now time.Time) (Guest, error) {
	token, expires := b.signer.Guest(auth.Guest{Player: p.ID, Name: p.Name}, now)
	hash, asked := store.Hash(token), b.cache.asof()
	known, err := b.store.PutDevice(ctx, store.Player{ID: p.ID, Name: p.Name}, store.Device{TokenHash: hash, Seen: now, Expires: expires})
	switch {
	case errors.Is(err, store.ErrErased):
		return Guest{}, ErrErased
	case errors.Is(err, store.ErrUnavailable):
		b.log.Debug("a player is not written down yet", "player", p.ID, "err", err)
	case err != nil:
		return Guest{}, err
	default:
		p.Name = known.Name
		p = b.settle(ctx, p)
		b.cache.put(entry{token: hash, player: p, checked: now}, asked)
	}
	return Guest{Player: p, Token: token, Expires: expires}, nil
}
