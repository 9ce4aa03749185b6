package simtest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"perihelion/sim"
)

// checkDeterminism plays a match twice, side by side, beside a third of another seed.
func checkDeterminism(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		otherCfg := m.cfg
		otherCfg.Seed++
		again, other := newMatch(g, m.cfg), newMatch(g, otherCfg)
		for range span {
			m.comeAndGo(again)
			inputs := m.next()
			m.world.Step(inputs)
			other.run(1)
			again.world.Step(inputs)
			if a, b := m.world.Hash(), again.world.Hash(); a != b {
				return fmt.Errorf("tick %d: hash %x, and %x from the same inputs", m.world.Tick(), a, b)
			}
		}
		if m.world.Hash() == other.world.Hash() {
			return errors.New("a match of another seed has the same hash")
		}
		return nil
	})
}

// comeAndGo lets a player of both matches leave or come, now and then.
func (m *match) comeAndGo(other *match) {
	p := sim.PlayerID(m.luck.Below(m.cfg.Seats))
	switch m.luck.Below(240) {
	case 0:
		m.world.Leave(p)
		other.world.Leave(p)
	case 1:
		m.world.Join(p)
		other.world.Join(p)
	}
}

// checkReading plays a match twice: the second time nobody looks.
func checkReading(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		unseen := g.NewWorld(m.cfg)
		for p := range m.cfg.Seats {
			unseen.Join(sim.PlayerID(p))
		}
		for range span / 3 {
			inputs := m.next()
			m.world.Step(inputs)
			unseen.Step(inputs)
			before := m.world.Hash()
			m.look()
			if after := m.world.Hash(); after != before {
				return fmt.Errorf("tick %d: the hash was %x, and is %x after a look", m.world.Tick(), before, after)
			}
		}
		if m.world.Hash() != unseen.Hash() {
			return errors.New("a match that was looked at went another way")
		}
		return nil
	})
}

// appearance is all that can be read of a world.
type appearance struct {
	tick      sim.Tick
	phase     sim.Phase
	hash      uint64
	entities  []sim.Entity
	standings []sim.Standing
	own       []sim.Private
	eyes      [][2]int32
}

func (m *match) look() (a appearance) {
	w := m.world
	a = appearance{tick: w.Tick(), phase: w.Phase(), hash: w.Hash(), entities: w.AppendEntities(nil), standings: w.AppendStandings(nil)}
	w.AppendEvents(nil)
	w.AppendState(nil)
	for p := range m.cfg.Seats {
		x, y := w.Eye(sim.PlayerID(p))
		a.own, a.eyes = append(a.own, w.Private(sim.PlayerID(p))), append(a.eyes, [2]int32{x, y})
	}
	return a
}

// checkBeginning restores the states of the beginning of a match, through all its phases up
// to the round.
func checkBeginning(g sim.Game, cfg sim.Config) error {
	m, copied := newMatch(g, cfg), g.NewWorld(cfg)
	for range span / 7 {
		if err := copied.RestoreState(m.world.AppendState(nil)); err != nil {
			return fmt.Errorf("tick %d, in %s: a state is refused by a world of its Config: %w", m.world.Tick(), m.world.Phase(), err)
		}
		m.run(7)
	}
	return nil
}

// checkState takes states of a match, and goes on from each in another world.
func checkState(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		if err := checkBeginning(g, m.cfg); err != nil {
			return err
		}
		for range 6 {
			m.run(span / 6)
			m.world.Leave(sim.PlayerID(m.luck.Below(m.cfg.Seats)))
			state := m.world.AppendState([]byte("before"))
			state, isAppended := bytes.CutPrefix(state, []byte("before"))
			if !isAppended {
				return errors.New("AppendState does not append")
			}
			copied := emptyMatch(g, m.cfg)
			copied.run(5)
			if err := copied.world.RestoreState(state); err != nil {
				return fmt.Errorf("tick %d: a state is refused by a world of its Config: %w", m.world.Tick(), err)
			}
			clear(state) // the world must not go on using it
			if err := m.compare(copied); err != nil {
				return err
			}
			m.world.Join(sim.PlayerID(m.cfg.Seats - 1))
			copied.world.Join(sim.PlayerID(m.cfg.Seats - 1))
			for range 100 {
				inputs := m.next()
				m.world.Step(inputs)
				copied.world.Step(inputs)
				if !reflect.DeepEqual(m.world.AppendEvents(nil), copied.world.AppendEvents(nil)) {
					return fmt.Errorf("tick %d: other events happen in the world of a state", m.world.Tick())
				}
				if err := m.compare(copied); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (m *match) compare(copied *match) error {
	if want, got := m.look(), copied.look(); !reflect.DeepEqual(got, want) {
		return fmt.Errorf("tick %d: the world of a state has\n%+v\nwant\n%+v", m.world.Tick(), got, want)
	}
	return nil
}

// checkHash compares hashes of states that differ a little.
func checkHash(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		m.run(400)
		state, hash := m.world.AppendState(nil), m.world.Hash()
		if err := forEachDamage(state, func(bad []byte, what string) error {
			if m.world.RestoreState(bad) == nil && m.world.Hash() == hash {
				return fmt.Errorf("%s has the same hash", what)
			}
			return nil
		}); err != nil {
			return err
		}
		if err := m.world.RestoreState(state); err != nil {
			return err
		}
		for _, change := range [...]struct {
			name string
			do   func()
		}{
			{"Leave", func() { m.world.Leave(0) }},
			{"Join", func() { m.world.Join(0) }},
			{"Step", func() { m.run(1) }},
		} {
			before := m.world.Hash()
			if change.do(); m.world.Hash() == before {
				return fmt.Errorf("%s does not change the hash", change.name)
			}
		}
		return nil
	})
}

// checkAllocations plays on when everything has grown to its size.
func checkAllocations(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		m.run(span)
		var (
			events    []sim.Event
			standings []sim.Standing
			state     []byte
		)
		if n := testing.AllocsPerRun(300, func() {
			m.run(1)
			events = m.world.AppendEvents(events[:0])
			standings = m.world.AppendStandings(standings[:0])
			state = m.world.AppendState(state[:0])
			m.world.Hash()
		}); n != 0 {
			return fmt.Errorf("a tick allocates %v times", n)
		}
		return nil
	})
}
