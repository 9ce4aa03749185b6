package netcode

import (
	"math"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	viewTolerance = 1.0 / 8 // ticks: a ship flies half a unit meanwhile

	// A tick of delay buys half the wake-ups of the server. On a link that loses datagrams each has one
	// new input, so that the next one, with what was lost, comes a tick later.
	inputsPerFrame = 2
	maxSilence     = time.Second // of silence, after which predictions would be fiction
)

// An outbox gathers the inputs of the next frame.
type outbox struct {
	frame protocol.Inputs
	last  sim.Tick // newest tick sent
}

// Advance runs the client ticks that are due, asking sample for the input of
// each, and sends what is to be sent. Before the player has the controls nothing
// is held.
func (c *Client) Advance(now time.Time, sample func() sim.Input) error {
	if !c.welcomed() {
		return nil
	}
	t := c.since(now)
	c.chooseWay(t)
	due, slept := c.clock.advance(t)
	if slept {
		c.interp.resetWindow()
		c.skipTicks(due)
		return c.requestKeyframe(t)
	}
	if t-c.meter.arrived > maxSilence {
		c.skipTicks(due)
		return nil
	}
	for range due {
		if err := c.playTick(t, sample); err != nil {
			return err
		}
	}
	if due > 0 && c.predictor.ready() && !c.game.about.Present {
		c.shots.update(&c.predictor, 0)
	}
	if c.outbox.frame.N < c.clock.batch {
		return nil
	}
	return c.sendInputs(t)
}

// playTick plays one tick.
func (c *Client) playTick(t time.Duration, sample func() sim.Input) error {
	in := c.game.about.Inputs.Neutral(c.predictor.held)
	if c.ready() {
		in = c.game.about.Inputs.OfPlayer(c.game.about.Inputs.Clamp(sample()))
	}
	c.clock.newest++
	if !c.outbox.hasRoomFor(c.clock.newest) || in.Buttons != 0 && !c.outbox.matchesView(&c.view) {
		if err := c.sendInputs(t); err != nil {
			return err
		}
	}
	in.View, in.Fraction = c.outbox.nextView(&c.view)
	c.predictor.predict(c.clock.newest, in)
	c.outbox.add(c.clock.newest, in)
	return nil
}

// nextView is what the next input sees, exactly as the server will read it from the
// frame: a shot is predicted by it. What is on the screen moves on by a tick from
// one input of a frame to the next, and never back.
func (o *outbox) nextView(v *View) (sim.Tick, uint8) {
	f := &o.frame
	tick, fraction := v.Tick, uint8(v.Frac*256)
	switch {
	case f.N > 0 && f.View > 0:
		f.View++
	case tick > f.View || tick == f.View && fraction > f.Fraction:
		f.View, f.Fraction = tick, fraction
	}
	return f.View, f.Fraction
}

// matchesView reports whether the screen is where the next input of the frame says: a
// tick on. It is not where a frame of the screen had two ticks, or none. Axes do not
// mind; what a button does may be aimed at what is seen, and is worth a frame.
func (o *outbox) matchesView(v *View) bool {
	f := &o.frame
	if f.N == 0 {
		return true
	}
	moved := float64(v.Tick) - float64(f.View) + float64(v.Frac) - float64(f.Fraction)/256
	return math.Abs(moved-1) < viewTolerance
}

// hasRoomFor reports whether tick t has room in the frame that is being gathered: its
// inputs are of ticks without a gap, which the clock leaves where it jumps.
func (o *outbox) hasRoomFor(t sim.Tick) bool {
	return o.frame.N == 0 || o.frame.N < protocol.MaxInputs && t == o.frame.First+sim.Tick(o.frame.N)
}

func (o *outbox) add(t sim.Tick, in sim.Input) {
	f := &o.frame
	if f.N == 0 {
		f.First = t
	}
	f.Held[f.N] = in
	f.N++
}

// skipTicks lets ticks pass that nobody played; the server has done without us.
func (c *Client) skipTicks(ticks int) {
	if ticks == 0 {
		return
	}
	c.clock.newest += sim.Tick(ticks)
	c.outbox.frame.N = 0
	c.predictor.stop()
}

func (c *Client) sendInputs(t time.Duration) error {
	out := &c.outbox.frame
	if out.N == 0 {
		return nil
	}
	out.Ack = c.state.Tick
	for i := range out.N {
		if m := c.predictor.history.at(out.First + sim.Tick(i)); m != nil {
			m.sent, m.opens, m.sentAt, m.lead = true, i == 0, t, c.clock.lead()
		}
	}
	c.outbox.last = out.First + sim.Tick(out.N-1)
	frame := protocol.AppendInputs(c.out[:0], c.game.about.Inputs, out)
	out.N = 0
	return c.sendInputFrame(frame, c.outbox.last)
}
