package simtest

import (
	"fmt"

	"perihelion/sim"
)

// checkConfigs makes whatever Check accepts, and plays a little of it. Check must refuse
// what no game can play.
func checkConfigs(g sim.Game) error {
	a := g.About()
	accepted := 0
	for _, mode := range append([]*sim.Mode{nil, {Name: "other"}}, a.Modes...) {
		for _, seats := range [...]int{-1, 0, 1, 2, 3, 4, 7, 16, 64, sim.MaxPlayers, sim.MaxPlayers + 1} {
			for _, rate := range [...]int{-1, 0, 1, sim.MinRate, 30, 60, sim.MaxRate, sim.MaxRate + 1} {
				for _, points := range [...]int{-1, 0, 1, sim.MaxPoints, sim.MaxPoints + 1} {
					cfg := sim.Config{Seed: ^uint64(0), Mode: mode, Seats: seats, Rate: rate, Points: points, Seconds: points}
					if g.Check(cfg) != nil {
						continue
					}
					if err := a.Check(cfg); err != nil {
						return fmt.Errorf("Check accepts what no game may: %w", err)
					}
					accepted++
					if rate == 60 && points == 1 || seats == 4 {
						playLittle(g, cfg)
					}
				}
			}
		}
	}
	if accepted == 0 {
		return fmt.Errorf("Check refuses everything")
	}
	return checkDefaults(g)
}

func playLittle(g sim.Game, cfg sim.Config) {
	m := newMatch(g, cfg)
	m.run(3)
	p, model := g.NewPredictor(cfg), g.NewModel(cfg)
	p.Adopt(m.world.Tick(), 0, m.world.Private(0))
	p.Observe(m.world.Tick(), m.seen)
	p.Predict(0, m.inputs[0])
	for i := range m.seen {
		model.Forecast(m.seen[i].Kind, m.seen[i].Words, 2)
	}
}

// checkDefaults compares a match of the first mode with one of none, and of the default
// rate with one of rate 0.
func checkDefaults(g sim.Game) error {
	cfg, err := config(g, g.About().Modes[0])
	if err != nil {
		return err
	}
	named, withoutMode := newMatch(g, cfg), cfg
	named.run(100)
	withoutMode.Mode = nil
	unnamed := newMatch(g, withoutMode)
	unnamed.run(100)
	if named.world.Hash() != unnamed.world.Hash() {
		return fmt.Errorf("no mode is not the same as mode %s, the first", cfg.Mode)
	}
	if r := g.NewModel(cfg).Radius(); r <= 0 {
		return fmt.Errorf("the world has radius %d, want more than 0", r)
	}
	return nil
}

// checkSeats lets players come and go in any order, and looks at every seat, taken or not.
func checkSeats(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		for range 600 {
			p := sim.PlayerID(m.luck.Below(m.cfg.Seats))
			switch m.luck.Below(8) {
			case 0, 1:
				m.world.Join(p)
			case 2, 3:
				m.world.Leave(p)
			case 4:
				for q := range m.cfg.Seats {
					m.world.Leave(sim.PlayerID(q))
				}
			default:
				m.run(m.luck.Below(30))
			}
			m.world.Private(p)
			m.world.Eye(p)
			m.world.AppendStandings(nil)
			m.world.Hash()
			if err := m.checkWords(); err != nil {
				return err
			}
		}
		return nil
	})
}
