// Package party keeps friends together before a match: a few players behind a
// code, one of whom leads and queues for all. The lobby calls it; a House is safe
// for concurrent use. Parties live in memory: they are shorter than a restart is
// rare, and whoever is in one still sees the others.
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

// A House refuses in these ways.
var (
	ErrNotFound  = errors.New("party: no such party")
	ErrFull      = errors.New("party: full")
	ErrCrowded   = errors.New("party: too many parties")
	ErrNotLeader = errors.New("party: only the leader may")
	ErrChanged   = errors.New("party: somebody came or left meanwhile")
)

const (
	// MaxMembers is the most that a party holds: one side of the largest match.
	MaxMembers = 8

	maxParties = 4096
	patience   = 90 * time.Second // a client asks after its party every half minute, or is gone
	sweepEvery = time.Second
)

// Member is one of a party.
type Member struct{ Player, Name string }

// Party is what its members see of it.
type Party struct {
	Code    string
	Members []Member // in the order in which they came; the first leads
	Ticket  string   // that all of them follow; empty: not queued
	Version int      // grows with every change
}

// Leader queues for all.
func (p *Party) Leader() string { return p.Members[0].Player }

// Has reports whether a player is a member.
func (p *Party) Has(player string) bool {
	return slices.ContainsFunc(p.Members, func(m Member) bool { return m.Player == player })
}

// Service is all parties of a server. Make one with New.
type Service struct {
	mu       sync.Mutex
	byCode   map[string]*group
	byPlayer map[string]*group
	swept    time.Time
}

// group is a party and what only the house knows of it.
type group struct {
	Party
	seen    map[string]time.Time // by player
	changed chan struct{}        // closed with the next change
}

// New returns a house without parties.
func New() *Service {
	return &Service{byCode: map[string]*group{}, byPlayer: map[string]*group{}}
}

// Create founds a party that m leads, who leaves the one they were in.
func (h *Service) Create(m Member, now time.Time) (Party, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sweep(now)
	h.leave(m.Player)
	if len(h.byCode) >= maxParties {
		return Party{}, ErrCrowded
	}
	g := &group{Party: Party{Code: newCode()}, seen: map[string]time.Time{}, changed: make(chan struct{})}
	h.byCode[g.Code] = g
	h.enter(g, m, now)
	return g.view(), nil
}

// Join enters the party behind a code, in whatever case, and leaves the one that
// m was in.
func (h *Service) Join(code string, m Member, now time.Time) (Party, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sweep(now)
	g := h.byCode[strings.ToUpper(code)]
	switch {
	case g == nil:
		return Party{}, ErrNotFound
	case g.Has(m.Player):
		g.seen[m.Player] = now
		return g.view(), nil
	case len(g.Members) >= MaxMembers:
		return Party{}, ErrFull
	}
	h.leave(m.Player)
	h.enter(g, m, now)
	return g.view(), nil
}

// Leave takes a player out of a party; the next in line leads it, and the last
// one ends it.
func (h *Service) Leave(code, player string, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := h.find(code, player, now); err != nil {
		return err
	}
	h.leave(player)
	return nil
}

// Expel takes everyone out of their party who may not play any more.
func (h *Service) Expel(barred func(player string) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for player := range h.byPlayer {
		if barred(player) {
			h.leave(player)
		}
	}
}

// Look shows a party to one of its members. To others it does not exist.
func (h *Service) Look(code, player string, now time.Time) (Party, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g, err := h.find(code, player, now)
	if err != nil {
		return Party{}, err
	}
	return g.view(), nil
}

// Watch is Look once the party is of another version than known, or ctx ends.
func (h *Service) Watch(ctx context.Context, code, player string, known int) (Party, error) {
	for {
		h.mu.Lock()
		g, err := h.find(code, player, time.Now())
		if err != nil {
			h.mu.Unlock()
			return Party{}, err
		}
		p, changed := g.view(), g.changed
		h.mu.Unlock()
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

// Lead shows a party to its leader: ErrNotLeader.
func (h *Service) Lead(code, player string, now time.Time) (Party, error) {
	p, err := h.Look(code, player, now)
	if err == nil && p.Leader() != player {
		return Party{}, ErrNotLeader
	}
	return p, err
}

// Queue notes the ticket that the leader took for all, as Lead showed them: a
// ticket must not take along who has left, nor leave behind who has come.
func (h *Service) Queue(led Party, ticket string, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	g, err := h.find(led.Code, led.Leader(), now)
	switch {
	case err != nil:
		return err
	case !slices.Equal(g.Members, led.Members):
		return ErrChanged
	}
	g.Ticket = ticket
	g.change()
	return nil
}

// Of is the code of the party that a player is in, if any.
func (h *Service) Of(player string) (code string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	g, ok := h.byPlayer[player]
	if !ok {
		return "", false
	}
	return g.Code, true
}

// find is the party of a member, who is seen by that; the caller holds the mutex,
// as in what follows.
func (h *Service) find(code, player string, now time.Time) (*group, error) {
	h.sweep(now)
	g := h.byCode[strings.ToUpper(code)]
	if g == nil || !g.Has(player) {
		return nil, ErrNotFound
	}
	g.seen[player] = now
	return g, nil
}

func (h *Service) enter(g *group, m Member, now time.Time) {
	g.Members = append(g.Members, m)
	g.seen[m.Player] = now
	h.byPlayer[m.Player] = g
	g.change()
}

func (h *Service) leave(player string) {
	g := h.byPlayer[player]
	if g == nil {
		return
	}
	delete(h.byPlayer, player)
	delete(g.seen, player)
	g.Members = slices.DeleteFunc(g.Members, func(m Member) bool { return m.Player == player })
	if len(g.Members) == 0 {
		delete(h.byCode, g.Code)
	}
	g.change()
}

// sweep lets go of those who were not seen for long.
func (h *Service) sweep(now time.Time) {
	if now.Sub(h.swept) < sweepEvery {
		return
	}
	h.swept = now
	for player, g := range h.byPlayer {
		if now.Sub(g.seen[player]) > patience {
			h.leave(player)
		}
	}
}

// change tells whoever watches.
func (g *group) change() {
	g.Version++
	close(g.changed)
	g.changed = make(chan struct{})
}

// view is a copy that stays as it is.
func (g *group) view() Party {
	p := g.Party
	p.Members = slices.Clone(p.Members)
	return p
}

// newCode is easy to say and to type: no letters that look like digits. It is
// longer than that of a room, whose guests see whoever joins them.
func newCode() string {
	return strings.NewReplacer("O", "8", "I", "9").Replace(rand.Text()[:8])
}
