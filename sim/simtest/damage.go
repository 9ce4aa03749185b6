package simtest

import (
	"bytes"
	"fmt"

	"perihelion/sim"
)

// checkDamage offers states that are damaged, or of other matches. What is refused must
// change nothing. What is not refused, as it may well be a state, must be that state.
func checkDamage(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		m.run(400)
		state := m.world.AppendState(nil)
		target := newMatch(g, m.cfg)
		target.run(50)
		for n := 0; n < len(state); n += 1 + len(state)/200 {
			if err := target.refuses(fmt.Sprintf("the first %d of %d bytes", n, len(state)), state[:n]); err != nil {
				return err
			}
		}
		if err := target.refuses("a state and a byte", append(bytes.Clone(state), 0)); err != nil {
			return err
		}
		for _, cfg := range otherConfigs(g, &m.cfg) {
			if err := target.refuses(fmt.Sprintf("the state of a match of %+v", cfg), newMatch(g, cfg).world.AppendState(nil)); err != nil {
				return err
			}
		}
		return forEachDamage(state, func(bad []byte, what string) error {
			if accepted, err := target.restore(what, bad); !accepted {
				return err
			}
			if !bytes.Equal(target.world.AppendState(nil), bad) {
				return fmt.Errorf("%s is accepted, but as another state", what)
			}
			target.run(5) // must not panic
			target.look()
			return nil
		})
	})
}

// refuses checks that the world refuses b as a state.
func (m *match) refuses(what string, b []byte) error {
	if accepted, err := m.restore(what, b); !accepted {
		return err
	}
	return fmt.Errorf("%s is accepted as a state", what)
}

// restore reports whether the world accepts b as a state. It is an error if it refuses that,
// but has changed.
func (m *match) restore(what string, b []byte) (accepted bool, err error) {
	before := m.world.Hash()
	if m.world.RestoreState(b) == nil {
		return true, nil
	}
	if m.world.Hash() != before {
		return false, fmt.Errorf("%s is refused, but has changed the world", what)
	}
	return false, nil
}

// otherConfigs are configurations of the game that differ from cfg in one setting.
func otherConfigs(g sim.Game, cfg *sim.Config) (others []sim.Config) {
	for _, other := range [...]sim.Config{
		{Seed: cfg.Seed + 1, Mode: cfg.Mode, Seats: cfg.Seats},
		{Seed: cfg.Seed, Mode: cfg.Mode, Seats: cfg.Seats + 2},
		{Seed: cfg.Seed, Mode: cfg.Mode, Seats: cfg.Seats, Rate: 30},
	} {
		if g.Check(other) == nil {
			others = append(others, other)
		}
	}
	return others
}

// forEachDamage calls check with copies of a state that differ in one bit.
func forEachDamage(state []byte, check func(bad []byte, what string) error) error {
	step := 1 + len(state)*8/2000
	for bit := 0; bit < len(state)*8; bit += step {
		bad := bytes.Clone(state)
		bad[bit/8] ^= 1 << (bit % 8)
		if err := check(bad, fmt.Sprintf("a state with bit %d of byte %d changed", bit%8, bit/8)); err != nil {
			return err
		}
	}
	return nil
}
