package editor

import (
	"math"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

// Sight is what is on the screen: a match at a moment between two ticks.
type Sight struct {
	Config *sim.Config
	Tick   sim.Tick
	Frac   float32
}

// of is the sight with another arena.
func (s Sight) of(a *layout.Arena) Sight {
	cfg := *s.Config
	cfg.Arenas, cfg.Arena = nil, &sim.Arena{Layout: a}
	s.Config = &cfg
	return s
}

// orbitAt is where something on an orbit is, in world units.
func (s Sight) orbitAt(o *layout.Orbit) (x, y float32) {
	from, to := ships.OrbitAt(s.Config, o, s.Tick), ships.OrbitAt(s.Config, o, s.Tick+1)
	return between(from.X, to.X, s.Frac), between(from.Y, to.Y, s.Frac)
}

// radius is that of the arena, in world units.
func (s Sight) radius() float32 { return units(ships.ArenaRadius(s.Config)) }

// sizeOf is the radius with which an object on an orbit is drawn, in world units.
func (s Sight) sizeOf(o *object) float32 {
	if o.list == listStars {
		bodies := ships.BodiesAt(s.Config, s.Tick)
		return units(bodies.All()[o.number].Radius)
	}
	return float32(o.radius)
}

// share is a distance of the layout, in world units.
func (s Sight) share(distance int) float32 { return s.radius() * float32(distance) / 1000 }

// polar is a place as an orbit has it: the share of the radius, and the angle in parts of a turn.
func (s Sight) polar(x, y float32) (distance, angle float64) {
	distance = math.Hypot(float64(x), float64(y)) * 1000 / float64(s.radius())
	return distance, math.Atan2(float64(y), float64(x)) / (2 * math.Pi) * turn
}

// turned is by how much something with such a period has turned since tick 0, in parts of a turn.
func (s Sight) turned(period int) float64 {
	at, y := s.orbitAt(&layout.Orbit{Distance: 500, Period: period})
	return math.Atan2(float64(y), float64(at)) / (2 * math.Pi) * turn
}

func units(n fixed.Num) float32 { return float32(n) / (1 << fixed.Shift) }

func between(a, b fixed.Num, t float32) float32 { return units(a) + units(b-a)*t }
