package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// body is everything about one skater that moves it. All of it is in the words of a
// KindSkater and, for the skater's own player, in Private.
type body struct {
	pos, vel fixed.Vec
	heading  fixed.Angle // of the stick
	controls
	energy   int32 // in 1/energyUnit, 0 to FullEnergy
	charge   int32 // ticks for which a kick was wound up
	swing    int32 // ticks left of a kick that was let go
	rest     int32 // ticks left until the skater can touch the puck again
	boosting bool  // in this tick
}

const energyUnit = 64

// The words of Private: exact, in the units of the simulation.
const (
	OwnSeated   = iota // 0, 1
	OwnX               // Q16.16 units
	OwnY               //
	OwnVX              // Q16.16 units per second
	OwnVY              //
	OwnHeading         // 1/65536 turn
	OwnAim             //
	OwnPush            // as SkaterPush
	OwnEnergy          // as SkaterEnergy
	OwnCharge          // ticks
	OwnSwing           // ticks
	OwnRest            // ticks
	OwnHeld            // Buttons
	OwnBoosting        // 0, 1

	ownWords
)

func (b *body) private() (own sim.Private) {
	own[OwnX], own[OwnY] = int32(b.pos.X), int32(b.pos.Y)
	own[OwnVX], own[OwnVY] = int32(b.vel.X), int32(b.vel.Y)
	own[OwnHeading], own[OwnAim] = int32(b.heading), int32(b.aim)
	own[OwnPush] = pushWord(b.pushX, b.pushY)
	own[OwnEnergy] = b.energy
	own[OwnCharge], own[OwnSwing], own[OwnRest] = b.charge, b.swing, b.rest
	own[OwnHeld] = int32(b.held)
	if b.boosting {
		own[OwnBoosting] = 1
	}
	return own
}

// bodyOf undoes private. Whatever the words are, the body is one that moves by the rules.
func bodyOf(own *sim.Private, t *timing) (b body) {
	b.pos = fixed.Vec{X: fixed.Num(own[OwnX]), Y: fixed.Num(own[OwnY])}
	b.vel = fixed.Vec{X: fixed.Num(own[OwnVX]), Y: fixed.Num(own[OwnVY])}
	b.heading, b.aim = roundAngle(fixed.Angle(own[OwnHeading])), roundAngle(fixed.Angle(own[OwnAim]))
	b.pushX, b.pushY = pushOf(own[OwnPush])
	b.energy = within(own[OwnEnergy], FullEnergy*energyUnit)
	b.charge = within(own[OwnCharge], t.slap)
	b.swing, b.rest = within(own[OwnSwing], t.swing), within(own[OwnRest], t.rest)
	b.held = sim.Buttons(own[OwnHeld]) & allButtons
	b.boosting = own[OwnBoosting] != 0
	b.tame()
	return b
}

// tame brings a body into the rink and below the top speed, and to the resolution of the
// wire. It leaves alone what only rounding has taken beyond.
func (b *body) tame() {
	b.vel = limit(b.vel, fixed.Int(TopSpeed+1))
	b.pos, _, _ = confine(b.pos, fixed.Int(SkaterRadius)-fixed.One/8)
	b.pos, b.vel = roundPos(b.pos), roundVel(b.vel)
}

func within(n, most int32) int32 { return min(max(n, 0), most) }
