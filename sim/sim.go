// Package sim is the game: its state, its rules, and nothing else.
//
// The package is deterministic. The same Config and the same inputs, tick for
// tick, give the same Hash on every machine. It uses integers only, holds no
// map, reads no clock, starts no goroutine, and draws its luck from a generator
// that is part of the World.
//
// This file is the seam. The netcode uses the names declared here and no
// others; every other file of the package may be thrown away and rewritten.
package sim

// Tick numbers the steps of a world, starting at 1. The zero Tick means none.
// Ticks do not wrap: 32 bits last two years at 60 Hz.
type Tick uint32

// PlayerID is a player's seat in the world, from 0 to Config.Seats-1.
type PlayerID uint16

const (
	MaxPlayers           = 2048
	NoPlayer    PlayerID = 0xffff
	DefaultRate          = 60 // ticks per second; the only place that says so

	EntityWords  = 12
	PrivateWords = 24
)

// Config decides everything about a match except what its players do. Both ends
// hold the same Config: the server announces it when a player joins.
type Config struct {
	Seed  uint64
	Mode  Mode
	Seats int // 1 to MaxPlayers
	Rate  int // ticks per second; 0 means DefaultRate

	Points  int // that win a round, 0: as its mode has it
	Seconds int // that a round lasts, 0: as its mode has it
}

// Input is what one player holds during one tick. It is small, comparable and
// says what the player wants, never what happened.
type Input struct {
	Thrust, Strafe int8   // along and across the ship's own heading, -127 to 127
	Aim            uint16 // wanted heading; a full turn is 65536, from +X towards +Y
	Buttons        Buttons
	View           Tick  // the snapshot the player was looking at, for lag compensation
	Fraction       uint8 // how far from View towards the next tick, in 1/256; the server clamps both
}

// EntityID names an entity for as long as it lives. Ids are unique across kinds
// and are reused only long after their bearer is gone.
type EntityID uint16

// Words carry whatever a Kind wants to say, already at the resolution at which
// clients see it. The netcode compares, forecasts and packs words and never
// learns what one means; SchemaOf tells it how wide they are.
type Words [EntityWords]int32

// Entity is anything a client can see.
type Entity struct {
	ID     EntityID
	Kind   Kind
	Global bool  // visible to every client, wherever it looks
	Radar  bool  // a blip on everyone's radar, wherever they look
	X, Y   int32 // whole world units, for interest management; never sent
	Words  Words
}

// Event is something that happened in one tick and that a client may notice: a
// shot, a hit, a kill. It carries the words of its Kind as an Entity does.
type Event struct {
	Entity
	Tick  Tick
	To    PlayerID    // NoPlayer: everyone in sight, or everyone at all if Global
	Party [2]PlayerID // those also get it, wherever they look; NoPlayer: nobody; never sent
}

// Private is the exact state of what one player controls. A client starts its
// predictions from it and compares them with it, word for word.
type Private [PrivateWords]int32

// Field describes one word of a Kind to the codec.
type Field struct {
	Name   string
	Bits   uint8 // width of the word; a signed word includes its sign bit
	Signed bool
	Small  uint8 // differences from the forecast up to 2^Small are common; 0: rarely changes
	Axis   Axis  // whether the word is a position, and along which axis
}

// Axis says that a word is a position: its distance from the entity's X or Y
// (times 1<<PositionShift) is small, so that absolute values pack relative to it.
type Axis uint8

const (
	NoAxis Axis = iota
	AxisX
	AxisY

	PositionShift = 4 // position words are in 1/16 of a world unit
)
