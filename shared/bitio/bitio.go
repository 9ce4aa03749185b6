// Package bitio writes and reads strings of bits, as the bodies of snapshots and the payloads of
// inputs are. FORMAT.md of package snapshot has the notation.
package bitio

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A Writer appends to Buf, least significant bit first. The last bits wait in acc
// until there are 32 of them, or until Align.
type Writer struct {
	Buf []byte
	acc uint64
	n   uint // bits in acc, below 32 between calls
}

// Put appends the low width bits of v, at most 32.
func (w *Writer) Put(v uint32, width uint) {
	w.acc |= (uint64(v) & (1<<width - 1)) << w.n
	w.n += width
	if w.n >= 32 {
		w.Buf = binary.LittleEndian.AppendUint32(w.Buf, uint32(w.acc))
		w.acc >>= 32
		w.n -= 32
	}
}

// Flag appends one bit: 1 for true.
func (w *Writer) Flag(b bool) {
	if b {
		w.Put(1, 1)
		return
	}
	w.Put(0, 1)
}

// Golomb appends v in the exponential Golomb code of order k: the smaller, the
// shorter, with 2^k values in the shortest class. v+2^k must fit 32 bits.
//
//	v + 2^k has k+1+u bits: u ones, a zero, then its k+u low bits
func (w *Writer) Golomb(v uint32, k uint) {
	v += 1 << k
	u := uint(bits.Len32(v)) - 1 - k
	w.Put(1<<u-1, u)
	w.Put(0, 1)
	w.Put(v, k+u)
}

// Copy appends the first n bits of src, which starts on a byte.
func (w *Writer) Copy(src []byte, n uint) {
	if whole := int(n / 64); whole > 0 {
		at := len(w.Buf)
		w.Buf = slices.Grow(w.Buf, 8*whole)[:at+8*whole]
		for dst := w.Buf[at:]; len(dst) > 0; dst, src = dst[8:], src[8:] {
			v := binary.LittleEndian.Uint64(src)
			binary.LittleEndian.PutUint64(dst, w.acc|v<<w.n)
			w.acc = v >> (64 - w.n)
		}
		n %= 64
	}
	if n >= 32 {
		w.Put(binary.LittleEndian.Uint32(src), 32)
		src, n = src[4:], n-32
	}
	for ; n >= 8; n -= 8 {
		w.Put(uint32(src[0]), 8)
		src = src[1:]
	}
	if n > 0 {
		w.Put(uint32(src[0]), n)
	}
}

// Len is how many bits were written since Buf was start bytes long.
func (w *Writer) Len(start int) uint32 { return uint32(len(w.Buf)-start)*8 + uint32(w.n) }

// Align fills the last byte with zeros. Only then is all of it in Buf.
func (w *Writer) Align() {
	for ; w.n > 0; w.n -= min(w.n, 8) {
		w.Buf = append(w.Buf, byte(w.acc))
		w.acc >>= 8
	}
}

// A Reader reads what a Writer wrote. It distrusts its bytes: past the
// end it reads zeros, and sets Bad.
type Reader struct {
	Buf []byte
	Bad bool // there was less, or something else, than what was read
	at  uint // bit
}

// Get reads width bits, at most 32.
func (r *Reader) Get(width uint) uint32 {
	if r.at+width > uint(len(r.Buf))*8 {
		r.Bad = true
		return 0
	}
	v := r.window() & (1<<width - 1)
	r.at += width
	return uint32(v)
}

// window is the next bits, 57 at least, with zeros past the end.
func (r *Reader) window() (bits uint64) {
	i := min(r.at/8, uint(len(r.Buf)))
	if i+8 <= uint(len(r.Buf)) {
		return binary.LittleEndian.Uint64(r.Buf[i:]) >> (r.at % 8)
	}
	for j, b := range r.Buf[i:] {
		bits |= uint64(b) << (8 * j)
	}
	return bits >> (r.at % 8)
}

// Flag reads one bit.
func (r *Reader) Flag() bool { return r.Get(1) == 1 }

// Golomb reads an exponential Golomb code of order k.
func (r *Reader) Golomb(k uint) uint32 {
	u := uint(bits.TrailingZeros64(^r.window()))
	if k+u > 31 {
		r.Bad = true
		return 0
	}
	r.at += u + 1
	return 1<<(k+u) + r.Get(k+u) - 1<<k
}

// End reports whether everything was read, but for zeros in the last byte.
func (r *Reader) End() bool {
	rest := uint(len(r.Buf))*8 - r.at
	return !r.Bad && rest < 8 && r.Get(rest) == 0
}

// Rest is what follows the zeros with which a Writer fills the last byte.
func (r *Reader) Rest() []byte {
	if r.Get(-r.at%8) != 0 {
		r.Bad = true
	}
	if r.Bad {
		return nil
	}
	return r.Buf[r.at/8:]
}

// Zigzag maps small numbers of either sign to small numbers: 0, -1, 1, -2, 2…
func Zigzag(v int32) uint32 { return uint32(v<<1) ^ uint32(v>>31) }

// Unzigzag undoes Zigzag.
func Unzigzag(v uint32) int32 { return int32(v>>1) ^ -int32(v&1) }
