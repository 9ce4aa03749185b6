package room

import (
	"net/netip"
	"slices"
	"time"

	"perihelion/sim"
)

// Between a ticket and the socket that brings it lie seconds. Until then the
// ticket's seat is promised: it counts as taken, and nobody else is sent there.
// Nobody has more than one promise, whatever the rooms: the last one counts.

// Promise keeps a seat free for a player.
type Promise struct {
	Player string     // account
	From   netip.Addr // where they are; invalid: unknown
	Team   sim.Team   // the side to be on; NoTeam: whichever has fewer people
	Rating float64    // expected skill, as the matchmaker knows it; 0: unknown
}

// promised is a promise given, until it ends.
type promised struct {
	Promise
	until time.Time
}

// refuses says why so many more may not come, whatever the room; the caller holds
// the mutex, as in what follows.
func (g *Registry) refuses(more int, private bool) error {
	switch {
	case g.draining:
		return ErrDraining
	case g.cfg.MaxPlayers > 0 && g.spoken(everyRoom)+more > g.cfg.MaxPlayers:
		return ErrTooMany
	case private && g.cfg.Share.PrivateSeats > 0 && g.spoken((*lease).private)+more > g.cfg.Share.PrivateSeats:
		return ErrPrivateFull
	}
	return nil
}

// promise keeps seats free in l, for all of these players or for none. Who sits
// there already needs no promise: his seat is his.
func (g *Registry) promise(l *lease, now time.Time, wanted ...Promise) error {
	if l.room.ending(now) {
		return ErrClosed
	}
	g.expire(now)
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(p Promise) bool { return l.room.face.seats(p.Player) })
	if len(wanted) == 0 {
		return nil
	}
	undo := g.withdraw(wanted)
	others, until := len(l.promises), now.Add(g.cfg.Promise)
	err := g.refuses(len(wanted), l.private())
	for i := 0; i < len(wanted) && err == nil; i++ {
		err = l.promise(wanted[i], until)
	}
	if err != nil {
		l.promises = l.promises[:others]
		undo()
		return err
	}
	g.publishExpected()
	return nil
}

// withdraw takes back what these players are promised, until undo is called.
func (g *Registry) withdraw(wanted []Promise) (undo func()) {
	theirs := func(p promised) bool {
		return slices.ContainsFunc(wanted, func(w Promise) bool { return w.Player == p.Player })
	}
	before := make(map[*lease][]promised)
	for _, l := range g.byID {
		if slices.ContainsFunc(l.promises, theirs) {
			before[l] = slices.Clone(l.promises)
			l.promises = slices.DeleteFunc(l.promises, theirs)
		}
	}
	return func() {
		for l, kept := range before {
			l.promises = kept
		}
	}
}

// redeem takes back what a player was promised in a room: the seat is taken now.
func (g *Registry) redeem(id, player string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l, ok := g.byID[id]; ok {
		l.promises = slices.DeleteFunc(l.promises, func(p promised) bool { return p.Player == player })
		l.publishExpected()
	}
}

// publishExpected lets every room know until when somebody may still come. The caller
// holds the mutex.
func (g *Registry) publishExpected() {
	for _, l := range g.byID {
		l.publishExpected()
	}
}

func (l *lease) publishExpected() {
	var until int64
	for _, p := range l.promises {
		until = max(until, p.until.UnixNano())
	}
	l.room.face.expect.Store(until)
}

// spoken counts the seats that are taken or promised in those rooms.
func (g *Registry) spoken(of func(*lease) bool) (n int) {
	for _, l := range g.byID {
		if of(l) {
			n += l.taken()
		}
	}
	return n
}

func everyRoom(*lease) bool { return true }

// expire forgets the promises that nobody came for.
func (g *Registry) expire(now time.Time) {
	for _, l := range g.byID {
		l.promises = slices.DeleteFunc(l.promises, func(p promised) bool { return !now.Before(p.until) })
	}
}

// promise keeps one seat free. Who may be on either side is put on one here, or
// the sides would be promised to more than they seat.
func (l *lease) promise(p Promise, until time.Time) error {
	if l.free() == 0 {
		return ErrFull
	}
	if free := l.freeByTeam(); l.room.sided() {
		if p.Team == sim.NoTeam {
			p.Team = roomiest(free)
		}
		if int(p.Team) > len(free) || free[p.Team-1] == 0 {
			return ErrFull
		}
	}
	l.promises = append(l.promises, promised{p, until})
	return nil
}

// promisedTo is what a player was promised, if anything.
func (l *lease) promisedTo(player string) (Promise, bool) {
	for _, p := range l.promises {
		if p.Player == player {
			return p.Promise, true
		}
	}
	return Promise{}, false
}

func (l *lease) taken() int { return int(l.room.face.players.Load()) + len(l.promises) }

// free is how many seats are neither a human's nor promised.
func (l *lease) free() int {
	select {
	case <-l.room.done:
		return 0
	default:
	}
	if l.room.ending(time.Now()) {
		return 0
	}
	return max(l.room.cfg.Sim.Seats-l.taken(), 0)
}

// freeByTeam is the same for each side, where there are sides.
func (l *lease) freeByTeam() (free [sides]int) {
	if !l.room.sided() {
		return free
	}
	for i := range free {
		free[i] = l.room.cfg.Sim.Seats/sides - int(l.room.face.byTeam[i].Load())
	}
	for _, p := range l.promises {
		free[p.Team-1]--
	}
	for i := range free {
		free[i] = min(max(free[i], 0), l.free())
	}
	return free
}

const sides = 2 // of a match that has any

// sided reports whether pilots are on sides.
func (r *Room) sided() bool { return r.cfg.Sim.TeamOf(0) != sim.NoTeam }

// roomiest is the side with the most free seats, the first among equals.
func roomiest(free [sides]int) sim.Team {
	if free[1] > free[0] {
		return 2
	}
	return 1
}
