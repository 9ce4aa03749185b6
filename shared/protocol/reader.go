package protocol

import (
	"unicode/utf8"

	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

const maxFields = 15 // of one message: what fits the one-byte array header

// A reader takes msgpack values off the front of b. Its first error sticks;
// after it every method returns a zero. It exists beside msgpack.Decoder because
// that one reads nil as 0 and -1 as 2⁶⁴-1, which a frame from a stranger must not
// get away with, and because it copies what we may alias.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// take returns the next n bytes, or nil after failing.
func (r *reader) take(n int) []byte {
	if r.err == nil && n > len(r.b) {
		r.err = errTruncated
	}
	if r.err != nil {
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) code() byte { return byte(r.big(1)) }

// big reads an n-byte big-endian number.
func (r *reader) big(n int) (v uint64) {
	for _, c := range r.take(n) {
		v = v<<8 | uint64(c)
	}
	return v
}

// integer reads an integer of any width and signedness, as encoders of other
// languages choose both freely. It returns sign and magnitude's two's complement.
func (r *reader) integer() (v uint64, negative bool) {
	c := r.code()
	switch {
	case c <= msgpcode.PosFixedNumHigh:
		return uint64(c), false
	case c >= msgpcode.NegFixedNumLow:
		return uint64(int64(int8(c))), true
	case c >= msgpcode.Uint8 && c <= msgpcode.Uint64:
		return r.big(1 << (c - msgpcode.Uint8)), false
	case c >= msgpcode.Int8 && c <= msgpcode.Int64:
		width := 1 << (c - msgpcode.Int8)
		shift := 64 - 8*width
		s := int64(r.big(width)<<shift) >> shift
		return uint64(s), s < 0
	}
	r.fail(errType)
	return 0, false
}

// uint reads an integer from 0 to limit.
func (r *reader) uint(limit uint64) uint64 {
	v, negative := r.integer()
	if negative || v > limit {
		r.fail(errRange)
	}
	if r.err != nil {
		return 0
	}
	return v
}

// int reads an integer from low to high.
func (r *reader) int(low, high int64) int64 {
	v, negative := r.integer()
	s := int64(v)
	if negative != (s < 0) || s < low || s > high {
		r.fail(errRange)
	}
	if r.err != nil {
		return 0
	}
	return s
}

func (r *reader) bool() bool {
	switch c := r.code(); {
	case r.err != nil:
	case c == msgpcode.True:
		return true
	case c != msgpcode.False:
		r.fail(errType)
	}
	return false
}

// count reads the header of an array of at most limit elements.
func (r *reader) count(limit int) int {
	c := r.code()
	switch {
	case r.err != nil:
		return 0
	case msgpcode.IsFixedArray(c):
		return r.within(uint64(c&msgpcode.FixedArrayMask), limit)
	case c == msgpcode.Array16:
		return r.within(r.big(2), limit)
	case c == msgpcode.Array32:
		return r.within(r.big(4), limit)
	}
	r.fail(errType)
	return 0
}

// fields reads the header of an array of exactly n elements.
func (r *reader) fields(n int) {
	if got := r.count(maxFields); r.err == nil && got != n {
		r.err = errFields
	}
}

// bin reads at most limit bytes, which alias the frame.
func (r *reader) bin(limit int) []byte {
	c := r.code()
	if r.err == nil && !msgpcode.IsBin(c) {
		r.err = errType
	}
	if r.err != nil {
		return nil
	}
	return r.take(r.within(r.big(1<<(c-msgpcode.Bin8)), limit))
}

// str reads a text of at most limit bytes.
func (r *reader) str(limit int) string {
	c := r.code()
	n := uint64(c & msgpcode.FixedStrMask)
	switch {
	case r.err != nil:
		return ""
	case msgpcode.IsFixedString(c):
	case msgpcode.IsString(c):
		n = r.big(1 << (c - msgpcode.Str8))
	default:
		r.fail(errType)
		return ""
	}
	b := r.take(r.within(n, limit))
	if !utf8.Valid(b) {
		r.fail(errText)
		return ""
	}
	return string(b)
}

// text reads what players read: limited in runes.
func (r *reader) text(runes int) string {
	s := r.str(4 * runes)
	if utf8.RuneCountInString(s) > runes {
		r.fail(errTooMany)
		return ""
	}
	return s
}

func (r *reader) within(n uint64, limit int) int {
	if n > uint64(limit) {
		r.fail(errTooMany)
		return 0
	}
	return int(n)
}

// end says whether everything was as it should be, to the last byte.
func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.err = errTrailing
	}
	return r.err
}
