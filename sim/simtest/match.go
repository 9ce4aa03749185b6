package simtest

import (
	"fmt"

	"perihelion/sim"
	"perihelion/sim/rng"
)

// match is a world with players: those in even seats are bots, the others press anything.
type match struct {
	game   sim.Game
	cfg    sim.Config
	world  sim.World
	luck   rng.Source
	inputs []sim.Input
	left   []int // ticks until a player who presses anything changes it
	seen   []sim.Entity
	sight  sim.Sight // scratch of think, which must not allocate
}

// config is a small match of a mode, of as many seats as Check accepts.
func config(g sim.Game, m *sim.Mode) (sim.Config, error) {
	var err error
	for _, seats := range [...]int{m.Seats, 8, 6, 4, 2, 1} {
		cfg := sim.Config{Seed: 1962, Mode: m, Seats: seats}
		if seats == 0 {
			continue
		}
		if err = g.Check(cfg); err == nil {
			return cfg, nil
		}
	}
	return sim.Config{}, fmt.Errorf("mode %s: no number of seats will do: %w", m, err)
}

// forEachMode calls check with a match of every mode, in which every seat is taken.
func forEachMode(g sim.Game, check func(*match) error) error {
	for _, m := range g.About().Modes {
		cfg, err := config(g, m)
		if err != nil {
			return err
		}
		if err := check(newMatch(g, cfg)); err != nil {
			return fmt.Errorf("mode %s, seed %d: %w", m, cfg.Seed, err)
		}
	}
	return nil
}

func newMatch(g sim.Game, cfg sim.Config) *match {
	m := emptyMatch(g, cfg)
	for p := range cfg.Seats {
		m.world.Join(sim.PlayerID(p))
	}
	return m
}

func emptyMatch(g sim.Game, cfg sim.Config) *match {
	return &match{
		game: g, cfg: cfg, world: g.NewWorld(cfg), luck: rng.Source(cfg.Seed + 1),
		inputs: make([]sim.Input, cfg.Seats), left: make([]int, cfg.Seats),
	}
}

// run plays some ticks.
func (m *match) run(ticks int) {
	for range ticks {
		m.world.Step(m.next())
	}
}

// next is what all players hold in the next tick.
func (m *match) next() []sim.Input {
	m.seen = m.world.AppendEntities(m.seen[:0])
	for p := range m.inputs {
		if p%2 == 0 {
			m.think(sim.PlayerID(p))
		} else {
			m.press(p)
		}
	}
	return m.inputs
}

func (m *match) think(p sim.PlayerID) {
	m.sight = m.sightOf(p)
	m.inputs[p] = m.game.Think(&m.sight, sim.Rookie+sim.Skill(p/2)%3)
}

func (m *match) sightOf(p sim.PlayerID) sim.Sight {
	return sim.Sight{Config: &m.cfg, Tick: m.world.Tick(), Me: p, Own: m.world.Private(p), Seen: m.seen}
}

// press presses anything, in bursts that are long enough to get somewhere.
func (m *match) press(p int) {
	in := &m.inputs[p]
	if m.left[p]--; m.left[p] <= 0 {
		m.left[p] = 1 + m.luck.Below(40)
		*in = anyInput(&m.luck, m.game.About().Inputs)
	}
	in.View = max(m.world.Tick(), 20) - sim.Tick(m.luck.Below(20))
	in.Fraction = uint8(m.luck.Next())
}

// anyInput is any input that the wire can carry. An axis is often all the way to one side.
func anyInput(luck *rng.Source, s *sim.InputSchema) (in sim.Input) {
	for i := range in.Axes {
		switch luck.Below(4) {
		case 0:
			in.Axes[i] = 1 << 20
		case 1:
			in.Axes[i] = -1 << 20
		default:
			in.Axes[i] = int32(luck.Below(1<<17)) - 1<<16
		}
	}
	in.Buttons = sim.Buttons(luck.Next())
	return s.Clamp(in)
}
