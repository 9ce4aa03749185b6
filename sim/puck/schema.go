package puck

import "perihelion/sim"

// The kinds of entities and events.
const (
	KindSkater sim.Kind = iota + 1
	KindPuck            // exactly one
	KindScore           // one per player
	KindMatch           // exactly one

	EventGoal
	EventKick    // the puck was kicked
	EventSave    // a shot that would have gone in was stopped
	EventBounce  // something hit something, hard enough to be heard
	EventFaceOff // the puck is dropped
	EventAward   // a title earned in the round that just ended

	kinds
)

// The words of each kind. Places are in 1/16 unit, velocities in 1/4 unit per second,
// directions in 1/1024 turn. Y points down, angles grow from +X towards +Y: clockwise on a
// screen.
const (
	SkaterX = iota
	SkaterY
	SkaterVX
	SkaterVY
	SkaterHeading // of the stick
	SkaterAim     // where the stick turns to
	SkaterPush    // where the player pushes: see pushOf
	SkaterEnergy  // in 1/64, 0 to 100
	SkaterCharge  // ticks for which a kick was wound up; SlapTicks is the most
	SkaterSwing   // ticks left of a kick that was let go; 0: none was
	SkaterRest    // ticks left until the skater can touch the puck again
	SkaterFlags   // flagBoost and the others
)

const (
	flagBoost     = 1 << iota // boosting in this tick
	flagHoldKick              // the button of the kick is held
	flagHoldBoost             // the button of the boost is held
	flagFrozen                // waits for the face-off

	flagBits = 4
)

const (
	PuckX = iota
	PuckY
	PuckVX
	PuckVY
	PuckCarrier // whose stick holds it; NoPlayer: nobody's
	PuckFrozen  // 1: it waits for the face-off
)

const (
	scoreGoals = iota
	scoreAssists
	scoreSaves
	scoreTeam // a Team, as TeamOf says
)

const (
	matchPhase  = iota
	matchEnds   // the tick at which the phase ends; 0: it does not. The clock stands still after a goal
	matchRound  // from 1
	matchLimit  // the goals that win
	matchTeam1  // goals of the first team
	matchTeam2  // and of the second
	matchVictor // the Team that has won, on the podium; 0: neither
	matchSudden // 1: the next goal wins, for time is up and the teams are even
	matchStage  // a stage
	matchUntil  // the tick at which the stage ends; 0: it does not
)

const (
	GoalScorer = iota // NoPlayer: an own goal
	GoalAssist        // NoPlayer: nobody
	GoalTeam          // the Team that gets the point
	GoalLast          // who touched the puck last; of an own goal, whose it was. NoPlayer: nobody
	GoalX
	GoalY
	GoalCounts // 0 in a warm-up
)

const (
	kickPlayer   = iota
	kickX        // of the skater
	kickY        //
	kickStrength // 0 to 15
)

const (
	savePlayer = iota
	saveX
	saveY
)

const (
	bounceX = iota
	bounceY
	bounceForce // units per second
	bounceWhat  // BounceBoard and the others
)

// What bounced.
const (
	BounceBoard   int32 = iota // the puck off a board
	BouncePost                 // the puck off a post of a goal
	BounceBody                 // the puck off a skater
	BounceSkaters              // two skaters
)

const faceOffRound = 0 // of the match

const (
	awardPlayer = iota
	awardTitle  // a Title
	awardValue  // of what the title is for; of TitleGolden the goals in all
)

// stage is what happens in a phase in which the puck is played.
type stage uint8

const (
	stagePlay    stage = iota
	stageGoal          // the puck is in a net; skaters move on
	stageFaceOff       // skaters wait at their places

	stages
)

const (
	posBits   = 16 // 1/16 unit: ±2,048 units
	velBits   = 14 // 1/4 unit per second: ±2,048
	angleBits = 10
	whoBits   = 16
)

var schema = [kinds][]sim.Field{
	KindSkater: {
		{Name: "x", Bits: posBits, Signed: true, Small: 1, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Small: 1, Axis: sim.AxisY},
		{Name: "vx", Bits: velBits, Signed: true, Small: 3},
		{Name: "vy", Bits: velBits, Signed: true, Small: 3},
		{Name: "heading", Bits: angleBits, Small: 3},
		{Name: "aim", Bits: angleBits, Small: 3},
		{Name: "push", Bits: 8},
		{Name: "energy", Bits: 13},
		{Name: "charge", Bits: 7},
		{Name: "swing", Bits: 5},
		{Name: "rest", Bits: 6},
		{Name: "flags", Bits: flagBits},
	},
	KindPuck: {
		{Name: "x", Bits: posBits, Signed: true, Small: 3, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Small: 3, Axis: sim.AxisY},
		{Name: "vx", Bits: velBits, Signed: true, Small: 4},
		{Name: "vy", Bits: velBits, Signed: true, Small: 4},
		{Name: "carrier", Bits: whoBits, Player: true},
		{Name: "frozen", Bits: 1},
	},
	KindScore: {
		{Name: "goals", Bits: 10, Small: 1},
		{Name: "assists", Bits: 10, Small: 1},
		{Name: "saves", Bits: 10, Small: 1},
		{Name: "team", Bits: 2},
	},
	KindMatch: {
		{Name: "phase", Bits: 2},
		{Name: "ends", Bits: 32, Small: 2},
		{Name: "round", Bits: 16, Small: 2},
		{Name: "limit", Bits: 10},
		{Name: "team1", Bits: 10, Small: 1},
		{Name: "team2", Bits: 10, Small: 1},
		{Name: "victor", Bits: 2},
		{Name: "sudden", Bits: 1},
		{Name: "stage", Bits: 2},
		{Name: "until", Bits: 32},
	},

	EventGoal: {
		{Name: "scorer", Bits: whoBits, Player: true},
		{Name: "assist", Bits: whoBits, Player: true},
		{Name: "team", Bits: 2},
		{Name: "last", Bits: whoBits, Player: true},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "counts", Bits: 1},
	},
	EventKick: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "strength", Bits: 4},
	},
	EventSave: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
	},
	EventBounce: {
		{Name: "x", Bits: posBits, Signed: true, Axis: sim.AxisX},
		{Name: "y", Bits: posBits, Signed: true, Axis: sim.AxisY},
		{Name: "force", Bits: 12},
		{Name: "what", Bits: 2},
	},
	EventFaceOff: {
		{Name: "round", Bits: 16},
	},
	EventAward: {
		{Name: "player", Bits: whoBits, Player: true},
		{Name: "title", Bits: 3},
		{Name: "value", Bits: 10},
	},
}
