package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	powerupRange = 1_500 // units within which a powerup is worth the way
	powerupEarly = 3     // seconds before it opens at which a bot wants to be there
	powerupBrave = 75    // health that it takes
)

// powerup is the powerup, if there is one that the bot cares for.
type powerup struct {
	ships.PowerupState
	offset fixed.Vec // from here
	dist   fixed.Num // 0: none
}

// noticePowerup considers a powerup that can be reached in time.
func (b *brain) noticePowerup(e *sim.Entity) {
	u := ships.PowerupStateOf(b.Config, &e.Words)
	to := b.offsetTo(u.Point)
	dist := max(to.Len(), 1)
	likes := int32(hash(uint64(u.Opens)^b.luck, uint64(b.Me), 12)%100) < b.temper.powerup
	soon := int64(u.Opens)-int64(b.Tick) < (int64(dist)/int64(fixed.Int(travelSpeed))+powerupEarly)*b.rate
	if likes && soon && dist < fixed.Int(powerupRange) {
		b.powerup = powerup{u, to, dist}
	}
}

// powerupVelocity leads into the zone of a powerup, and around in it among enemies; ok is false
// if something else comes first.
func (b *brain) powerupVelocity() (want fixed.Vec, ok bool) {
	u := &b.powerup
	if u.dist == 0 || b.health < powerupBrave || b.needsStar() {
		return want, false
	}
	want = toward(b.slingshot(u.offset, u.dist), min(fixed.Int(travelSpeed), u.dist*2))
	if b.enemyWithin(fightInZone) {
		want = want.Add(b.circleVelocity(unit(b.enemy.offset)).Scale(fixed.One / 2))
	}
	return want, true
}
