package puck

import "perihelion/sim"

// Point is a position in words, in 1/16 unit.
type Point struct{ X, Y int32 }

// Skater is what the words of a KindSkater say.
type Skater struct {
	Point
	VX, VY   int32 // 1/4 unit per second
	Heading  int32 // of the stick, in 1/1024 turn
	Energy   int32 // in 1/64, 0 to 100
	Charge   int32 // ticks for which a kick was wound up
	Swinging bool  // a kick was let go and has not met the puck yet
	Boosting bool
}

// SkaterOf reads the words of a KindSkater.
func SkaterOf(w *sim.Words) Skater {
	return Skater{
		Point: Point{w[SkaterX], w[SkaterY]}, VX: w[SkaterVX], VY: w[SkaterVY], Heading: w[SkaterHeading],
		Energy: w[SkaterEnergy], Charge: w[SkaterCharge], Swinging: w[SkaterSwing] > 0, Boosting: w[SkaterFlags]&flagBoost != 0,
	}
}

// Disc is what the words of the KindPuck say.
type Disc struct {
	Point
	VX, VY  int32        // 1/4 unit per second
	Carrier sim.PlayerID // whose stick holds it; NoPlayer: nobody's
}

// DiscOf reads the words of the KindPuck.
func DiscOf(w *sim.Words) Disc {
	return Disc{Point{w[PuckX], w[PuckY]}, w[PuckVX], w[PuckVY], sim.PlayerID(w[PuckCarrier])}
}

// Score is what the words of a KindScore say.
type Score struct{ Goals, Assists, Saves int32 }

// ScoreOf reads the words of a KindScore.
func ScoreOf(w *sim.Words) Score { return Score{w[scoreGoals], w[scoreAssists], w[scoreSaves]} }

// MatchState is what the words of a KindMatch say.
type MatchState struct {
	Phase  sim.Phase
	Ends   sim.Tick // of the phase; 0: it has no end
	Round  int32
	Limit  int32        // the goals that win
	Goals  [teams]int32 // of the teams
	Victor sim.Team     // on the podium; NoTeam: none
	Sudden bool         // the next goal wins
}

// MatchStateOf reads the words of a KindMatch.
func MatchStateOf(w *sim.Words) MatchState {
	return MatchState{
		Phase: sim.Phase(w[matchPhase]), Ends: sim.Tick(w[matchEnds]), Round: w[matchRound], Limit: w[matchLimit],
		Goals: [teams]int32{w[matchTeam1], w[matchTeam2]}, Victor: sim.Team(w[matchVictor]), Sudden: w[matchSudden] != 0,
	}
}

// Own is what the words of Private say: the exact state of a player's skater.
type Own struct {
	Seated   bool
	Point          // in 1/65536 unit
	VX, VY   int32 // 1/65536 unit per second
	Heading  int32 // of the stick, in 1/65536 turn
	Energy   int32 // in 1/64, 0 to 100
	Charge   int32 // ticks for which a kick was wound up
	Swinging bool
	Boosting bool
}

// OwnOf reads the words of Private.
func OwnOf(own *sim.Private) Own {
	return Own{
		Seated: own[OwnSeated] != 0, Point: Point{own[OwnX], own[OwnY]}, VX: own[OwnVX], VY: own[OwnVY], Heading: own[OwnHeading],
		Energy: own[OwnEnergy], Charge: own[OwnCharge], Swinging: own[OwnSwing] > 0, Boosting: own[OwnBoosting] != 0,
	}
}

// Goal is a goal. Scorer is NoPlayer for an own goal, Assist if nobody assisted.
type Goal struct {
	Point
	Scorer, Assist sim.PlayerID
	Last           sim.PlayerID // who touched the puck last; of an own goal, whose it was. NoPlayer: nobody
	Team           sim.Team     // that gets the point
	Counts         bool         // not in a warm-up
}

// GoalOf reads a goal; ok is false for any other event.
func GoalOf(e *sim.Event) (g Goal, ok bool) {
	if e.Kind != EventGoal {
		return g, false
	}
	w := &e.Words
	return Goal{
		Point: Point{w[GoalX], w[GoalY]}, Scorer: sim.PlayerID(w[GoalScorer]), Assist: sim.PlayerID(w[GoalAssist]),
		Last: sim.PlayerID(w[GoalLast]), Team: sim.Team(w[GoalTeam]), Counts: w[GoalCounts] != 0,
	}, true
}

// Shot is a kick of the puck.
type Shot struct {
	Point    // of the skater
	player   sim.PlayerID
	Strength int32 // 0 to 15
}

// ShotOf reads a kick; ok is false for any other event.
func ShotOf(e *sim.Event) (k Shot, ok bool) {
	if e.Kind != EventKick {
		return k, false
	}
	w := &e.Words
	return Shot{Point{w[kickX], w[kickY]}, sim.PlayerID(w[kickPlayer]), w[kickStrength]}, true
}

// SaveOf reads a save; ok is false for any other event.
func SaveOf(e *sim.Event) (at Point, by sim.PlayerID, ok bool) {
	if e.Kind != EventSave {
		return at, sim.NoPlayer, false
	}
	return Point{e.Words[saveX], e.Words[saveY]}, sim.PlayerID(e.Words[savePlayer]), true
}

// Award is a title that a player earned in the round that just ended.
type Award struct {
	Player sim.PlayerID
	Title  Title
	Value  int32 // goals, assists, saves, pucks or seconds
}

// AwardOf reads an award; ok is false for any other event.
func AwardOf(e *sim.Event) (a Award, ok bool) {
	if e.Kind != EventAward {
		return a, false
	}
	w := &e.Words
	return Award{sim.PlayerID(w[awardPlayer]), Title(w[awardTitle]), w[awardValue]}, true
}

// Bounce is something that hit something.
type Bounce struct {
	Point
	Force int32 // units per second
	What  int32 // BounceBoard and the others
}

// BounceOf reads a bounce; ok is false for any other event.
func BounceOf(e *sim.Event) (b Bounce, ok bool) {
	if e.Kind != EventBounce {
		return b, false
	}
	w := &e.Words
	return Bounce{Point{w[bounceX], w[bounceY]}, w[bounceForce], w[bounceWhat]}, true
}
