package room

import (
	"slices"
	"time"
)

// Between a ticket and the socket that brings it lie seconds. Until then the
// ticket's seat is a promise: it counts as taken, and nobody else is sent there.

// refuses says why nobody more may come, whatever the room; the caller holds the
// mutex, as in what follows.
func (g *Registry) refuses(now time.Time) error {
	switch {
	case g.draining:
		return ErrDraining
	case g.cfg.MaxPlayers > 0 && g.spoken(now) >= g.cfg.MaxPlayers:
		return ErrTooMany
	}
	return nil
}

// promise keeps one seat free in l.
func (g *Registry) promise(l *lease, now time.Time) error {
	if err := g.refuses(now); err != nil {
		return err
	}
	if l.free(now) == 0 {
		return ErrFull
	}
	until := now.Add(g.cfg.Promise)
	l.promises = append(l.promises, until)
	l.room.face.expect.Store(until.UnixNano())
	return nil
}

// redeem takes one promise back: its seat is taken now. They are alike, so it is
// the oldest.
func (g *Registry) redeem(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l, ok := g.byID[id]; ok && len(l.promises) > 0 {
		l.promises = slices.Delete(l.promises, 0, 1)
	}
}

// fullest is the public room to send the next player to, or nil.
func (g *Registry) fullest(now time.Time) (best *lease) {
	most := -1
	for _, l := range g.byID {
		if l.room.cfg.Code != "" || l.free(now) == 0 {
			continue
		}
		n := l.taken()
		if n > most || n == most && l.order < best.order {
			best, most = l, n
		}
	}
	return best
}

// spoken counts the seats that are taken or promised in all rooms.
func (g *Registry) spoken(now time.Time) (n int) {
	for _, l := range g.byID {
		l.expire(now)
		n += l.taken()
	}
	return n
}

func (l *lease) taken() int { return int(l.room.face.players.Load()) + len(l.promises) }

// free is how many seats are neither a human's nor promised.
func (l *lease) free(now time.Time) int {
	select {
	case <-l.room.done:
		return 0
	default:
	}
	l.expire(now)
	return max(l.room.face.seats-l.taken(), 0)
}

func (l *lease) expire(now time.Time) {
	l.promises = slices.DeleteFunc(l.promises, func(until time.Time) bool { return !now.Before(until) })
}
