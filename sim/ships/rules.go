package ships

// The numbers of the rules that clients, bots and tools need too. Each stands here
// and nowhere else.
const (
	FullHull   = 100
	FullShield = 50 // what peace restores; an overshield adds to it
	FullEnergy = 100

	ShipRadius = 14              // units; also how close a shot must pass to hit
	TurnRate   = 65536 * 11 / 10 // 1/65536 turn per second, 396°: a flick of the mouse takes half a second
	TopSpeed   = 1_000           // units per second, whatever happens: the wire has room for it
	Leap       = 64              // units in a tick that nothing flies, at any rate: who went further blinked, or began a new life

	PulseSpeed = 900   // units per second, on top of the ship's own
	RailReach  = 1_200 // units
	RailCost   = 25    // energy: four shots in a row, then fly by the sun
	RailWait   = 1_200 // ms between two rails

	MineTrigger = 64 // units: closer than this, it bursts
)

// What a player sees: a part of the world that is as high whatever the window, so
// that nobody buys sight with a bigger screen, and as wide as the window up to 21:9.
// It leans from the ship toward the aim. All in units.
const (
	ViewHalfHeight   = 450
	ViewHalfWidth    = ViewHalfHeight * 16 / 9 // of the usual window, and of a bot
	MinViewHalfWidth = 300
	MaxViewHalfWidth = ViewHalfHeight * 21 / 9
	ViewLeanX        = 150
	ViewLeanY        = 110
)
