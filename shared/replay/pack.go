package replay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"perihelion/sim"
)

// Pack writes a log in the form in which it is stored: a segment for each state, which begins
// with the inputs of all its ticks, in columns. It plays the same match, record for record, and
// compresses to half. write is given one part after the other, each of bytes that are like each
// other. A log that ends in the middle of a record is packed up to there.
func Pack(log io.Reader, games sim.Games, write func(part []byte) error) error {
	var raw bytes.Buffer // what was read and not packed yet
	r, err := NewReader(io.TeeReader(log, &raw), games)
	if err != nil {
		return err
	}
	p := packer{write: write, raw: &raw, columns: newColumns(r.schema, r.Config.Seats)}
	if err := write(p.consume(r)); err != nil {
		return err
	}
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, ErrTruncated):
			return p.flush()
		case err != nil:
			return err
		}
		if err := p.record(&rec, p.consume(r)); err != nil {
			return err
		}
	}
}

// packer collects a segment.
type packer struct {
	write   func(part []byte) error
	raw     *bytes.Buffer
	copied  int64
	columns *columns

	segment []byte // the last record of that kind, as it was
	head    []byte // the segment and its state
	inputs  []sim.Input
	rest    []byte // all other records; ticks are in columns
	scratch []byte
}

// consume is the record that r has read, as it was.
func (p *packer) consume(r *Reader) []byte {
	part := p.raw.Next(int(r.Offset() - p.copied))
	p.copied = r.Offset()
	return part
}

func (p *packer) record(rec *Record, as []byte) error {
	switch rec.Op {
	case OpSegment:
		p.segment = append(p.segment[:0], as...)
	case OpState:
		if err := p.flush(); err != nil {
			return err
		}
		p.head = append(append(p.head[:0], p.segment...), as...)
	case OpInputs: // the log was packed already
	case OpTick:
		p.inputs = append(p.inputs, rec.Inputs...)
		p.rest = append(p.rest, byte(OpTick))
	default:
		p.rest = append(p.rest, as...)
	}
	return nil
}

// flush writes the segment.
func (p *packer) flush() error {
	if len(p.head) == 0 {
		return nil
	}
	parts := [][]byte{p.head}
	if len(p.inputs) > 0 {
		p.columns.set(p.inputs)
		p.scratch = binary.AppendUvarint(p.scratch[:0], uint64(p.columns.ticks<<opBits|int(OpInputs)))
		for _, column := range p.columns.parts() {
			p.scratch = binary.AppendUvarint(p.scratch, uint64(len(column)))
		}
		parts = append(append(parts, p.scratch), p.columns.parts()...)
	}
	for _, part := range append(parts, p.rest) {
		if len(part) == 0 {
			continue
		}
		if err := p.write(part); err != nil {
			return err
		}
	}
	p.head, p.inputs, p.rest = p.head[:0], p.inputs[:0], p.rest[:0]
	return nil
}
