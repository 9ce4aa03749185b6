package protocol

import (
	"bytes"
	"reflect"
	"testing"
)

// FuzzDecode feeds every decoder with anything. Whatever decodes must survive
// being written and read again, and fits the frame its sender may use.
func FuzzDecode(f *testing.F) {
	for _, e := range examples {
		f.Add(messages[e.Type].encode(nil, e.Mean))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		for typ, m := range messages {
			v, err := m.decode(frame)
			if err != nil {
				continue
			}
			if got, err := Peek(frame); got != typ || err != nil {
				t.Fatalf("%s: Peek = %v, %v", typ, got, err)
			}
			again := m.encode(nil, v)
			if w, err := m.decode(again); err != nil || !reflect.DeepEqual(w, v) {
				t.Fatalf("%s: %+v\ncame back as %+v, %v", typ, v, w, err)
			}
			if m.client && len(again) > MaxClientFrame || len(again) > MaxServerFrame+16 {
				t.Fatalf("%s of %d bytes", typ, len(again))
			}
		}
	})
}

// FuzzInputs holds the law for inputs made of raw bytes rather than of frames
// that happen to decode.
func FuzzInputs(f *testing.F) {
	f.Add(uint32(100), uint32(98), uint8(3), uint32(105), []byte{127, 0, 64, 0, 1, 127, 0, 64, 0, 1})
	f.Fuzz(func(t *testing.T, ack, view uint32, fraction uint8, first uint32, raw []byte) {
		in := anyInputs(ack, view, fraction, first, raw)
		var got Inputs
		frame := appendInputs(nil, &in)
		if err := decodeInputs(frame, &got); err != nil || got != in {
			t.Fatalf("%+v\ncame back as %+v, %v", in, got, err)
		}
		if !bytes.Equal(appendInputs(nil, &got), frame) {
			t.Fatalf("%+v is written in two ways", in)
		}
	})
}

// FuzzDatagram feeds datagrams with anything: what is taken as a sequence of frames is
// written the same way, and nothing else is.
func FuzzDatagram(f *testing.F) {
	f.Add(AppendToDatagram(AppendToDatagram(nil, AppendProbe(nil, 7)), AppendKeyframe(nil)))
	f.Add([]byte{0, 200, 1})
	f.Fuzz(func(t *testing.T, datagram []byte) {
		var again []byte
		taken := 0
		err := FramesOf(datagram, func(frame []byte) error {
			again = AppendToDatagram(again, frame)
			taken++
			return nil
		})
		if err == nil && !bytes.Equal(again, datagram) || err != nil && taken > 0 {
			t.Fatalf("%x: %d frames, %v, written as %x", datagram, taken, err, again)
		}
	})
}

// FuzzClean: what CleanName lets through it lets through unchanged.
func FuzzClean(f *testing.F) {
	f.Add("Ada")
	f.Add(" a\u202eb\u200d ")
	f.Fuzz(func(t *testing.T, s string) {
		name, err := CleanName(s)
		if err != nil {
			return
		}
		if again, err := CleanName(name); err != nil || again != name {
			t.Fatalf("%q becomes %q becomes %q, %v", s, name, again, err)
		}
		o := Roster{Players: []Player{{Name: name}}}
		if got, err := DecodeRoster(AppendRoster(nil, &o)); err != nil || got.Players[0].Name != name {
			t.Fatalf("a clean name that no roster carries: %q, %v", name, err)
		}
	})
}
