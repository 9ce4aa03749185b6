// Package replay is the log of a match: all that went into it. The simulation is
// deterministic, so that is the match itself, and a log proves it with the hashes that the
// world had. A room records one while it plays; whoever reads it plays the match again,
// from its beginning or from one of the states on the way. LOG.md describes the format.
// Nothing here is safe for concurrent use.
package replay

import (
	"errors"

	"perihelion/sim"
)

const (
	magic   = "perirep"
	version = 10
)

// Op says what a Record tells.
type Op uint8

// The numbers are those of the format.
const (
	OpTick     Op = iota // the world plays a tick with these Inputs
	OpJoin               // Player takes a seat in the world, before the next tick
	OpLeave              // Player leaves it
	OpHash               // the world has this Hash now
	OpState              // the world is this State now; follows an OpSegment only
	OpSegment            // a Segment begins
	OpSeat               // the seat of Player is that of Seat now
	OpLeaver             // Player left a round that is live
	OpRound              // a round begins, goes on or ends
	OpMark               // the last tick brought a Mark
	OpChat               // Chat lines were said
	OpInputs             // the inputs of all ticks up to the next segment, in columns; follows an OpState only
	OpEdit               // Player changes the arena by Edit, before the next tick
	OpWithdraw           // Places are taken out of the turns of the world, before the next tick
	ops

	opBits = 4
)

// How often what is recorded.
const (
	SegmentSeconds = 3  // the longest segment
	StateSeconds   = 10 // between two states

	hashSeconds = 1
)

// Limits of what a log holds, whoever wrote it.
const (
	maxState = 16 << 20 // bytes: a world of sim.MaxPlayers takes a tenth of this
	maxText  = 255      // bytes of a name
	maxRole  = 2

	holderBits = 2 // of the byte that has the role, too

	// MaxBytes is how long a log can be: an hour of 64 players is a third of it.
	MaxBytes = 256 << 20
)

// Reading a log fails in these ways only, and those of sim.Games.Open.
var (
	ErrFormat    = errors.New("replay: not a replay, or damaged")
	ErrVersion   = errors.New("replay: of another version")
	ErrTruncated = errors.New("replay: ends early")
	ErrDiverged  = errors.New("replay: the world went another way")
	ErrPanic     = errors.New("replay: the world panicked")
	ErrTick      = errors.New("replay: the log does not hold that tick")
)

// foresee makes in what its player most likely holds in the next tick.
func foresee(in *sim.Input) {
	if in.View != 0 {
		in.View++
	}
}
