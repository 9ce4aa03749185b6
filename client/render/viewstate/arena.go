package viewstate

import (
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Gravity is the pull of the star at a place, in units per second².
func Gravity(cfg *sim.Config, x, y float32) (gx, gy float32) {
	g := sim.Gravity(cfg, fixed.Vec{X: fixed.Num(x * 65536), Y: fixed.Num(y * 65536)})
	return exactly64(int64(g.X)), exactly64(int64(g.Y))
}

// Arena is the measures of a match's place, in world units.
type Arena struct{ Radius, Star, Corona, Sun float32 }

// ArenaOf is the place of cfg.
func ArenaOf(cfg *sim.Config) Arena {
	return Arena{
		Radius: exactly64(int64(sim.ArenaRadius(cfg))), Star: exactly64(int64(sim.StarRadius(cfg))),
		Corona: exactly64(int64(sim.CoronaRadius(cfg))), Sun: exactly64(int64(sim.SunReach(cfg))),
	}
}

// Rock is where asteroid id is at the View's moment, and its radius.
func Rock(v *netcode.View, id sim.EntityID) (x, y, radius float32) {
	i := int(id - sim.RockID(0))
	x0, y0, r := sim.RockAt(&v.Config, i, v.Tick)
	x1, y1, _ := sim.RockAt(&v.Config, i, v.Tick+1)
	x, y = midway(x0, x1, v.Frac), midway(y0, y1, v.Frac)
	return x, y, exactly64(int64(r))
}

func midway(a, b fixed.Num, t float32) float32 {
	return exactly64(int64(a)) + exactly64(int64(b-a))*t
}

// Pad is where pad id is at the View's moment.
func Pad(v *netcode.View, id sim.EntityID) (x, y float32) {
	i := int(id - sim.PadID(0))
	x0, y0 := sim.PadAt(&v.Config, i, v.Tick)
	x1, y1 := sim.PadAt(&v.Config, i, v.Tick+1)
	return midway(x0, x1, v.Frac), midway(y0, y1, v.Frac)
}
