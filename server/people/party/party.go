// Package party keeps parties: a few friends with a code, one of whom is the leader and
// queues for all. The lobby calls it; a Service is safe for concurrent use. Parties are
// kept in memory only: they are short, and members can find each other again after a
// restart. The servers of a fleet keep copies, so that parties outlive the one that leads.
package party

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// The errors of a Service.
var (
	ErrNotFound  = errors.New("party: no such party")
	ErrFull      = errors.New("party: full")
	ErrTooMany   = errors.New("party: too many parties")
	ErrNotLeader = errors.New("party: only the leader may")
	ErrChanged   = errors.New("party: somebody came or left meanwhile")
)

const (
	// MaxMembers is the largest party: one team of the largest match.
	MaxMembers = 8

	maxParties    = 4096
	memberTimeout = 90 * time.Second // clients poll their party every half minute; those who do not have left
	sweepEvery    = time.Second
)

// Member is a member of a party.
type Member struct{ Player, Name string }

// Party is a party as its members see it.
type Party struct {
	Code    string
	Members []Member // in the order in which they joined; the first is the leader
	Ticket  string   // of the whole party; empty: not queued
	Version int      // increases with every change
}

// Leader returns the player who queues for all.
func (p *Party) Leader() string { return p.Members[0].Player }

// has reports whether a player is a member.
func (p *Party) has(player string) bool {
	return slices.ContainsFunc(p.Members, func(m Member) bool { return m.Player == player })
}

// Service keeps all parties of a server. Make one with New.
type Service struct {
	mu        sync.Mutex
	byCode    map[string]*group
	byPlayer  map[string]*group
	lastSweep time.Time
	onChange  func(Party)
}

// group is a party with internal fields.
type group struct {
	Party
	lastSeen map[string]time.Time // by player
	changed  chan struct{}        // closed with the next change
}

// New returns a service without parties.
func New() *Service {
	return &Service{byCode: map[string]*group{}, byPlayer: map[string]*group{}}
}

// Create makes a party with m as its leader, who leaves an earlier party.
func (s *Service) Create(m Member, now time.Time) (Party, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeInactive(now)
	s.removeMember(m.Player)
	if len(s.byCode) >= maxParties {
		return Party{}, ErrTooMany
	}
	g := &group{Party: Party{Code: newCode()}, lastSeen: map[string]time.Time{}, changed: make(chan struct{})}
	s.byCode[g.Code] = g
	s.addMember(g, m, now)
	return g.snapshot(), nil
}

// JoinByCode adds m to the party with this code, in any case. m leaves an earlier party.
func (s *Service) JoinByCode(code string, m Member, now time.Time) (Party, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeInactive(now)
	g := s.byCode[strings.ToUpper(code)]
	switch {
	case g == nil:
		return Party{}, ErrNotFound
	case g.has(m.Player):
		g.lastSeen[m.Player] = now
		return g.snapshot(), nil
	case len(g.Members) >= MaxMembers:
		return Party{}, ErrFull
	}
	s.removeMember(m.Player)
	s.addMember(g, m, now)
	return g.snapshot(), nil
}

// LeaveParty removes a player from a party. If it was the leader, the next member becomes
// leader; a party without members is deleted.
func (s *Service) LeaveParty(code, player string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.findAndTouch(code, player, now); err != nil {
		return err
	}
	s.removeMember(player)
	return nil
}

// RemoveBarred removes all players for whom barred is true.
func (s *Service) RemoveBarred(barred func(player string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for player := range s.byPlayer {
		if barred(player) {
			s.removeMember(player)
		}
	}
}

// Get returns a party to one of its members; for others it does not exist.
func (s *Service) Get(code, player string, now time.Time) (Party, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.findAndTouch(code, player, now)
	if err != nil {
		return Party{}, err
	}
	return g.snapshot(), nil
}

// WaitForChange is Get, as soon as the version differs from known, or when ctx ends.
func (s *Service) WaitForChange(ctx context.Context, code, player string, known int) (Party, error) {
	for {
		s.mu.Lock()
		g, err := s.findAndTouch(code, player, time.Now())
		if err != nil {
			s.mu.Unlock()
			return Party{}, err
		}
		p, changed := g.snapshot(), g.changed
		s.mu.Unlock()
		if p.Version != known {
			return p, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return p, nil
		}
	}
}

// GetAsLeader is Get for the leader only: ErrNotLeader.
func (s *Service) GetAsLeader(code, player string, now time.Time) (Party, error) {
	p, err := s.Get(code, player, now)
	if err == nil && p.Leader() != player {
		return Party{}, ErrNotLeader
	}
	return p, err
}

// SetTicket stores the ticket of the whole party. led is what GetAsLeader returned: if
// members have changed since, the ticket would be for the wrong players, and the result is
// ErrChanged.
func (s *Service) SetTicket(led Party, ticket string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, err := s.findAndTouch(led.Code, led.Leader(), now)
	switch {
	case err != nil:
		return err
	case !slices.Equal(g.Members, led.Members):
		return ErrChanged
	}
	g.Ticket = ticket
	s.notifyChange(g)
	return nil
}

// CodeOf is the code of the party that a player is in, if any.
func (s *Service) CodeOf(player string) (code string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.byPlayer[player]
	if !ok {
		return "", false
	}
	return g.Code, true
}

// findAndTouch returns the party of a member, and records that they were seen. The caller
// holds the mutex, also for the methods below.
func (s *Service) findAndTouch(code, player string, now time.Time) (*group, error) {
	s.removeInactive(now)
	g := s.byCode[strings.ToUpper(code)]
	if g == nil || !g.has(player) {
		return nil, ErrNotFound
	}
	g.lastSeen[player] = now
	return g, nil
}

func (s *Service) addMember(g *group, m Member, now time.Time) {
	g.Members = append(g.Members, m)
	g.lastSeen[m.Player] = now
	s.byPlayer[m.Player] = g
	s.notifyChange(g)
}

func (s *Service) removeMember(player string) {
	if g := s.dropMember(player); g != nil {
		s.notifyChange(g)
	}
}

// dropMember takes a player out of their party, and tells nobody; nil: they are in none.
func (s *Service) dropMember(player string) *group {
	g := s.byPlayer[player]
	if g == nil {
		return nil
	}
	delete(s.byPlayer, player)
	delete(g.lastSeen, player)
	g.Members = slices.DeleteFunc(g.Members, func(m Member) bool { return m.Player == player })
	if len(g.Members) == 0 {
		delete(s.byCode, g.Code)
	}
	return g
}

// removeInactive removes members who have not polled for memberTimeout.
func (s *Service) removeInactive(now time.Time) {
	if now.Sub(s.lastSweep) < sweepEvery {
		return
	}
	s.lastSweep = now
	for player, g := range s.byPlayer {
		if now.Sub(g.lastSeen[player]) > memberTimeout {
			s.removeMember(player)
		}
	}
}

// notifyChange wakes all callers of WaitForChange, and tells other servers.
func (s *Service) notifyChange(g *group) {
	g.Version++
	g.wake()
	if s.onChange != nil {
		s.onChange(g.snapshot())
	}
}

func (g *group) wake() {
	close(g.changed)
	g.changed = make(chan struct{})
}

// snapshot is a copy for callers.
func (g *group) snapshot() Party {
	p := g.Party
	p.Members = slices.Clone(p.Members)
	return p
}

// newCode is a code that is easy to say and to type: without letters that look like digits.
// It is longer than the code of a room, because members of a party cannot see each other
// join.
func newCode() string {
	return strings.NewReplacer("O", "8", "I", "9").Replace(rand.Text()[:8])
}
