package simtest

import (
	"errors"
	"fmt"
	"testing"

	"perihelion/sim"
	"perihelion/sim/rng"
)

const span = 1500 // ticks that most laws watch

// checkWords returns what is wrong with the entities of now, if anything.
func (m *match) checkWords() error {
	a := m.game.About()
	all := m.world.AppendEntities([]sim.Entity{{ID: 7, Kind: 99}})
	if len(all) == 0 || all[0].Kind != 99 {
		return errors.New("AppendEntities does not append")
	}
	all = all[1:]
	for i := range all {
		e := &all[i]
		if i > 0 && all[i-1].ID >= e.ID {
			return fmt.Errorf("tick %d: entity %d after entity %d", m.world.Tick(), e.ID, all[i-1].ID)
		}
		if err := fits(a.Schema(e.Kind), e); err != nil {
			return fmt.Errorf("tick %d: entity %d: %w", m.world.Tick(), e.ID, err)
		}
	}
	return nil
}

// fits returns what of e does not fit the fields of its kind, if anything.
func fits(fields []sim.Field, e *sim.Entity) error {
	if len(fields) == 0 {
		return fmt.Errorf("there is no kind %d", e.Kind)
	}
	for i, v := range e.Words {
		if i >= len(fields) {
			if v != 0 {
				return fmt.Errorf("word %d of kind %d is %d, but that kind has %d words", i, e.Kind, v, len(fields))
			}
			continue
		}
		if f := fields[i]; wrap(f, v) != v {
			return fmt.Errorf("%s of kind %d is %d, which does not fit %d bits", f.Name, e.Kind, v, f.Bits)
		}
	}
	return nil
}

// wrap is v as f carries it.
func wrap(f sim.Field, v int32) int32 {
	shift := 32 - f.Bits
	if f.Signed {
		return v << shift >> shift
	}
	return int32(uint32(v) << shift >> shift)
}

func checkEntities(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		for range span {
			m.run(1)
			if err := m.checkWords(); err != nil {
				return err
			}
		}
		return nil
	})
}

func checkEvents(g sim.Game) error {
	a, total := g.About(), 0
	err := forEachMode(g, func(m *match) error {
		mortal, _ := g.NewModel(m.cfg).(sim.Mortal)
		for range 2 * span {
			m.run(1)
			events := m.world.AppendEvents([]sim.Event{{Tick: 99}})
			if len(events) == 0 || events[0].Tick != 99 {
				return errors.New("AppendEvents does not append")
			}
			for i := range events[1:] {
				e := &events[i+1]
				total++
				if err := fits(a.Schema(e.Kind), &e.Entity); err != nil {
					return fmt.Errorf("tick %d: event: %w", m.world.Tick(), err)
				}
				if e.Tick != m.world.Tick() {
					return fmt.Errorf("an event of tick %d in tick %d", e.Tick, m.world.Tick())
				}
				if err := m.checkKill(mortal, e); err != nil {
					return err
				}
				for _, p := range [...]sim.PlayerID{e.To, e.Party[0], e.Party[1]} {
					if p != sim.NoPlayer && int(p) >= m.cfg.Seats {
						return fmt.Errorf("tick %d: an event of kind %d for player %d, who has no seat", e.Tick, e.Kind, p)
					}
				}
			}
		}
		return nil
	})
	if err == nil && total == 0 {
		return errors.New("nothing happened that clients are told of")
	}
	return err
}

// checkKill holds a kill to the contract: whom it kills waits for the next life, from this
// very tick on. model is nil in a game without kills.
func (m *match) checkKill(model sim.Mortal, e *sim.Event) error {
	if model == nil {
		return nil
	}
	killer, victim, ok := model.Kill(e)
	switch {
	case !ok:
		return nil
	case int(victim) >= m.cfg.Seats, killer != sim.NoPlayer && int(killer) >= m.cfg.Seats:
		return fmt.Errorf("tick %d: %d killed %d, of %d seats", e.Tick, killer, victim, m.cfg.Seats)
	case model.Respawn(m.world.Private(victim)) == 0:
		return fmt.Errorf("tick %d: %d was killed and does not wait for the next life", e.Tick, victim)
	}
	return nil
}

func checkForecast(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		model, other, luck := g.NewModel(m.cfg), g.NewModel(m.cfg), rng.Source(3)
		m.run(300)
		for k := range sim.MaxKinds + 1 {
			for range 50 {
				fields := g.About().Schema(sim.Kind(k))
				w := anyWords(&luck, fields)
				if err := checkForecastOf(model, other, sim.Kind(k), w); err != nil {
					return err
				}
				if err := checkBirths([...]sim.Model{model, other}, sim.Kind(k), w, fields); err != nil {
					return err
				}
				if err := checkSteering(model, sim.Kind(k), w, fields); err != nil {
					return err
				}
			}
		}
		for i := range m.seen {
			if err := checkForecastOf(model, other, m.seen[i].Kind, m.seen[i].Words); err != nil {
				return err
			}
		}
		if n := testing.AllocsPerRun(100, func() {
			for i := range m.seen {
				m.seen[i].Words = model.Forecast(m.seen[i].Kind, m.seen[i].Words, 2)
			}
		}); n != 0 {
			return fmt.Errorf("a forecast of %d entities allocates %v times", len(m.seen), n)
		}
		return nil
	})
}

// anyWords are words as a damaged frame may bring them: those of any value that fits.
func anyWords(luck *rng.Source, fields []sim.Field) (w sim.Words) {
	for i, f := range fields {
		w[i] = wrap(f, int32(luck.Next()))
	}
	return w
}

func checkForecastOf(model, other sim.Model, k sim.Kind, w sim.Words) error {
	for _, ticks := range [...]int{-1 << 20, -1, 0} {
		if got := model.Forecast(k, w, ticks); got != w {
			return fmt.Errorf("a forecast of kind %d by %d ticks changes %v to %v", k, ticks, w, got)
		}
	}
	for _, ticks := range [...]int{1, 2, 60, 1 << 20} {
		if a, b := model.Forecast(k, w, ticks), other.Forecast(k, w, ticks); a != b {
			return fmt.Errorf("kind %d, %v by %d ticks: one forecast is %v, another %v", k, w, ticks, a, b)
		}
	}
	return nil
}
