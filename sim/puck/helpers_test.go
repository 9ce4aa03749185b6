package puck

import (
	"math/rand"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// wild is a player who does anything, for a while each.
type wild struct {
	luck *rand.Rand
	in   sim.Input
	left int
}

func newWild(seed int64) wild { return wild{luck: rand.New(rand.NewSource(seed))} }

func (p *wild) next() sim.Input {
	if p.left--; p.left <= 0 {
		p.left = 1 + p.luck.Intn(50)
		p.in = sim.Input{
			Axes:    Axes(int8(p.luck.Intn(255)-127), int8(p.luck.Intn(255)-127), uint16(p.luck.Intn(1<<16))),
			Buttons: sim.Buttons(p.luck.Intn(4)),
		}
	}
	return p.in
}

// chase is a player who runs after the puck, and kicks when it is there.
func chase(w *World, p sim.PlayerID, luck *rand.Rand) (in sim.Input) {
	b := &w.skaters[p].body
	to := w.puck.pos.Sub(b.pos)
	if !to.Within(fixed.Int(5)) {
		n := unit(to, to.Len())
		in.Axes = Axes(int8(n.X*127>>fixed.Shift), int8(n.Y*127>>fixed.Shift), uint16(to.Direction()))
	}
	if luck.Intn(10) == 0 {
		in.Axes[AxisAim] = int32(luck.Intn(1 << 16))
	}
	if luck.Intn(3) > 0 {
		in.Buttons |= ButtonBoost
	}
	if luck.Intn(8) > 0 {
		in.Buttons |= ButtonKick
	}
	return in
}

// scrum is a world whose even players chase the puck, while the odd ones are wild.
type scrum struct {
	*World
	inputs []sim.Input
	wild   []wild
	luck   *rand.Rand
}

func newScrum(cfg sim.Config) *scrum {
	s := &scrum{World: New(cfg), luck: rand.New(rand.NewSource(int64(cfg.Seed)))}
	s.inputs = make([]sim.Input, cfg.Seats)
	for p := range cfg.Seats {
		s.Join(sim.PlayerID(p))
		s.wild = append(s.wild, newWild(int64(cfg.Seed)<<8+int64(p)))
	}
	return s
}

func (s *scrum) step() {
	s.think()
	s.Step(s.inputs)
}

func (s *scrum) think() {
	for p := range s.inputs {
		s.inputs[p] = s.wild[p].next()
		if p/2%2 == 0 {
			s.inputs[p] = chase(s.World, sim.PlayerID(p), s.luck)
		}
	}
}

func four(seed uint64) sim.Config { return sim.Config{Seed: seed, Seats: 8, Mode: Four} }
