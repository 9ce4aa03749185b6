package room

import (
	"net/netip"
	"slices"
	"time"

	"perihelion/sim"
)

// Seconds pass between the join token and the socket that brings it. For that time the
// seat is reserved: it counts as taken, and nobody else is sent there. A player has one
// reservation at the most, in whichever room: the newest counts.

// Reservation keeps a seat free for a player.
type Reservation struct {
	Player string     // account
	From   netip.Addr // where they are; invalid: unknown
	Team   sim.Team   // the team to be in; NoTeam: whichever has fewer people
	Rating float64    // expected skill, as the matchmaker knows it; 0: unknown

	Beginner bool // has hardly played yet
}

// heldReservation is a Reservation with the time when it lapses.
type heldReservation struct {
	Reservation
	until time.Time
}

// checkCapacity says why so many more may not come, whatever the room; the caller holds
// the mutex, as in what follows.
func (g *Registry) checkCapacity(more int, private bool) error {
	switch {
	case g.draining:
		return ErrDraining
	case g.cfg.MaxPlayers > 0 && g.takenSeats(anyRoom)+more > g.cfg.MaxPlayers:
		return ErrTooMany
	case private && g.cfg.Quota.PrivateSeats > 0 && g.takenSeats((*entry).private)+more > g.cfg.Quota.PrivateSeats:
		return ErrPrivateFull
	}
	return nil
}

// reserve keeps seats free in l, for all of these players or for none. A player who sits
// there already needs no reservation.
func (g *Registry) reserve(l *entry, now time.Time, wanted ...Reservation) error {
	if l.room.ending(now) {
		return ErrClosed
	}
	g.expire(now)
	wanted = slices.DeleteFunc(slices.Clone(wanted), func(p Reservation) bool { return l.room.info.hasPlayer(p.Player) })
	if len(wanted) == 0 {
		return nil
	}
	undo := g.releaseAll(wanted)
	others, until := len(l.reservations), now.Add(g.cfg.ReservationTTL)
	err := g.checkCapacity(len(wanted), l.private())
	for i := 0; i < len(wanted) && err == nil; i++ {
		err = l.reserve(wanted[i], until)
	}
	if err != nil {
		l.reservations = l.reservations[:others]
		undo()
		return err
	}
	g.publishReservations()
	return nil
}

// releaseAll releases the reservations of these players; undo puts them back.
func (g *Registry) releaseAll(wanted []Reservation) (undo func()) {
	theirs := func(p heldReservation) bool {
		return slices.ContainsFunc(wanted, func(w Reservation) bool { return w.Player == p.Player })
	}
	before := make(map[*entry][]heldReservation)
	for _, l := range g.byID {
		if slices.ContainsFunc(l.reservations, theirs) {
			before[l] = slices.Clone(l.reservations)
			l.reservations = slices.DeleteFunc(l.reservations, theirs)
		}
	}
	return func() {
		for l, kept := range before {
			l.reservations = kept
		}
	}
}

// consume ends the reservation of a player in a room, because the seat is taken now.
func (g *Registry) consume(id, player string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l, ok := g.byID[id]; ok {
		l.reservations = slices.DeleteFunc(l.reservations, func(p heldReservation) bool { return p.Player == player })
		l.publishReservations()
	}
}

// publishReservations lets every room know until when somebody may still come. The caller
// holds the mutex.
func (g *Registry) publishReservations() {
	for _, l := range g.byID {
		l.publishReservations()
	}
}

func (l *entry) publishReservations() {
	var until int64
	for _, p := range l.reservations {
		until = max(until, p.until.UnixNano())
	}
	l.room.info.reservedUntil.Store(until)
}

// takenSeats counts the seats that are taken or reserved in those rooms.
func (g *Registry) takenSeats(of func(*entry) bool) (n int) {
	for _, l := range g.byID {
		if of(l) {
			n += l.taken()
		}
	}
	return n
}

// Taken counts the seats that are taken or reserved.
func (g *Registry) Taken() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(time.Now())
	return g.takenSeats(anyRoom)
}

func anyRoom(*entry) bool { return true }

// expire releases the reservations that have lapsed.
func (g *Registry) expire(now time.Time) {
	for _, l := range g.byID {
		l.reservations = slices.DeleteFunc(l.reservations, func(p heldReservation) bool { return !now.Before(p.until) })
	}
}

// reserve keeps one seat free. Who may be on either team is put on one here, or
// the teams would be reserved for more than they seat.
func (l *entry) reserve(p Reservation, until time.Time) error {
	if l.free() == 0 {
		return ErrFull
	}
	if free := l.freeByTeam(); l.room.cfg.hasTeams() {
		if p.Team == sim.NoTeam {
			p.Team = emptiestTeam(free)
		}
		if int(p.Team) > len(free) || free[p.Team-1] == 0 {
			return ErrFull
		}
	}
	l.reservations = append(l.reservations, heldReservation{p, until})
	return nil
}

// reservationOf is what a player was reserved, if anything.
func (l *entry) reservationOf(player string) (Reservation, bool) {
	for _, p := range l.reservations {
		if p.Player == player {
			return p.Reservation, true
		}
	}
	return Reservation{}, false
}

func (l *entry) taken() int { return int(l.room.info.players.Load()) + len(l.reservations) }

// free is how many seats are neither a player's nor reserved.
func (l *entry) free() int {
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
