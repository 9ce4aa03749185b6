package ships

import (
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// A mode may ask for more than kills: its rules are a goal, which is played at the end of each
// tick of a live round. What it remembers is one goalState, whatever the mode, which everyone is
// told.
type goal interface {
	// beginGoal prepares the state for a new round.
	beginGoal(w *World)
	// playGoal plays a tick.
	playGoal(w *World)
	// scoreKill is told of each kill before it is scored; killer: NoPlayer, if there is none. It
	// returns how many points the killer gets, instead of the usual.
	scoreKill(w *World, victim, killer sim.PlayerID, usual int32) (points int32)
}

// goalOf is the goal of a mode; nil: it has none.
func goalOf(m *sim.Mode) goal {
	switch m {
	case Beacon:
		return beaconGoal{}
	case Comet:
		return cometGoal{}
	case Crown:
		return crownGoal{}
	case Race:
		return raceGoal{}
	}
	return nil
}

// goalState is a thing that goes round the star, or that a player has.
type goalState struct {
	holder   sim.PlayerID // NoPlayer: nobody
	team     sim.Team     // that has it; NoTeam: neither, or both
	phase    uint16       // where on its orbit it is at tick 0, in 1/65536 turn
	distance uint16       // from the star, in units
	progress int32        // what it counts depends on the mode: 0 to 255
	ticks    int32        // since it counted last
	counted  int32        // what it is depends on the mode
	spot     fixed.Vec    // where its holder was when everyone was told last
}

const (
	goalTurn = 100 // seconds in which a goal that nobody has goes round the star
	goalLow  = 230 // percent of the corona's radius: beyond a flare
	goalHigh = 80  // percent of the arena's radius

	spotEvery = 250                 // ms between two tellings where its holder is
	spotShift = fixed.Shift + 4     // which is told in steps of 16 units
	spotHalf  = 1 << spotShift >> 1 // to round
)

// goalStep is by how much a goal goes round in a tick; a full turn is 2^32.
func (a *arena) goalStep() uint32 { return uint32((1 << 32) / (goalTurn * a.rate)) }

// goalPlace is where a goal that nobody has is at a tick.
func (a *arena) goalPlace(phase, distance uint16, tick sim.Tick) fixed.Vec {
	return fixed.FineUnit(uint32(phase)<<16+uint32(tick)*a.goalStep(), fixed.Int(int(distance)))
}

// zoneDistance is the distance of the orbit that an arena has for a use, in 1/1000 of its radius.
func zoneDistance(a *layout.Arena, use string, usual int) int {
	if z, ok := a.Zone(use); ok {
		return z.Distance
	}
	return usual
}

// goalAt is where the goal is now.
func (w *World) goalAt() fixed.Vec {
	if p := w.goal.holder; p != sim.NoPlayer && w.ships[p].alive {
		return w.ships[p].pos
	}
	return w.arena.goalPlace(w.goal.phase, w.goal.distance, w.tick)
}

// releaseGoal lets the goal go round the star from a position on.
func (w *World) releaseGoal(at fixed.Vec) {
	low, high := w.arena.beyondStars(goalLow), w.arena.radius*goalHigh/100
	turn := uint32(at.Direction())<<16 - uint32(w.tick)*w.arena.goalStep()
	w.goal = goalState{
		holder: sim.NoPlayer, phase: uint16(turn >> 16), distance: uint16(min(max(at.Len(), low), high).Round()),
	}
}

// stepGoal plays a tick of the goal, if the mode has one.
func (w *World) stepGoal() {
	g := &w.goal
	if w.mode == nil || w.match.phase != sim.PhaseLive {
		return
	}
	w.mode.playGoal(w)
	if int32(w.tick)%w.arena.ticks(spotEvery) == 0 && g.holder != sim.NoPlayer {
		g.spot = w.ships[g.holder].pos
	}
}

// startGoal begins the goal of a round; after a round there is none.
func (w *World) startGoal() {
	w.goal = goalState{holder: sim.NoPlayer}
	if w.mode != nil {
		w.mode.beginGoal(w)
	}
}

// pointsOfKill is what the killer of a victim gets.
func (w *World) pointsOfKill(victim, killer sim.PlayerID) int32 {
	usual := w.killPoints(victim, killer)
	if w.mode == nil || w.match.phase != sim.PhaseLive {
		return usual
	}
	return w.mode.scoreKill(w, victim, killer, usual)
}

// scoreGoal gives p points for the goal.
func (w *World) scoreGoal(p sim.PlayerID, points int32) {
	w.addPoints(p, points)
	w.updateLeader()
}

// GoalID is the entity of the goal.
const GoalID = matchID + 1

func (g *goalState) goalEntity() sim.Entity {
	e := sim.Entity{ID: GoalID, Kind: KindGoal, Global: true, Words: sim.Words{
		goalHolder: int32(g.holder), goalTeam: int32(g.team), goalPhase: int32(g.phase), goalDistance: int32(g.distance),
		goalProgress: g.progress,
	}}
	if g.holder != sim.NoPlayer {
		e.Words[goalX], e.Words[goalY] = int32((g.spot.X+spotHalf)>>spotShift), int32((g.spot.Y+spotHalf)>>spotShift)
	}
	return e
}

// Goal is what the words of a KindGoal say.
type Goal struct {
	Holder   sim.PlayerID // NoPlayer: nobody
	Team     sim.Team     // that has it
	Progress int32        // of the way of a comet, in 1/256; ships in a beacon; the bounty of a crown
	At       fixed.Vec    // where it is; for a holder in steps of 16 units, and up to 250 ms ago
}

// GoalOf reads the words of a KindGoal at a tick.
func GoalOf(cfg *sim.Config, w *sim.Words, tick sim.Tick) Goal {
	a := arenaOf(cfg)
	g := Goal{Holder: sim.PlayerID(w[goalHolder]), Team: sim.Team(w[goalTeam]), Progress: w[goalProgress]}
	if g.Holder == sim.NoPlayer {
		g.At = a.goalPlace(uint16(w[goalPhase]), uint16(w[goalDistance]), tick)
	} else {
		g.At = fromWords(w[goalX], w[goalY], spotShift)
	}
	return g
}

func (g *goalState) code(c *coder.Coder) {
	coder.Int16(c, &g.holder)
	coder.Int8(c, &g.team)
	coder.Int16(c, &g.phase)
	coder.Int16(c, &g.distance)
	coder.Int16(c, &g.progress)
	coder.Int32(c, &g.ticks)
	coder.Int32(c, &g.counted)
	c.Vec(&g.spot)
	c.Require(g.team <= teamCount && g.progress <= 255 && g.distance <= largestArena)
}

// isPossible reports whether a match may come to this: see World.isPossible.
func (g *goalState) isPossible(a *arena) bool {
	return g.progress >= 0 && g.ticks >= 0 && g.ticks <= a.ticks(longestTimer) &&
		max(g.counted, -g.counted) <= mostCounted && a.holds(g.spot)
}
