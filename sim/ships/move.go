package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// How a ship flies. Without thrust it follows an orbit with little drag. It reaches
// about 415 units per second, with boost 645.
const (
	boostPull   = 600 // units per second², forward, beside the thrust
	baseDrag    = 8   // percent of the speed lost per second, always
	cruiseSpeed = 260 // units per second: above it cruiseDrag is added
	cruiseDrag  = 250 // percent per second of the speed above cruiseSpeed

	energyRefill = 7  // energy per second, anywhere
	starRefill   = 34 // energy per second more at the corona, falling to 0 at the recharge radius
	rechargeSize = 8  // the recharge radius, in star radii

	burnAtRim  = 8  // damage per second at the rim of the corona
	burnAtCore = 80 // damage per second at the core
)

// stepBody advances the ship b by one tick, to tick now. Step and Predict both call it
// with the same arguments, so it must depend only on what a client knows.
func (w *World) stepBody(b *body, in sim.Input, now sim.Tick) (d actions) {
	pressed := in.Buttons &^ b.held
	b.held = in.Buttons
	b.chooseClass(in.Axes[AxisClass])
	if w.cfg.Editable {
		d.returns = b.chooseEditing(in.Axes[AxisClass], &w.arena)
	}
	if !b.alive {
		b.respawn = max(b.respawn-1, 0)
		return d
	}
	b.countDown()
	b.chooseRefit(pressed&ButtonFirst != 0, pressed&ButtonSecond != 0)
	b.turnTo(uint16(in.Axes[AxisAim]), &w.arena)
	d.boost = in.Buttons&ButtonBoost != 0 && b.energy >= fixed.Int(b.stats().boostCost)/fixed.Num(w.arena.rate)
	r := b.moveBody(in, d.boost, &w.arena, now)
	if b.pos, b.vel, d.jumped = w.arena.passGate(b.pos, b.vel, r, now); d.jumped {
		r = b.pos.Len()
	}
	star, away := w.arena.nearestStar(b.pos, r, now)
	b.recharge(star.closeness(away, star.recharge), in.Buttons, d.boost, &w.arena)
	b.changeHeat(star, away, &w.arena)
	d.rockDamage = w.collideRocks(b, r, now)
	d.burning = star.burns(away, w.flare)
	if d.killedBy = w.applyHazards(b, star, away, d.rockDamage); d.killedBy != WeaponNone {
		b.kill(&w.arena)
		return d
	}
	b.fireWeapons(in.Buttons, &d, &w.arena)
	b.makeMine(&w.arena)
	if pressed&ButtonItem != 0 {
		d.item = b.useItem(&w.arena)
	}
	return d
}

// countDown reduces every countdown of a living ship by one tick.
func (b *body) countDown() {
	b.pulseWait = max(b.pulseWait-1, 0)
	b.railWait = max(b.railWait-1, 0)
	b.shieldWait = max(b.shieldWait-1, 0)
	b.protected = max(b.protected-1, 0)
	b.itemWait = max(b.itemWait-1, 0)
}

func (b *body) turnTo(aim uint16, a *arena) {
	most := int32(TurnRate / a.rate)
	way := int32(fixed.AngleDiff(b.heading, fixed.Angle(aim)))
	b.heading += fixed.Angle(min(max(way, -most), most))
}

// moveBody moves the ship by one tick, to tick now, and returns its distance from the middle.
func (b *body) moveBody(in sim.Input, boost bool, a *arena, now sim.Tick) fixed.Num {
	thrust, strafe := max(int8(in.Axes[AxisThrust]), -127), max(int8(in.Axes[AxisStrafe]), -127)
	b.vel = b.vel.Add(a.pull(b.pos, b.vel, now).Add(engine{b.stats().Thrust, thrust, strafe, boost}.pull(b.heading)).DivInt(a.rate))
	if speed := b.vel.Len(); speed > fixed.Int(TopSpeed) {
		b.vel = b.vel.Scale(fixed.Div(fixed.Int(TopSpeed), speed))
	}
	b.pos = b.pos.Add(b.vel.DivInt(a.rate))
	r := b.pos.Len()
	if edge := a.radius + fixed.Int(wallDepth); r > edge {
		b.pos = b.pos.Scale(fixed.Div(edge, r))
		r = b.pos.Len()
	}
	return r
}

// pull is the acceleration by gravity, edge and drag at a position. The motion model of the
// wire uses it too, and that of the engine.
func (a *arena) pull(pos, vel fixed.Vec, now sim.Tick) fixed.Vec {
	r := pos.Len()
	return a.gravity(pos, r, now).Add(a.edgePush(pos, r)).Add(drag(vel))
}

// engine is what the engine of a ship does.
type engine struct {
	strength       int64 // units per second²
	thrust, strafe int8  // as the axes of an Input
	boost          bool
}

// pull is the acceleration by an engine.
func (e engine) pull(heading fixed.Angle) (sum fixed.Vec) {
	forward := fixed.Unit(heading)
	if e.thrust|e.strafe != 0 {
		// A diagonal is no stronger than a push along one axis.
		push := fixed.Root(uint64(int(e.thrust)*int(e.thrust) + int(e.strafe)*int(e.strafe)))
		per := fixed.Num(e.strength) << fixed.Shift / fixed.Num(max(push, 127))
		sum = sum.Add(forward.Scale(per * fixed.Num(e.thrust))).Add(forward.Right().Scale(per * fixed.Num(e.strafe)))
	}
	if e.boost {
		sum = sum.Add(forward.Scale(fixed.Int(boostPull)))
	}
	return sum
}

func drag(vel fixed.Vec) fixed.Vec {
	loss := fixed.One * baseDrag / 100
	if speed, free := vel.Len(), fixed.Int(cruiseSpeed); speed > free {
		loss += fixed.Div((speed-free)*cruiseDrag/100, speed)
	}
	return fixed.Vec{X: -fixed.Mul(vel.X, loss), Y: -fixed.Mul(vel.Y, loss)}
}

// recharge refills energy and shield; near is how near a star is, from 0 to One. While boost is held nothing refills: otherwise an
// empty tank would alternate between one tick of boost and one tick of refilling.
func (b *body) recharge(near fixed.Num, held sim.Buttons, boost bool, a *arena) {
	rate, s := fixed.Num(a.rate), b.stats()
	switch {
	case boost:
		b.energy -= fixed.Int(s.boostCost) / rate
	case held&ButtonBoost == 0:
		gain := fixed.Int(energyRefill) + near*starRefill*fixed.Num(s.starGain)/100
		b.energy = min(b.energy+gain/rate, fixed.Int(s.Energy))
	}
	if full := fixed.Int(s.Shield); b.shieldWait == 0 && b.shield < full {
		b.shield = min(b.shield+fixed.Int(s.shieldRefill)/rate, full)
	}
}

// applyHazards applies the damage of rocks, corona and star to a ship that is r away from
// the star, and returns what killed it, if anything.
func (w *World) applyHazards(b *body, s *star, r, bump fixed.Num) Weapon {
	a := &w.arena
	if r < s.radius+fixed.Int(ShipRadius)/2 {
		return WeaponStar
	}
	if b.protected > 0 {
		return WeaponNone
	}
	if bump > 0 && b.takeDamage(bump, a) {
		return WeaponRock
	}
	if corona := s.coronaIn(w.flare); r < corona && !s.black {
		depth := fixed.Div(corona-r, corona-s.radius)
		burn := fixed.Int(burnAtRim) + fixed.Mul(depth, depth)*(burnAtCore-burnAtRim)
		if b.takeDamage(burn/fixed.Num(a.rate), a) {
			return WeaponStar
		}
	}
	return WeaponNone
}
