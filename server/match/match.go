// Package match is the matchmaker: it decides who plays whom. The lobby calls a Matchmaker,
// which keeps the waiting tickets and asks a RoomProvider for rooms. propose, a pure
// function, decides which tickets are matched.
//
// The rules: the oldest ticket is served first, running rooms are filled before new ones
// open, a party is never split, and two tickets are matched only if each accepts the other.
// What a ticket accepts widens while it waits, as a function of its age, so that a response
// can say when it will be wide enough.
package match

import (
	"math"
	"net/netip"
	"time"
)

// Queue is a queue and the rules by which its tickets are matched.
type Queue struct {
	Name    string
	Mode    string   // of its matches
	Game    string   // whose mode that is, and
	Text    string   // what it is in one line, both only to be shown
	Teams   int      // teams of a match; 0: free for all
	Seats   int      // of a full match
	Party   int      // the largest party; 0 means 1. A party that fills a match plays among itself: see proposal
	Rated   bool     // matches change ratings if they are complete, or fill up while they last
	regions []string // where its matches can be hosted, as RoomProvider has them; none: there is one place only

	rating  Window // how much ratings may differ
	latency Window // the round trip time to the room, in milliseconds

	refill     bool          // tickets may be sent to a player whose opponent has left or never came, if both accept each other
	Backfill   bool          // tickets are sent into running matches, whatever the ratings there
	fillAfter  time.Duration // how long to look for other players before bots are allowed
	minPlayers int           // players that are enough after fillAfter: bots take the other seats; 0: no bots
	timeout    time.Duration // when a ticket expires; 0: never
}

// Instant reports whether tickets never wait: one player is enough for a match.
func (q Queue) Instant() bool { return q.minPlayers == 1 && q.fillAfter == 0 }

// teamSize is the number of seats of a team.
func (q Queue) teamSize() int {
	if q.Teams == 0 {
		return q.Seats
	}
	return q.Seats / q.Teams
}

// requiredPlayers is how many players make a match for a ticket that has waited this long.
func (q Queue) requiredPlayers(waited time.Duration) int {
	if q.minPlayers > 0 && waited >= q.fillAfter {
		return q.minPlayers
	}
	return q.Seats
}

// Window is the difference that a ticket accepts, as a function of how long it has waited.
// The zero Window accepts any.
type Window struct {
	Start float64
	Rate  float64 // growth per second
	Max   float64
}

// widthAt is the width of the window after this wait.
func (w Window) widthAt(waited time.Duration) float64 {
	if w == (Window{}) {
		return math.Inf(1)
	}
	return min(w.Start+w.Rate*waited.Seconds(), w.Max)
}

// opens returns after which wait the window is this wide.
func (w Window) opens(width float64) (waited time.Duration, ever bool) {
	switch {
	case width <= w.widthAt(0):
		return 0, true
	case width > w.Max || w.Rate <= 0:
		return 0, false
	}
	seconds := (width - w.Start) / w.Rate
	return time.Duration(math.Ceil(seconds * float64(time.Second))), true
}

// Ticket is the request of a player or a party for a match.
type Ticket struct {
	id        string
	players   []Player
	from      netip.Addr               // address of the player who queued; invalid: unknown
	latencies map[string]time.Duration // round trip times to regions; none: the client did not measure
	created   time.Time
}

// Player is a player of a Ticket.
type Player struct {
	ID     string
	Rating float64 // expected skill in the mode of the queue

	Beginner bool // has hardly played yet
}

// partyBonus is the rating that each further member adds to a party: its members can talk
// to each other.
const partyBonus = 0.5

// rating is the rating that is matched: the mean of the players, plus the bonus of a party.
func (t Ticket) rating() float64 {
	sum := 0.0
	for _, p := range t.players {
		sum += p.Rating
	}
	return sum/float64(len(t.players)) + partyBonus*float64(len(t.players)-1)
}

// strength is what a ticket adds to the strength of its team.
func (t Ticket) strength() float64 { return t.rating() * float64(len(t.players)) }

func (t Ticket) waited(now time.Time) time.Duration { return max(now.Sub(t.created), 0) }

// Room is a running match with free seats, or one that lacks an opponent.
type Room struct {
	ID      string
	Region  string
	Teams   []TeamState // one if it is free for all
	Waiting Player      // the player who waits for an opponent; zero in a queue without refill
}

// TeamState is a team of a Room.
type TeamState struct {
	Free    int
	Players int
	points  int // new players are sent to the team that is behind
}

func (r Room) playerCount() (n int) {
	for _, s := range r.Teams {
		n += s.Players
	}
	return n
}

// proposal is a match found by propose, or seats in a running one. A party that takes all
// seats of a new match gets a private, unrated room: otherwise friends could arrange their
// ratings.
type proposal struct {
	room    string // of a running match; empty: a new one, until there is one
	code    string // of a private room that was opened for it
	region  string
	entries []entry
	bots    bool    // bots take the remaining seats
	rated   bool    // the result changes ratings
	private bool    // nobody else is let in
	quality float64 // from 0 to 1: how even a new match is
}

// entry is a ticket in a proposal.
type entry struct {
	Ticket
	team int // from 1; 0: free for all
}

// explanation tells a waiting ticket why it waits.
type explanation struct {
	Ticket   string
	Waited   time.Duration
	Position int // in the queue, from 1
	Queued   int // tickets in the queue
	Rating   float64
	Window   float64       // accepted opponents have Rating ± Window; 0: any
	Latency  time.Duration // maximal round trip time of accepted regions; 0: any
	BotsIn   time.Duration // until bots fill the empty seats; 0: they do not
	NearMiss NearMiss
}

// NearMiss is what kept a ticket from its best possible match.
type NearMiss struct {
	Why   Why
	By    float64       // what is missing: of rating, in milliseconds, or in players
	Opens time.Duration // until the windows are wide enough; 0: unknown
}

// Why is the kind of a NearMiss.
type Why string

const (
	nearMissRating  Why = "rating"
	nearMissLatency Why = "latency"
	nearMissSize    Why = "size"    // parties do not fill the teams
	nearMissPlayers Why = "players" // too few are waiting
)
