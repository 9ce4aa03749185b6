package netcode

import (
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

// historyTicks is how many ticks of our own doing we remember. Two seconds: a link
// that is silent for longer gets no predictions, see patience.
const historyTicks = 128

// A predictedTick is one client tick: what was held, what we think came of it, and when
// the server was told.
type predictedTick struct {
	input     sim.Input
	own       sim.Private
	predicted bool // own was predicted

	sent   bool
	opens  bool // the frame of inputs it was sent in
	sentAt time.Duration
	lead   float64 // of the clock, at sending
}

// history is the moments of recent ticks.
type history struct {
	moments *ring.Ring[predictedTick]
}

func newHistory() history { return history{ring.New[predictedTick](historyTicks)} }

// at returns the moment of tick t, or nil if it is forgotten or never was.
func (h *history) at(t sim.Tick) *predictedTick {
	if h.moments == nil {
		return nil
	}
	return h.moments.Ptr(uint32(t))
}

// begin opens the moment of tick t.
func (h *history) begin(t sim.Tick, in sim.Input) *predictedTick {
	m := h.moments.Slot(uint32(t))
	*m = predictedTick{input: in}
	return m
}

// frames is how many frames the inputs after tick from up to tick to were sent in, as far as they are remembered.
func (h *history) frames(from, to sim.Tick) (n int) {
	for i := range min(to-from, historyTicks) {
		if m := h.at(to - i); m != nil && m.opens {
			n++
		}
	}
	return n
}

// together is how many ticks after t were sent along with it: that much less early it
// was than they.
func (h *history) together(t sim.Tick) (n int) {
	first := h.at(t)
	for {
		m := h.at(t + sim.Tick(n) + 1)
		if m == nil || !m.sent || m.sentAt != first.sentAt {
			return n
		}
		n++
	}
}
