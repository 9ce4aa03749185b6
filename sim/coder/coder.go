// Package coder writes the state of a world to bytes and reads it back. A game writes one
// function that names every field once; it runs in both directions, so a field that is
// written cannot be forgotten in reading.
package coder

import (
	"encoding/binary"
	"errors"
	"fmt"

	"perihelion/sim/fixed"
)

// ErrState means that bytes are not the state of a world of that Config.
var ErrState = errors.New("sim: malformed state")

// A Coder writes fields to bytes or reads them, in the order of the calls. Numbers are
// little-endian. After an error every field that is read is zero.
type Coder struct {
	b       []byte // written so far, or still to be read
	reading bool
	err     error
}

// Writer returns a Coder that appends to dst.
func Writer(dst []byte) *Coder { return &Coder{b: dst} }

// Reader returns a Coder that reads b. It never allocates by a number found in b.
func Reader(b []byte) *Coder { return &Coder{b: b, reading: true} }

// Bytes returns what a Writer has written, after what it appended to.
func (c *Coder) Bytes() []byte { return c.b }

// Reading reports whether fields are read, not written.
func (c *Coder) Reading() bool { return c.reading }

// Err returns why the reading failed, if it did.
func (c *Coder) Err() error { return c.err }

// Finish returns why the reading failed, if it did; bytes that are left over are an error.
func (c *Coder) Finish() error {
	if c.err == nil && len(c.b) != 0 {
		c.err = fmt.Errorf("%w: %d bytes too many", ErrState, len(c.b))
	}
	return c.err
}

// Require fails the reading of a state that no world can be in.
func (c *Coder) Require(ok bool) {
	if !ok {
		c.err = ErrState
	}
}

// next is the next n bytes to read, or zeros past the end.
func (c *Coder) next(n int) []byte {
	var zeros [8]byte
	if len(c.b) < n {
		c.err, c.b = ErrState, nil
		return zeros[:n]
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

// integer is a type that a Coder can write.
type integer interface {
	~int32 | ~uint32 | ~int64 | ~uint64 | ~int16 | ~uint16 | ~int8 | ~uint8
}

// Int64 codes a number in 8 bytes.
func Int64[T integer](c *Coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint64(c.next(8)))
		return
	}
	c.b = binary.LittleEndian.AppendUint64(c.b, uint64(*v))
}

// Int32 codes a number in 4 bytes.
func Int32[T integer](c *Coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint32(c.next(4)))
		return
	}
	c.b = binary.LittleEndian.AppendUint32(c.b, uint32(*v))
}

// Text codes a text of at most so many bytes, behind its length in 4.
func (c *Coder) Text(s *string, most int) {
	n := uint32(len(*s))
	Int32(c, &n)
	if !c.reading {
		c.b = append(c.b, *s...)
		return
	}
	if c.err != nil || int64(n) > int64(min(most, len(c.b))) {
		c.err, c.b, n = ErrState, nil, 0
	}
	*s, c.b = string(c.b[:n]), c.b[n:]
}

// Int16 codes a number in 2 bytes.
func Int16[T integer](c *Coder, v *T) {
	if c.reading {
		*v = T(binary.LittleEndian.Uint16(c.next(2)))
		return
	}
	c.b = binary.LittleEndian.AppendUint16(c.b, uint16(*v))
}

// Int8 codes a number in 1 byte.
func Int8[T integer](c *Coder, v *T) {
	if c.reading {
		*v = T(c.next(1)[0])
		return
	}
	c.b = append(c.b, uint8(*v))
}

// num codes a number that fits Q16.16, in 4 bytes.
func (c *Coder) num(v *fixed.Num) {
	n := int32(*v)
	Int32(c, &n)
	*v = fixed.Num(n)
}

// Vec codes a vector of two such numbers.
func (c *Coder) Vec(v *fixed.Vec) {
	c.num(&v.X)
	c.num(&v.Y)
}

// Flag codes a bool in 1 byte.
func (c *Coder) Flag(v *bool) {
	var n uint8
	if *v {
		n = 1
	}
	Int8(c, &n)
	*v = n == 1
	c.Require(n <= 1)
}

// Digest is a fingerprint of a state: FNV-1a over words of eight bytes, mixed once more
// at the end.
func Digest(b []byte) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037) ^ uint64(len(b))
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * prime
		h ^= h >> 29
	}
	for _, x := range b {
		h = (h ^ uint64(x)) * prime
	}
	return h ^ h>>32
}
