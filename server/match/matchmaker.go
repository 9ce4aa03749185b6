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

// Config is the configuration of a Matchmaker. All fields but Queues have defaults.
type Config struct {
	Queues     []Queue
	Interval   time.Duration // between two runs of the queues; 0 means 500 ms
	keepEnded  time.Duration // how long an ended ticket can still be read; 0 means 1 min
	maxTickets int           // that may wait in all queues; 0 means 20,000
	Metrics    Metrics       // may be nil
}

// endedPerQueued bounds the ended tickets that are kept, as a multiple of maxTickets.
const endedPerQueued = 5

func (c Config) withDefaults() Config {
	if c.Interval == 0 {
		c.Interval = 500 * time.Millisecond
	}
	if c.keepEnded == 0 {
		c.keepEnded = time.Minute
	}
	if c.maxTickets == 0 {
		c.maxTickets = 20_000
	}
	if c.Metrics == nil {
		c.Metrics = nopMetrics{}
	}
	return c
}

// Matchmaker keeps the tickets of one server. Make one with NewMatchmaker and drive it with
// Run. It is safe for concurrent use: requests hold its lock for microseconds, and a run
// over 10,000 tickets blocks them for a few tens of milliseconds at most. Rooms that take
// long to open hold up their queue alone.
type Matchmaker struct {
	cfg   Config
	rooms RoomProvider

	mu       sync.Mutex
	closed   bool
	queues   []*queueState // one for each queue
	byID     map[string]*ticket
	byPlayer map[string]*ticket // the queued ticket of each player
	byAddr   map[netip.Addr]int // queued players by address
	queued   int                // tickets that are queued
}

// queueState is a queue with its waiting tickets.
type queueState struct {
	cfg     Queue
	running sync.Mutex // held while its matches are made; locked before that of the Matchmaker
	waiting []*ticket  // also tickets that have ended since the last run
	waits   waitHistory
}

// NewMatchmaker returns a Matchmaker that sends players to rooms.
func NewMatchmaker(cfg Config, rooms RoomProvider) *Matchmaker {
	m := &Matchmaker{cfg: cfg.withDefaults(), rooms: rooms, byID: map[string]*ticket{}, byPlayer: map[string]*ticket{}, byAddr: map[netip.Addr]int{}}
	for _, q := range cfg.Queues {
		q.Party = max(q.Party, 1)
		if q.Seats < 1 || q.Teams > 0 && q.Seats%q.Teams != 0 || q.Party > q.teamSize() {
			panic(fmt.Sprintf("match: queue %q: %d seats cannot hold %d sides and parties of %d", q.Name, q.Seats, q.Teams, q.Party))
		}
		m.queues = append(m.queues, &queueState{cfg: q})
	}
	return m
}

// Queues returns the queues.
func (m *Matchmaker) Queues() []Queue { return slices.Clone(m.cfg.Queues) }

// Run processes the queues until ctx ends. Then waiting tickets fail, and new ones are
// refused.
func (m *Matchmaker) Run(ctx context.Context) {
	ticker := time.NewTicker(m.cfg.Interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			m.shutDown()
			return
		case <-ticker.C:
			m.processQueues(time.Now())
		}
	}
}

// Submit queues players, and cancels their earlier tickets. In an instant queue, and for a
// party that fills a match, the returned ticket has usually been assigned, or has failed.
func (m *Matchmaker) Submit(req Request) (Status, error) {
	now := time.Now()
	q, t, err := m.enqueue(req, now)
	if err != nil {
		return Status{}, err
	}
	if q.cfg.Instant() || len(req.Players) == q.cfg.Seats { // a party that fills a match need not wait
		m.runQueue(q, now)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return t.Status, nil
}

// enqueue makes a ticket and puts it into its queue.
func (m *Matchmaker) enqueue(req Request, now time.Time) (*queueState, *ticket, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	q := m.queueNamed(req.Queue)
	switch {
	case m.closed:
		return nil, nil, ErrClosed
	case q == nil:
		return nil, nil, ErrNoQueue
	case len(req.Players) == 0 || len(req.Players) > q.cfg.Party:
		return nil, nil, ErrParty
	case m.queued >= m.cfg.maxTickets, len(m.byID) >= endedPerQueued*m.cfg.maxTickets:
		return nil, nil, ErrBusy
	}
	for _, p := range req.Players {
		if old := m.byPlayer[p.ID]; old != nil {
			m.endTicket(old, cancelled, "you queued again", now)
		}
	}
	t := newTicket(rand.Text(), req, q.cfg, now)
	m.byID[t.ID] = t
	for _, p := range t.Players {
		m.byPlayer[p.ID] = t
	}
	q.waiting = append(q.waiting, t)
	m.queued++
	m.byAddr[req.From] += len(t.Players)
	m.cfg.Metrics.Tickets(q.cfg.Name, string(Queued), 1)
	return q, t, nil
}

// Cancel ends a ticket. reason is shown to players. Tickets that have ended already do not
// change.
func (m *Matchmaker) Cancel(id, reason string) (Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.byID[id]
	if !ok {
		return Status{}, ErrNoTicket
	}
	if t.State == Queued {
		m.endTicket(t, cancelled, reason, time.Now())
	}
	return t.Status, nil
}

// Ticket returns the status of a ticket.
func (m *Matchmaker) Ticket(id string) (Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, ok := m.byID[id]; ok {
		return t.Status, nil
	}
	return Status{}, ErrNoTicket
}

// WaitForChange returns the status of a ticket as soon as its version differs from seen, or
// when ctx ends.
func (m *Matchmaker) WaitForChange(ctx context.Context, id string, seen uint64) (Status, error) {
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

// Waiting is the number of queued tickets.
func (m *Matchmaker) Waiting() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.queued
}

// CancelBanned cancels the tickets of all players for whom barred is true, and of their
// parties.
func (m *Matchmaker) CancelBanned(barred func(player string) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for player, t := range m.byPlayer {
		if t.State == Queued && barred(player) {
			m.endTicket(t, cancelled, "a player of this ticket may not play here any more", time.Now())
		}
	}
}

// WaitingFrom is the number of players queued from an address.
func (m *Matchmaker) WaitingFrom(from netip.Addr) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byAddr[from]
}

// queueNamed returns a queue, or nil. The caller holds the mutex, also for the unexported
// methods below.
func (m *Matchmaker) queueNamed(queue string) *queueState {
	for _, q := range m.queues {
		if q.cfg.Name == queue {
			return q
		}
	}
	return nil
}

func (m *Matchmaker) shutDown() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, q := range m.queues {
		for _, t := range q.queuedTickets() {
			m.endTicket(t, failed, "the server is about to restart", time.Now())
		}
	}
}
