// Package replay records a match as what went into it: its Config, who came and
// went, what everybody held in every tick, and once a second the Hash that the
// world had, so that a replay proves itself. A room records while it plays and
// leaves a replay behind when it crashes; tests verify recorded matches on every
// architecture. Nothing here is safe for concurrent use.
package replay

import (
	"errors"

	"perihelion/sim"
)

// A replay is a header and records, of which the last may be cut short: what a
// crash leaves behind is a good replay up to there.
//
//	header   "perirep" | version u8 | game, mode text | rules uvarint | seed u64 |
//	         seats, rate, points, seconds uvarint; a text is its length in a byte and its bytes
//	record   n<<3|op uvarint, then by op:
//	tick     n × change: the tick was played with these changes of inputs
//	join     player n takes a seat, before the next tick
//	leave    player n leaves it
//	hash     u64: of the world now
//	state    n bytes: the world begins as this, of sim.World.AppendState
//
//	change   players skipped<<1|looked uvarint | input, as sim.InputSchema tells it |
//	         if looked: view varint | fraction u8
//
// Numbers of fixed width are little-endian. A change is told against what was
// foreseen: that the player holds what he held, and has seen one tick more. View
// is a difference from it. Only players who surprise have a change.
const (
	magic   = "perirep"
	version = 4
)

// Op says what a Record tells.
type Op uint8

const (
	OpTick Op = iota
	OpJoin
	OpLeave
	OpHash
	OpState
	ops

	opBits = 3
)

// maxState bounds the state that a replay may begin with: a world of
// sim.MaxPlayers takes a tenth of this.
const maxState = 16 << 20

// Reading a replay fails in these ways only.
var (
	ErrFormat    = errors.New("replay: not a replay, or damaged")
	ErrVersion   = errors.New("replay: of another version")
	ErrTruncated = errors.New("replay: ends early")
	ErrDiverged  = errors.New("replay: the world went another way")
)

// foresee makes in what its player most likely holds in the next tick.
func foresee(in *sim.Input) {
	if in.View != 0 {
		in.View++
	}
}
