package replay

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"perihelion/sim"
)

const reserve = 64 << 10 // bytes: several seconds of anything

// Writer records a match. Its methods only append to a buffer in memory, so a room calls
// them within its tick; whoever stores the log empties the buffer, outside. The first
// record must be a segment with a state.
type Writer struct {
	schema *sim.InputSchema
	rate   int
	buf    []byte
	before []sim.Input // what is foreseen for each player

	// Ticks since the last one of each kind:
	hashed, segmented, stated int
}

// NewWriter begins a log of a match by those rules. The Match of h is filled in.
func NewWriter(rules sim.Rules, cfg sim.Config, h Header) *Writer {
	w := &Writer{
		schema: rules.About().Inputs, rate: cfg.TicksPerSecond(),
		buf: make([]byte, 0, reserve), before: make([]sim.Input, cfg.Seats),
	}
	h.Match = sim.Describe(rules, cfg)
	w.header(&h)
	return w
}

// Continue records the rest of a log whose beginning is stored already.
func Continue(rules sim.Rules, cfg sim.Config) *Writer {
	w := NewWriter(rules, cfg, Header{})
	w.Reset()
	return w
}

// inputWidths tells how inputs of a game are encoded, so that a reader that does not know
// the game can skip them: how many axes there are, and a bit for each that has two bytes;
// the bit after those is for the buttons.
func inputWidths(s *sim.InputSchema) (axes, wide byte) {
	for i, a := range s.Axes {
		if a.Wide {
			wide |= 1 << i
		}
	}
	if s.Buttons > 8 {
		wide |= 1 << len(s.Axes)
	}
	return byte(len(s.Axes)), wide
}

func (w *Writer) header(h *Header) {
	m := &h.Match
	w.buf = append(append(w.buf, magic...), version)
	w.text(m.Game)
	w.text(m.Mode)
	w.uvarint(m.Rules)
	w.u64(m.Seed)
	for _, n := range []int{m.Seats, m.Rate, m.Points, m.Seconds} {
		w.uvarint(n)
	}
	w.uvarint(len(m.Arenas))
	w.buf = append(w.buf, m.Arenas...)
	axes, wide := inputWidths(w.schema)
	w.buf = append(w.buf, axes, wide)
	w.text(h.Node)
	w.text(h.Room)
	w.buf = append(w.buf, headerFlags(h))
	w.u64(uint64(h.Began))
}

const (
	flagPrivate = 1 << iota
	flagEditable
	flags = 1<<iota - 1
)

func headerFlags(h *Header) (f byte) {
	if h.Private {
		f |= flagPrivate
	}
	if h.Match.Editable {
		f |= flagEditable
	}
	return f
}

// Segment begins a segment of a log, after milliseconds since its beginning. state is the
// world's, or nil for a segment that cannot be played without the one before.
func (w *Writer) Segment(t sim.Tick, after int64, state []byte) {
	clear(w.before)
	w.segmented = 0
	w.head(OpSegment, 0)
	w.uvarint(int(t))
	w.uvarint(int(after))
	if state != nil {
		w.stated = 0
		w.head(OpState, len(state))
		w.buf = append(w.buf, state...)
	}
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
	w.hashed++
	w.segmented++
	w.stated++
}

// HashDue reports whether a second was recorded since the last Hash.
func (w *Writer) HashDue() bool { return w.hashed >= hashSeconds*w.rate }

// SegmentDue reports whether a segment should begin, and whether with a state.
func (w *Writer) SegmentDue() (due, state bool) {
	state = w.stated >= StateSeconds*w.rate
	return state || w.segmented >= SegmentSeconds*w.rate, state
}

// Hash records the hash of the world as it is now.
func (w *Writer) Hash(h uint64) {
	w.head(OpHash, 0)
	w.u64(h)
	w.hashed = 0
}

// Seat records who holds seat p now.
func (w *Writer) Seat(p sim.PlayerID, s *Seat) {
	w.head(OpSeat, int(p))
	w.buf = append(w.buf, byte(s.Holder)|s.Role<<holderBits)
	w.uvarint(int(s.Epoch))
	w.uvarint(int(s.Confirmed))
	w.uvarint(int(s.Joined))
	w.u64(math.Float64bits(s.Rating))
	w.text(s.Account)
	w.text(s.Name)
}

// Leaver records what a player has done who leaves seat p during a round.
func (w *Writer) Leaver(p sim.PlayerID, l *Leaver) {
	w.head(OpLeaver, int(p))
	w.uvarint(int(l.Joined))
	w.varint(l.Points)
	for _, n := range l.Columns {
		w.varint(n)
	}
	w.text(l.Account)
	w.text(l.Name)
}

// Round records how far the round is.
func (w *Writer) Round(r *Round) {
	w.head(OpRound, int(r.Phase))
	w.text(r.Match)
	w.u64(uint64(r.Began))
	w.uvarint(int(r.Tick))
}

// Mark records what a viewer may want to find in the last tick.
func (w *Writer) Mark(h *sim.Headline) {
	w.head(OpMark, 0)
	w.uvarint(int(h.Actor + 1)) // NoPlayer becomes 0
	w.uvarint(int(h.Target + 1))
	w.text(h.Means)
}

// Chat records that lines were said, and not what.
func (w *Writer) Chat(lines int) { w.head(OpChat, lines) }

// Edit records that p changes the arena before the next tick.
func (w *Writer) Edit(p sim.PlayerID, e *Edit) {
	w.head(OpEdit, int(p))
	w.uvarint(int(e.Number))
	w.uvarint(len(e.Change))
	w.buf = append(w.buf, e.Change...)
}

// Withdraw records that arenas are taken out of the turns of the world before the next tick.
func (w *Writer) Withdraw(places uint16) { w.head(OpWithdraw, int(places)) }

// Bytes is what was recorded since the last Reset; valid until the next call of any method.
func (w *Writer) Bytes() []byte { return w.buf }

// Reset empties the buffer; the log goes on.
func (w *Writer) Reset() { w.buf = w.buf[:0] }

func (w *Writer) head(op Op, n int) { w.uvarint(n<<opBits | int(op)) }

func (w *Writer) change(skipped int, in, before *sim.Input) {
	looked := in.View != before.View || in.Fraction != before.Fraction
	skip := skipped << 1
	if looked {
		skip |= 1
	}
	w.uvarint(skip)
	w.buf = w.schema.Append(w.buf, in, before)
	if looked {
		w.varint(int(int32(in.View - before.View)))
		w.buf = append(w.buf, in.Fraction)
	}
}

func (w *Writer) uvarint(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }
func (w *Writer) varint(n int)  { w.buf = binary.AppendVarint(w.buf, int64(n)) }
func (w *Writer) u64(v uint64)  { w.buf = binary.LittleEndian.AppendUint64(w.buf, v) }

// text writes a text that a reader takes: cut to maxText, and without what could harm
// where it is shown.
func (w *Writer) text(s string) {
	if !isText(s) {
		s = strings.Map(func(c rune) rune {
			if c == utf8.RuneError || unicode.IsControl(c) {
				return '?'
			}
			return c
		}, s)
	}
	for len(s) > maxText {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	w.buf = append(append(w.buf, byte(len(s))), s...)
}

// isText reports whether s is valid and without control characters.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl) }
