package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	carryHeight  = 190   // units above what burns, at which a bot carries a comet
	carrySpeed   = 400   // units per second
	chaseRank    = 1_500 // units by which who has the goal is nearer than others, as a target
	fightInZone  = 420   // units to an enemy near which a bot in a beacon fights rather than goes on
	pickOnTheWay = 600   // units to a pickup that a bot takes on its way
	leaveForGoal = 260   // units to an enemy beyond which a bot flies on to a goal that is free
)

// goal is the goal of the mode, if there is one, as a bot sees it.
type goal struct {
	ships.Goal
	known  bool
	offset fixed.Vec // from here
	dist   fixed.Num
}

func (b *brain) noticeGoal(e *sim.Entity) {
	g := ships.GoalOf(b.Config, &e.Words, b.Tick)
	b.goal = goal{Goal: g, known: true, offset: g.At.Sub(b.pos)}
	b.goal.dist = max(b.goal.offset.Len(), 1)
	if b.huntsHolder() && b.goal.Holder != b.Me && b.enemy.dist == 0 {
		b.blip, b.blipDist = b.goal.offset, b.goal.dist
	}
}

// huntsHolder reports whether the mode is about who has the goal.
func (b *brain) huntsHolder() bool {
	return b.goal.known && b.goal.Holder != sim.NoPlayer
}

// goalVelocity is the velocity that the goal asks for; ok is false if something else comes first.
func (b *brain) goalVelocity() (want fixed.Vec, ok bool) {
	g := &b.goal
	pick := b.pickupDist > 0 && b.pickupDist < fixed.Int(pickOnTheWay) && g.Holder != b.Me
	if !g.known || pick || b.health < retreatHealth && b.Config.Mode != ships.Comet {
		return want, false
	}
	switch b.Config.Mode {
	case ships.Beacon:
		inside := g.dist < fixed.Int(ships.BeaconRadius*7/10)
		if inside && b.enemy.dist > 0 && b.enemy.dist < fixed.Int(fightInZone) || !inside && b.enemyWithin(leaveForGoal) {
			return want, false
		}
		return toward(b.slingshot(g.offset, g.dist), min(fixed.Int(travelSpeed), g.dist*2)), true
	case ships.Comet:
		if g.Holder == b.Me {
			return b.carryVelocity(), true
		}
		if g.Holder == sim.NoPlayer && !b.enemyWithin(leaveForGoal) {
			return toward(b.slingshot(g.offset, g.dist), fixed.Int(carrySpeed)), true
		}
	}
	return want, false
}

func (b *brain) enemyWithin(units int) bool {
	return b.enemy.dist > 0 && b.enemy.dist < fixed.Int(units)
}

// carryVelocity goes round the star, a little above what burns, in the direction in which the bot
// flies already.
func (b *brain) carryVelocity() fixed.Vec {
	on := fixed.Quarter / 3
	if b.pos.Right().Dot(b.vel) < 0 {
		on = -on
	}
	ring := b.outside + fixed.Int(carryHeight)
	return toward(fixed.Unit(b.pos.Direction()+on).Scale(ring).Sub(b.pos), fixed.Int(carrySpeed))
}
