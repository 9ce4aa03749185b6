package replay

import (
	"encoding/binary"

	"perihelion/sim"
)

// columns are the inputs of the ticks of a segment, of one player after the other, with all
// bytes of a kind together: that is what compresses well. The first column has a byte for each
// player and tick, with a bit for each axis that has changed, for the buttons, and for the
// view; the others have what changed: of each axis and the buttons the high bytes if they are
// wide, and the low bytes; of the view the ticks, and the fractions.
type columns struct {
	schema  *sim.InputSchema
	seats   int
	ticks   int
	changes []byte
	values  [][]byte
}

// Columns of values: two for each axis, two for the buttons, and these.
func (c *columns) viewColumn() int     { return 2 * (len(c.schema.Axes) + 1) }
func (c *columns) fractionColumn() int { return c.viewColumn() + 1 }

func newColumns(s *sim.InputSchema, seats int) *columns {
	c := &columns{schema: s, seats: seats}
	c.values = make([][]byte, c.fractionColumn()+1)
	return c
}

// maxColumns is how many inputs of a segment there may be: ten seconds of sim.MaxPlayers.
const maxColumns = 1 << 22

const viewBit = 1 << 7 // in changes; an input has at most five values beside it

// wide reports whether axis i, or the buttons, which come after the axes, have two bytes.
func (c *columns) wide(i int) bool {
	if i == len(c.schema.Axes) {
		return c.schema.Buttons > 8
	}
	return c.schema.Axes[i].Wide
}

// set makes c the columns of inputs, which are of one tick after the other.
func (c *columns) set(inputs []sim.Input) {
	c.ticks, c.changes = len(inputs)/c.seats, c.changes[:0]
	for i := range c.values {
		c.values[i] = c.values[i][:0]
	}
	for p := range c.seats {
		var before sim.Input
		for t := range c.ticks {
			foresee(&before)
			in := &inputs[t*c.seats+p]
			c.append(in, &before)
			before = *in
		}
	}
}

// append adds what has changed of an input. Axes that are wide are told as differences.
func (c *columns) append(in, before *sim.Input) {
	changed := byte(0)
	for i := range c.schema.Axes {
		if was, is := before.Axes[i], in.Axes[i]; was != is {
			changed |= 1 << i
			if c.wide(i) {
				is = int32(zigzag(int16(is - was)))
			}
			c.appendValue(i, uint16(is))
		}
	}
	if in.Buttons != before.Buttons {
		changed |= 1 << len(c.schema.Axes)
		c.appendValue(len(c.schema.Axes), uint16(in.Buttons))
	}
	if in.View != before.View || in.Fraction != before.Fraction {
		changed |= viewBit
		v, f := &c.values[c.viewColumn()], &c.values[c.fractionColumn()]
		*v = binary.AppendVarint(*v, int64(int32(in.View-before.View)))
		*f = append(*f, in.Fraction-before.Fraction)
	}
	c.changes = append(c.changes, changed)
}

func (c *columns) appendValue(i int, v uint16) {
	if c.wide(i) {
		c.values[2*i] = append(c.values[2*i], byte(v>>8))
	}
	c.values[2*i+1] = append(c.values[2*i+1], byte(v))
}

// zigzag makes small numbers of both signs small.
func zigzag(v int16) uint16   { return uint16(v<<1) ^ uint16(v>>15) }
func unzigzag(v uint16) int16 { return int16(v>>1) ^ -int16(v&1) }

// parts are the columns as they are stored.
func (c *columns) parts() [][]byte {
	parts := [][]byte{c.changes}
	for i, v := range c.values {
		if i%2 == 0 && i < c.viewColumn() && !c.wide(i/2) {
			continue // there are no high bytes
		}
		parts = append(parts, v)
	}
	return parts
}

// setParts makes c what was stored as parts. ok is false if there are not as many changes as
// ticks.
func (c *columns) setParts(parts [][]byte) (ok bool) {
	c.changes, parts = parts[0], parts[1:]
	for i := range c.values {
		if i%2 == 0 && i < c.viewColumn() && !c.wide(i/2) {
			continue
		}
		c.values[i], parts = parts[0], parts[1:]
	}
	return len(c.changes) == c.ticks*c.seats
}
