package wsframe

import (
	"bytes"
	"errors"
	"testing"
)

const (
	fin  = 0x80
	mask = 0x80
)

// masked is a frame of a client with the key 0.
func masked(first byte, payload string) []byte {
	return append([]byte{first, mask | byte(len(payload)), 0, 0, 0, 0}, payload...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func long(first byte, length ...byte) []byte {
	code := byte(mask | length16)
	if len(length) == 8 {
		code = mask | length64
	}
	return join([]byte{first, code}, length, []byte{0, 0, 0, 0})
}

var streams = []struct {
	name string
	in   []byte
	good int // bytes that may be handed on
	want Kind
}{
	{"nothing", nil, 0, ""},
	{"a message", masked(fin|2, "hello"), 11, ""},
	{"an empty message", masked(fin|1, ""), 6, ""},
	{"half a header", []byte{fin | 2}, 1, ""},
	{"the largest message", join(long(fin|2, 0, 200), make([]byte, 200)), 208, ""},
	{"a message in fragments with a ping amid", join(masked(2, "he"), masked(fin|9, "p"), masked(0, ""), masked(fin, "llo")), 6 + 2 + 7 + 6 + 9, ""},
	{"all control frames", join(masked(fin|9, ""), masked(fin|10, ""), masked(fin|8, "\x03\xe8")), 20, ""},
	{"the frame that ended a server", []byte{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 2, length},
	{"all bits of the length", long(fin|2, 255, 255, 255, 255, 255, 255, 255, 255), 2, length},
	{"a length of 2^62", long(fin|2, 0x40, 0, 0, 0, 0, 0, 0, 0), 9, TooBig},
	{"a byte too much", long(fin|2, 0, 201), 3, TooBig},
	{"a byte too much in fragments", join(long(2, 0, 200), make([]byte, 200), masked(0, "x")), 209, TooBig},
	{"a short length in 16 bits", long(fin|2, 0, 125), 3, length},
	{"a short length in 64 bits", long(fin|2, 0, 0, 0, 0, 0, 0, 0, 200), 9, length},
	{"the first reserved bit", masked(fin|0x40|2, ""), 0, reserved},
	{"the last reserved bit after a good frame", join(masked(fin|2, "x"), masked(fin|0x10|2, "")), 7, reserved},
	{"an opcode of data that there is not", masked(fin|3, ""), 0, opcode},
	{"an opcode of control that there is not", masked(fin|11, ""), 0, opcode},
	{"no mask", []byte{fin | 2, 1, 'x'}, 1, Mask},
	{"half a ping", masked(9, ""), 0, control},
	{"a ping too long", long(fin|9, 0, 126), 1, control},
	{"a continuation of nothing", masked(fin, "x"), 0, fragment},
	{"a continuation after the end", join(masked(fin|2, "x"), masked(fin, "x")), 7, fragment},
	{"a message within a message", join(masked(2, "x"), masked(fin|2, "x")), 7, fragment},
}

func TestScannerPassesOnWhatTheProtocolAllows(t *testing.T) {
	for _, tt := range streams {
		for size := 1; size <= len(tt.in)+1; size++ { // however the network cuts it
			s := Scanner{Masked: true, Max: 200}
			good, got := scan(&s, tt.in, size)
			if good != tt.good || got != tt.want {
				t.Errorf("%s in pieces of %d: %d bytes and %q, want %d and %q", tt.name, size, good, got, tt.good, tt.want)
			}
		}
	}
}

// scan hands over in in pieces, on and on after an error.
func scan(s *Scanner, in []byte, size int) (good int, broken Kind) {
	for len(in) > 0 {
		piece := in[:min(size, len(in))]
		in = in[len(piece):]
		n, _, err := s.Scan(piece)
		good += n
		if v, ok := errors.AsType[*Violation](err); ok {
			broken = v.Kind
		}
	}
	return good, broken
}

func TestScannerReadsServersToo(t *testing.T) {
	s := Scanner{Max: 200}
	if n, frames, err := s.Scan([]byte{fin | 2, 2, 'h', 'i', fin | 9, 0}); n != 6 || frames != 2 || err != nil {
		t.Errorf("a server's frames: %d bytes, %d frames, %v", n, frames, err)
	}
	if n, _, err := s.Scan(masked(fin|2, "x")); n != 1 || err == nil {
		t.Errorf("a masked frame of a server: %d bytes, %v, want a violation at the second", n, err)
	}
}

func TestScannerCountsEveryFrame(t *testing.T) {
	s := Scanner{Masked: true, Max: 200}
	stream := join(masked(2, ""), bytes.Repeat(masked(0, ""), 100), masked(fin|9, ""), masked(fin, ""))
	total := 0
	for _, b := range stream {
		_, frames, err := s.Scan([]byte{b})
		if err != nil {
			t.Fatal(err)
		}
		total += frames
	}
	if total != 103 {
		t.Errorf("%d frames, want 103", total)
	}
}

func TestScannerAllocatesNothing(t *testing.T) {
	stream := join(masked(2, "he"), masked(fin|9, "p"), masked(fin, "llo"))
	s := Scanner{Masked: true, Max: 200}
	if n := testing.AllocsPerRun(100, func() { _, _, _ = s.Scan(stream) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzScanner asks for the same answer however the stream is cut.
func FuzzScanner(f *testing.F) {
	for _, tt := range streams {
		f.Add(tt.in, uint8(1))
	}
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		whole, pieces := Scanner{Masked: true, Max: 200}, Scanner{Masked: true, Max: 200}
		good, broken := scan(&whole, in, len(in)+1)
		if again, how := scan(&pieces, in, max(int(size), 1)); again != good || how != broken {
			t.Errorf("whole: %d bytes and %q; in pieces of %d: %d and %q", good, broken, size, again, how)
		}
	})
}
