package puck

// The numbers of the rules that clients, bots and tools need too. Lengths are in units,
// speeds in units per second.
const (
	HalfLength = 1_200 // of the rink, along X: the first team defends the goal at -X
	HalfWidth  = 650   // along Y
	Corner     = 260   // radius of the corners
	GoalHalf   = 120   // half of a goal's mouth, which is a gap in the end boards
	GoalDepth  = 70    // of the net behind it
	PostRadius = 8

	SkaterRadius = 30
	PuckRadius   = 14
	StickReach   = 47 // from the middle of a skater to where the puck is held
	KickReach    = 90 // from the middle of a skater to the middle of a puck that can be kicked

	FullEnergy = 100
	TapSpeed   = 520   // of a puck that was kicked without winding up
	slapSpeed  = 1_050 // and after winding up for slapTime
	slapTime   = 700   // ms
	TopSpeed   = 1_200 // whatever happens

	Leap = TopSpeed/10 + 10 // units in a tick that nothing moves at any rate
)

// What a player sees, in units.
const (
	ViewHalfHeight   = 700
	MinViewHalfWidth = 1_000
	maxViewHalfWidth = 1_300
	viewAspect       = maxViewHalfWidth * 1000 / ViewHalfHeight // all are sent the same: the rink is hardly larger
)

// Motion.
const (
	pushPull  = 950 // units per second², of a skater who pushes
	boostPull = 480 // on top of that
	windUp    = 70  // percent of the pull that is left while a kick is wound up
	pushDrag  = 220 // percent of the speed lost in a second, while pushing
	glideDrag = 90  // and while gliding
	glideStop = 30  // units per second², of a skater who glides
	puckDrag  = 35
	puckStop  = 24
	turnRate  = 2 << 16 // 1/65536 turn per second: half a turn takes a quarter of a second

	boostCost = 40 // energy per second
	refill    = 14

	swingTime = 100 // ms from letting go to the kick: what a client at 60 ms sees coming, it can predict
	waitTime  = 120 // ms for which the kick then waits for the puck
	restTime  = 280 // ms after a kick until the same skater touches the puck again
)

// The stick is a damped spring that holds the puck in front of a skater.
const (
	stickSpring = 400   // units per second² for each unit of distance
	stickDamp   = 22    // and for each unit per second of difference
	stickMost   = 9_000 // units per second²
	stickGrip   = 34    // units: what is farther from its place is not taken
	stickKeep   = 64    // units: and what is farther by stickMargin than this is lost
	stickMargin = 20
	stickSpeed  = 560 // what is faster than this, against the skater, is not held
)

// What is left of the speed towards an obstacle after a bounce, in percent.
const (
	bounceBoard  = 78 // puck and board
	bouncePost   = 70
	bounceBody   = 35 // puck and skater
	bounceNet    = 15
	bounceRink   = 40 // skater and board
	bounceSkater = 50
)

// Times of a match, in ms.
const (
	countdownTime = 3_000
	podiumTime    = 8_000
	overtime      = 120_000 // teams that are even when the time is up play on for the next goal
	goalTime      = 2_000   // from a goal to the face-off
	faceOffTime   = 1_500   // for which skaters wait at their places
	assistTime    = 6_000   // after the touch of a mate: who helped
	creditTime    = 5_000   // after the last touch of the team that scores: whose goal it is
)
