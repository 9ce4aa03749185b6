package scene

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

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

// refreshTokenAfter is the age at which a token is renewed, long before it expires.
const refreshTokenAfter = 7 * 24 * time.Hour

// SetName sets the name for all later requests. It also loads the saved guest when there
// is none yet.
func (deps *Deps) SetName(name string) {
	s := deps.identity
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wantedName = name
	if s.guest.Token == "" {
		s.guest = deps.Prefs.GuestFor(deps.Options.Server)
	}
}

// current returns the guest as far as it is known.
func (s *identity) current() prefs.Guest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guest
}

func (s *identity) currentAndWanted() (g prefs.Guest, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guest, s.wantedName
}

// setGuest stores what a server has answered about the guest.
func (s *identity) setGuest(g prefs.Guest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guest, s.wantedName, s.unsaved = g, g.Name, true
}

// dropWantedName keeps the current name; the title shows note.
func (s *identity) dropWantedName(note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wantedName, s.nameNotice = s.guest.Name, note
}

// takeNameNotice returns the note about the name, once.
func (s *identity) takeNameNotice() (note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	note, s.nameNotice = s.nameNotice, ""
	return note
}

// replaceToken replaces a token by a newer one. The wanted name stays.
func (s *identity) replaceToken(old, token string, since int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == old {
		s.guest.Token, s.guest.IssuedAt, s.unsaved = token, since, true
	}
}

// dropToken removes a token that the server has refused.
func (s *identity) dropToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == token {
		s.guest = prefs.Guest{Name: s.guest.Name}
	}
}

// PersistGuest saves a changed guest in the preferences. A failure is only logged.
func (deps *Deps) PersistGuest() {
	s := deps.identity
	s.mu.Lock()
	g, fresh := s.guest, s.unsaved
	s.unsaved = false
	s.mu.Unlock()
	if !fresh {
		return
	}
	if err := deps.Prefs.SetGuest(g); err != nil {
		deps.Log.Warn("guest not remembered", "err", err)
	}
}

// withAuth calls f with a client that has our guest's token. The guest is created first if
// there is none, and created again if the server no longer knows it.
func (deps *Deps) withAuth(ctx context.Context, f func(l *lobby.Client) error) error {
	for try := 0; ; try++ {
		token, err := deps.ensureGuest(ctx)
		if err != nil {
			return err
		}
		err = f(deps.LobbyClient(token))
		if try > 0 || !IsStatus(err, http.StatusUnauthorized) {
			return err
		}
		deps.identity.dropToken(token)
	}
}

// IsStatus reports whether the server refused with this HTTP status.
func IsStatus(err error, status int) bool {
	var p *api.Problem
	return errors.As(err, &p) && p.Status == status
}

// ensureGuest creates the guest if there is none, and changes its name if another one is
// wanted.
func (deps *Deps) ensureGuest(ctx context.Context) (token string, err error) {
	s := deps.identity
	select {
	case s.changing <- struct{}{}:
		defer func() { <-s.changing }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	g, name := s.currentAndWanted()
	switch {
	case g.Token == "":
		if name == "" {
			name = g.Name
		}
		made, err := deps.LobbyClient("").CreateGuest(ctx, name)
		if err != nil {
			return "", err
		}
		return deps.AdoptGuest(made), nil
	case name != "" && name != g.Name:
		return g.Token, deps.renameGuest(ctx, g, name)
	}
	return g.Token, nil
}

// renameGuest sends the wanted name to the server. Only a name that the server finds
// invalid is an error; after any other failure the game goes on with the old name.
func (deps *Deps) renameGuest(ctx context.Context, g prefs.Guest, name string) error {
	p, err := deps.LobbyClient(g.Token).Rename(ctx, name)
	switch {
	case IsStatus(err, http.StatusUnprocessableEntity):
		return err
	case IsStatus(err, http.StatusTooManyRequests):
		deps.identity.dropWantedName("Your name cannot be changed again so soon. You are still " + g.Name + ".")
		return nil
	case err != nil:
		deps.Log.Info("name not changed", "err", err)
		return nil
	}
	g.Name = p.Name
	deps.identity.setGuest(g)
	return nil
}

func (deps *Deps) AdoptGuest(g api.Guest) (token string) {
	deps.identity.setGuest(prefs.Guest{ID: g.PlayerID, Name: g.Name, Token: g.Token, Server: deps.Options.Server, IssuedAt: deps.Now().Unix()})
	return g.Token
}

// RefreshToken renews an old token in the background. Failing is harmless: the old one is
// still valid.
func (deps *Deps) RefreshToken() {
	g := deps.identity.current()
	if g.Token == "" || deps.Now().Sub(time.Unix(g.IssuedAt, 0)) < refreshTokenAfter {
		return
	}
	deps.StartGuarded(func() {
		ctx, cancel := context.WithTimeout(context.Background(), RequestTimeout)
		defer cancel()
		deps.identity.changing <- struct{}{}
		defer func() { <-deps.identity.changing }()
		if made, err := deps.LobbyClient(g.Token).CreateGuest(ctx, g.Name); err == nil {
			deps.identity.replaceToken(g.Token, made.Token, deps.Now().Unix())
		}
	})
}
