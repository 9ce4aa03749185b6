package shipstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// Gravity returns the star's pull at a place, in units per second².
func Gravity(cfg *sim.Config, x, y float32) (gx, gy float32) {
	g := ships.Gravity(cfg, fixed.Vec{X: fixed.Num(x * 65536), Y: fixed.Num(y * 65536)})
	return FromFixed(g.X), FromFixed(g.Y)
}

// Arena is the measures of an arena in world units.
type Arena struct {
	Radius, Star, Corona       float32
	FlareRadius                float32 // of the corona in a flare
	RechargeRadius, HeatRadius float32
}

// ArenaOf returns the measures of the arena of cfg.
func ArenaOf(cfg *sim.Config) Arena {
	return Arena{
		Radius: FromFixed(ships.ArenaRadius(cfg)), Star: FromFixed(ships.StarRadius(cfg)),
		Corona: FromFixed(ships.CoronaRadius(cfg)), RechargeRadius: FromFixed(ships.RechargeRadius(cfg)),
		HeatRadius: FromFixed(ships.HeatRadius(cfg)), FlareRadius: FromFixed(ships.CoronaRadiusAt(cfg, ships.FlareAt(cfg, 1).Begin)),
	}
}

// CoronaRadius returns how far from the star ships burn at tick t.
func CoronaRadius(cfg *sim.Config, t sim.Tick) float32 {
	return FromFixed(ships.CoronaRadiusAt(cfg, t))
}

// RockPosition returns where asteroid id is at the displayed moment, and its radius.
func RockPosition(v *netcode.View, id sim.EntityID) (x, y, radius float32) {
	i := int(id - ships.RockID(0))
	x0, y0, r := ships.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := ships.RockAt(&v.Config, i, v.Tick+1)
	x, y = interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
	return x, y, FromFixed(r)
}

// interpolateFixed interpolates between two fixed-point numbers.
func interpolateFixed(a, b fixed.Num, t float32) float32 {
	return FromFixed(a) + FromFixed(b-a)*t
}

// PadPosition returns where pad id is at the displayed moment.
func PadPosition(v *netcode.View, id sim.EntityID) (x, y float32) {
	i := int(id - ships.PadID(0))
	x0, y0 := ships.PadAt(&v.Config, i, v.Tick)
	x1, y1 := ships.PadAt(&v.Config, i, v.Tick+1)
	return interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
}

// Goal returns the goal of the mode and where it is at the displayed moment; ok is false if there
// is none. A holder in sight is where its ship is drawn.
func Goal(v *netcode.View) (g ships.Goal, x, y float32, ok bool) {
	e, ok := v.Find(ships.GoalID)
	if !ok {
		return g, 0, 0, false
	}
	g = ships.GoalOf(&v.Config, &e.To, v.Tick)
	if g.Holder == sim.NoPlayer {
		next := ships.GoalOf(&v.Config, &e.To, v.Tick+1)
		return g, interpolateFixed(g.At.X, next.At.X, v.Frac), interpolateFixed(g.At.Y, next.At.Y, v.Frac), true
	}
	if own, alive := OwnShip(v); alive && g.Holder == v.Me {
		return g, own.X, own.Y, true
	}
	if s, seen := v.Find(ships.ShipID(g.Holder)); seen {
		x, y = Position(s)
		return g, x, y, true
	}
	return g, FromFixed(g.At.X), FromFixed(g.At.Y), true
}
