package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// gateExit is how far beyond the rim of a gate one comes out.
const gateExit = 4 // units

// passGate takes what is within a gate, at the distance r from the middle, to the other one of
// the pair: it comes out on the side to which it flies, with its velocity relative to the gate.
// ok is false if it is in none.
func (a *arena) passGate(pos, vel fixed.Vec, r fixed.Num, t sim.Tick) (at, out fixed.Vec, ok bool) {
	for i := range a.layout.Gates {
		g := &a.layout.Gates[i]
		size := fixed.Int(g.Radius)
		if (a.share(g.Distance) - r).Abs() >= size {
			continue // no sine is needed for that
		}
		in := a.orbitAt(&g.Orbit, size)
		off := pos.Sub(in.position(t))
		if !off.Within(size) {
			continue
		}
		to := a.otherGate(g)
		way := vel.Sub(in.velocity(t, a.rate))
		dir := directionOf(way, off)
		at = to.position(t).Add(dir.Scale(to.radius + fixed.Int(gateExit)))
		return at, way.Add(to.velocity(t, a.rate)), true
	}
	return pos, vel, false
}

func (a *arena) otherGate(g *layout.Gate) orbit {
	for i := range a.layout.Gates {
		if o := &a.layout.Gates[i]; o.ID == g.To {
			return a.orbitAt(&o.Orbit, fixed.Int(o.Radius))
		}
	}
	return orbit{} // layout.Read refuses a gate to nowhere
}

// directionOf is v with length one; if it is too short that of other, or else +X.
func directionOf(v, other fixed.Vec) fixed.Vec {
	for _, v := range [...]fixed.Vec{v, other} {
		if n := v.Len(); n >= fixed.One {
			return fixed.Vec{X: fixed.Div(v.X, n), Y: fixed.Div(v.Y, n)}
		}
	}
	return fixed.Vec{X: fixed.One}
}

// Gate is a gate at a tick.
type Gate struct {
	At     fixed.Vec
	Radius fixed.Num
	To     int // the number of the other one
}

// Gates are those of an arena.
type Gates struct {
	all   [layout.MaxGates]Gate
	count int
}

// All are the gates; valid until g changes.
func (g *Gates) All() []Gate { return g.all[:g.count] }

// GatesAt is where the gates are at a tick.
func GatesAt(cfg *sim.Config, t sim.Tick) (g Gates) {
	a := arenaOf(cfg)
	list := a.layout.Gates
	for i := range list {
		o := a.orbitAt(&list[i].Orbit, fixed.Int(list[i].Radius))
		g.all[i] = Gate{At: o.position(t), Radius: o.radius}
		for j := range list {
			if list[j].ID == list[i].To {
				g.all[i].To = j
			}
		}
	}
	g.count = len(list)
	return g
}
