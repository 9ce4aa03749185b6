// Package friends knows who is whose friend, where friends are just now, and to which rooms they
// have invited each other. The lobby calls it; a Service is safe for concurrent use. Friendships
// are stored; the rest is kept in memory only, for it is true for a minute or two.
package friends

import (
	"context"
	"errors"
	"sync"
	"time"

	"perihelion/server/data/store"
)

// The errors of a Service, beside those of a Store.
var (
	ErrSelf      = errors.New("friends: a player is no friend of their own")
	ErrNoFriend  = errors.New("friends: they are not friends")
	ErrBusy      = errors.New("friends: too many players")
	ErrUnnamed   = errors.New("friends: nobody has that name")
	ErrAmbiguous = errors.New("friends: several have that name")
)

// Limits of a player.
const (
	MaxFriends  = 100                 // that they want
	maxRequests = 50                  // that others make and they have not answered
	requestAge  = 14 * 24 * time.Hour // after which one that was not answered is forgotten
)

const (
	presenceTime   = 75 * time.Second // clients tell where they are at least every half minute
	invitationTime = 2 * time.Minute  // a private room without its friend is left by then
	maxPresent     = 1 << 16
	sweepEvery     = 10 * time.Second
)

// Store keeps who wants whom for a friend: *store.Store.
type Store interface {
	WantFriend(ctx context.Context, player, friend string, limits store.FriendLimits, now time.Time) error
	ForgetFriend(ctx context.Context, player, friend string) error
	Friends(ctx context.Context, player string) ([]store.Friend, error)
	AreFriends(ctx context.Context, player, friend string) (bool, error)
	PlayersNamed(ctx context.Context, name string, limit int) (ids []string, err error)
}

// Place is where a player is; the zero value: in no match.
type Place struct {
	Room string // by which others join it
	Mode string
}

// Friend is a friend or a request, as the player sees it.
type Friend struct {
	store.Friend
	Online     bool
	Place      Place      // of a friend who is online
	Invitation Invitation // the last one from this friend; zero: none
}

// mutual reports whether both want it.
func (f *Friend) mutual() bool { return !f.Wanted.IsZero() && !f.Wants.IsZero() }

// Invitation is to a room.
type Invitation struct {
	Place
	At time.Time
}

// Service is what this package does. Make one with New.
type Service struct {
	store Store

	mu          sync.Mutex
	present     map[string]presence
	invitations map[pair]Invitation
	lastSweep   time.Time
}

type presence struct {
	Place
	seen time.Time
}

type pair struct{ from, to string }

// New returns a service of which nobody is online yet.
func New(s Store) *Service {
	return &Service{store: s, present: map[string]presence{}, invitations: map[pair]Invitation{}}
}

// Want says that a player wants another for a friend, or answers the other's request.
func (s *Service) Want(ctx context.Context, player, friend string, now time.Time) error {
	if player == friend {
		return ErrSelf
	}
	return s.store.WantFriend(ctx, player, friend, store.FriendLimits{Wanted: MaxFriends, Requests: maxRequests, Age: requestAge}, now)
}

// PlayerNamed is the player of that name: ErrUnnamed, ErrAmbiguous.
func (s *Service) PlayerNamed(ctx context.Context, name string) (player string, err error) {
	ids, err := s.store.PlayersNamed(ctx, name, 2)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", ErrUnnamed
	case len(ids) > 1:
		return "", ErrAmbiguous
	}
	return ids[0], nil
}

// Forget ends a friendship, takes a request back, or declines one.
func (s *Service) Forget(ctx context.Context, player, friend string) error {
	if err := s.store.ForgetFriend(ctx, player, friend); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.invitations, pair{player, friend})
	delete(s.invitations, pair{friend, player})
	return nil
}

// Appear notes that a player is online, and where.
func (s *Service) Appear(player string, at Place, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeOld(now)
	if _, known := s.present[player]; known || len(s.present) < maxPresent {
		s.present[player] = presence{at, now}
	}
}

// List returns the friends of a player and all requests, by name. Only friends see where the other is.
func (s *Service) List(ctx context.Context, player string, now time.Time) ([]Friend, error) {
	rows, err := s.store.Friends(ctx, player)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeOld(now)
	list := make([]Friend, 0, len(rows))
	for _, row := range rows {
		f := Friend{Friend: row}
		if p, online := s.present[row.Player]; online && f.mutual() {
			f.Online, f.Place = true, p.Place
			f.Invitation = s.invitations[pair{row.Player, player}]
		}
		list = append(list, f)
	}
	return list, nil
}

// Invite invites a friend to a room, instead of the last one: ErrNoFriend.
func (s *Service) Invite(ctx context.Context, player, friend string, to Place, now time.Time) error {
	are, err := s.store.AreFriends(ctx, player, friend)
	if err != nil {
		return err
	}
	if !are {
		return ErrNoFriend
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeOld(now)
	if len(s.invitations) >= maxPresent {
		return ErrBusy
	}
	s.invitations[pair{player, friend}] = Invitation{to, now}
	return nil
}

// removeOld removes who has not told for a while, and invitations that are over. The caller holds
// the mutex.
func (s *Service) removeOld(now time.Time) {
	if now.Sub(s.lastSweep) < sweepEvery {
		return
	}
	s.lastSweep = now
	for player, p := range s.present {
		if now.Sub(p.seen) > presenceTime {
			delete(s.present, player)
		}
	}
	for who, i := range s.invitations {
		if now.Sub(i.At) > invitationTime {
			delete(s.invitations, who)
		}
	}
}
