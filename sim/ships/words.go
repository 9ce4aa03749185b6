package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Words are coarser than the numbers of the simulation; these shifts convert between
// them. The units are at the words of each kind.
const (
	posShift     = fixed.Shift - sim.PositionShift
	velShift     = fixed.Shift - 2
	headingShift = 8

	velLimit = 1<<(velBits-1) - 1
)

func posWord(n fixed.Num) int32 { return int32((n + 1<<(posShift-1)) >> posShift) }

func velWord(n fixed.Num) int32 {
	return int32(min(max((n+1<<(velShift-1))>>velShift, -velLimit), velLimit))
}

func headingWord(a fixed.Angle) int32 { return int32((a + 1<<(headingShift-1)) >> headingShift) }

func fromWords(x, y int32, shift uint) fixed.Vec {
	return fixed.Vec{X: fixed.Num(x) << shift, Y: fixed.Num(y) << shift}
}

// setPosition sets where e is, for interest management.
func setPosition(e *sim.Entity, at fixed.Vec) { e.X, e.Y = at.X.Round(), at.Y.Round() }

// Point is a position in words, in 1/16 unit.
type Point struct{ X, Y int32 }

// Ship is what the words of a KindShip say.
type Ship struct {
	Point
	VX, VY         int32 // 1/4 unit per second
	Heading        uint8 // 1/256 turn
	Thrust, Strafe int32 // -1, 0, 1
	Hull, Shield   int32 // 0 to 127
	Heat           int32 // 0 to HeatSteps
	Class          Class

	Boost, Protected, Leader, Burning, Bounty bool // see FlagBoost and so on
}

// ShipOf reads the words of a KindShip.
func ShipOf(w *sim.Words) Ship {
	flags := w[ShipFlags]
	return Ship{
		Point: PointOf(w), VX: w[ShipVX], VY: w[ShipVY], Heading: uint8(w[ShipHeading]),
		Thrust: w[ShipThrust], Strafe: w[ShipStrafe], Hull: w[ShipHull], Shield: w[ShipShield], Heat: w[ShipHeat],
		Boost: flags&FlagBoost != 0, Protected: flags&FlagProtected != 0,
		Leader: flags&FlagLeader != 0, Burning: flags&FlagBurning != 0,
		Bounty: flags&FlagBounty != 0,
		Class:  classOf(w[ShipClass]),
	}
}

// PointOf is the position in the words of a ship, a seeker, a mine or a scrap, which all
// have it in their first two words.
func PointOf(w *sim.Words) Point { return Point{w[ShipX], w[ShipY]} }

// Birth is what the words of a KindPulse say: where and when it was born. A Flight follows
// the pulse from there.
type Birth struct {
	Point
	VX, VY int32 // 1/4 unit per second
	Tick   int32 // modulo BirthPeriod
	Heat   int32 // of its ship, 0 to HeatSteps
}

// BirthOf reads the words of a KindPulse.
func BirthOf(w *sim.Words) Birth {
	return Birth{Point{w[PulseX], w[PulseY]}, w[PulseVX], w[PulseVY], w[PulseBorn], w[PulseHeat]}
}

// SeekerHeadingOf is the heading in the words of a KindSeeker, in 1/256 turn.
func SeekerHeadingOf(w *sim.Words) uint8 { return uint8(w[SeekerHeading]) }

// SeekerVelocityOf is the velocity in the words of a KindSeeker, in 1/4 unit per second.
func SeekerVelocityOf(w *sim.Words) (vx, vy int32) { return w[SeekerVX], w[SeekerVY] }

// MineArmedOf reports whether the mine with words w is armed.
func MineArmedOf(w *sim.Words) bool { return w[mineArmed] != 0 }

// RockHullOf is the hull in the words of a KindRock, 0 to 100; 0 while it is broken.
func RockHullOf(w *sim.Words) int32 { return w[rockHull] }

// PadItemOf is the item in the words of a KindPad; NoItem while the pad refills.
func PadItemOf(w *sim.Words) Item { return Item(w[padItem]) }

// Score is what the words of a KindScore say.
type Score struct {
	Points, Kills, Deaths int32
	Streak                int32 // kills since the last death
	Class                 Class // of the ship, or of the last one
	Refits                int   // how many it has
	team                  sim.Team
}

// ScoreOf reads the words of a KindScore.
func ScoreOf(w *sim.Words) Score {
	return Score{
		Points: w[ScorePoints], Kills: w[ScoreKills], Deaths: w[ScoreDeaths],
		Streak: w[ScoreStreak], team: sim.Team(w[ScoreTeam]), Class: classOf(w[ScoreClass]),
		Refits: fitted(w[ScoreRefits]).count(),
	}
}

// MatchState is what the words of a KindMatch say.
type MatchState struct {
	Phase  sim.Phase
	Ends   sim.Tick // of the phase; 0: it has no end
	Round  int32
	Leader sim.PlayerID // NoPlayer: nobody
	Limit  int32        // the points that win
	Points [teamCount]int32
	Victor sim.Team // on the podium; NoTeam: none
	Sudden bool     // the next point wins
	Arena  int32    // which one of the arenas of the match it is, from 0
}

// MatchStateOf reads the words of a KindMatch.
func MatchStateOf(w *sim.Words) MatchState {
	return MatchState{
		Phase: sim.Phase(w[MatchPhase]), Ends: sim.Tick(w[MatchEnds]), Round: w[MatchRound],
		Leader: sim.PlayerID(w[MatchLeader]), Limit: w[MatchLimit],
		Points: [teamCount]int32{w[MatchTeam1], w[MatchTeam2]},
		Victor: sim.Team(w[MatchVictor]), Sudden: w[MatchSudden] != 0,
		Arena: w[MatchArena],
	}
}

// Own is what the words of Private say: the exact state of a player's ship.
type Own struct {
	Alive                           bool
	Edits                           bool      // out of play, until its player flies again
	Pos, Vel                        fixed.Vec // units, and units per second
	Heading                         fixed.Angle
	Hull, Shield, Energy, Heat      fixed.Num
	pulseWait, RailWait, shieldWait int32 // ticks
	Shots, drops                    int32 // so far
	Item                            Item
	Spare, ItemWait                 int32 // more of the same item; ticks until one of them can be used
	Protected, Respawn              int32 // ticks
	Held                            sim.Buttons
	Class, Choice                   Class     // of this life and of the next one
	Stats                           Stats     // its numbers
	RailCost                        fixed.Num // energy that a rail takes: less if it is hot
	Scraps                          int32     // toward the next offer
	Offer                           [2]Refit  // to choose from; none: NoRefit
	fitted                          fitted
}

// RefitCount is how many refits the ship has.
func (o *Own) RefitCount() int { return o.fitted.count() }

// HasRefit reports whether the ship has a refit.
func (o *Own) HasRefit(r Refit) bool { return o.fitted.has(r) }

// OwnOf reads the words of Private.
func OwnOf(own *sim.Private) Own {
	b := bodyOf(own)
	return Own{
		Alive: b.alive, Edits: b.edits, Pos: b.pos, Vel: b.vel, Heading: b.heading,
		Hull: b.hull, Shield: b.shield, Energy: b.energy, Heat: b.heat,
		pulseWait: b.pulseWait, RailWait: b.railWait, shieldWait: b.shieldWait,
		Shots: b.shots, drops: b.drops, Item: b.item, Spare: b.spare, ItemWait: b.itemWait,
		Protected: b.protected, Respawn: b.respawn, Held: b.held,
		Class: b.class, Choice: b.choice, Stats: b.stats(), RailCost: b.railCost(),
		Scraps: b.scraps, Offer: b.offer, fitted: b.fitted,
	}
}
