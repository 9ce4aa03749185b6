// Package account keeps the accounts of players: it creates guests, knows them by their
// tokens on every device, names them, and deletes them when they ask. The lobby calls it; a
// Service is safe for concurrent use.
//
// A token is signed, valid for a year, and renewed long before. Only its hash is stored.
// While the database is unavailable a valid signature is enough: existing players can play,
// and new ones are stored later.
package account

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/people/auth"
	"perihelion/shared/protocol"
)

// The errors of requests, besides those of packages auth and store.
var (
	ErrErased  = errors.New("account: this player has deleted their data")
	ErrBadCode = errors.New("account: no such link code, or it was used or has expired")
)

const (
	linkLife   = 10 * time.Minute
	linkLength = 8 // letters of 5 bits: with the rate limits it takes years to guess a code
)

// Store keeps accounts. It is implemented by *store.Store.
type Store interface {
	PutDevice(context.Context, store.Player, store.Device) (store.Player, error)
	PlayerByToken(ctx context.Context, tokenHash string) (store.Player, error)
	Rename(ctx context.Context, id, name string) error
	SetLooks(ctx context.Context, id string, l store.Looks) error
	Erase(ctx context.Context, id string, now time.Time) error
	PutLink(ctx context.Context, player, codeHash string, expires time.Time) error
	ConsumeLink(ctx context.Context, codeHash string, now time.Time) (store.Player, error)
}

// Player is a player as known by a token.
type Player struct {
	ID, Name string
	Looks    protocol.Looks // that they have chosen
}

// Guest is a player with a new token.
type Guest struct {
	Player
	Token   string
	Expires time.Time
}

// Link is a code by which a player links another device.
type Link struct {
	Code    string
	Expires time.Time
}

// Service manages all accounts of a server. Make one with New.
type Service struct {
	store      Store
	signer     *auth.Signer
	filter     TextFilter
	lookalikes lookalikeNames
	cache      *cache
	log        *slog.Logger

	onChange func(player string) // see OnChange
}

// New returns a service that stores accounts in st.
func New(st Store, signer *auth.Signer, filter TextFilter, log *slog.Logger) *Service {
	return &Service{store: st, signer: signer, filter: filter, lookalikes: newLookalikeNames(), cache: newCache(), log: log, onChange: func(string) {}}
}

// OnChange lets f be called with each player who was changed here, so that other servers can
// Outdate what they remember. Call it before the service is used; f must not wait.
func (s *Service) OnChange(f func(player string)) { s.onChange = f }

// Outdate lets the store be asked again about a player, who was changed on another server.
func (s *Service) Outdate(player string) {
	s.cache.updatePlayer(player, func(e *cacheEntry) { e.checked = time.Time{} })
}

// Register creates a player. Without a name they get an invented one. The error may be a
// BadName.
func (s *Service) Register(ctx context.Context, name string, now time.Time) (Guest, error) {
	p := Player{ID: rand.Text()}
	if p.Name = inventName(p.ID); name != "" {
		var err error
		if p.Name, err = s.cleanName(name); err != nil {
			return Guest{}, err
		}
	}
	return s.issueToken(ctx, p, now)
}

// Verify returns the player of a token. The error is one of package auth, or ErrErased.
func (s *Service) Verify(ctx context.Context, token string, now time.Time) (Player, error) {
	claimed, err := s.signer.VerifyGuest(token, now)
	if err != nil {
		return Player{}, err
	}
	hash := store.Hash(token)
	known, cached := s.cache.get(hash)
	if !cached || now.Sub(known.checked) > cacheFreshFor {
		known, err = s.lookUp(ctx, hash, claimed, known, now)
		if err != nil {
			return Player{}, err
		}
	}
	if known.erased {
		return Player{}, ErrErased
	}
	return known.player, nil
}

// lookUp asks the store about a token. Unknown tokens are stored: the player was created by
// an earlier release, or while the store was unavailable.
func (s *Service) lookUp(ctx context.Context, hash string, claimed auth.Guest, last cacheEntry, now time.Time) (cacheEntry, error) {
	asked := s.cache.currentVersion()
	p, err := s.store.PlayerByToken(ctx, hash)
	if errors.Is(err, store.ErrNotFound) {
		p, err = s.store.PutDevice(ctx, store.Player{ID: claimed.Player, Name: claimed.Name}, store.Device{TokenHash: hash, Seen: now, Expires: claimed.Expires})
	}
	e := cacheEntry{token: hash, checked: now}
	switch {
	case errors.Is(err, store.ErrErased):
		e.player, e.erased = Player{ID: claimed.Player}, true
	case errors.Is(err, store.ErrUnavailable):
		if last.token != "" {
			return last, nil
		}
		return cacheEntry{player: s.enforceNameRules(ctx, Player{ID: claimed.Player, Name: claimed.Name})}, nil
	case err != nil:
		return cacheEntry{}, err
	default:
		e.player = s.enforceNameRules(ctx, playerOf(&p))
	}
	s.cache.putIfUnchanged(e, asked)
	return e, nil
}

// Renew issues a token that is valid for longer. The old one stays valid, because the
// response may get lost.
func (s *Service) Renew(ctx context.Context, token string, now time.Time) (Guest, error) {
	p, err := s.Verify(ctx, token, now)
	if err != nil {
		return Guest{}, err
	}
	return s.issueToken(ctx, p, now)
}

// Rename changes the name of a player and returns it as cleaned.
func (s *Service) Rename(ctx context.Context, player, name string) (string, error) {
	name, err := s.cleanName(name)
	if err != nil {
		return "", err
	}
	if err := s.store.Rename(ctx, player, name); err != nil {
		return "", err
	}
	s.cache.updatePlayer(player, func(e *cacheEntry) { e.player.Name = name })
	s.onChange(player)
	return name, nil
}

// SetLooks stores what a player has chosen to be seen by, in their next match. Whoever calls it
// has checked that it was earned.
func (s *Service) SetLooks(ctx context.Context, player string, l protocol.Looks) error {
	if err := s.store.SetLooks(ctx, player, store.Looks{Title: int(l.Title), Trail: int(l.Trail), Lines: int(l.Lines), KillSound: int(l.KillSound)}); err != nil {
		return err
	}
	s.cache.updatePlayer(player, func(e *cacheEntry) { e.player.Looks = l })
	s.onChange(player)
	return nil
}

// playerOf is a player as the store knows them.
func playerOf(p *store.Player) Player {
	return Player{ID: p.ID, Name: p.Name, Looks: looksOf(p.Looks)}
}

// LinkCode makes a code by which a player links another device. It replaces an earlier one.
func (s *Service) LinkCode(ctx context.Context, player string, now time.Time) (Link, error) {
	code, expires := rand.Text()[:linkLength], now.Add(linkLife)
	if err := s.store.PutLink(ctx, player, store.Hash(code), expires); err != nil {
		return Link{}, err
	}
	return Link{Code: code[:linkLength/2] + "-" + code[linkLength/2:], Expires: expires}, nil
}

// Link issues a token for the player of a code, which can be used once: ErrBadCode.
func (s *Service) Link(ctx context.Context, code string, now time.Time) (Guest, error) {
	p, err := s.store.ConsumeLink(ctx, store.Hash(normalizeCode(code)), now)
	if errors.Is(err, store.ErrNotFound) {
		return Guest{}, ErrBadCode
	}
	if err != nil {
		return Guest{}, err
	}
	return s.issueToken(ctx, playerOf(&p), now)
}

// normalizeCode corrects how people type a code: lower case, blanks, and digits that codes
// do not have.
func normalizeCode(typed string) string {
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

// Erase deletes a player: none of their tokens works any more.
func (s *Service) Erase(ctx context.Context, player string, now time.Time) error {
	if err := s.store.Erase(ctx, player, now); err != nil {
		return err
	}
	s.cache.updatePlayer(player, func(e *cacheEntry) { e.player, e.erased, e.checked = Player{ID: player}, true, now })
	s.onChange(player)
	return nil
}

// issueToken signs a new token for p. If the store is unavailable the token is valid too:
// Verify stores it later.
func (s *Service) issueToken(ctx context.Context, p Player, now time.Time) (Guest, error) {
	token, expires := s.signer.IssueGuest(auth.Guest{Player: p.ID, Name: p.Name}, now)
	hash, asked := store.Hash(token), s.cache.currentVersion()
	known, err := s.store.PutDevice(ctx, store.Player{ID: p.ID, Name: p.Name}, store.Device{TokenHash: hash, Seen: now, Expires: expires})
	switch {
	case errors.Is(err, store.ErrErased):
		return Guest{}, ErrErased
	case errors.Is(err, store.ErrUnavailable):
		s.log.Debug("a player is not written down yet", "player", p.ID, "err", err)
	case err != nil:
		return Guest{}, err
	default:
		p = playerOf(&known)
		p = s.enforceNameRules(ctx, p)
		s.cache.putIfUnchanged(cacheEntry{token: hash, player: p, checked: now}, asked)
	}
	return Guest{Player: p, Token: token, Expires: expires}, nil
}

func looksOf(l store.Looks) protocol.Looks {
	return protocol.Looks{Title: uint8(l.Title), Trail: uint8(l.Trail), Lines: uint8(l.Lines), KillSound: uint8(l.KillSound)}
}
