package replay

import (
	"encoding/binary"

	"perihelion/sim"
)

// columnReader plays columns, tick after tick.
type columnReader struct {
	*columns
	tick int
	at   [][]int // by seat and column of values: where the next value is
}

// newColumnReader finds where the values of each player begin. ok is false if there are
// fewer or more than the changes need.
func newColumnReader(c *columns) (r *columnReader, ok bool) {
	r = &columnReader{columns: c, at: make([][]int, c.seats)}
	at := make([]int, len(c.values))
	for p := range c.seats {
		r.at[p] = append([]int(nil), at...)
		for _, changed := range c.changes[p*c.ticks : (p+1)*c.ticks] {
			if !c.skip(changed, at) {
				return nil, false
			}
		}
	}
	for i, v := range c.values {
		if at[i] != len(v) {
			return nil, false
		}
	}
	return r, true
}

// skip moves over the values of one change.
func (c *columns) skip(changed byte, at []int) bool {
	n := len(c.schema.Axes)
	if changed&^viewBit>>(n+1) != 0 {
		return false
	}
	for i := range n + 1 {
		if changed>>i&1 != 0 {
			at[2*i+1]++
			if c.wide(i) {
				at[2*i]++
			}
		}
	}
	if changed&viewBit != 0 {
		_, width := binary.Varint(c.values[c.viewColumn()][min(at[c.viewColumn()], len(c.values[c.viewColumn()])):])
		if width <= 0 {
			return false
		}
		at[c.viewColumn()] += width
		at[c.fractionColumn()]++
	}
	for i, v := range c.values {
		if at[i] > len(v) {
			return false
		}
	}
	return true
}

// next changes inputs to those of the next tick. ok is false if there is none, or a value is
// none.
func (r *columnReader) next(inputs []sim.Input) (ok bool) {
	if r.tick == r.ticks {
		return false
	}
	for p := range inputs {
		if !r.change(&inputs[p], r.changes[p*r.ticks+r.tick], r.at[p]) {
			return false
		}
	}
	r.tick++
	return true
}

func (r *columnReader) change(in *sim.Input, changed byte, at []int) (ok bool) {
	var b [sim.MaxInputBytes]byte
	n := len(r.schema.Axes)
	text := append(b[:0], changed&^viewBit)
	for i := range n + 1 {
		if changed>>i&1 == 0 {
			continue
		}
		v := uint16(r.nextByte(2*i+1, at))
		if r.wide(i) {
			v |= uint16(r.nextByte(2*i, at)) << 8
			if i < n {
				v = uint16(in.Axes[i]) + uint16(unzigzag(v))
			}
			text = append(text, byte(v>>8))
		}
		text = append(text, byte(v))
	}
	if changed&viewBit != 0 {
		k := r.viewColumn()
		v, width := binary.Varint(r.values[k][at[k]:])
		at[k] += width
		in.View += sim.Tick(v)
		in.Fraction += r.nextByte(k+1, at)
	}
	return r.schema.Read(text, in) == len(text)
}

func (r *columnReader) nextByte(column int, at []int) byte {
	at[column]++
	return r.values[column][at[column]-1]
}
