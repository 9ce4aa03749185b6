package match

import (
	"errors"
	"slices"
	"time"
)

// processQueues expires tickets, makes matches, explains the waiting tickets, and removes
// tickets that ended long ago.
func (m *Matchmaker) processQueues(now time.Time) {
	m.removeEnded(now)
	for _, q := range m.queues {
		m.runQueue(q, now)
	}
}

func (m *Matchmaker) removeEnded(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, t := range m.byID {
		if t.State != Queued && now.Sub(t.ended) >= m.cfg.keepEnded {
			delete(m.byID, id)
			m.cfg.Metrics.Tickets(t.Queue, string(t.State), -1)
			t.notifyChange() // watchers see that it does not exist any more
		}
	}
}

// runQueue makes the matches of one queue. It proposes with the mutex and takes seats
// without it, because the room may be on another server: meanwhile tickets are read,
// cancelled and submitted. One goroutine at a time runs a queue, so that each sees the
// rooms and seats that the one before has taken.
func (m *Matchmaker) runQueue(q *queueState, now time.Time) {
	q.running.Lock()
	defer q.running.Unlock()
	for _, p := range m.proposeMatches(q, now) {
		m.recordMatch(q, &p, m.takeSeats(q, &p), now)
	}
}

// proposeMatches expires tickets of a queue, matches others, and explains those that wait.
func (m *Matchmaker) proposeMatches(q *queueState, now time.Time) []proposal {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range q.queuedTickets() {
		if !t.Expires.IsZero() && !now.Before(t.Expires) {
			m.endTicket(t, expired, "nobody was found in time", now)
		}
	}
	waiting := q.queuedTickets()
	if len(waiting) == 0 {
		return nil
	}
	tickets := make([]Ticket, len(waiting))
	for i, t := range waiting {
		tickets[i] = t.request
	}
	var rooms []Room
	if q.cfg.Backfill || q.cfg.refill {
		rooms = m.rooms.Rooms(q.cfg)
	}
	rules := q.cfg
	rules.regions = m.rooms.Regions()
	found, told := propose(now, tickets, rooms, rules)
	expect := q.waits.expectedWait(now)
	for _, e := range told {
		m.byID[e.Ticket].setExplanation(e, expect, now)
	}
	return found
}

// takeSeats reserves the seats of p. If the room has filled up meanwhile, tickets of an
// instant queue get a new one.
func (m *Matchmaker) takeSeats(q *queueState, p *proposal) error {
	err := m.reserveSeats(q, p)
	if p.room != "" && errors.Is(err, ErrFull) && q.cfg.Instant() {
		p.room, p.bots = "", true
		err = m.reserveSeats(q, p)
	}
	return err
}

// recordMatch tells the tickets of p where their seats are, or why there are none; if the
// room has filled up they go on waiting. The seat of a ticket that was cancelled meanwhile
// is free again when its reservation expires.
func (m *Matchmaker) recordMatch(q *queueState, p *proposal, err error, now time.Time) {
	if errors.Is(err, ErrFull) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range p.entries {
		t := m.byID[e.id]
		switch {
		case t == nil || t.State != Queued:
			continue
		case err != nil:
			t.Err = err
			m.endTicket(t, failed, "a match was found, and no room for it", now)
			continue
		}
		if !p.private { // private matches say nothing about the waiting times of others
			waited := e.waited(now)
			q.waits.addWait(waited, now)
			m.cfg.Metrics.Matched(q.cfg.Name, waited, p.quality)
		}
		t.Assignment = Assignment{Room: p.room, Code: p.code, team: e.team, Since: now}
		m.endTicket(t, Assigned, "", now)
	}
}

// reserveSeats opens the room of p, if it is a new one, and reserves all seats.
func (m *Matchmaker) reserveSeats(q *queueState, p *proposal) (err error) {
	if p.room == "" {
		first := &p.entries[0]
		p.room, p.code, err = m.rooms.Open(RoomSpec{
			Queue: q.cfg, Region: p.region, From: first.from, Player: first.players[0],
			Bots: p.bots, Rated: p.rated, Private: p.private,
		})
		if err != nil {
			return err
		}
	}
	for _, e := range p.entries {
		for _, player := range e.players {
			if err := m.rooms.Reserve(p.room, player, e.from, e.team); err != nil {
				return err
			}
		}
	}
	return nil
}

// queuedTickets are the waiting tickets, oldest first. The caller holds the mutex, as in
// what follows.
func (q *queueState) queuedTickets() []*ticket {
	q.waiting = slices.DeleteFunc(q.waiting, func(t *ticket) bool { return t.State != Queued })
	return q.waiting
}

// endTicket takes a ticket out of its queue.
func (m *Matchmaker) endTicket(t *ticket, s State, reason string, now time.Time) {
	m.queued--
	if m.byAddr[t.request.from] -= len(t.Players); m.byAddr[t.request.from] == 0 {
		delete(m.byAddr, t.request.from)
	}
	for _, p := range t.Players {
		if m.byPlayer[p.ID] == t {
			delete(m.byPlayer, p.ID)
		}
	}
	m.cfg.Metrics.Tickets(t.Queue, string(Queued), -1)
	m.cfg.Metrics.Tickets(t.Queue, string(s), 1)
	t.State, t.Reason, t.ended, t.Search = s, reason, now, Search{}
	t.notifyChange()
}

// nopMetrics does nothing.
type nopMetrics struct{}

func (nopMetrics) Tickets(string, string, int)            {}
func (nopMetrics) Matched(string, time.Duration, float64) {}
