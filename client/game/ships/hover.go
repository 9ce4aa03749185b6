package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	hoverBrake  = 2.5 // how hard a hovering ship brakes, per second
	hoverLook   = 3   // seconds ahead for which it looks where rocks and stars will be
	hoverMargin = 40  // units that it keeps from them
	hoverReach  = 900 // units within which it looks at rocks
	hoverEvade  = 220 // units per second with which it evades at most
)

// Hover implements game.Editable: the ship brakes, and its engine holds it against the stars, which
// nowhere pull harder but near a black hole. So it stays where it was, and flies on from there; it only
// evades rocks, stars and flares that would reach it.
func (p *Play) Hover(own sim.Private, v *netcode.View) sim.Input {
	s := ships.OwnOf(&own)
	x, y := shipstate.FromFixed(s.Pos.X), shipstate.FromFixed(s.Pos.Y)
	gx, gy := shipstate.Gravity(v, x, y)
	to := evade(v, s.Pos)
	thrust := float32(s.Stats.Thrust)
	wanted := input.Vec{
		X: (-gx + (to.X-shipstate.FromFixed(s.Vel.X))*hoverBrake) / thrust,
		Y: (-gy + (to.Y-shipstate.FromFixed(s.Vel.Y))*hoverBrake) / thrust,
	}
	if l := wanted.Length(); l > 1 {
		wanted.X, wanted.Y = wanted.X/l, wanted.Y/l
	}
	forward, side := toThrustStrafe(wanted, uint16(s.Heading))
	return sim.Input{Axes: ships.Axes(forward, side, uint16(s.Heading))}
}

// evade is the velocity with which a ship that rests at a place gets out of the way of all that would
// reach it soon, in units per second.
func evade(v *netcode.View, at fixed.Vec) (to input.Vec) {
	cfg, soon := &v.Config, v.Tick+sim.Tick(hoverLook*v.Config.TicksPerSecond())
	low, high := ships.RocksNear(cfg, at.Len(), fixed.Int(hoverReach))
	for i := low; i < high; i++ {
		x, y, radius := ships.RockAt(cfg, i, v.Tick)
		off := at.Sub(fixed.Vec{X: x, Y: y})
		if !off.Within(fixed.Int(hoverReach)) {
			continue
		}
		nextX, nextY, _ := ships.RockAt(cfg, i, v.Tick+1)
		to = evadeOne(to, off, fixed.Vec{X: nextX - x, Y: nextY - y}.Scale(fixed.Int(cfg.TicksPerSecond())), radius)
	}
	now, next, later := ships.BodiesAt(cfg, v.Tick), ships.BodiesAt(cfg, v.Tick+1), ships.BodiesAt(cfg, soon)
	for i, b := range now.All() {
		drift := next.All()[i].At.Sub(b.At).Scale(fixed.Int(cfg.TicksPerSecond()))
		to = evadeOne(to, at.Sub(b.At), drift, max(b.Corona, later.All()[i].Corona))
	}
	if l := to.Length(); l > hoverEvade {
		to.X, to.Y = to.X*hoverEvade/l, to.Y*hoverEvade/l
	}
	return to
}

// evadeOne adds to a velocity that which leads away from where something comes nearest. off is the way
// from it to the ship, drift its velocity.
func evadeOne(to input.Vec, off, drift fixed.Vec, radius fixed.Num) input.Vec {
	x, y := shipstate.FromFixed(off.X), shipstate.FromFixed(off.Y)
	dx, dy := shipstate.FromFixed(drift.X), shipstate.FromFixed(drift.Y)
	if speed := dx*dx + dy*dy; speed > 1 {
		when := min(max((x*dx+y*dy)/speed, 0), hoverLook)
		x, y = x-dx*when, y-dy*when
	}
	gap := input.Vec{X: x, Y: y}.Length()
	keep := shipstate.FromFixed(radius) + ships.ShipRadius + hoverMargin
	switch {
	case gap >= keep:
		return to
	case gap < 1: // it comes right through the ship
		x, y, gap = -dy, dx, max(input.Vec{X: dx, Y: dy}.Length(), 1)
	}
	push := min(hoverBrake*(keep-gap)+hoverMargin, hoverEvade)
	return input.Vec{X: to.X + x/gap*push, Y: to.Y + y/gap*push}
}
