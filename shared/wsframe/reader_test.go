package wsframe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// keyed is a frame of a client with a key that changes every byte.
func keyed(first byte, payload string) []byte {
	key := []byte{0x11, 0x82, 0x43, 0xa4}
	frame := append([]byte{first, mask | byte(len(payload))}, key...)
	for i := range len(payload) {
		frame = append(frame, payload[i]^key[i%len(key)])
	}
	return frame
}

// readAll hands over in in pieces of this size and returns the messages as text, then how
// the stream broke.
func readAll(r *Reader, in []byte, size int) (messages []string, frames int, broken Kind) {
	in = bytes.Clone(in) // the reader unmasks in place
	for len(in) > 0 {
		piece := in[:min(size, len(in))]
		in = in[len(piece):]
		for len(piece) > 0 {
			m, n, err := r.Next(piece)
			if frames += m.Frames; m.Opcode != 0 {
				messages = append(messages, fmt.Sprintf("%d:%s", m.Opcode, m.Data))
			}
			if v, ok := errors.AsType[*Violation](err); ok {
				return messages, frames, v.Kind
			}
			piece = piece[n:]
		}
	}
	return messages, frames, ""
}

func TestReaderTakesMessagesOutOfAnyPieces(t *testing.T) {
	tests := []struct {
		name   string
		in     []byte
		want   string
		frames int
		broken Kind
	}{
		{"messages", join(keyed(fin|2, "hello"), keyed(fin|1, "wörld"), keyed(fin|2, "")), "2:hello 1:wörld 2:", 3, ""},
		{"fragments with control frames amid", join(keyed(2, "he"), keyed(fin|9, "ping"), keyed(0, ""), keyed(0, "l"), keyed(fin|10, ""), keyed(fin, "lo")), "9:ping 10: 2:hello", 6, ""},
		{"fragments of nothing but the last", join(keyed(1, ""), keyed(0, ""), keyed(fin, "x"), keyed(fin|2, "y")), "1:x 2:y", 4, ""},
		{"an empty last fragment", join(keyed(2, "x"), keyed(fin, "")), "2:x", 2, ""},
		{"a close frame", keyed(fin|8, "\x03\xe8bye"), "8:\x03\xe8bye", 1, ""},
		{"half a message", keyed(fin|2, "hello")[:8], "", 0, ""},
		{"a message and then none", join(keyed(fin|2, "good"), keyed(fin|3, "bad"), keyed(fin|2, "more")), "2:good", 1, opcode},
		{"a message too big", join(keyed(fin|2, "good"), long(fin|2, 0, 201)), "2:good", 1, TooBig},
	}
	for _, tt := range tests {
		for size := 1; size <= len(tt.in); size++ {
			got, frames, broken := readAll(NewReader(200), tt.in, size)
			if text := strings.Join(got, " "); text != tt.want || frames != tt.frames || broken != tt.broken {
				t.Errorf("%s in pieces of %d: %q, %d frames and %q; want %q, %d and %q", tt.name, size, text, frames, broken, tt.want, tt.frames, tt.broken)
			}
		}
	}
}

func TestReaderAllocatesOnlyForWhatHasCome(t *testing.T) {
	r := NewReader(1 << 30)
	huge := binary.BigEndian.AppendUint64([]byte{fin | 2, mask | length64}, 1<<29)
	if _, _, err := r.Next(append(huge, 1, 2, 3, 4, 5, 6)); err != nil || cap(r.message) > 64 {
		t.Errorf("%d bytes are held for 2 that came, %v", cap(r.message), err)
	}
	r = NewReader(200)
	stream := join(keyed(fin|2, "hello"), keyed(2, "he"), keyed(fin|9, "p"), keyed(fin, "llo"))
	steady := func() {
		for in := stream; len(in) > 0; {
			_, n, err := r.Next(in)
			if err != nil {
				t.Fatal(err)
			}
			in = in[n:]
		}
	}
	if n := testing.AllocsPerRun(100, steady); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAppendWritesTheShortestLength(t *testing.T) {
	for _, n := range []int{0, 125, 126, 65535, 65536} {
		frame := Append(nil, Binary, make([]byte, n))
		s := Scanner{Max: n}
		if good, frames, err := s.Scan(frame); good != len(frame) || frames != 1 || err != nil {
			t.Errorf("a frame of %d bytes: %d of %d are good, %d frames, %v", n, good, len(frame), frames, err)
		}
	}
}

func TestCloseFrames(t *testing.T) {
	frame := AppendClose(nil, 4003, strings.Repeat("ö", 100))
	if text := frame[4:]; len(frame) > 2+maxControl || len(text) < maxControl-4 || !utf8.Valid(text) || binary.BigEndian.Uint16(frame[2:]) != 4003 {
		t.Errorf("a long text became %q", frame)
	}
	if frame := AppendClose(nil, 0, "not sent"); !bytes.Equal(frame, []byte{fin | 8, 0}) {
		t.Errorf("without a code: %q", frame)
	}
	for _, tt := range []struct {
		data string
		want uint16
	}{
		{"", 0},
		{"\x03", 1002},
		{"\x03\xe8", 1000},
		{"\x03\xe8bye", 1000},
		{"\x03\xe7", 1002},
		{"\x03\xec", 1002},
		{"\x03\xee", 1002},
		{"\x03\xf4", 1012},
		{"\x03\xf6", 1002},
		{"\x0b\xb7", 1002},
		{"\x0b\xb8", 3000},
		{"\x13\x87", 4999},
		{"\x13\x88", 1002},
	} {
		if got := CloseCode([]byte(tt.data)); got != tt.want {
			t.Errorf("the answer to %x is %d, want %d", tt.data, got, tt.want)
		}
	}
}

// FuzzReader asks for the same messages however the stream is cut, and for the verdict of
// the scanner.
func FuzzReader(f *testing.F) {
	for _, tt := range streams {
		f.Add(tt.in, uint8(1))
	}
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		messages, frames, broken := readAll(NewReader(200), in, len(in)+1)
		again, n, how := readAll(NewReader(200), in, max(int(size), 1))
		if strings.Join(again, " ") != strings.Join(messages, " ") || n != frames || how != broken {
			t.Errorf("whole: %q, %d frames, %q; in pieces of %d: %q, %d, %q", messages, frames, broken, size, again, n, how)
		}
		if _, verdict := scan(&Scanner{Masked: true, Max: 200}, in, len(in)+1); verdict != broken {
			t.Errorf("the scanner says %q, the reader %q", verdict, broken)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	frame := keyed(fin|2, strings.Repeat("x", 60))
	r := NewReader(200)
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = r.Next(frame)
	}
}
