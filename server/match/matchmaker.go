package match

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Config is what a Matchmaker needs to know. Only Queues has no default.
type Config struct {
	Queues   []Queue
	Interval time.Duration // between looks at those who wait; 0 means 500 ms
	Keep     time.Duration // how long a ticket can be asked for after its end; 0 means 1 min
	Tickets  int           // that may wait in all; 0 means 20,000
	Metrics  Metrics       // nil: nobody counts
}

// endedPerQueued bounds the tickets that are only kept to be asked for.
const endedPerQueued = 5

func (c Config) withDefaults() Config {
	if c.Interval == 0 {
		c.Interval = 500 * time.Millisecond
	}
	if c.Keep == 0 {
		c.Keep = time.Minute
	}
	if c.Tickets == 0 {
		c.Tickets = 20_000
	}
	if c.Metrics == nil {
		c.Metrics = nopMetrics{}
	}
	return c
}

// Matchmaker keeps the tickets of one server. Make one with NewMaker and drive it with
// Run. It is safe for concurrent use: handlers touch its state for microseconds,
// and a look at 10,000 tickets holds them up for no longer than a frame or two.
type Matchmaker struct {
	cfg   Config
	rooms RoomProvider

	mu       sync.Mutex
	closed   bool
	queues   []*queueState // one for each queue
	byID     map[string]*ticket
	byPlayer map[string]*ticket // the one queued ticket of each
	byAddr   map[netip.Addr]int // players queued from each
	queued   int                // tickets that are queued
}

// queueState is those who wait in one queue, and what the queue has seen.
type queueState struct {
	cfg     Queue
	waiting []*ticket // and some that no longer do, until the next look
	waits   history
}

// NewMatchmaker returns a Matchmaker that sends players to the rooms of hall.
func NewMatchmaker(cfg Config, hall RoomProvider) *Matchmaker {
	m := &Matchmaker{cfg: cfg.withDefaults(), rooms: hall, byID: map[string]*ticket{}, byPlayer: map[string]*ticket{}, byAddr: map[netip.Addr]int{}}
	for _, q := range cfg.Queues {
		q.Party = max(q.Party, 1)
		if q.Seats < 1 || q.Teams > 0 && q.Seats%q.Teams != 0 || q.Party > q.teamSize() {
			panic(fmt.Sprintf("match: queue %q: %d seats cannot hold %d sides and parties of %d", q.Name, q.Seats, q.Teams, q.Party))
		}
		m.queues = append(m.queues, &queueState{cfg: q})
	}
	return m
}

// Queues lists what one can queue for.
func (m *Matchmaker) Queues() []Queue { return slices.Clone(m.cfg.Queues) }

// Run looks after the tickets until ctx ends; then those who wait are sent away,
// and nobody can queue any more.
func (m *Matchmaker) Run(ctx context.Context) {
	ticker := time.NewTicker(m.cfg.Interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			m.close()
			return
		case <-ticker.C:
			m.update(time.Now())
		}
	}
}

// Submit queues players, and takes them out of whatever they were queued for. In
// an instant queue the answer is the end of it: assigned, or failed. So it is, mostly,
// for a party that is a full match.
func (m *Matchmaker) Submit(w Request) (Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.queueNamed(w.Queue)
	switch {
	case m.closed:
		return Status{}, ErrClosed
	case l == nil:
		return Status{}, ErrNoQueue
	case len(w.Players) == 0 || len(w.Players) > l.cfg.Party:
		return Status{}, ErrParty
	case m.queued >= m.cfg.Tickets, len(m.byID) >= endedPerQueued*m.cfg.Tickets:
		return Status{}, ErrBusy
	}
	now := time.Now()
	for _, p := range w.Players {
		if old := m.byPlayer[p.ID]; old != nil {
			m.end(old, Cancelled, "you queued again", now)
		}
	}
	t := newTicket(rand.Text(), w, l.cfg, now)
	m.byID[t.ID] = t
	for _, p := range t.Players {
		m.byPlayer[p.ID] = t
	}
	l.waiting = append(l.waiting, t)
	m.queued++
	m.byAddr[w.From] += len(t.Players)
	m.cfg.Metrics.Tickets(l.cfg.Name, string(Queued), 1)
	if l.cfg.Instant() || len(t.Players) == l.cfg.Seats { // a party that is a match waits for nobody
		m.propose(l, now)
	}
	return t.Status, nil
}

// Cancel ends a ticket, for a reason fit for a player. One that has ended already
// stays as it is.
func (m *Matchmaker) Cancel(id, reason string) (Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.byID[id]
	if !ok {
		return Status{}, ErrNoTicket
	}
	if t.State == Queued {
		m.end(t, Cancelled, reason, time.Now())
	}
	return t.Status, nil
}

// Ticket tells how a ticket is doing.
func (m *Matchmaker) Ticket(id string) (Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, ok := m.byID[id]; ok {
		return t.Status, nil
	}
	return Status{}, ErrNoTicket
}

// Watch waits until a ticket has a version other than seen, or until ctx ends,
// and tells how it is doing then.
func (m *Matchmaker) Watch(ctx context.Context, id string, seen uint64) (Status, error) {
	for {
		m.mu.Lock()
		t, ok := m.byID[id]
		if !ok {
			m.mu.Unlock()
			return Status{}, ErrNoTicket
		}
		status, changed := t.Status, t.changed
		m.mu.Unlock()
		if status.Version != seen || ctx.Err() != nil {
			return status, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// Waiting counts the tickets that are queued.
func (m *Matchmaker) Waiting() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.queued
}

// CancelBanned ends the tickets of everyone who may not play any more, and of those who are
// in one party with them.
func (m *Matchmaker) CancelBanned(barred func(player string) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for player, t := range m.byPlayer {
		if t.State == Queued && barred(player) {
			m.end(t, Cancelled, "a player of this ticket may not play here any more", time.Now())
		}
	}
}

// WaitingFrom counts the players whom somebody at an address has queued.
func (m *Matchmaker) WaitingFrom(from netip.Addr) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byAddr[from]
}

// queueNamed is the one of a queue, or nil; the caller holds the mutex, as in what
// follows.
func (m *Matchmaker) queueNamed(queue string) *queueState {
	for _, l := range m.queues {
		if l.cfg.Name == queue {
			return l
		}
	}
	return nil
}

func (m *Matchmaker) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, l := range m.queues {
		for _, t := range l.queued() {
			m.end(t, Failed, "the server is about to restart", time.Now())
		}
	}
}
