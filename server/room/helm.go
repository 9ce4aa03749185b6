package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/ring"
	"perihelion/sim"
)

const (
	inputSlots = 32 // more than maxAhead, so that a slot is played before it is used again
	maxAhead   = 20 // ticks an input may come early: beyond that a clock is wrong or a client hoards
	maxRepeat  = 6  // ticks, 100 ms, that a ship flies on as last told: longer looks possessed
)

// helm turns the input frames of one connection into one input for every tick.
// However many inputs arrive at once, a tick consumes one: a client that stalled
// does not get to fly in fast motion.
type helm struct {
	slots  *ring.Ring[sim.Input]
	held   sim.Input // repeated when the input of a tick is missing
	heldAt sim.Tick  // the tick that held was meant for
	late   sim.Input // its actions are owed to the next tick
	owed   bool

	newest  sim.Tick // newest tick received
	slack   int8     // how early it came, in 2 ms
	arrived time.Time
}

// Tally counts what became of inputs.
type Tally struct {
	Late    int // came after their tick
	Early   int // came too far ahead of it, and were dropped
	Flooded int // frames that found their lane full, and were dropped
	Starved int // ticks played without their input
}

// reset begins a new connection at tick t.
func (h *helm) reset(t sim.Tick) {
	slots := h.slots
	if slots == nil {
		slots = ring.New[sim.Input](inputSlots)
	}
	slots.Clear()
	*h = helm{slots: slots, held: h.held.Neutral(), heldAt: t}
}

// take files the inputs of a frame, when tick played was the last one played.
func (h *helm) take(in *protocol.Inputs, played sim.Tick, count *Tally) {
	for i := range in.N {
		t := in.First + sim.Tick(i)
		switch {
		case t > played+maxAhead:
			count.Early++
			continue
		case t > played:
			h.slots.Put(uint32(t), in.Held[i])
		case t > h.newest:
			h.miss(t, in.Held[i])
			count.Late++
		}
		h.newest = max(h.newest, t)
	}
}

// miss deals with an input whose tick is over: what it does is done with the
// next tick, and what it holds is the newest we know to repeat.
func (h *helm) miss(t sim.Tick, in sim.Input) {
	h.late, h.owed = h.late.Merge(in), true
	if t > h.heldAt {
		h.held, h.heldAt = in, t
	}
}

// play is the input of tick t. It reports false if that one had not come.
func (h *helm) play(t sim.Tick) (in sim.Input, ok bool) {
	in, ok = h.slots.At(uint32(t))
	switch {
	case ok:
		h.held, h.heldAt = in, t
	case t > h.heldAt+maxRepeat:
		in = h.held.Neutral()
	default:
		in = h.held.Repeat()
	}
	if h.owed {
		in = in.Merge(h.late)
		h.late, h.owed = sim.Input{}, false
		h.held = in // or a button held on would count as pressed again
	}
	return in, ok
}

// waiting is how many ticks ahead of t, the last one played, inputs reach.
func (h *helm) waiting(t sim.Tick) int { return int(max(h.newest, t) - t) }

// silent reports whether nothing has come for so long that someone else should
// take the helm.
func (h *helm) silent(t sim.Tick, ticks int) bool { return t > h.heldAt+sim.Tick(ticks) }
