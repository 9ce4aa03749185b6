package match

import (
	"errors"
	"slices"
	"time"
)

// update does what is due: tickets expire, matches are made, waiting tickets get an
// explanation, and tickets that ended long ago are removed.
func (m *Matchmaker) update(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, t := range m.byID {
		if t.State != Queued && now.Sub(t.ended) >= m.cfg.Keep {
			delete(m.byID, id)
			m.cfg.Metrics.Tickets(t.Queue, string(t.State), -1)
			t.changedNow() // whoever still watches learns that it is gone
		}
	}
	for _, l := range m.queues {
		for _, t := range l.queued() {
			if !t.Expires.IsZero() && !now.Before(t.Expires) {
				m.end(t, Expired, "nobody was found in time", now)
			}
		}
		m.propose(l, now)
	}
}

// propose makes the matches of one queue. The caller holds the mutex, as in what
// follows.
func (m *Matchmaker) propose(l *queueState, now time.Time) {
	waiting := l.queued()
	if len(waiting) == 0 {
		return
	}
	tickets := make([]Ticket, len(waiting))
	for i, t := range waiting {
		tickets[i] = t.request
	}
	var rooms []Room
	if l.cfg.Backfill || l.cfg.Refill {
		rooms = m.rooms.Rooms(l.cfg)
	}
	found, told := Propose(now, tickets, rooms, l.cfg)
	for _, p := range found {
		m.apply(l, p, now)
	}
	expect := l.waits.expect(now)
	for _, e := range told {
		m.byID[e.Ticket].explain(e, expect, now)
	}
}

// apply gives the tickets of p their seats. Tickets that come too late for a room
// that has filled up wait on: for an instant queue there is always a new room.
func (m *Matchmaker) apply(l *queueState, p Proposal, now time.Time) {
	code, err := m.reserveSeats(l, &p)
	if p.Room != "" && errors.Is(err, ErrFull) && l.cfg.Instant() {
		p.Room, p.Bots = "", true
		code, err = m.reserveSeats(l, &p)
	}
	if errors.Is(err, ErrFull) {
		return
	}
	for _, e := range p.Entries {
		t := m.byID[e.ID]
		if err != nil {
			t.Err = err
			m.end(t, Failed, "a match was found, and no room for it", now)
			continue
		}
		if !p.Private { // which says nothing of how long others wait, and for whom
			waited := e.waited(now)
			l.waits.add(waited, now)
			m.cfg.Metrics.Matched(l.cfg.Name, waited, p.Quality)
		}
		t.Place = Place{Room: p.Room, Code: code, Team: e.Team, Since: now}
		m.end(t, Assigned, "", now)
	}
}

// reserveSeats opens the room of p, if it has none, and reserves every seat. The code is that
// of a private room.
func (m *Matchmaker) reserveSeats(l *queueState, p *Proposal) (code string, err error) {
	if p.Room == "" {
		first := &p.Entries[0]
		p.Room, code, err = m.rooms.Open(Spec{
			Queue: l.cfg, Region: p.Region, From: first.From, Player: first.Players[0],
			Bots: p.Bots, Rated: p.Rated, Private: p.Private,
		})
		if err != nil {
			return "", err
		}
	}
	for _, e := range p.Entries {
		for _, player := range e.Players {
			if err := m.rooms.Reserve(p.Room, player, e.From, e.Team); err != nil {
				return "", err
			}
		}
	}
	return code, nil
}

// queued lists those who wait, oldest first.
func (l *queueState) queued() []*ticket {
	l.waiting = slices.DeleteFunc(l.waiting, func(t *ticket) bool { return t.State != Queued })
	return l.waiting
}

// end takes a ticket out of its queue, for good.
func (m *Matchmaker) end(t *ticket, s State, reason string, now time.Time) {
	m.queued--
	if m.byAddr[t.request.From] -= len(t.Players); m.byAddr[t.request.From] == 0 {
		delete(m.byAddr, t.request.From)
	}
	for _, p := range t.Players {
		if m.byPlayer[p.ID] == t {
			delete(m.byPlayer, p.ID)
		}
	}
	m.cfg.Metrics.Tickets(t.Queue, string(Queued), -1)
	m.cfg.Metrics.Tickets(t.Queue, string(s), 1)
	t.State, t.Reason, t.ended, t.Search = s, reason, now, Search{}
	t.changedNow()
}

// nopMetrics counts nothing.
type nopMetrics struct{}

func (nopMetrics) Tickets(string, string, int)            {}
func (nopMetrics) Matched(string, time.Duration, float64) {}
