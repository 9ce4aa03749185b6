package replay

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"perihelion/sim"
)

// Record is one thing that happened. Inputs and State are valid until the next
// call of Next.
type Record struct {
	Op     Op
	Player sim.PlayerID // of OpJoin and OpLeave
	Inputs []sim.Input  // of OpTick, indexed by PlayerID
	Hash   uint64       // of OpHash
	State  []byte       // of OpState
}

// Reader reads a replay from a stream, in memory bounded by the number of seats
// and by what the stream really holds.
type Reader struct {
	Game   sim.Game
	Config sim.Config

	src    *bufio.Reader
	schema *sim.InputSchema
	inputs []sim.Input
	state  bytes.Buffer
	err    error // the first that src returned
}

// NewReader reads the header. The match must be of one of games.
func NewReader(src io.Reader, games sim.Games) (*Reader, error) {
	r := &Reader{src: bufio.NewReader(src)}
	var start [len(magic) + 1]byte
	_, r.err = io.ReadFull(r.src, start[:])
	if r.err != nil || string(start[:len(magic)]) != magic {
		return nil, fmt.Errorf("read header: %w", ErrFormat)
	}
	if v := start[len(magic)]; v != version {
		return nil, fmt.Errorf("read header: version %d: %w", v, ErrVersion)
	}
	m := r.match()
	if r.err != nil {
		return nil, fmt.Errorf("read header: %w", r.failure())
	}
	var err error
	if r.Game, r.Config, err = games.Open(m); err != nil {
		if !errors.Is(err, sim.ErrGame) && !errors.Is(err, sim.ErrRules) {
			err = fmt.Errorf("%w: %w", ErrFormat, err)
		}
		return nil, fmt.Errorf("read header: %w", err)
	}
	r.schema = r.Game.About().Inputs
	r.inputs = make([]sim.Input, r.Config.Seats)
	return r, nil
}

func (r *Reader) match() (m sim.Match) {
	m.Game, m.Mode = r.text(), r.text()
	m.Rules = int(r.uvarint(1 << 16))
	m.Seed = r.u64()
	m.Seats = int(r.uvarint(sim.MaxPlayers))
	m.Rate, m.Points, m.Seconds = int(r.uvarint(1<<16)), int(r.uvarint(1<<16)), int(r.uvarint(1<<16))
	return m
}

// Next returns the next record, io.EOF after the last one, ErrTruncated if the
// last one is incomplete.
func (r *Reader) Next() (Record, error) {
	if _, err := r.src.Peek(1); err != nil {
		return Record{}, err
	}
	head := r.uvarint(maxState<<opBits | 1<<opBits - 1)
	rec := Record{Op: Op(head & (1<<opBits - 1))}
	n := int(head >> opBits)
	switch rec.Op {
	case OpTick:
		rec.Inputs = r.tick(n)
	case OpJoin, OpLeave:
		rec.Player = sim.PlayerID(n)
		if n >= r.Config.Seats {
			r.fail(ErrFormat)
		}
	case OpHash:
		rec.Hash = r.u64()
	case OpState:
		rec.State = r.bytes(n)
	default:
		r.fail(ErrFormat)
	}
	if r.err != nil {
		return Record{}, fmt.Errorf("read record: %w", r.failure())
	}
	return rec, nil
}

func (r *Reader) tick(changes int) []sim.Input {
	for p := range r.inputs {
		foresee(&r.inputs[p])
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

// The readers of values return zero after the first error.

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// failure tells a stream that ended in the middle from one that is no replay.
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

func (r *Reader) text() string {
	b := make([]byte, r.u8())
	for i := range b {
		b[i] = r.u8()
	}
	return string(b)
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
	r.fail(ErrFormat) // nothing in a replay is wider
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
