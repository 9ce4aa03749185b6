package ships

import "perihelion/sim"

// The kinds of entities and events.
const (
	KindShip   sim.Kind = iota + 1
	KindPulse           // a slow shot; its words are its birth, from which PulseAt computes its position
	KindSeeker          // a homing missile
	KindMine
	KindScrap // what a broken rock leaves behind
	KindRock  // an asteroid in a fixed orbit; RockAt is its position
	KindPad   // where items appear; PadAt is its position
	KindScore // one per player
	KindMatch // exactly one

	EventRail // a beam was fired
	EventHit
	EventKill
	EventSpawn
	EventBlast // something burst: a rock, a mine, a seeker
	EventPickup
	EventItemUse // an item was used
	EventAward   // a title earned in the round that just ended

	KindGoal     // exactly one, in a mode that asks for more than kills: see Goal
	KindPowerup  // the powerup, from its announcement on: see PowerupState
	EventPowerup // it is announced, or somebody took it

	KindVote // on the podium: which arena is next, and who is ready

	KindRacer // one per player, in a race: see Racer

	kinds
)

// The words of each kind. Positions are in 1/16 world unit, velocities in 1/4
// unit per second, headings in 1/256 turn. Y points down, angles grow from +X
// towards +Y: clockwise on a screen.
const (
	ShipX = iota
	ShipY
	ShipVX
	ShipVY
	ShipHeading
	ShipThrust // -1, 0, 1
	ShipStrafe // -1, 0, 1
	ShipHull   // 0 to 127
	ShipShield // 0 to 127
	ShipFlags  // FlagBoost and so on
	ShipHeat   // 0 to HeatSteps
	ShipClass  // a Class
)

const (
	FlagBoost     = 1 << iota // boosting in this tick
	FlagProtected             // cannot be hurt yet
	FlagLeader                // leads the round
	FlagBurning               // in the corona
	FlagBounty                // flies under a bounty
)

const (
	PulseBorn = iota // the tick at which it was born, modulo 1024
	PulseX           // where it was born
	PulseY
	PulseVX
	PulseVY
	PulseHeat // of its ship, 0 to HeatSteps
)

const (
	SeekerX = iota
	SeekerY
	SeekerVX
	SeekerVY
	SeekerHeading
)

const (
	mineX = iota
	mineY
	mineArmed // 0, 1
)

const (
	scrapX = iota
	scrapY
)

const rockHull = 0 // 0 to 100; 0 while broken

const padItem = 0 // an Item; NoItem while it refills

const (
	ScorePoints = iota
	ScoreKills
	ScoreDeaths
	ScoreTeam   // a Team, as TeamOf says
	ScoreStreak // kills since the last death
	ScoreClass  // the Class of the ship
	ScoreRefits // its refits, a bit each, the first one at 1
)

const (
	MatchPhase  = iota
	MatchEnds   // the tick at which the phase ends; 0: it does not
	MatchRound  // from 1
	MatchLeader // a PlayerID; NoPlayer: nobody
	MatchLimit  // the points that win
	MatchTeam1  // points of the first team, if there are teams
	MatchTeam2  // points of the second team
	MatchVictor // the Team that has won, on the podium; 0: none
	MatchSudden // 1: time is up and the teams are even, the next point wins
	MatchArena  // which one of the arenas of the match is played in, from 0
)

const (
	RailShooter = iota
	RailX0
	RailY0
	RailX1
	RailY1
	RailHit  // 1 if the beam ended in a ship
	railHeat // of the shooter, 0 to HeatSteps
)

// An EventHit also says how it was judged: by how many ticks the world was rewound for
// a rail, or how long the head start of a pulse was, and whether that was capped because
// the shooter's screen was even further behind.
const (
	HitShooter = iota // NoPlayer: the star, the corona
	HitVictim
	HitWeapon
	HitDamage
	HitX
	HitY
	HitRewind // ticks
	HitCapped // 0, 1
)

const (
	KillKiller = iota // NoPlayer: nobody
	KillVictim
	KillWeapon
	KillPoints // what it is worth
)

const (
	spawnPlayer = iota
	spawnX
	spawnY
)

const (
	blastX = iota
	blastY
	blastSize // radius in world units
)

const (
	pickupPlayer = iota
	pickupItem
	pickupX
	pickupY
)

const (
	ItemUsePlayer = iota
	ItemUseItem
	ItemUseX
	ItemUseY
)

const (
	AwardPlayer = iota
	AwardTitle
	AwardValue
)

const (
	goalHolder   = iota // NoPlayer: nobody
	goalTeam            // the Team that has it; 0: neither
	goalPhase           // where on its orbit it is at tick 0, in 1/65536 turn
	goalDistance        // from the star, in units
	goalProgress        // what it counts depends on the mode
	goalX               // where its holder was, in steps of 16 units
	goalY
)

const ownEdits = 2 // in OwnAlive

// The words of Private: exact, in the units of the simulation.
const (
	OwnAlive      = iota // 1; 2: its player edits; 0: destroyed
	OwnX                 // Q16.16 world units
	OwnY                 //
	OwnVX                // Q16.16 world units per second
	OwnVY                //
	OwnHeading           // 1/65536 turn
	OwnHull              // Q16.16
	OwnShield            // Q16.16
	OwnEnergy            // Q16.16
	OwnPulseWait         // ticks until the cannon can fire
	OwnRailWait          // ticks until the rail can fire
	OwnShieldWait        // ticks without damage until the shield refills
	OwnShots             // pulses fired so far, modulo 2^30; the next id follows from it
	OwnDrops             // mines and seekers released so far, modulo 2^30; the next id follows from it
	OwnItem              // an Item, 8 times how many more of it there are, and 32 times the ticks until one can be used
	OwnProtected         // ticks of spawn protection left
	OwnRespawn           // ticks until the ship is back; 0 while alive
	OwnHeld              // Buttons of the last tick, to tell a press from a hold
	OwnHeat              // Q16.16, 0 to 200
	OwnClass             // a Class
	OwnChoice            // the Class of the next life
	OwnMineWait          // ticks for which the bay has been empty, in a ship that makes mines
	OwnRefits            // those of this life, a bit each
	OwnOffer             // scraps toward the next offer, and 8 and 64 times the refits of this one

	ownWords
)

const (
	posBits = 20 // 1/16 unit: ±32,768 units
	velBits = 14 // 1/4 unit per second: ±2,048
	whoBits = 16

	velCoarse = 2 // of a ship, which is told of 30 times a second: less than 1/32 unit until then

	// What clients hold of ships is off by so much at most: a quarter of a pixel, and as much again
	// until the next snapshot; and 1.4 degrees.
	posTolerance     = 3
	velTolerance     = 6
	headingTolerance = 1

	heatBits  = 3
	classBits = 2
)
