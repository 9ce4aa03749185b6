package replay

import "perihelion/sim"

// Header says what a log is of.
type Header struct {
	Match   sim.Match
	Node    string // the server that recorded it
	Room    string
	Private bool  // of a room that only those with its code could enter
	Began   int64 // Unix time in milliseconds of the first record
}

// Record is one thing that happened. Inputs and State are valid until the next call of
// Next.
type Record struct {
	Op      Op
	Player  sim.PlayerID // of OpJoin, OpLeave, OpSeat and OpLeaver
	Inputs  []sim.Input  // of OpTick, indexed by PlayerID
	Hash    uint64
	State   []byte
	Segment Start
	Seat    Seat
	Leaver  Leaver
	Round   Round
	Mark    sim.Headline
	Chat    int
	Edit    Edit
	Places  uint16 // as of sim.Rotator
}

// Edit is a change of the arena that was applied: see sim.Editor. Change is valid until the next
// call of Next.
type Edit struct {
	Number uint32
	Change []byte
}

// Start is what a segment begins with.
type Start struct {
	Tick  sim.Tick // of the world, before the first tick of the segment
	After int64    // milliseconds since Header.Began
}

// Holder is who holds a seat.
type Holder uint8

const (
	Nobody Holder = iota
	Bot
	Player
	holders
)

// Seat is what a room knows of a seat, so that it can go on after a restart.
type Seat struct {
	Holder           Holder
	Account          string   // of a Player
	Name             string   // of a Player or Bot
	Joined           sim.Tick // when the holder took it
	Epoch, Confirmed uint32   // of its connections; an older one than Confirmed cannot come back
	Rating           float64  // expected skill when the Player came; 0: unknown
	Role             uint8    // a protocol.Role, where the arena is changed
}

// Leaver is what a player had done in a round who left it.
type Leaver struct {
	Account, Name string
	Joined        sim.Tick
	Points        int
	Columns       [sim.MaxColumns]int
}

// Round is the round that a log is of.
type Round struct {
	Match string   // its id, drawn when it began; empty: there is no round, or one that does not count
	Began int64    // Unix time in milliseconds
	Tick  sim.Tick // with which it began
	Phase RoundPhase
}

// RoundPhase is how far a round is.
type RoundPhase uint8

const (
	RoundLive RoundPhase = iota
	RoundWon
	RoundAborted
	RoundUncounted // is live, began elsewhere, and has no id: nobody can tell whether it was played
	roundPhases
)
