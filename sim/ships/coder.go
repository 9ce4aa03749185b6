package ships

import (
	"encoding/binary"
	"errors"

	"perihelion/sim/fixed"
)

var errState = errors.New("sim: malformed state")

// coder writes a World to bytes or reads it back, by the same calls in the same
// order: what is written cannot be forgotten in reading.
type coder struct {
	b       []byte // written so far, or still to be read
	reading bool
	err     error
}

// take is the next n bytes to read, or zeros past the end.
func (c *coder) take(n int) []byte {
	var zeros [8]byte
	if len(c.b) < n {
		c.err, c.b = errState, nil
		return zeros[:n]
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

type integer interface {
	~int32 | ~uint32 | ~int64 | ~uint64 | ~uint16 | ~int8 | ~uint8
}

func code64[T integer](c *coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint64(c.take(8)))
		return
	}
	c.b = binary.LittleEndian.AppendUint64(c.b, uint64(*v))
}

func code32[T integer](c *coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint32(c.take(4)))
		return
	}
	c.b = binary.LittleEndian.AppendUint32(c.b, uint32(*v))
}

func code16[T integer](c *coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint16(c.take(2)))
		return
	}
	c.b = binary.LittleEndian.AppendUint16(c.b, uint16(*v))
}

func code8[T integer](c *coder, v *T) {
	if c.reading {
		*v = T(c.take(1)[0])
		return
	}
	c.b = append(c.b, uint8(*v))
}

// num codes a number of the game, which fits Q16.16.
func (c *coder) num(v *fixed.Num) {
	n := int32(*v)
	code32(c, &n)
	*v = fixed.Num(n)
}

func (c *coder) vec(v *fixed.Vec) {
	c.num(&v.X)
	c.num(&v.Y)
}

func (c *coder) flag(v *bool) {
	var n uint8
	if *v {
		n = 1
	}
	code8(c, &n)
	*v = n == 1
	c.require(n <= 1)
}

// require fails the reading of a state that no World can be in.
func (c *coder) require(ok bool) {
	if !ok {
		c.err = errState
	}
}
