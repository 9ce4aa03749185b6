package netcode

import "perihelion/sim"

// A foresight predicts what the server leaves out of a snapshot because we can: what became of
// our own state by nothing but the inputs that we sent. The predictor can't tell, which has played
// on, and had not observed by then what the server knew.
type foresight struct {
	world   sim.Predictor
	me      sim.PlayerID
	history *history
}

// predict is what own, as of tick base with the Global entities of then, has become by tick t;
// false if an input of these ticks was not sent.
func (f *foresight) predict(base, t sim.Tick, own sim.Private, global []sim.Entity) (sim.Private, bool) {
	f.world.Adopt(base, f.me, own)
	f.world.Observe(base, global)
	for tick := base + 1; tick <= t; tick++ {
		m := f.history.at(tick)
		if m == nil || !m.sent {
			return own, false
		}
		f.world.Predict(f.me, m.input)
	}
	return f.world.Private(f.me), true
}
