// Package match decides who plays whom. The lobby calls a Matchmaker, which keeps the
// tickets that wait and asks a RoomProvider for rooms. Propose, a pure function that
// anyone may call, decides which tickets meet.
//
// These rules hold: the ticket that has waited longest is served first, rooms that have
// begun are filled before new ones open, a party is never split, and two tickets meet
// only if each accepts the other. What a ticket accepts widens while it waits, as a
// function of the time since it was made, so that every answer can tell when it will
// widen enough.
package match

import (
	"math"
	"net/netip"
	"time"
)

// Queue is something to queue for, and the rules by which its tickets meet.
type Queue struct {
	Name    string
	Mode    string   // of its matches
	Teams   int      // teams of a match; 0: everyone for themselves
	Seats   int      // of a full match
	Party   int      // the largest party; 0 means 1. One that is a full match plays among itself: see Proposal
	Rated   bool     // matches change ratings: complete ones, and those that fill up while they last
	Regions []string // where its matches can be hosted; none: there is one place only

	Rating  Window // how far apart ratings may be
	Latency Window // how long a round trip to the room may take, in milliseconds

	Refill    bool          // whoever comes and suits is sent to someone whose opponent has left or never came
	Backfill  bool          // whoever comes is sent into matches that have begun, whatever the ratings there
	FillAfter time.Duration // how long to look for people only
	Fill      int           // people that are enough from then on: bots take the other seats; 0: never
	Timeout   time.Duration // when a ticket expires; 0: never
}

// Instant tells whether nobody ever waits: one player is enough for a match.
func (q Queue) Instant() bool { return q.Fill == 1 && q.FillAfter == 0 }

// teamSize is how many seats a team has.
func (q Queue) teamSize() int {
	if q.Teams == 0 {
		return q.Seats
	}
	return q.Seats / q.Teams
}

// enough is how many people make a match for someone who has waited so long.
func (q Queue) enough(waited time.Duration) int {
	if q.Fill > 0 && waited >= q.FillAfter {
		return q.Fill
	}
	return q.Seats
}

// Window is how much difference a ticket accepts, by how long it has waited. The
// zero Window accepts any.
type Window struct {
	Start float64
	Rate  float64 // by how much it widens in a second
	Max   float64
}

// At is how wide the window is for someone who has waited so long.
func (w Window) At(waited time.Duration) float64 {
	if w == (Window{}) {
		return math.Inf(1)
	}
	return min(w.Start+w.Rate*waited.Seconds(), w.Max)
}

// Opens tells how long one must have waited for the window to be as wide as that.
func (w Window) Opens(width float64) (waited time.Duration, ever bool) {
	switch {
	case width <= w.At(0):
		return 0, true
	case width > w.Max || w.Rate <= 0:
		return 0, false
	}
	seconds := (width - w.Start) / w.Rate
	return time.Duration(math.Ceil(seconds * float64(time.Second))), true
}

// Ticket is the request of one player, or of a party, for a match.
type Ticket struct {
	ID        string
	Players   []Player
	From      netip.Addr               // where whoever queued is; invalid: unknown
	Latencies map[string]time.Duration // round trips to regions; none: whoever waits did not measure
	Created   time.Time
}

// Player is one of those whom a Ticket is for.
type Player struct {
	ID     string
	Rating float64 // expected skill at the mode of the queue
}

// partyBonus is the rating that each further member adds to a party: they can talk to
// each other, and the players they meet cannot.
const partyBonus = 0.5

// Rating is what is matched: the mean of the players, and a little more for a
// party.
func (t Ticket) Rating() float64 {
	sum := 0.0
	for _, p := range t.Players {
		sum += p.Rating
	}
	return sum/float64(len(t.Players)) + partyBonus*float64(len(t.Players)-1)
}

// strength is what a ticket adds to its team.
func (t Ticket) strength() float64 { return t.Rating() * float64(len(t.Players)) }

func (t Ticket) waited(now time.Time) time.Duration { return max(now.Sub(t.Created), 0) }

// Room is a match that has begun, or lacks an opponent, and has seats to fill.
type Room struct {
	ID      string
	Region  string
	Teams   []TeamState // one if everyone is for themselves
	Waiting Player      // for an opponent; zero in a queue without Refill
}

// TeamState is one team of a Room.
type TeamState struct {
	Free   int
	People int
	Points int // how the match stands: newcomers help whoever is behind
}

func (r Room) people() (n int) {
	for _, s := range r.Teams {
		n += s.People
	}
	return n
}

// Proposal is a match that Propose has found, or a place in one that has begun. A party
// that takes every seat of a new match has met nobody but itself: it gets a private
// room, unrated, or friends could arrange their ratings.
type Proposal struct {
	Room    string // of a match that has begun; empty: a new one
	Region  string
	Entries []Entry
	Bots    bool    // take the seats that are left
	Rated   bool    // what comes of it changes ratings
	Private bool    // nobody else is let in
	Quality float64 // from 0 to 1: how even a new match is
}

// Entry is a ticket in a Proposal.
type Entry struct {
	Ticket
	Team int // from 1; 0: everyone for themselves
}

// Explanation tells a ticket that stays in the queue why.
type Explanation struct {
	Ticket   string
	Waited   time.Duration
	Place    int // in the queue, from 1
	Queued   int // tickets in the queue
	Rating   float64
	Window   float64       // opponents of Rating ± Window are accepted; 0: any
	Latency  time.Duration // regions up to this round trip are accepted; 0: any
	BotsIn   time.Duration // until bots fill the empty seats; 0: they do not
	NearMiss NearMiss
}

// NearMiss is what kept a ticket from a match.
type NearMiss struct {
	Why   Why
	By    float64       // how far off it was: of rating, in milliseconds, or players missing
	Opens time.Duration // until the windows are wide enough; 0: unknown
}

// Why is the kind of a NearMiss.
type Why string

const (
	NearMissRating  Why = "rating"
	NearMissLatency Why = "latency"
	NearMissSize    Why = "size"    // parties do not fill the teams
	NearMissPlayers Why = "players" // too few wait
)
