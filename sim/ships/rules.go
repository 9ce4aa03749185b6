package ships

// The numbers of the rules that clients, bots and tools use too. Take them from here; do
// not copy them.
const (
	ShipRadius = 14              // units; also how close a shot must pass to hit
	TurnRate   = 65536 * 11 / 10 // 1/65536 turn per second, 396°
	TopSpeed   = 1_000           // units per second; velocities on the wire have room for it
	Leap       = 64              // units: nothing flies that far in a tick, at any rate; a ship that did has blinked, passed a gate or respawned

	BlinkDistance = 220 // units: out of a fight, but still in view

	PulseSpeed = 900   // units per second, on top of the ship's own
	RailReach  = 1_200 // units

	BirthPeriod = 1 << 10 // ticks: the birth of a pulse on the wire wraps; no pulse lives that long

	MineTrigger = 64 // units: an enemy closer than this bursts it
)

// What a player sees of the world, in units. Its height is the same in every window, so
// that a bigger screen is no advantage; it is as wide as the window, up to 21:9. The view
// is moved from the ship toward the aim by up to ViewLeanX and ViewLeanY.
const (
	ViewHalfHeight = 450
	ViewHalfWidth  = ViewHalfHeight * 16 / 9 // both of the usual window, and of a bot
	minViewAspect  = 450                     // in sim.Aspect: an upright phone of 20 by 9
	maxViewAspect  = 2_400                   // a screen of 21 by 9, which is a little more
	ViewLeanX      = 150
	ViewLeanY      = 110
)

// The star pulls, heats and flares.
const (
	// maxPull limits the acceleration near a star to less than a ship's thrust, so that a ship can
	// always climb out. It falls with the distance.
	maxPull      = 380 // units per second²
	maxBlackPull = 470 // units per second² of a black hole: only a boost climbs out from near its horizon

	FullHeat   = 100
	mostHeat   = 200 // of an overdrive: beyond full it fades everywhere
	HeatSteps  = 6   // in which heat is told and counts
	heatReach  = 5   // star radii within which a ship heats up
	heatGain   = 28  // heat per second at the corona, falling to 0 at the reach
	coolTime   = 6   // seconds in which a full heat fades beyond the reach
	hotDamage  = 10  // percent more damage of a pulse or a rail, for each step
	hotRail    = 2   // energy less that a rail costs, for each step
	coronaKill = 2   // times the points of a kill whose killer or victim is in the corona
	bountyKill = 2   // times the points of a kill whose victim flies under a bounty

	flarePeriod = 60_000 // ms: there is one flare in each
	FlareNotice = 3_000  // ms before it that it is announced
	flareTime   = 5_000  // ms
	FlareSize   = 2      // times the corona
)
