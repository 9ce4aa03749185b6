package bitio

import (
	"math/rand/v2"
	"testing"
)

func TestGolombCodes(t *testing.T) {
	tests := []struct {
		name  string
		v     uint32
		order uint
		bits  uint32
	}{
		{"nothing costs a bit in order 0", 0, 0, 1},
		{"one costs three", 1, 0, 3},
		{"the shortest class of order 4 holds sixteen", 15, 4, 5},
		{"the next one costs two bits more", 16, 4, 7},
		{"a large number costs twice its width", 1<<20 - 2, 0, 39},
		{"the largest", 1<<32 - 1 - 1<<6, 6, 57},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var w Writer
			w.Golomb(tt.v, tt.order)
			if got := w.Len(0); got != tt.bits {
				t.Errorf("bits = %d, want %d", got, tt.bits)
			}
			w.Align()
			r := Reader{Buf: w.Buf}
			if got := r.Golomb(tt.order); got != tt.v || !r.End() {
				t.Errorf("golomb = %d, end %v, want %d at the end", got, r.End(), tt.v)
			}
		})
	}
}

func TestBitsComeBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	type item struct {
		v     uint32
		width uint
	}
	var items []item
	var w Writer
	for range 5000 {
		width := uint(rng.IntN(33))
		it := item{rng.Uint32() & uint32(1<<width-1), width}
		items = append(items, it)
		w.Put(it.v, width)
	}
	n := uint(w.Len(0))
	w.Align()
	var shifted Writer // the same bits, copied to an odd place
	shifted.Put(5, 3)
	shifted.Copy(w.Buf, n)
	shifted.Align()
	r := Reader{Buf: shifted.Buf}
	r.Get(3)
	for i, it := range items {
		if got := r.Get(it.width); got != it.v {
			t.Fatalf("item %d of %d bits = %#x, want %#x", i, it.width, got, it.v)
		}
	}
	if !r.End() {
		t.Error("not at the end")
	}
}

func TestReadingPastTheEnd(t *testing.T) {
	r := Reader{Buf: []byte{0xff}}
	if got := r.Get(9); got != 0 || !r.Bad {
		t.Errorf("get(9) of a byte = %d, bad %v, want 0, true", got, r.Bad)
	}
	r = Reader{Buf: []byte{0xff, 0xff, 0xff, 0xff, 0xff}}
	if r.Golomb(0); !r.Bad {
		t.Error("a golomb code without end was accepted")
	}
	r = Reader{Buf: []byte{0x02}}
	if r.Get(1); r.End() {
		t.Error("a body with a set bit behind its end was accepted")
	}
}
