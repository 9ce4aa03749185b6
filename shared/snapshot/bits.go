package snapshot

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// A bitWriter appends to buf, least significant bit first. The last bits wait in acc
// until there are 32 of them, or until align.
type bitWriter struct {
	buf []byte
	acc uint64
	n   uint // bits in acc, below 32 between calls
}

// put appends the low width bits of v, at most 32.
func (w *bitWriter) put(v uint32, width uint) {
	w.acc |= (uint64(v) & (1<<width - 1)) << w.n
	w.n += width
	if w.n >= 32 {
		w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(w.acc))
		w.acc >>= 32
		w.n -= 32
	}
}

func (w *bitWriter) flag(b bool) {
	if b {
		w.put(1, 1)
		return
	}
	w.put(0, 1)
}

// golomb appends v in the exponential Golomb code of order k: the smaller, the
// shorter, with 2^k values in the shortest class. v+2^k must fit 32 bits.
//
//	v + 2^k has k+1+u bits: u ones, a zero, then its k+u low bits
func (w *bitWriter) golomb(v uint32, k uint) {
	v += 1 << k
	u := uint(bits.Len32(v)) - 1 - k
	w.put(1<<u-1, u)
	w.put(0, 1)
	w.put(v, k+u)
}

// copy appends the first n bits of src, which starts on a byte.
func (w *bitWriter) copy(src []byte, n uint) {
	if whole := int(n / 64); whole > 0 {
		at := len(w.buf)
		w.buf = slices.Grow(w.buf, 8*whole)[:at+8*whole]
		for dst := w.buf[at:]; len(dst) > 0; dst, src = dst[8:], src[8:] {
			v := binary.LittleEndian.Uint64(src)
			binary.LittleEndian.PutUint64(dst, w.acc|v<<w.n)
			w.acc = v >> (64 - w.n)
		}
		n %= 64
	}
	if n >= 32 {
		w.put(binary.LittleEndian.Uint32(src), 32)
		src, n = src[4:], n-32
	}
	for ; n >= 8; n -= 8 {
		w.put(uint32(src[0]), 8)
		src = src[1:]
	}
	if n > 0 {
		w.put(uint32(src[0]), n)
	}
}

// len is how many bits were written since buf was start bytes long.
func (w *bitWriter) len(start int) uint32 { return uint32(len(w.buf)-start)*8 + uint32(w.n) }

// align fills the last byte with zeros. Only then is all of it in buf.
func (w *bitWriter) align() {
	for ; w.n > 0; w.n -= min(w.n, 8) {
		w.buf = append(w.buf, byte(w.acc))
		w.acc >>= 8
	}
}

// A bitReader reads what a bitWriter wrote. It distrusts its bytes: past the
// end it reads zeros and remembers that it did.
type bitReader struct {
	buf []byte
	at  uint // bit
	bad bool
}

// get reads width bits, at most 32.
func (r *bitReader) get(width uint) uint32 {
	if r.at+width > uint(len(r.buf))*8 {
		r.bad = true
		return 0
	}
	var window uint64
	if i := r.at / 8; i+8 <= uint(len(r.buf)) {
		window = binary.LittleEndian.Uint64(r.buf[i:])
	} else {
		for j, b := range r.buf[i:] {
			window |= uint64(b) << (8 * j)
		}
	}
	v := window >> (r.at % 8) & (1<<width - 1)
	r.at += width
	return uint32(v)
}

func (r *bitReader) flag() bool { return r.get(1) == 1 }

// golomb reads an exponential Golomb code of order k.
func (r *bitReader) golomb(k uint) uint32 {
	u := uint(0)
	for r.flag() {
		if u++; k+u > 31 {
			r.bad = true
			return 0
		}
	}
	return 1<<(k+u) + r.get(k+u) - 1<<k
}

// end reports whether everything was read, but for zeros in the last byte.
func (r *bitReader) end() bool {
	rest := uint(len(r.buf))*8 - r.at
	return !r.bad && rest < 8 && r.get(rest) == 0
}

// zigzag maps small numbers of either sign to small numbers: 0, -1, 1, -2, 2…
func zigzag(v int32) uint32 { return uint32(v<<1) ^ uint32(v>>31) }

func unzigzag(v uint32) int32 { return int32(v>>1) ^ -int32(v&1) }
