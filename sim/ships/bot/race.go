package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	raceSpeed  = 560   // units per second that a bot wants on a long way
	raceBrake  = 3     // units per second for each unit to go: it flies through rather than stops
	raceEnergy = 30    // energy that it keeps for its shots, or that it boosts with if it has no rail
	raceFight  = 450   // units within which it does so
	raceMargin = 15    // units outside what burns at which it passes the star
	raceAim    = 4_500 // 1/65536 turn from where it flies within which it looks at an enemy
)

// race is the checkpoint that a bot flies to.
type race struct {
	offset, next fixed.Vec // from here; and from there to the one after it
	dist         fixed.Num // 0: this is no race, or it has finished
}

// noticeScore learns from its own score which checkpoint is next.
func (b *brain) noticeScore(e *sim.Entity) {
	if b.Config.Mode != ships.Race || e.ID != ships.ScoreID(b.Me) {
		return
	}
	points := ships.ScoreOf(&e.Words).Points
	if int(points) >= b.Config.Limit() {
		return
	}
	to := ships.CheckpointAt(b.Config, points, b.Tick)
	then := ships.CheckpointAt(b.Config, points+1, b.Tick)
	b.race = race{offset: to.At.Sub(b.pos), next: then.At.Sub(to.At)}
	b.race.dist = max(b.race.offset.Len(), 1)
}

// raceVelocity leads through the checkpoint, past the star where it is on the way.
func (b *brain) raceVelocity() fixed.Vec {
	r := &b.race
	speed := min(fixed.Int(raceSpeed), fixed.Int(travelSpeed)+r.dist*raceBrake)
	return toward(b.slingshot(r.offset, r.dist), speed)
}

// racesOn reports whether a bot leaves an enemy alone, who is not where it flies.
func (b *brain) racesOn() bool {
	return b.race.dist > 0 && (!b.enemyWithin(raceFight) || angleBetween(b.race.offset.Direction(), b.enemy.offset.Direction()) > raceAim)
}
