package room

import (
	"sync"
	"sync/atomic"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/ring"
	"perihelion/sim"
)

// inputQueueSize is how many frames wait in an InputQueue: a second of them, which is longer
// than any stall after which they would still be of use.
const inputQueueSize = 32

// inputBlockSize is how many frames an inputBlock holds: what comes while a room draws breath.
const inputBlockSize = 4

// InputQueue carries the input frames of one connection from its reader to its room,
// without waking either: the reader pushes, the room drains it once per tick.
//
// It is a ring for one producer and one consumer, which synchronise by two counters.
// A mutex would be as fast on average, but a reader that the kernel suspends while it
// holds the mutex would hold up the tick of everybody. The price: the producer cannot
// take back what is queued. When the queue is full, because of a flood or of a room
// that stands still, the newest frame is dropped and counted.
//
// A frame or two wait in it as a rule, and 32 are 9 KB: so it holds them in blocks, which
// queues take from a pool and give back. The ring has twice as many places as the queue has
// frames, so that one that gets a new block has none of the last time around.
type InputQueue struct {
	pushed, popped atomic.Uint32
	dropped        atomic.Uint32
	blocks         [2 * inputQueueSize / inputBlockSize]*inputBlock // those with a frame that waits
}

type inputBlock [inputBlockSize]inputFrame

var inputBlocks = sync.Pool{New: func() any { return new(inputBlock) }}

// inputFrame is a frame and when it came.
type inputFrame struct {
	inputs  protocol.Inputs
	arrived time.Time
}

// block is the place of the block with frame n.
func (l *InputQueue) block(n uint32) **inputBlock {
	return &l.blocks[n/inputBlockSize%uint32(len(l.blocks))]
}

// Push queues a decoded frame that arrived at now. Only one goroutine may call it.
func (l *InputQueue) Push(in *protocol.Inputs, now time.Time) {
	n := l.pushed.Load()
	if n-l.popped.Load() == inputQueueSize {
		l.dropped.Add(1)
		return
	}
	block := l.block(n)
	if n%inputBlockSize == 0 {
		*block = inputBlocks.Get().(*inputBlock)
	}
	(*block)[n%inputBlockSize] = inputFrame{*in, now}
	l.pushed.Store(n + 1)
}

// drain gives take every frame that waits, oldest first, and then makes room for others.
// take must not keep the frame. Only one goroutine may call it.
func (l *InputQueue) drain(take func(*inputFrame)) {
	first, end := l.popped.Load(), l.pushed.Load()
	if first == end {
		return
	}
	for n := first; n != end; n++ {
		block := l.block(n)
		take(&(*block)[n%inputBlockSize])
		if n%inputBlockSize == inputBlockSize-1 {
			inputBlocks.Put(*block)
			*block = nil
		}
	}
	l.popped.Store(end)
}

// takeDropped is how many frames were dropped since the last call.
func (l *InputQueue) takeDropped() int {
	if l.dropped.Load() == 0 { // as nearly always, and costs the reader nothing
		return 0
	}
	return int(l.dropped.Swap(0))
}

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
	heard    sim.Tick // played last when it came: inputs may be for ticks long over, while a client is behind
	asSent   bool     // the last input that was consumed is that of its tick, as its player sent it
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
	*h = inputBuffer{schema: schema, slots: slots, last: schema.Neutral(h.last), lastTick: t, heard: t}
}

// accept stores the inputs of a frame by tick; played is the last tick that was played.
func (h *inputBuffer) accept(in *protocol.Inputs, played sim.Tick, count *InputStats) {
	for i := range in.N {
		t, held := in.First+sim.Tick(i), h.schema.OfPlayer(in.Held[i])
		switch {
		case t > played+maxAhead:
			count.Early++
			continue
		case t > played:
			h.slots.Put(uint32(t), held)
		case t > h.newest:
			h.acceptLate(t, held)
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
	h.asSent = ok && !h.hasLate
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

// silent reports whether no new input has come for so many ticks, up to tick t.
func (h *inputBuffer) silent(t, ticks sim.Tick) bool { return t > h.heard+ticks }
