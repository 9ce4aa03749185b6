package room

import (
	"net/netip"
	"time"
)

// Quota says how much of a server somebody may have, so that nobody locks the
// others out. The zero value sets no limit.
type Quota struct {
	PrivateRooms int // in all; the matchmaker has the rest to itself
	PrivateSeats int // taken or reserved in private rooms
	PerPlayer    int // private rooms that one account has open
	PerAddr      int // rooms of any kind that were opened for one address
}

// Owner is whom a room was opened for.
type Owner struct {
	Player string     // account; of a private room
	From   netip.Addr // invalid: unknown, and so no limit
}

// reclaimAfter is how long nobody must have touched the controls in a room before it
// can be closed for the sake of others: time for a slow page to come, and less than
// anybody waits for a room.
const reclaimAfter = 10 * time.Second

func (l *entry) private() bool { return l.room.cfg.Code != "" }

// checkOwner makes sure that there is a room for an owner, or says why there is none. If
// all are taken it takes one back. The caller holds the mutex, as in what follows.
func (g *Registry) checkOwner(by Owner, private bool, now time.Time) error {
	s := &g.cfg.Quota
	switch {
	case private && s.PerPlayer > 0 && g.countRooms(func(l *entry) bool { return l.private() && l.owner.Player == by.Player }) >= s.PerPlayer:
		return ErrPerPlayer
	case s.PerAddr > 0 && by.From.IsValid() && g.roomsOf(by.From, anyRoom) >= s.PerAddr:
		return ErrPerAddr
	case private && s.PrivateRooms > 0 && g.countRooms((*entry).private) >= s.PrivateRooms && !g.reclaim(by, (*entry).private, now):
		return ErrPrivateFull
	case g.cfg.MaxRooms > 0 && len(g.byID) >= g.cfg.MaxRooms && !g.reclaim(by, anyRoom, now):
		return ErrTooMany
	}
	return nil
}

// reclaim closes, for somebody who would find none, the room of those in which
// nobody plays whose address has the most of them, if that is at least two more than
// the address of whoever asks has. So however many rooms a few addresses take and
// do not play in, each other address gets one, and no one who has a single room
// loses it.
func (g *Registry) reclaim(by Owner, of func(*entry) bool, now time.Time) bool {
	var worst *entry
	most := 1
	if by.From.IsValid() {
		most += g.roomsOf(by.From, of)
	}
	for _, l := range g.byID {
		if !of(l) || !l.owner.From.IsValid() || l.room.unplayed(now) < reclaimAfter {
			continue
		}
		n := g.roomsOf(l.owner.From, of)
		if n > most || n == most && worst != nil && l.order < worst.order {
			worst, most = l, n
		}
	}
	if worst == nil {
		return false
	}
	delete(g.byID, worst.room.cfg.ID)
	g.log.Info("room reclaimed", "room", worst.room.cfg.ID, "from", worst.owner.From, "rooms", most)
	worst.room.info.reclaimed.Store(true) // it sees so within a second
	return true
}

// countRooms counts those of a kind.
func (g *Registry) countRooms(of func(*entry) bool) (n int) {
	for _, l := range g.byID {
		if of(l) {
			n++
		}
	}
	return n
}

// roomsOf counts the rooms of a kind that were opened for an address.
func (g *Registry) roomsOf(from netip.Addr, of func(*entry) bool) int {
	return g.countRooms(func(l *entry) bool { return l.owner.From == from && of(l) })
}

// Reserved counts the seats that are kept free, by the addresses of those they are for.
func (g *Registry) Reserved() map[netip.Addr]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(time.Now())
	seats := map[netip.Addr]int{}
	for _, l := range g.byID {
		for _, p := range l.reservations {
			if p.From.IsValid() {
				seats[p.From]++
			}
		}
	}
	return seats
}

// ReservedBy counts the seats that are kept free for players from an address.
func (g *Registry) ReservedBy(from netip.Addr) (n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.expire(time.Now())
	for _, l := range g.byID {
		for _, p := range l.reservations {
			if p.From == from {
				n++
			}
		}
	}
	return n
}
