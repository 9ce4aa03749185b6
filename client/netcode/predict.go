package netcode

import (
	"perihelion/sim"
)

// A predictor plays our inputs before the server does.
type predictor struct {
	world      sim.Predictor
	game       *game
	me         sim.PlayerID
	history    history
	tick       sim.Tick  // the newest one predicted
	held       sim.Input // in the newest tick
	stopped    bool      // predictions wait for the server's word
	drawOffset drawOffset
	events     predictedEvents
	corrected  []body // scratch of reconcile
	bodies     bodies // where everything is predicted, see present.go
}

func newPredictor(g *game, cfg sim.Config, me sim.PlayerID) predictor {
	return predictor{world: g.NewPredictor(cfg), game: g, me: me, history: newHistory(), stopped: true}
}

// ready reports whether there is anything to show.
func (p *predictor) ready() bool { return p.world != nil && !p.stopped }

// predict predicts tick t, the one after the newest, from what is held in it. A tick
// that does not follow, or that the server has already played, is only noted.
func (p *predictor) predict(t sim.Tick, in sim.Input) {
	m := p.history.begin(t, in)
	p.held = in
	switch {
	case p.stopped || t <= p.tick:
		return
	case t > p.tick+1:
		p.stopped = true
		return
	}
	p.step(t, in, m)
}

func (p *predictor) step(t sim.Tick, in sim.Input, m *predictedTick) {
	p.world.Predict(p.me, in)
	p.tick = t
	m.own, m.predicted = p.world.Private(p.me), true
	p.events.record(p.world)
	if p.game.about.Present {
		p.bodies.capture(p.game, p.world)
	}
}

// stop gives up predicting until the server has spoken.
func (p *predictor) stop() { p.stopped = true }

// discard gives up predicting, and what was held as well.
func (p *predictor) discard() {
	p.stop()
	p.history.moments.Clear()
}

// lastTwo is the own player at the last two predicted ticks: to be drawn between
// them, unless it was not flight that led from one to the other.
func (p *predictor) lastTwo() (from, to sim.Private) {
	m := p.history.at(p.tick)
	if m == nil || !m.predicted {
		return from, to
	}
	before := p.history.at(p.tick - 1)
	if before == nil || !before.predicted || !p.game.moved(before.own, m.own) {
		return m.own, m.own
	}
	return before.own, m.own
}
