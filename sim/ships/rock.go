package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

const (
	rocksAtLeast = 6
	unitsPerRock = 200 // of arena radius, for each further rock
	rockSmallest = 38  // units of radius
	rockLargest  = 86
	fullRockHull = 100    // hull of a whole rock
	rockArmour   = 60     // percent of a shot's damage that a rock takes
	reformTime   = 20_000 // ms until a broken rock is whole again

	rockPace = 30 // percent of the speed of a free orbit: rocks are cover, and cover should stay for a while

	freeImpactSpeed = 120 // units per second: a slower impact does no damage
	impactDamage    = 9   // damage in 1/100 for each unit per second above that
)

// orbit is the circular orbit of a rock. The position of a rock is a function of the tick.
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
func RockCount(cfg *sim.Config) int { return arenaOf(cfg).rocks }

// RockID is the entity of the i-th asteroid.
func RockID(i int) sim.EntityID { return firstRock + sim.EntityID(i) }

// RockAt is the position of the i-th asteroid at a tick, broken or not, and its radius.
func RockAt(cfg *sim.Config, i int, tick sim.Tick) (x, y, radius fixed.Num) {
	a := arenaOf(cfg)
	l := orbitOf(cfg.Seed, &a, i)
	at := l.position(tick)
	return at.X, at.Y, l.radius
}

// orbitOf computes the orbit of the i-th rock. The distance from the star grows with i, so
// that the rocks near a given distance are found without a search. In a match of teams an
// odd rock is the mirror image of the one before it: half a turn ahead on the same orbit,
// which lies in the lane of the odd one. That is why rocksNear includes one more rock
// below.
func orbitOf(seed uint64, a *arena, i int) orbit {
	image := a.hasTeams && i&1 == 1
	twin, track := i, i
	if a.hasTeams {
		twin, track = i&^1, i|1
	}
	luck := rng.Source(seed ^ rng.Mix(uint64(twin)+1))
	inner, lane := a.lanes()
	l := orbit{
		distance: inner + lane*fixed.Num(track) + lane*fixed.Num(luck.Below(100))/100,
		radius:   fixed.Int(rockSmallest + luck.Below(rockLargest-rockSmallest)),
		phase:    uint32(luck.Next()),
	}
	if image {
		l.phase += 1 << 31
	}
	turn := uint64(a.orbitSpeed()) * rockPace / 100 << 16 / uint64(l.distance>>8) // radians per second, 24 bits
	l.speed = uint32(turn << 8 * 10_000 / 62_832 / uint64(a.rate))                // turns per tick, 32 bits
	if luck.Below(4) == 0 {
		l.speed = -l.speed
	}
	return l
}

// position is where the rock is at a tick.
func (l *orbit) position(tick sim.Tick) fixed.Vec {
	return fixed.FineUnit(l.phase+l.speed*uint32(tick), l.distance)
}

// velocity is in units per second.
func (l *orbit) velocity(tick sim.Tick, rate int64) fixed.Vec {
	return l.position(tick).Sub(l.position(tick - 1)).Scale(fixed.Num(rate) << fixed.Shift)
}

// lanes is the distance from the star of the innermost lane, and the width of a lane. Each
// rock has a lane.
func (a *arena) lanes() (inner, lane fixed.Num) {
	inner = a.corona + (a.radius-a.corona)/6
	return inner, (a.radius*9/10 - inner) / fixed.Num(a.rocks)
}

// rocksNear is the range of rocks that may be within reach of a position at distance r
// from the star: rock i is somewhere in lane i.
func (a *arena) rocksNear(r, reach fixed.Num) (low, high int) {
	inner, lane := a.lanes()
	reach += fixed.Int(rockLargest)
	low = max(int((r-reach-inner)/lane)-1, 0)
	high = min(int((r+reach-inner)/lane)+1, a.rocks)
	return low, high
}

// RocksNear is the range of rocks that may be within reach of a position at distance r
// from the star, so that callers need not test all of them.
func RocksNear(cfg *sim.Config, r, reach fixed.Num) (low, high int) {
	a := arenaOf(cfg)
	return a.rocksNear(r, reach)
}

// collideRocks pushes b, at distance r from the star, out of the rocks, and returns the
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
		}
	}
}
