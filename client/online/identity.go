package online

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/shared/api"
)

// identity is the guest account that this client uses. All lobby requests share it: the
// first one that needs a guest creates it, and the others wait for that.
type identity struct {
	changing chan struct{} // semaphore of one: the guest is being created or changed

	mu         sync.Mutex // never held during a request
	guest      prefs.Guest
	wantedName string // the name the player wants; empty: keep the current one
	unsaved    bool   // the guest differs from the one last saved in the preferences
	nameNotice string // why the wanted name was not accepted, for the title
}

func newIdentity() *identity { return &identity{changing: make(chan struct{}, 1)} }

// RefreshTokenAfter is the age at which a token is renewed, long before it expires.
const RefreshTokenAfter = 7 * 24 * time.Hour

// SetName sets the name for all later requests. It also loads the saved guest when there
// is none yet.
func (s *Service) SetName(name string) {
	id := s.identity
	id.mu.Lock()
	defer id.mu.Unlock()
	id.wantedName = name
	if id.guest.Token == "" {
		id.guest = s.Prefs.GuestFor(s.Server)
	}
}

// PlayerName is what the player wants to be called, or is; empty: the server will choose.
func (s *Service) PlayerName() string {
	g, wanted := s.identity.currentAndWanted()
	return cmp.Or(wanted, g.Name)
}

// current returns the guest as far as it is known.
func (id *identity) current() prefs.Guest {
	id.mu.Lock()
	defer id.mu.Unlock()
	return id.guest
}

func (id *identity) currentAndWanted() (g prefs.Guest, name string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	return id.guest, id.wantedName
}

// setGuest stores what a server has answered about the guest.
func (id *identity) setGuest(g prefs.Guest) {
	id.mu.Lock()
	defer id.mu.Unlock()
	id.guest, id.wantedName, id.unsaved = g, g.Name, true
}

// setName stores the name that the server has given to the guest with this token.
func (id *identity) setName(token, name string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	if id.guest.Token == token {
		id.guest.Name, id.wantedName, id.unsaved = name, name, true
	}
}

// clearGuest removes the guest: the account was deleted.
func (id *identity) clearGuest() {
	id.mu.Lock()
	defer id.mu.Unlock()
	id.guest, id.wantedName, id.unsaved, id.nameNotice = prefs.Guest{}, "", false, ""
}

// dropWantedName keeps the current name; the title shows note.
func (id *identity) dropWantedName(note string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	id.wantedName, id.nameNotice = id.guest.Name, note
}

// takeNameNotice returns the note about the name, once.
func (id *identity) takeNameNotice() (note string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	note, id.nameNotice = id.nameNotice, ""
	return note
}

// replaceToken replaces a token by a newer one. The wanted name stays.
func (id *identity) replaceToken(old, token string, since int64) {
	id.mu.Lock()
	defer id.mu.Unlock()
	if id.guest.Token == old {
		id.guest.Token, id.guest.IssuedAt, id.unsaved = token, since, true
	}
}

// dropToken removes a token that the server has refused.
func (id *identity) dropToken(token string) {
	id.mu.Lock()
	defer id.mu.Unlock()
	if id.guest.Token == token {
		id.guest = prefs.Guest{Name: id.guest.Name}
	}
}

// Guest returns our guest account as far as it is known; its ID is empty if there is none.
func (s *Service) Guest() prefs.Guest { return s.identity.current() }

// TakeNameNotice returns why the wanted name was not accepted, once.
func (s *Service) TakeNameNotice() string { return s.identity.takeNameNotice() }

// PersistGuest saves a changed guest in the preferences. A failure is only logged.
func (s *Service) PersistGuest() {
	id := s.identity
	id.mu.Lock()
	g, unsaved := id.guest, id.unsaved
	id.unsaved = false
	id.mu.Unlock()
	if !unsaved {
		return
	}
	if err := s.Prefs.SetGuest(g); err != nil {
		s.Log.Warn("guest not remembered", "err", err)
	}
}

// withAuth calls f with a client that has our guest's token. The guest is created first if
// there is none, and created again if the server no longer knows it.
func (s *Service) withAuth(ctx context.Context, f func(l *lobby.Client) error) error {
	for try := 0; ; try++ {
		token, err := s.ensureGuest(ctx)
		if err != nil {
			return err
		}
		err = f(s.LobbyClient(token))
		if try > 0 || !IsStatus(err, api.StatusUnauthorized) {
			return err
		}
		s.identity.dropToken(token)
	}
}

// IsStatus reports whether the server refused with this HTTP status.
func IsStatus(err error, status int) bool {
	var p *api.Problem
	return errors.As(err, &p) && p.Status == status
}

// ensureGuest creates the guest if there is none, and changes its name if another one is
// wanted.
func (s *Service) ensureGuest(ctx context.Context) (token string, err error) {
	id := s.identity
	select {
	case id.changing <- struct{}{}:
		defer func() { <-id.changing }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	g, name := id.currentAndWanted()
	switch {
	case g.Token == "":
		if name == "" {
			name = g.Name
		}
		made, err := s.LobbyClient("").CreateGuest(ctx, name)
		if err != nil {
			return "", err
		}
		return s.AdoptGuest(made), nil
	case name != "" && name != g.Name:
		return g.Token, s.renameGuest(ctx, g, name)
	}
	return g.Token, nil
}

// renameGuest sends the wanted name to the server. Only a name that the server finds
// invalid is an error; after any other failure the game goes on with the old name.
func (s *Service) renameGuest(ctx context.Context, g prefs.Guest, name string) error {
	p, err := s.LobbyClient(g.Token).Rename(ctx, name)
	switch {
	case IsStatus(err, api.StatusUnprocessableEntity):
		return err
	case IsStatus(err, api.StatusTooManyRequests):
		s.identity.dropWantedName(lang.F("Your name cannot be changed again so soon. You are still %s.", g.Name))
		return nil
	case err != nil:
		s.Log.Info("name not changed", "err", err)
		return nil
	}
	s.identity.setName(g.Token, p.Name)
	return nil
}

// AdoptGuest makes this client use the guest that the server has answered with. Call
// PersistGuest to save it.
func (s *Service) AdoptGuest(g api.Guest) (token string) {
	s.identity.setGuest(prefs.Guest{ID: g.PlayerID, Name: g.Name, Token: g.Token, Server: s.Server, IssuedAt: s.Now().Unix()})
	return g.Token
}

// ForgetGuest removes the guest from this client, after the server has deleted it.
func (s *Service) ForgetGuest() {
	s.Lobby.Party.clear()
	s.identity.clearGuest()
	if err := s.Prefs.ClearGuest(); err != nil {
		s.Log.Warn("guest not forgotten here", "err", err)
	}
}

// RefreshToken renews an old token in the background. Failing is harmless: the old one is
// still valid.
func (s *Service) RefreshToken() {
	g := s.identity.current()
	if g.Token == "" || s.Now().Sub(time.Unix(g.IssuedAt, 0)) < RefreshTokenAfter {
		return
	}
	s.StartGuarded(func() {
		ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
		defer cancel()
		s.identity.changing <- struct{}{}
		defer func() { <-s.identity.changing }()
		if made, err := s.LobbyClient(g.Token).CreateGuest(ctx, g.Name); err == nil {
			s.identity.replaceToken(g.Token, made.Token, s.Now().Unix())
		}
	})
}
