package match

import (
	"errors"
	"slices"
	"time"
)

// processQueues expires tickets, makes matches, explains the waiting tickets, and removes
// tickets that ended long ago.
func (m *Matchmaker) processQueues(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, t := range m.byID {
		if t.State != Queued && now.Sub(t.ended) >= m.cfg.keepEnded {
			delete(m.byID, id)
			m.cfg.Metrics.Tickets(t.Queue, string(t.State), -1)
			t.notifyChange() // watchers see that it does not exist any more
		}
	}
	for _, q := range m.queues {
		for _, t := range q.queuedTickets() {
			if !t.Expires.IsZero() && !now.Before(t.Expires) {
				m.endTicket(t, expired, "nobody was found in time", now)
			}
		}
		m.runQueue(q, now)
	}
}

// runQueue makes the matches of one queue. The caller holds the mutex, also for the methods
// below.
func (m *Matchmaker) runQueue(q *queueState, now time.Time) {
	waiting := q.queuedTickets()
	if len(waiting) == 0 {
		return
	}
	tickets := make([]Ticket, len(waiting))
	for i, t := range waiting {
		tickets[i] = t.request
	}
	var rooms []Room
	if q.cfg.Backfill || q.cfg.refill {
		rooms = m.rooms.Rooms(q.cfg)
	}
	found, told := propose(now, tickets, rooms, q.cfg)
	for _, p := range found {
		m.assignSeats(q, p, now)
	}
	expect := q.waits.expectedWait(now)
	for _, e := range told {
		m.byID[e.Ticket].setExplanation(e, expect, now)
	}
}

// assignSeats reserves the seats of p. If the room has filled up meanwhile, its tickets go
// on waiting; tickets of an instant queue get a new room.
func (m *Matchmaker) assignSeats(q *queueState, p proposal, now time.Time) {
	code, err := m.reserveSeats(q, &p)
	if p.room != "" && errors.Is(err, ErrFull) && q.cfg.Instant() {
		p.room, p.bots = "", true
		code, err = m.reserveSeats(q, &p)
	}
	if errors.Is(err, ErrFull) {
		return
	}
	for _, e := range p.entries {
		t := m.byID[e.id]
		if err != nil {
			t.Err = err
			m.endTicket(t, failed, "a match was found, and no room for it", now)
			continue
		}
		if !p.private { // private matches say nothing about the waiting times of others
			waited := e.waited(now)
			q.waits.addWait(waited, now)
			m.cfg.Metrics.Matched(q.cfg.Name, waited, p.quality)
		}
		t.Assignment = Assignment{Room: p.room, Code: code, team: e.team, Since: now}
		m.endTicket(t, Assigned, "", now)
	}
}

// reserveSeats opens the room of p, if it is a new one, and reserves all seats. code is
// that of a private room.
func (m *Matchmaker) reserveSeats(q *queueState, p *proposal) (code string, err error) {
	if p.room == "" {
		first := &p.entries[0]
		p.room, code, err = m.rooms.Open(RoomSpec{
			Queue: q.cfg, region: p.region, From: first.from, Player: first.players[0],
			Bots: p.bots, Rated: p.rated, Private: p.private,
		})
		if err != nil {
			return "", err
		}
	}
	for _, e := range p.entries {
		for _, player := range e.players {
			if err := m.rooms.Reserve(p.room, player, e.from, e.team); err != nil {
				return "", err
			}
		}
	}
	return code, nil
}

// queuedTickets are the waiting tickets, oldest first.
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
