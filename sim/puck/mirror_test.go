package puck

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// turned is a world turned by half a turn: every skater has changed places, and seats, with
// an opponent. Of two who come to the puck at once chance prefers the other seat.
func (w *World) turned() *World {
	m := New(w.cfg)
	for coin := rng.Mix(w.cfg.Seed^uint64(w.tick+1)) & 1; rng.Mix(m.cfg.Seed^uint64(w.tick+1))&1 == coin; {
		m.cfg.Seed++
	}
	m.tick, m.match = w.tick, w.match
	for _, p := range w.players {
		m.addSeat(w.across(p))
		m.skaters[w.across(p)] = w.skaters[p]
		b := &m.skaters[w.across(p)].body
		b.pos, b.vel = opposite(b.pos), opposite(b.vel)
		b.heading, b.aim = b.heading+2*fixed.Quarter, b.aim+2*fixed.Quarter
		b.pushX, b.pushY = -b.pushX, -b.pushY
	}
	m.puck = disc{opposite(w.puck.pos), opposite(w.puck.vel)}
	if m.carrier = w.carrier; m.carrier != sim.NoPlayer {
		m.carrier = w.across(w.carrier)
	}
	return m
}

// across is the seat that plays for the other team what p plays for its own.
func (w *World) across(p sim.PlayerID) sim.PlayerID { return sim.PlayerID(w.cfg.Seats) - 1 - p }

func opposite(v fixed.Vec) fixed.Vec { return fixed.Vec{X: -v.X, Y: -v.Y} }

// turnedInputs are the inputs for turned.
func turnedInputs(inputs []sim.Input) []sim.Input {
	to := make([]sim.Input, len(inputs))
	for p, in := range inputs {
		in.Axes[AxisX], in.Axes[AxisY] = -in.Axes[AxisX], -in.Axes[AxisY]
		in.Axes[AxisAim] = int32(uint16(in.Axes[AxisAim]) + 1<<15)
		to[len(to)-1-p] = in
	}
	return to
}

// TestNoEndIsBetter turns the rink before each tick in which the puck is played, and back
// after it.
func TestNoEndIsBetter(t *testing.T) {
	for _, cfg := range configs {
		s, ticks := newScrum(cfg), 0
		for range 120 * cfg.TicksPerSecond() {
			s.think()
			was, m := s.match.stage, s.turned()
			m.Step(turnedInputs(s.inputs))
			if s.Step(s.inputs); was != stagePlay || s.match.stage != stagePlay {
				continue
			}
			ticks++
			back := m.turned()
			if back.puck != s.puck || back.carrier != s.carrier {
				t.Fatalf("seed %d tick %d: the puck is %+v with %d, on a turned rink %+v with %d", cfg.Seed, s.tick, s.puck, s.carrier, back.puck, back.carrier)
			}
			for _, p := range s.players {
				if got, want := back.skaters[p].body, s.skaters[p].body; got != want {
					t.Fatalf("seed %d tick %d: skater %d is %+v, on a turned rink %+v", cfg.Seed, s.tick, p, want, got)
				}
			}
		}
		if ticks < 1000 {
			t.Errorf("seed %d: the puck was played for only %d ticks", cfg.Seed, ticks)
		}
	}
}
