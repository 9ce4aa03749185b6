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

// inputBuffer turns the input frames of one connection into one input for every tick.
// However many inputs arrive at once, a tick consumes one: a client that stalled
// does not get to fly in fast motion.
type inputBuffer struct {
	schema    *sim.InputSchema
	slots     *ring.Ring[sim.Input]
	last      sim.Input // repeated when the input of a tick is missing
	lastTick  sim.Tick  // the tick that last was meant for
	lateInput sim.Input // came after its tick: its actions are merged into the next tick,
	hasLate   bool

	newest   sim.Tick // newest tick received
	slack    int8     // how early it came, in 2 ms
	newestAt time.Time
}

// InputStats counts what became of inputs.
type InputStats struct {
	Late    int // came after their tick
	Early   int // came too far ahead of it, and were dropped
	Flooded int // frames that found their queue full, and were dropped
	Starved int // ticks played without their input
}

// reset begins a new connection at tick t, with inputs as schema describes them.
func (h *inputBuffer) reset(schema *sim.InputSchema, t sim.Tick) {
	slots := h.slots
	if slots == nil {
		slots = ring.New[sim.Input](inputSlots)
	}
	slots.Clear()
	*h = inputBuffer{schema: schema, slots: slots, last: schema.Neutral(h.last), lastTick: t}
}

// accept stores the inputs of a frame by tick; played is the last tick that was played.
func (h *inputBuffer) accept(in *protocol.Inputs, played sim.Tick, count *InputStats) {
	for i := range in.N {
		t := in.First + sim.Tick(i)
		switch {
		case t > played+maxAhead:
			count.Early++
			continue
		case t > played:
			h.slots.Put(uint32(t), in.Held[i])
		case t > h.newest:
			h.acceptLate(t, in.Held[i])
			count.Late++
		}
		h.newest = max(h.newest, t)
	}
}

// acceptLate keeps an input whose tick is over: its actions happen in the next tick,
// and if it is the newest, it is repeated while no other comes.
func (h *inputBuffer) acceptLate(t sim.Tick, in sim.Input) {
	h.lateInput, h.hasLate = h.schema.Merge(h.lateInput, in), true
	if t > h.lastTick {
		h.last, h.lastTick = in, t
	}
}

// consume returns the input of tick t, and false if none has come for it: then the input
// is the last one repeated, or neutral.
func (h *inputBuffer) consume(t sim.Tick) (in sim.Input, ok bool) {
	in, ok = h.slots.At(uint32(t))
	switch {
	case ok:
		h.last, h.lastTick = in, t
	case t > h.lastTick+maxRepeat:
		in = h.schema.Neutral(h.last)
	default:
		in = h.schema.Repeat(h.last)
	}
	if h.hasLate {
		in = h.schema.Merge(in, h.lateInput)
		h.lateInput, h.hasLate = sim.Input{}, false
		h.last = in // or a button held on would count as pressed again
	}
	return in, ok
}

// bufferedTicks is for how many ticks after t, the last one played, inputs are here.
func (h *inputBuffer) bufferedTicks(t sim.Tick) int { return int(max(h.newest, t) - t) }

// silent reports whether no input has come for so many ticks, up to tick t.
func (h *inputBuffer) silent(t, ticks sim.Tick) bool { return t > h.lastTick+ticks }
