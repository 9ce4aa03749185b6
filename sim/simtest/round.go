package simtest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"perihelion/sim"
)

func checkThink(g sim.Game) error {
	schema := g.About().Inputs
	return forEachMode(g, func(m *match) error {
		for range 10 {
			m.run(60)
			m.seen = m.world.AppendEntities(m.seen[:0])
			for p := range m.cfg.Seats {
				s := m.sightOf(sim.PlayerID(p))
				for skill := sim.Trainee; skill <= sim.Ace; skill++ {
					if err := checkThought(g, s, skill); err != nil {
						return err
					}
				}
				blind := sim.Sight{Config: &m.cfg, Me: sim.PlayerID(p)}
				if in := g.Think(&blind, sim.Ace); schema.Clamp(in) != in {
					return fmt.Errorf("a bot that sees nothing holds %+v", in)
				}
			}
		}
		s := m.sightOf(0)
		if n := testing.AllocsPerRun(100, func() { g.Think(&s, sim.Ace) }); n != 0 {
			return fmt.Errorf("a thought allocates %v times", n)
		}
		for p := range m.cfg.Seats {
			name := g.BotName(sim.PlayerID(p), m.cfg.Seed)
			if n := len([]rune(name)); n < 1 || n > 20 || name != g.BotName(sim.PlayerID(p), m.cfg.Seed) {
				return fmt.Errorf("the bot in seat %d is called %q, want a name of 1 to 20 letters, always the same", p, name)
			}
		}
		return nil
	})
}

func checkThought(g sim.Game, s sim.Sight, skill sim.Skill) error {
	before := s
	before.Seen = slices.Clone(s.Seen)
	in := g.Think(&s, skill)
	switch {
	case !reflect.DeepEqual(s, before):
		return errors.New("a call of Think changes what the bot sees")
	case in != g.Think(&s, skill):
		return errors.New("two calls of Think give two inputs for one sight")
	case g.About().Inputs.Clamp(in) != in:
		return fmt.Errorf("a bot holds %+v, which the wire cannot carry", in)
	}
	return nil
}

func checkStandings(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		for range 20 {
			m.run(span / 10)
			if err := m.checkStandings(); err != nil {
				return fmt.Errorf("tick %d: %w", m.world.Tick(), err)
			}
		}
		return nil
	})
}

// checkStandings looks at the standings of a match in which every seat is taken.
func (m *match) checkStandings() error {
	all := m.world.AppendStandings([]sim.Standing{{Place: 99}})
	if len(all) == 0 || all[0].Place != 99 {
		return errors.New("AppendStandings does not append")
	}
	all = all[1:]
	if len(all) != m.cfg.Seats {
		return fmt.Errorf("%d standings of %d players", len(all), m.cfg.Seats)
	}
	seated := make([]bool, m.cfg.Seats)
	for i, s := range all {
		if int(s.Player) >= m.cfg.Seats || seated[s.Player] {
			return fmt.Errorf("standing %d is of player %d, who has no seat or another standing", i, s.Player)
		}
		seated[s.Player] = true
		if s.Team != m.cfg.TeamOf(s.Player) {
			return fmt.Errorf("player %d is in team %d, want %d", s.Player, s.Team, m.cfg.TeamOf(s.Player))
		}
		if i == 0 && s.Place != 1 || s.Place > i+1 || i > 0 && s.Place < all[i-1].Place {
			return fmt.Errorf("standing %d has place %d", i, s.Place)
		}
		for c := len(m.game.About().Columns); c < sim.MaxColumns; c++ {
			if s.Columns[c] != 0 {
				return fmt.Errorf("player %d has %d in column %d, which has no name", s.Player, s.Columns[c], c)
			}
		}
	}
	return nil
}

// checkRound lets bots play a round to its end. Somebody must have done what the first
// column counts, or the round would count as not played.
func checkRound(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		if m.cfg.Endless() {
			return m.checkEndless()
		}
		rate := m.cfg.TicksPerSecond()
		limit := (2*m.cfg.RoundSeconds() + 300) * rate
		if m.cfg.RoundSeconds() == 0 {
			limit = sim.MaxSeconds * rate
		}
		for range limit {
			m.seen = m.world.AppendEntities(m.seen[:0])
			for p := range m.cfg.Seats {
				m.think(sim.PlayerID(p))
			}
			before := m.world.Phase()
			m.world.Step(m.inputs)
			if m.world.Phase() != sim.PhasePodium {
				continue
			}
			if before != sim.PhaseLive {
				return fmt.Errorf("tick %d: from %s to the podium", m.world.Tick(), before)
			}
			return m.checkResult()
		}
		return fmt.Errorf("after %d seconds the phase is %s, want the podium", limit/rate, m.world.Phase())
	})
}

// endlessSeconds is for how long a match without end is watched.
const endlessSeconds = 300

// checkEndless lets bots play a match without end: once live it stays so while one of them
// is left.
func (m *match) checkEndless() error {
	live := false
	for range endlessSeconds * m.cfg.TicksPerSecond() {
		m.seen = m.world.AppendEntities(m.seen[:0])
		for p := range m.cfg.Seats {
			m.think(sim.PlayerID(p))
		}
		m.world.Step(m.inputs)
		phase := m.world.Phase()
		if live = live || phase == sim.PhaseLive; live && phase != sim.PhaseLive {
			return fmt.Errorf("tick %d: a match without end is %s after it was live", m.world.Tick(), phase)
		}
	}
	if !live {
		return fmt.Errorf("after %d seconds the phase is %s, want live", endlessSeconds, m.world.Phase())
	}
	for p := 1; p < m.cfg.Seats; p++ {
		m.world.Leave(sim.PlayerID(p))
	}
	if m.run(1); m.world.Phase() != sim.PhaseLive {
		return fmt.Errorf("the phase is %s with one player left, want live", m.world.Phase())
	}
	return nil
}

func (m *match) checkResult() error {
	if err := m.checkStandings(); err != nil {
		return err
	}
	result := m.world.AppendStandings(nil)
	if !slices.ContainsFunc(result, func(s sim.Standing) bool { return s.Columns[0] > 0 }) {
		return fmt.Errorf("nobody has any %s: the bots do not play", m.game.About().Columns[0])
	}
	for range 60 * m.cfg.TicksPerSecond() {
		m.run(1)
		if m.world.Phase() != sim.PhasePodium {
			return nil
		}
		if !reflect.DeepEqual(m.world.AppendStandings(nil), result) {
			return errors.New("the standings change on the podium")
		}
	}
	return errors.New("the podium lasts for more than a minute")
}
