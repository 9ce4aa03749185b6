package netcode

import (
	"time"

	"perihelion/sim"
)

const (
	// 167 ms, which covers a lost packet at a round trip of 75. At 5 % of loss and 60 ms
	// it leaves one stall in twenty uncovered; 15 ticks, 250 ms, would catch those as
	// well, but then the others, drawn that far ahead, are hit in 41 % of the shots
	// instead of 95.
	cushionMost   = 10.0
	cushionWindow = 30 * time.Second // in which a link must have stalled
	cushionAfter  = 2                // times: a single lost packet is bad luck
	cushionGrows  = 3.0              // ticks per second, as fast as a clock bends unfelt
	cushionShrink = 0.25

	stallLeast  = 2.0 // ticks by which an input is overdue
	stallsKnown = 64  // more than a link of five per cent loss has in the window
)

// A cushion is how much further ahead the clock runs on a link that stalls. A lost
// packet holds up all behind it for about a round trip and a half, then everything
// comes at once: on the server ticks go by without their inputs, and the ship does not
// fly as it was predicted. Where that happens again and again, inputs are sent early
// enough to be there before. It costs nothing on the own screen; the others see what is
// done that much later, so a link that does not stall is given none.
type cushion struct {
	stalls [stallsKnown]stalling // a ring
	n      int
	have   float64 // ticks
	moved  time.Duration
}

// A stalling is one input that was overdue.
type stalling struct {
	tick sim.Tick
	long float64 // ticks
	at   time.Duration
}

// note takes that an input of tick t is overdue by so many ticks, at now.
func (c *cushion) note(t sim.Tick, overdue float64, now time.Duration) {
	last := &c.stalls[(c.n+stallsKnown-1)%stallsKnown]
	if c.n == 0 || last.tick != t {
		last = &c.stalls[c.n%stallsKnown]
		c.n++
	}
	*last = stalling{t, overdue, now}
}

// want is what covers all stalls of the window but the longest ones.
func (c *cushion) want(now time.Duration) float64 {
	var longest [cushionAfter]float64
	for i := range min(c.n, stallsKnown) {
		s := &c.stalls[i]
		if now-s.at > cushionWindow || s.long > cushionMost {
			continue
		}
		long := s.long
		for j := range longest {
			longest[j], long = max(longest[j], long), min(longest[j], long)
		}
	}
	return longest[cushionAfter-1]
}

// at moves the cushion to now and returns it.
func (c *cushion) at(now time.Duration) float64 {
	passed := (now - c.moved).Seconds()
	c.moved = now
	want := c.want(now)
	c.have = min(max(want, c.have-cushionShrink*passed), c.have+cushionGrows*passed)
	return c.have
}

// overdue looks for an input that a State should have told of: the first that the
// server had not, when it is known to have come that much later than inputs do.
func (c *Client) overdue(now time.Duration) {
	next := c.state.Newest + 1
	missing := c.predict.history.at(next)
	if !c.clock.synced || c.state.Newest == 0 || missing == nil || !missing.sent {
		return
	}
	early := c.clock.base + missing.lead - float64(c.predict.history.together(next))
	late := early + float64(c.state.Tick) - float64(next)
	if late > max(stallLeast, spikeWidth*c.clock.jitter) {
		// It may come just before the next snapshot.
		c.clock.cushion.note(next, late+float64(c.welcome.Interval), now)
	}
}
