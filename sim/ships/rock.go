package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	fullRockHull = 100    // hull of a whole rock
	rockArmour   = 60     // percent of a shot's damage that a rock takes
	reformTime   = 20_000 // ms until a broken rock is whole again

	freeImpactSpeed = 120 // units per second: a slower impact does no damage
	impactDamage    = 9   // damage in 1/100 for each unit per second above that
)

// orbit is a circular orbit round the middle. Where something on it is follows from the tick.
type orbit struct {
	distance, radius fixed.Num
	phase, speed     uint32 // a full turn is 2^32; speed is per tick
}

// rock is the part of an asteroid that changes.
type rock struct {
	hull      int32    // 0 to fullRock
	restoreAt sim.Tick // when it is whole again; 0 unless broken
}

// RockCount is the number of asteroids.
func RockCount(cfg *sim.Config) int {
	a := arenaOf(cfg)
	return a.rockCount()
}

// RockID is the entity of the i-th asteroid.
func RockID(i int) sim.EntityID { return firstRock + sim.EntityID(i) }

// RockAt is the position of the i-th asteroid at a tick, broken or not, and its radius.
func RockAt(cfg *sim.Config, i int, tick sim.Tick) (x, y, radius fixed.Num) {
	a := arenaOf(cfg)
	l := a.rockOrbit(i)
	at := l.position(tick)
	return at.X, at.Y, l.radius
}

// position is where something on it is at a tick.
func (l *orbit) position(tick sim.Tick) fixed.Vec {
	return fixed.FineUnit(l.phase+l.speed*uint32(tick), l.distance)
}

// velocity is in units per second.
func (l *orbit) velocity(tick sim.Tick, rate int64) fixed.Vec {
	return l.position(tick).Sub(l.position(tick - 1)).Scale(fixed.Num(rate) << fixed.Shift)
}

// collideRocks pushes b, at distance r from the middle, out of the rocks, and returns the
// damage of the impact.
func (w *World) collideRocks(b *body, r fixed.Num, now sim.Tick) (damage fixed.Num) {
	for i, high := w.arena.rocksNear(r, fixed.Int(ShipRadius)); i < high; i++ {
		if w.rocks[i].hull == 0 {
			continue
		}
		l := &w.orbits[i]
		off, touch := b.pos.Sub(l.position(now)), l.radius+fixed.Int(ShipRadius)
		if !off.Within(touch) {
			continue
		}
		damage += b.bounceOff(off, touch, l.velocity(now, w.arena.rate))
	}
	return damage
}

// bounceOff pushes b out of a rock and reverses half of its speed of impact. off is the
// vector from the centre of the rock to b, touch the distance at which they touch, drift
// the velocity of the rock.
func (b *body) bounceOff(off fixed.Vec, touch fixed.Num, drift fixed.Vec) (damage fixed.Num) {
	dist := off.Len()
	if dist < fixed.One {
		off, dist = fixed.Vec{X: fixed.One}, fixed.One
	}
	normal := fixed.Vec{X: fixed.Div(off.X, dist), Y: fixed.Div(off.Y, dist)}
	b.pos = b.pos.Add(normal.Scale(touch - dist))
	impact := -b.vel.Sub(drift).Dot(normal)
	if impact <= 0 {
		return 0
	}
	b.vel = b.vel.Add(normal.Scale(impact * 3 / 2))
	return max(impact-fixed.Int(freeImpactSpeed), 0) * impactDamage / 100
}

// damageRock takes damage off a rock and breaks it when its hull is gone.
func (w *World) damageRock(i int, damage int32) {
	k := &w.rocks[i]
	if k.hull == 0 {
		return
	}
	k.hull = max(k.hull-damage*rockArmour/100, 0)
	if k.hull > 0 {
		return
	}
	w.disturbed = true
	k.restoreAt = w.tick + sim.Tick(w.arena.ticks(reformTime))
	at := w.orbits[i].position(w.tick)
	w.emitBlast(at, w.orbits[i].radius)
	w.spawnScraps(at, scrapsPerRock)
}

// restoreRocks makes broken rocks whole when their time has come.
func (w *World) restoreRocks() {
	for i := range w.rocks {
		if k := &w.rocks[i]; k.hull == 0 && k.restoreAt <= w.tick {
			*k = rock{hull: fullRockHull}
			w.disturbed = true
		}
	}
}
