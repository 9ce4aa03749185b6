package simtest

import (
	"fmt"

	"perihelion/sim"
)

const (
	foreseenTicks = 3 // from one baseline to the next
	foreseenMost  = 4 // players who are looked at
)

// checkAsPredicted predicts from a baseline, with what is Global in it, what the world says a client
// can: all of it must be right, and most ticks among others must be such.
func checkAsPredicted(g sim.Game) error {
	return forEachMode(g, func(m *match) error {
		world, is := m.world.(sim.Predictable)
		if !is {
			return nil
		}
		all := make([]foreseen, min(m.cfg.Seats, foreseenMost))
		told, possible := 0, 0
		for n := range span {
			for p := range all {
				if n%foreseenTicks == 0 {
					all[p].rebase(m, sim.PlayerID(p))
				}
			}
			m.next()
			m.world.Step(m.inputs)
			for p := range all {
				f := &all[p]
				f.inputs = append(f.inputs, m.inputs[p])
				f.told = f.told || !world.AsPredicted(sim.PlayerID(p))
				if len(f.inputs) < foreseenTicks {
					continue
				}
				possible++
				if f.told {
					told++
				} else if err := f.findWrong(m, sim.PlayerID(p)); err != nil {
					return err
				}
			}
		}
		if told > possible/2 {
			return fmt.Errorf("what players control is said to be as predicted in %d of %d spans, want half at least", possible-told, possible)
		}
		return nil
	})
}

// foreseen is a player as of a baseline, and what was held since.
type foreseen struct {
	client sim.Predictor
	inputs []sim.Input
	told   bool // what became of it is not as predicted
}

func (f *foreseen) rebase(m *match, p sim.PlayerID) {
	if f.client == nil {
		f.client = m.game.NewPredictor(m.cfg)
	}
	f.inputs, f.told = f.inputs[:0], false
	var global []sim.Entity
	for _, e := range m.world.AppendEntities(nil) {
		if e.Global {
			global = append(global, e)
		}
	}
	f.client.Adopt(m.world.Tick(), p, m.world.Private(p))
	f.client.Observe(m.world.Tick(), global)
}

func (f *foreseen) findWrong(m *match, p sim.PlayerID) error {
	for _, in := range f.inputs {
		f.client.Predict(p, in)
	}
	if got, want := f.client.Private(p), m.world.Private(p); got != want {
		return fmt.Errorf("tick %d: what %d controls is said to be as predicted, and is\n%v, but a Predictor makes\n%v", m.world.Tick(), p, want, got)
	}
	return nil
}
