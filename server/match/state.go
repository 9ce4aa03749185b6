package match

import (
	"errors"
	"net/netip"
	"time"
)

// The errors of a Matchmaker.
var (
	ErrNoQueue  = errors.New("match: no such queue")
	ErrNoTicket = errors.New("match: no such ticket")
	ErrParty    = errors.New("match: the party is too large for this queue")
	ErrBusy     = errors.New("match: too many tickets wait")
	ErrClosed   = errors.New("match: the matchmaker has stopped")
)

// ErrFull is returned by a RoomProvider if a room has filled up meanwhile: the ticket goes
// on waiting. After any other error the ticket fails.
var ErrFull = errors.New("match: the room is full")

// State is the state of a ticket.
type State string

const (
	Queued    State = "queued"
	Assigned  State = "assigned"
	cancelled State = "cancelled"
	expired   State = "expired" // no match was found in time
	failed    State = "failed"  // a match was found, but no room
)

// Request is what a ticket is made from.
type Request struct {
	Queue     string
	Party     string // code of the party; empty: a single player
	Players   []Player
	From      netip.Addr // address of the player who queues; invalid: unknown
	Latencies map[string]time.Duration
}

// Status is a ticket as its owner sees it. It is a copy.
type Status struct {
	ID      string
	Queue   string
	Mode    string
	Party   string
	Players []Player
	Created time.Time
	Expires time.Time // zero: never

	State   State
	Version uint64 // increases with every change worth reporting
	Reason  string // why it is not queued any more, in words for players
	Err     error  // of the room provider, if it failed

	Search     Search     // while queued
	Assignment Assignment // once assigned
}

// Search explains a queued ticket.
type Search struct {
	explanation
	Updated time.Time // zero: the queue was not processed since
	Expect  WaitEstimate
}

// WaitEstimate is how long tickets of a queue waited lately; zero: there were too few.
type WaitEstimate struct {
	P50, P90 time.Duration
}

// Assignment is the room a ticket was assigned to. Each of its players has a reserved seat
// there.
type Assignment struct {
	Room  string
	Code  string // of a private room
	team  int    // from 1; 0: free for all
	Since time.Time
}

// RoomProvider provides rooms. Open and Reserve may block for as long as another server
// takes to answer; they are called by one goroutine at a time for each queue.
type RoomProvider interface {
	// Regions lists where rooms can be opened, the nearest to this server first. It must not block.
	Regions() []string
	// Rooms lists the rooms into which tickets of a queue may be sent, oldest first. It must
	// not block, and not call the Matchmaker.
	Rooms(q Queue) []Room
	// Open starts a room for a new match and returns its id, and its code if it is private.
	Open(s RoomSpec) (id, code string, err error)
	// Reserve reserves a seat of a room for a player, in a team from 1, or in any if 0.
	Reserve(room string, p Player, from netip.Addr, team int) error
}

// RoomSpec is the room that a new match needs.
type RoomSpec struct {
	Queue  Queue
	Region string     // where it should be
	From   netip.Addr // address of the oldest ticket
	Player Player     // its first player
	Bots   bool       // fill empty seats with bots
	Rated  bool

	Private bool // nobody else is let in
}

// Metrics counts tickets. Its methods must not block.
type Metrics interface {
	Tickets(queue, state string, by int) // adds to the number of tickets in a state
	Matched(queue string, waited time.Duration, quality float64)
}
