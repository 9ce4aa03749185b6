package match

import (
	"errors"
	"net/netip"
	"time"
)

// Asking a Matchmaker fails in these ways.
var (
	ErrNoQueue  = errors.New("match: no such queue")
	ErrNoTicket = errors.New("match: no such ticket")
	ErrParty    = errors.New("match: the party is too large for this queue")
	ErrBusy     = errors.New("match: too many tickets wait")
	ErrClosed   = errors.New("match: the matchmaker has stopped")
)

// ErrFull is what a RoomProvider says of a room that has filled up in the meantime: its
// ticket goes on waiting. After any other error it fails, and carries the error.
var ErrFull = errors.New("match: the room is full")

// State is what has become of a ticket.
type State string

const (
	Queued    State = "queued"
	Assigned  State = "assigned"
	Cancelled State = "cancelled"
	Expired   State = "expired" // nobody was found in time
	Failed    State = "failed"  // a match was found, and no room
)

// Request is what a ticket is made of.
type Request struct {
	Queue     string
	Party     string // code of the party that queues; empty: one player
	Players   []Player
	From      netip.Addr // where whoever queues is; invalid: unknown
	Latencies map[string]time.Duration
}

// Status is a ticket as its owner sees it. It is a copy: nobody changes it.
type Status struct {
	ID      string
	Queue   string
	Mode    string
	Party   string
	Players []Player
	Created time.Time
	Expires time.Time // zero: never

	State   State
	Version uint64 // grows with every change worth telling
	Reason  string // why it is not queued any more, fit for a player
	Err     error  // of the room provider, if it failed

	Search Search // while queued
	Place  Place  // once assigned
}

// Search explains a ticket that is queued.
type Search struct {
	Explanation
	Updated time.Time // zero: the matchmaker has not looked at it yet
	Expect  Expect
}

// Expect is how long tickets of a queue waited, lately; zero: too few have.
type Expect struct {
	P50, P90 time.Duration
}

// Place is where a ticket is assigned to. Each of its players has a reserved seat
// there.
type Place struct {
	Room  string
	Code  string // of a private room
	Team  int    // from 1; 0: everyone for themselves
	Since time.Time
}

// RoomProvider has the rooms. Its methods must not call the Matchmaker, and not block.
type RoomProvider interface {
	// Rooms lists what tickets of a queue may be sent into, oldest first.
	Rooms(q Queue) []Room
	// Open starts a room for a new match and returns its id, and the code of a private one.
	Open(s Spec) (id, code string, err error)
	// Reserve keeps a seat free for a player who is there, on a team from 1, or on any
	// if 0.
	Reserve(room string, p Player, from netip.Addr, team int) error
}

// Spec is the room that a new match needs.
type Spec struct {
	Queue  Queue
	Region string
	From   netip.Addr // of whoever has waited longest for it
	Player Player     // who that is
	Bots   bool       // fill the seats that nobody takes
	Rated  bool

	Private bool // nobody else is let in
}

// Metrics are told what becomes of tickets. They must not block.
type Metrics interface {
	Tickets(queue, state string, by int) // so many more are in that state
	Matched(queue string, waited time.Duration, quality float64)
}
