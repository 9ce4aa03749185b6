package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	respawnTime = 2_000 // ms
	protectTime = 2_000 // ms after a spawn, or until the first shot
)

// body is the ship of one player: all that Predict needs and nothing that a client does
// not know. It is sim.Private in the types of the simulation.
type body struct {
	alive                           bool
	edits                           bool // out of play, until its player flies again; never with alive
	pos, vel                        fixed.Vec
	heading                         fixed.Angle
	hull, shield, energy, heat      fixed.Num
	pulseWait, railWait, shieldWait int32 // ticks
	shots, drops                    int32
	item                            Item
	spare, itemWait                 int32 // more of the same item; ticks until one of them can be used
	protected, respawn              int32 // ticks
	held                            sim.Buttons
	class, choice                   Class // of this life and of the next one
	mineWait                        int32 // ticks for which the bay has been empty, if the ship makes mines
	fitted                          fitted
	offer                           [2]Refit // to choose from; none: NoRefit
	scraps                          int32    // toward the next offer
}

func (b *body) toPrivate() (own sim.Private) {
	switch {
	case b.alive:
		own[OwnAlive] = 1
	case b.edits:
		own[OwnAlive] = ownEdits
	}
	own[OwnX], own[OwnY] = int32(b.pos.X), int32(b.pos.Y)
	own[OwnVX], own[OwnVY] = int32(b.vel.X), int32(b.vel.Y)
	own[OwnHeading] = int32(b.heading)
	own[OwnHull], own[OwnShield], own[OwnEnergy] = int32(b.hull), int32(b.shield), int32(b.energy)
	own[OwnPulseWait], own[OwnRailWait], own[OwnShieldWait] = b.pulseWait, b.railWait, b.shieldWait
	own[OwnShots], own[OwnDrops] = b.shots, b.drops
	own[OwnItem] = int32(b.item) | b.spare<<itemBits | b.itemWait<<(itemBits+spareBits)
	own[OwnProtected], own[OwnRespawn] = b.protected, b.respawn
	own[OwnHeld], own[OwnHeat] = int32(b.held), int32(b.heat)
	own[OwnClass], own[OwnChoice], own[OwnMineWait] = int32(b.class), int32(b.choice), b.mineWait
	own[OwnRefits], own[OwnOffer] = int32(b.fitted), b.offerWord()
	return own
}

func bodyOf(own *sim.Private) (b body) {
	b.alive, b.edits = own[OwnAlive] == 1, own[OwnAlive] == ownEdits
	b.pos = fixed.Vec{X: fixed.Num(own[OwnX]), Y: fixed.Num(own[OwnY])}
	b.vel = fixed.Vec{X: fixed.Num(own[OwnVX]), Y: fixed.Num(own[OwnVY])}
	b.heading = fixed.Angle(own[OwnHeading])
	b.hull, b.shield, b.energy = fixed.Num(own[OwnHull]), fixed.Num(own[OwnShield]), fixed.Num(own[OwnEnergy])
	b.pulseWait, b.railWait, b.shieldWait = own[OwnPulseWait], own[OwnRailWait], own[OwnShieldWait]
	b.shots, b.drops = own[OwnShots]&countMask, own[OwnDrops]&countMask
	b.item = Item(min(uint32(own[OwnItem])&(1<<itemBits-1), uint32(items-1)))
	if b.item != NoItem {
		b.spare, b.itemWait = own[OwnItem]>>itemBits&mostSpare, own[OwnItem]>>(itemBits+spareBits)&mostItemWait
	}
	b.protected, b.respawn = own[OwnProtected], own[OwnRespawn]
	b.held, b.heat = sim.Buttons(own[OwnHeld]&allButtons), fixed.Num(own[OwnHeat])
	b.class, b.choice, b.mineWait = classOf(own[OwnClass]), classOf(own[OwnChoice]), own[OwnMineWait]
	b.fitted = fitted(own[OwnRefits]) & allRefits
	b.readOffer(own[OwnOffer])
	return b
}

// takeDamage takes damage off the shield, then off the hull, and reports whether the hull
// is gone. It does not kill the ship: two lethal hits of one tick must both count.
func (b *body) takeDamage(damage fixed.Num, a *arena) bool {
	b.shieldWait = a.ticks(b.stats().shieldPause)
	absorbed := min(damage, b.shield)
	b.shield -= absorbed
	b.hull = max(b.hull-(damage-absorbed), 0)
	return b.hull == 0
}

// kill ends a life. The position stays, for the camera.
func (b *body) kill(a *arena) {
	b.alive = false
	b.vel = fixed.Vec{}
	b.hull, b.shield, b.energy, b.heat = 0, 0, 0, 0
	b.pulseWait, b.railWait, b.shieldWait, b.protected, b.mineWait = 0, 0, 0, 0, 0
	b.item, b.spare, b.itemWait, b.fitted, b.offer, b.scraps = NoItem, 0, 0, 0, [2]Refit{}, 0
	b.respawn = a.ticks(respawnTime)
	if a.isRace {
		b.respawn = a.ticks(raceRespawn)
	}
}

// chooseEditing takes the ship out of play while its player edits, as AxisClass says. It reports whether
// they want it back.
func (b *body) chooseEditing(axis int32, a *arena) (returns bool) {
	switch {
	case axis == StartEditing && !b.edits:
		if b.alive { // or a fight could be escaped
			b.kill(a)
		}
		b.edits = true
	case axis == StopEditing && b.edits:
		b.edits = false
		return true
	}
	return false
}

// respawnAt begins a new life at a position, in a ship of the class that the player has
// chosen. The counters of shots and drops go on, since ids are made of them.
func (b *body) respawnAt(pos, vel fixed.Vec, a *arena) {
	*b = body{
		alive: true, pos: pos, vel: vel, heading: vel.Direction(),
		shots: b.shots, drops: b.drops, held: b.held, class: b.choice, choice: b.choice,
		protected: a.ticks(protectTime),
	}
	b.refill()
}

// refill makes hull, shield and energy full.
func (b *body) refill() {
	full := b.stats()
	b.hull, b.shield, b.energy = fixed.Int(full.Hull), fixed.Int(full.Shield), fixed.Int(full.Energy)
}
