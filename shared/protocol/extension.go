package protocol

import (
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/vmihailenco/msgpack/v5/msgpcode"

	"perihelion/shared/bitio"
)

// What is sent many times a second is an extension of msgpack: its type is that of the message, its
// data a string of bits.

// maxExtension is how long the header of an extension is at most, here, where none has 64 KiB.
const maxExtension = 4

// beginExtension leaves room for the header of an extension, whose data is then appended.
func beginExtension(dst []byte) []byte { return append(dst, make([]byte, maxExtension)...) }

// endExtension gives the data that was appended since dst had begin bytes its header.
func endExtension(dst []byte, begin int, t Type) []byte {
	data := dst[begin+maxExtension:]
	var header [maxExtension]byte
	h := header[:0]
	switch n := len(data); {
	case n <= 16 && bits.OnesCount(uint(n)) == 1:
		h = append(h, msgpcode.FixExt1+byte(bits.TrailingZeros(uint(n))))
	case n <= math.MaxUint8:
		h = append(h, msgpcode.Ext8, byte(n))
	case n <= math.MaxUint16:
		h = binary.BigEndian.AppendUint16(append(h, msgpcode.Ext16), uint16(n))
	default:
		panic("protocol: payload of 64 KiB or more")
	}
	h = append(h, byte(t))
	copy(dst[begin:], h)
	copy(dst[begin+len(h):], data)
	return dst[:begin+len(h)+len(data)]
}

// isExtension reports whether a frame is an extension of msgpack.
func isExtension(frame []byte) bool {
	return len(frame) > 0 && (msgpcode.IsFixedExt(frame[0]) || msgpcode.IsExt(frame[0]))
}

// extension reads the header of an extension: its type, and how many bytes follow.
func (r *reader) extension() (t Type, n uint64) {
	switch c := r.code(); {
	case r.err != nil:
	case msgpcode.IsFixedExt(c):
		n = 1 << (c - msgpcode.FixExt1)
	case c >= msgpcode.Ext8 && c <= msgpcode.Ext32:
		n = r.big(1 << (c - msgpcode.Ext8))
	default:
		r.fail(errType)
	}
	return Type(r.big(1)), n
}

// openExtension begins to read a frame that must be an extension of type t with at most limit bytes of data.
func openExtension(frame []byte, t Type, limit int) (r reader, data bitio.Reader) {
	r = reader{b: frame}
	if len(frame) > 0 && !isExtension(frame) {
		r.err = ErrMessage
	}
	got, n := r.extension()
	if r.err == nil && got != t {
		r.err = ErrMessage
	}
	return r, bitio.Reader{Buf: r.take(r.within(n, limit))}
}
