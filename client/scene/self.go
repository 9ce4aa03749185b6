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

// self is who we are for the lobby. Whatever asks the lobby shares it: the first
// question that needs a guest makes one, and the others wait for that.
type self struct {
	busy chan struct{} // of one: somebody is becoming a guest

	mu    sync.Mutex // never held while anything waits
	guest prefs.Guest
	name  string // as we want to be called; empty: as we are
	fresh bool   // the guest is another than the one that was last kept
	note  string // why we are not called as we wanted, for the title
}

func newSelf() *self { return &self{busy: make(chan struct{}, 1)} }

// renewAfter is how old a token may get: a long way before it ends.
const renewAfter = 7 * 24 * time.Hour

// present says as whom we ask from now on.
func (k *Kit) present(name string) {
	s := k.self
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name = name
	if s.guest.Token == "" {
		s.guest = k.Prefs.GuestFor(k.Options.Server)
	}
}

// who we are, as far as it is known.
func (s *self) who() prefs.Guest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guest
}

func (s *self) wish() (g prefs.Guest, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guest, s.name
}

// become takes what a server said of us.
func (s *self) become(g prefs.Guest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guest, s.name, s.fresh = g, g.Name, true
}

// keepName ceases to want another name; the title says why.
func (s *self) keepName(note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name, s.note = s.guest.Name, note
}

// takeNote is what there is to say about the name, once.
func (s *self) takeNote() (note string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	note, s.note = s.note, ""
	return note
}

// prolong takes a new token for an old one. Whatever we want to be called by now, we
// still do.
func (s *self) prolong(old, token string, since int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == old {
		s.guest.Token, s.guest.IssuedAt, s.fresh = token, since, true
	}
}

// forget is for a token that the server does not take.
func (s *self) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.guest.Token == token {
		s.guest = prefs.Guest{Name: s.guest.Name}
	}
}

// settle keeps who we have become; a player can do without.
func (k *Kit) settle() {
	s := k.self
	s.mu.Lock()
	g, fresh := s.guest, s.fresh
	s.fresh = false
	s.mu.Unlock()
	if !fresh {
		return
	}
	if err := k.Prefs.SetGuest(g); err != nil {
		k.Log.Warn("guest not remembered", "err", err)
	}
}

// as lets f ask the lobby as our guest, which is made, or made anew, if need be.
func (k *Kit) as(ctx context.Context, f func(l *lobby.Client) error) error {
	for try := 0; ; try++ {
		token, err := k.introduce(ctx)
		if err != nil {
			return err
		}
		err = f(k.Lobby(token))
		if try > 0 || !is(err, http.StatusUnauthorized) {
			return err
		}
		k.self.forget(token)
	}
}

// is reports whether the server refused with this status.
func is(err error, status int) bool {
	var p *api.Problem
	return errors.As(err, &p) && p.Status == status
}

// introduce sees to it that we are a guest, of the name that we want.
func (k *Kit) introduce(ctx context.Context) (token string, err error) {
	s := k.self
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	g, name := s.wish()
	switch {
	case g.Token == "":
		if name == "" {
			name = g.Name
		}
		made, err := k.Lobby("").CreateGuest(ctx, name)
		if err != nil {
			return "", err
		}
		return k.admit(made), nil
	case name != "" && name != g.Name:
		return g.Token, k.rename(ctx, g, name)
	}
	return g.Token, nil
}

// rename tells the server our new name. Only a name that it refuses is worth not
// playing for.
func (k *Kit) rename(ctx context.Context, g prefs.Guest, name string) error {
	p, err := k.Lobby(g.Token).Rename(ctx, name)
	switch {
	case is(err, http.StatusUnprocessableEntity):
		return err
	case is(err, http.StatusTooManyRequests):
		k.self.keepName("Your name cannot be changed again so soon. You are still " + g.Name + ".")
		return nil
	case err != nil:
		k.Log.Info("name not changed", "err", err)
		return nil
	}
	g.Name = p.Name
	k.self.become(g)
	return nil
}

func (k *Kit) admit(g api.Guest) (token string) {
	k.self.become(prefs.Guest{ID: g.PlayerID, Name: g.Name, Token: g.Token, Server: k.Options.Server, IssuedAt: k.Now().Unix()})
	return g.Token
}

// renew changes an old token for a new one; it is not missed if that fails.
func (k *Kit) renew() {
	g := k.self.who()
	if g.Token == "" || k.Now().Sub(time.Unix(g.IssuedAt, 0)) < renewAfter {
		return
	}
	k.start(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		k.self.busy <- struct{}{}
		defer func() { <-k.self.busy }()
		if made, err := k.Lobby(g.Token).CreateGuest(ctx, g.Name); err == nil {
			k.self.prolong(g.Token, made.Token, k.Now().Unix())
		}
	})
}
