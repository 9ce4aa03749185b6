package replay

import (
	"encoding/binary"

	"perihelion/sim"
)

const reserve = 64 << 10 // bytes: half a minute of eight fighters

// Writer records a match. Its methods only append to a buffer in memory, so a
// room calls them within its tick; whoever stores the recording empties the
// buffer with Take, outside. With a spare buffer handed to Take in time, nothing
// is allocated.
type Writer struct {
	match  sim.Match
	schema *sim.InputSchema
	buf    []byte
	before []sim.Input // what is foreseen for each player
	played int         // ticks since the last hash
}

// NewWriter begins the recording of a new match of cfg by those rules.
func NewWriter(rules sim.Rules, cfg sim.Config) *Writer {
	w := &Writer{
		match: sim.Describe(rules, cfg), schema: rules.About().Inputs,
		buf: make([]byte, 0, reserve), before: make([]sim.Input, cfg.Seats),
	}
	w.header()
	return w
}

func (w *Writer) header() {
	m := &w.match
	w.buf = append(append(w.buf, magic...), version)
	w.text(m.Game)
	w.text(m.Mode)
	w.buf = binary.AppendUvarint(w.buf, uint64(m.Rules))
	w.buf = binary.LittleEndian.AppendUint64(w.buf, m.Seed)
	for _, n := range []int{m.Seats, m.Rate, m.Points, m.Seconds} {
		w.buf = binary.AppendUvarint(w.buf, uint64(n))
	}
}

func (w *Writer) text(s string) { w.buf = append(append(w.buf, byte(len(s))), s...) }

// Restart forgets what was recorded and begins anew with a world in the middle of
// its life: a room that plays for days need not remember them all.
func (w *Writer) Restart(state []byte) {
	w.buf = w.buf[:0]
	clear(w.before)
	w.played = 0
	w.header()
	w.head(OpState, len(state))
	w.buf = append(w.buf, state...)
}

// Join records that p takes a seat before the next tick.
func (w *Writer) Join(p sim.PlayerID) { w.head(OpJoin, int(p)) }

// Leave records that p leaves it.
func (w *Writer) Leave(p sim.PlayerID) { w.head(OpLeave, int(p)) }

// Tick records one step of the world with these inputs, as given to its Step.
func (w *Writer) Tick(inputs []sim.Input) {
	n := 0
	for p := range inputs {
		foresee(&w.before[p])
		if inputs[p] != w.before[p] {
			n++
		}
	}
	w.head(OpTick, n)
	next := 0
	for p := range inputs {
		if inputs[p] != w.before[p] {
			w.change(p-next, &inputs[p], &w.before[p])
			w.before[p] = inputs[p]
			next = p + 1
		}
	}
	w.played++
}

// Due reports whether a second was recorded since the last Hash.
func (w *Writer) Due() bool { return w.played >= w.match.Rate }

// Hash records the hash of the world as it is now.
func (w *Writer) Hash(h uint64) {
	w.head(OpHash, 0)
	w.buf = binary.LittleEndian.AppendUint64(w.buf, h)
	w.played = 0
}

// Len is how many bytes wait to be taken.
func (w *Writer) Len() int { return len(w.buf) }

// Take returns what was recorded since the last Take, for the caller to keep.
// The recording goes on in spare, which may be nil, or what an earlier Take
// returned once it is stored.
func (w *Writer) Take(spare []byte) []byte {
	taken := w.buf
	w.buf = spare[:0]
	return taken
}

func (w *Writer) head(op Op, n int) {
	w.buf = binary.AppendUvarint(w.buf, uint64(n)<<opBits|uint64(op))
}

func (w *Writer) change(skipped int, in, before *sim.Input) {
	looked := in.View != before.View || in.Fraction != before.Fraction
	skip := uint64(skipped) << 1
	if looked {
		skip |= 1
	}
	w.buf = binary.AppendUvarint(w.buf, skip)
	w.buf = w.schema.Append(w.buf, in, before)
	if looked {
		w.buf = binary.AppendVarint(w.buf, int64(int32(in.View-before.View)))
		w.buf = append(w.buf, in.Fraction)
	}
}
