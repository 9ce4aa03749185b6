package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// OrbitAt is where something on an orbit of the arena is at a tick.
func OrbitAt(cfg *sim.Config, o *layout.Orbit, t sim.Tick) fixed.Vec {
	a := arenaOf(cfg)
	l := a.orbitAt(o, 0)
	return l.position(t)
}
