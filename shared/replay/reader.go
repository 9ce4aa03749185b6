package replay

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"perihelion/sim"
)

// Reader reads a log from a stream, in memory bounded by the number of seats and by what
// the stream really holds.
type Reader struct {
	Header Header
	Game   sim.Game
	Config sim.Config

	src     *bufio.Reader
	counter countingReader
	schema  *sim.InputSchema
	inputs  []sim.Input
	state   bytes.Buffer
	text    [maxText]byte
	widths  [2]byte       // of inputs, by the header
	packed  *columnReader // of the segment; nil: inputs are told tick for tick
	last    Op            // of the record before; ops: there is none yet
	err     error         // the first that src returned
}

// countingReader counts what was read from src.
type countingReader struct {
	src io.Reader
	n   int64
}

func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.src.Read(b)
	c.n += int64(n)
	return n, err
}

// NewReader reads the header. The match must be of one of games.
func NewReader(src io.Reader, games sim.Games) (*Reader, error) {
	r := &Reader{last: ops}
	r.from(io.LimitReader(src, MaxBytes))
	var start [len(magic) + 1]byte
	_, r.err = io.ReadFull(r.src, start[:])
	if r.err != nil || string(start[:len(magic)]) != magic {
		return nil, fmt.Errorf("read header: %w", ErrFormat)
	}
	if v := start[len(magic)]; v != version {
		return nil, fmt.Errorf("read header: version %d, want %d: %w", v, version, ErrVersion)
	}
	r.header()
	if r.err != nil {
		return nil, fmt.Errorf("read header: %w", r.failure())
	}
	var err error
	if r.Game, r.Config, err = games.Open(r.Header.Match); err != nil {
		if !errors.Is(err, sim.ErrGame) && !errors.Is(err, sim.ErrRules) {
			err = fmt.Errorf("%w: %w", ErrFormat, err)
		}
		return nil, fmt.Errorf("read header: %w", err)
	}
	r.schema = r.Game.About().Inputs
	if axes, wide := inputWidths(r.schema); r.widths != [2]byte{axes, wide} {
		return nil, fmt.Errorf("read header: inputs of another game: %w", ErrFormat)
	}
	r.inputs = make([]sim.Input, r.Config.Seats)
	return r, nil
}

// resume is a reader of the same log that goes on with a segment which src begins with.
func (r *Reader) resume(src io.Reader) *Reader {
	again := &Reader{Header: r.Header, Game: r.Game, Config: r.Config, schema: r.schema, last: ops, inputs: make([]sim.Input, len(r.inputs))}
	again.from(src)
	return again
}

func (r *Reader) from(src io.Reader) {
	r.counter = countingReader{src: src}
	r.src = bufio.NewReader(&r.counter)
}

// Offset is where the next record begins, in bytes from where reading began.
func (r *Reader) Offset() int64 { return r.counter.n - int64(r.src.Buffered()) }

func (r *Reader) header() {
	h := &r.Header
	m := &h.Match
	m.Game, m.Mode = r.string(), r.string()
	m.Rules = int(r.uvarint(1 << 16))
	m.Seed = r.u64()
	m.Seats = int(r.uvarint(sim.MaxPlayers))
	m.Rate, m.Points, m.Seconds = int(r.uvarint(1<<16)), int(r.uvarint(1<<16)), int(r.uvarint(1<<16))
	m.Arenas = r.longText(sim.MaxArenasText)
	r.widths = [2]byte{r.u8(), r.u8()}
	h.Node, h.Room = r.string(), r.string()
	f := r.u8()
	if f > flags {
		r.fail(ErrFormat)
	}
	h.Private, m.Editable = f&flagPrivate != 0, f&flagEditable != 0
	h.Began = r.time()
}

// longText is a text of so many bytes at most, behind its length.
func (r *Reader) longText(most int) string {
	n := r.uvarint(uint64(most))
	if r.err != nil || n == 0 {
		return ""
	}
	b := make([]byte, n)
	_, err := io.ReadFull(r.src, b)
	r.fail(err)
	return string(b)
}

// Next returns the next record, io.EOF after the last one, ErrTruncated if the last one is
// incomplete.
func (r *Reader) Next() (Record, error) {
	if _, err := r.src.Peek(1); err != nil {
		return Record{}, err
	}
	head := r.uvarint(maxState<<opBits | 1<<opBits - 1)
	rec := Record{Op: Op(head & (1<<opBits - 1))}
	if r.last == ops && rec.Op != OpSegment || rec.Op == OpState && r.last != OpSegment || rec.Op == OpInputs && r.last != OpState {
		r.fail(ErrFormat)
	}
	r.last = rec.Op
	r.body(&rec, int(head>>opBits))
	if r.err != nil {
		return Record{}, fmt.Errorf("read record: %w", r.failure())
	}
	return rec, nil
}

// body reads a record of which n is told.
func (r *Reader) body(rec *Record, n int) {
	switch rec.Op {
	case OpTick:
		rec.Inputs = r.tick(n)
	case OpJoin, OpLeave:
		rec.Player = r.player(n)
	case OpHash:
		rec.Hash = r.u64()
	case OpState:
		rec.State = r.bytes(n)
	case OpInputs:
		r.columns(n)
	case OpSegment:
		r.packed = nil
		clear(r.inputs)
		rec.Segment = Start{sim.Tick(r.uvarint(math.MaxUint32)), int64(r.uvarint(1 << 34))}
	case OpSeat:
		rec.Player = r.player(n)
		rec.Seat = r.seat()
	case OpLeaver:
		rec.Player = r.player(n)
		rec.Leaver = r.leaver()
	case OpRound:
		rec.Round = r.round(n)
	case OpMark:
		rec.Mark = sim.Headline{Actor: r.seatOrNobody(), Target: r.seatOrNobody(), Means: r.string()}
	case OpChat:
		rec.Chat = n
	case OpEdit:
		rec.Player = r.player(n)
		rec.Edit.Number = uint32(r.uvarint(math.MaxUint32))
		rec.Edit.Change = r.bytes(int(r.uvarint(sim.MaxChangeBytes)))
	case OpWithdraw:
		if rec.Places = uint16(n); n > math.MaxUint16 {
			r.fail(ErrFormat)
		}
	default:
		r.fail(ErrFormat)
	}
}

func (r *Reader) tick(changes int) []sim.Input {
	for p := range r.inputs {
		foresee(&r.inputs[p])
	}
	if r.packed != nil {
		if changes != 0 || !r.packed.next(r.inputs) {
			r.fail(ErrFormat)
		}
		return r.inputs
	}
	p := 0
	for range changes {
		skip := r.uvarint(sim.MaxPlayers<<1 | 1)
		p += int(skip >> 1)
		if p >= len(r.inputs) {
			r.fail(ErrFormat)
		}
		if r.err != nil {
			return nil
		}
		r.change(&r.inputs[p], skip&1 != 0)
		p++
	}
	return r.inputs
}

// columns reads the inputs of all ticks of the segment.
func (r *Reader) columns(ticks int) {
	c := newColumns(r.schema, len(r.inputs))
	if c.ticks = ticks; ticks*c.seats > maxColumns {
		r.fail(ErrFormat)
		return
	}
	parts := c.parts()
	lengths := make([]int, len(parts))
	for i := range parts {
		lengths[i] = int(r.uvarint(maxState))
	}
	for i := range parts {
		parts[i] = bytes.Clone(r.bytes(lengths[i]))
	}
	if r.err != nil || !c.setParts(parts) {
		r.fail(ErrFormat)
		return
	}
	var ok bool
	if r.packed, ok = newColumnReader(c); !ok {
		r.fail(ErrFormat)
	}
}

func (r *Reader) change(in *sim.Input, looked bool) {
	b, err := r.src.Peek(sim.MaxInputBytes) // fewer at the end, which may do
	n := r.schema.Read(b, in)
	switch {
	case n < 0:
		r.fail(ErrFormat)
	case n == 0:
		r.fail(err)
	default:
		_, _ = r.src.Discard(n) // they were peeked at
	}
	if looked {
		in.View += sim.Tick(r.varint())
		in.Fraction = r.u8()
	}
}

func (r *Reader) seat() (s Seat) {
	held := r.u8()
	s.Holder, s.Role = Holder(held&(1<<holderBits-1)), held>>holderBits
	s.Epoch, s.Confirmed = uint32(r.uvarint(math.MaxUint32)), uint32(r.uvarint(math.MaxUint32))
	s.Joined = sim.Tick(r.uvarint(math.MaxUint32))
	s.Rating = math.Float64frombits(r.u64())
	s.Account, s.Name = r.string(), r.string()
	if s.Holder >= holders || s.Role > maxRole || math.IsNaN(s.Rating) || math.IsInf(s.Rating, 0) {
		r.fail(ErrFormat)
	}
	return s
}

func (r *Reader) leaver() (l Leaver) {
	l.Joined = sim.Tick(r.uvarint(math.MaxUint32))
	l.Points = int(r.varint())
	for i := range l.Columns {
		l.Columns[i] = int(r.varint())
	}
	l.Account, l.Name = r.string(), r.string()
	return l
}

func (r *Reader) round(phase int) (v Round) {
	v.Phase = RoundPhase(min(phase, int(roundPhases)))
	v.Match, v.Began, v.Tick = r.string(), r.time(), sim.Tick(r.uvarint(math.MaxUint32))
	if v.Phase >= roundPhases || (v.Match == "") != (v.Phase == RoundUncounted) {
		r.fail(ErrFormat)
	}
	return v
}

func (r *Reader) player(n int) sim.PlayerID {
	if n >= r.Config.Seats {
		r.fail(ErrFormat)
	}
	return sim.PlayerID(n)
}

// seatOrNobody is a seat told as one more than it is, or NoPlayer told as 0.
func (r *Reader) seatOrNobody() sim.PlayerID {
	return sim.PlayerID(r.uvarint(uint64(r.Config.Seats))) - 1
}

// The readers of values return zero after the first error.

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// failure tells a stream that ended in the middle from one that is no log.
func (r *Reader) failure() error {
	if errors.Is(r.err, io.EOF) || errors.Is(r.err, io.ErrUnexpectedEOF) {
		return ErrTruncated
	}
	return r.err
}

func (r *Reader) u8() uint8 {
	if r.err != nil {
		return 0
	}
	b, err := r.src.ReadByte()
	r.fail(err)
	return b
}

func (r *Reader) u64() uint64 {
	var b [8]byte
	for i := range b {
		b[i] = r.u8()
	}
	return binary.LittleEndian.Uint64(b[:])
}

// time is a Unix time in milliseconds, in years that have four digits.
func (r *Reader) time() int64 {
	const maxTime = 253402300799999
	v := r.u64()
	if v > maxTime {
		r.fail(ErrFormat)
		return 0
	}
	return int64(v)
}

// string is a text that can be shown.
func (r *Reader) string() string {
	b := r.text[:r.u8()]
	for i := range b {
		b[i] = r.u8()
	}
	s := string(b)
	if r.err == nil && !isText(s) {
		r.fail(ErrFormat)
	}
	return s
}

func (r *Reader) uvarint(limit uint64) uint64 {
	v := r.number()
	if v > limit {
		r.fail(ErrFormat)
		return 0
	}
	return v
}

func (r *Reader) varint() int64 {
	v := r.number()
	return int64(v>>1) ^ -int64(v&1)
}

func (r *Reader) number() (v uint64) {
	for shift := 0; shift < 35; shift += 7 {
		b := r.u8()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	r.fail(ErrFormat) // nothing in a log is wider
	return 0
}

// bytes grows with what is there, not with what is announced.
func (r *Reader) bytes(n int) []byte {
	r.state.Reset()
	if r.err == nil {
		_, err := io.CopyN(&r.state, r.src, int64(n))
		r.fail(err)
	}
	return r.state.Bytes()
}
