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

// identity is who we are for the lobby. Whatever asks the lobby shares it: the first
// question that needs a guest makes one, and the others wait for that.
type identity struct {
	changing chan struct{} // of one: somebody is becoming a guest

	mu         sync.Mutex // never held while anything waits
	guest      prefs.Guest
	wantedName string // as we want to be called; empty: as we are
	unsaved    bool   // the guest is another than the one that was last kept
	nameNotice string // why we are not called as we wanted, for the title
}

func newIdentity() *identity { return &identity{changing: make(chan struct{}, 1)} }

// refreshTokenAfter is how old a token may get: a long way before it ends.
const refreshTokenAfter = 7 * 24 * time.Hour

// SetName says as whom we ask from now on.
func (deps *Deps) SetName(name string) {
	s := deps.identity
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wantedName = name
	if s.guest.Token == "" {
		s.guest = deps.Prefs.GuestFor(deps.Options.Server)
	}
}

// current we are, as far as it is known.
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

// setGuest takes what a server said of us.
func (s *identity) setGuest(g prefs.Guest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guest, s.wantedName, s.unsaved = g, g.Name, true
}

// dropWantedName ceases to want another name; the title says why.
func (s *identity) dropWantedName(note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wantedName, s.nameNotice = s.guest.Name, note
}

// takeNameNotice is what there is to say about the name, once.
func (s *identity) takeNameNotice() (note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	note, s.nameNotice = s.nameNotice, ""
	return note
}

// replaceToken takes a new token for an old one. Whatever we want to be called by now, we
// still do.
func (s *identity) replaceToken(old, token string, since int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == old {
		s.guest.Token, s.guest.IssuedAt, s.unsaved = token, since, true
	}
}

// forget is for a token that the server does not take.
func (s *identity) dropToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == token {
		s.guest = prefs.Guest{Name: s.guest.Name}
	}
}

// PersistGuest keeps who we have become; a player can do without.
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

// as lets f ask the lobby as our guest, which is made, or made anew, if need be.
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

// IsStatus reports whether the server refused with this status.
func IsStatus(err error, status int) bool {
	var p *api.Problem
	return errors.As(err, &p) && p.Status == status
}

// ensureGuest sees to it that we are a guest, of the name that we want.
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

// renameGuest tells the server our new name. Only a name that it refuses is worth not
// playing for.
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

// RefreshToken changes an old token for a new one; it is not missed if that fails.
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
