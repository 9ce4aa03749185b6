package viewstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// Gravity returns the star's pull at a place, in units per second².
func Gravity(cfg *sim.Config, x, y float32) (gx, gy float32) {
	g := ships.Gravity(cfg, fixed.Vec{X: fixed.Num(x * 65536), Y: fixed.Num(y * 65536)})
	return fromFixed64(int64(g.X)), fromFixed64(int64(g.Y))
}

// Arena is the measures of an arena in world units.
type Arena struct{ Radius, Star, Corona, SunReach float32 }

// ArenaOf returns the measures of the arena of cfg.
func ArenaOf(cfg *sim.Config) Arena {
	return Arena{
		Radius: fromFixed64(int64(ships.ArenaRadius(cfg))), Star: fromFixed64(int64(ships.StarRadius(cfg))),
		Corona: fromFixed64(int64(ships.CoronaRadius(cfg))), SunReach: fromFixed64(int64(ships.RechargeRadius(cfg))),
	}
}

// RockPosition returns where asteroid id is at the displayed moment, and its radius.
func RockPosition(v *netcode.View, id sim.EntityID) (x, y, radius float32) {
	i := int(id - ships.RockID(0))
	x0, y0, r := ships.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := ships.RockAt(&v.Config, i, v.Tick+1)
	x, y = interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
	return x, y, fromFixed64(int64(r))
}

// interpolateFixed interpolates between two fixed-point numbers.
func interpolateFixed(a, b fixed.Num, t float32) float32 {
	return fromFixed64(int64(a)) + fromFixed64(int64(b-a))*t
}

// PadPosition returns where pad id is at the displayed moment.
func PadPosition(v *netcode.View, id sim.EntityID) (x, y float32) {
	i := int(id - ships.PadID(0))
	x0, y0 := ships.PadAt(&v.Config, i, v.Tick)
	x1, y1 := ships.PadAt(&v.Config, i, v.Tick+1)
	return interpolateFixed(x0, x1, v.Frac), interpolateFixed(y0, y1, v.Frac)
}
