package sim

const (
	EntityWords  = 12 // of an Entity or Event
	PrivateWords = 24 // of a Private

	PositionShift = 4  // words that are positions are in 1/16 of a world unit
	PlaceShift    = 16 // exact positions, as of Avatar.Place, are in 1/65536 of a world unit
)

// EntityID names an entity for as long as it lives. Ids are unique across kinds
// and are reused only long after the entity is gone.
type EntityID uint16

// Kind says what an Entity or an Event is and so what its words mean. Event
// kinds live in the same numbering, so that one schema describes both.
type Kind uint8

// MaxKinds is how many kinds a game may have, kind 0 aside, which is none.
const MaxKinds = 63

// Words are the values of an Entity or Event, at the resolution at which clients get
// them. The netcode compares, forecasts and packs words without knowing their meaning;
// About.Schema describes how wide they are.
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
// shot, a hit, a goal. It carries the words of its Kind as an Entity does.
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
	Coarse uint8 // so many low bits are left out, and 0 in what clients get
	Player bool  // the word is a PlayerID, mostly a low one

	Tolerance uint8 // what clients forecast is left as it is while it is off by no more, in a kind with velocities
	Birth     uint8 // of a kind with a Bearer: first words up to 2^Birth off the guess are common
	Velocity  Axis  // whether the word is a velocity, in 1/4 unit per second, and along which axis
}

// Axis says that a word is a position: its distance from the entity's X or Y
// (times 1<<PositionShift) is small, so that absolute values pack relative to it.
type Axis uint8

const (
	NoAxis Axis = iota
	AxisX
	AxisY
)
