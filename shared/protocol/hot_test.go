package protocol

import (
	"math"
	"testing"
	"time"

	"perihelion/sim"
)

// anyInputs makes inputs of five raw bytes each.
func anyInputs(ack, view uint32, fraction uint8, first uint32, raw []byte) Inputs {
	const far, most = 1 << 20, math.MaxUint32 - 1<<24 // of the ticks of a frame from each other, and of an ack
	in := Inputs{Ack: sim.Tick(min(ack, most))}
	in.First = in.Ack + 1 + sim.Tick(first%far)
	pressed := sim.Buttons(0)
	for ; len(raw) >= 5 && in.N < MaxInputs; raw = raw[5:] {
		in.Held[in.N] = testInputs.OfPlayer(testInputs.Clamp(sim.Input{Axes: axes(int8(raw[0]), int8(raw[1]), uint16(raw[2])<<8|uint16(raw[3])), Buttons: sim.Buttons(raw[4])}))
		pressed |= in.Held[in.N].Buttons
		in.N++
	}
	if pressed != 0 {
		in.View, in.Fraction = in.Ack-min(in.Ack, sim.Tick(view%far)), fraction
	}
	in.spreadView()
	return in
}

// typical is what a client sends 30 times a second in the second hour of a room:
// two inputs, of which the second differs in aim.
func typical() Inputs {
	return inputs(400_000, 399_996, 77, 400_005,
		sim.Input{Axes: axes(127, 0, 0x1230), Buttons: buttonPulse},
		sim.Input{Axes: axes(127, 0, 0x1300), Buttons: buttonPulse})
}

func typicalState() State {
	return State{Tick: 400_000, Newest: 400_004, Slack: 38, Held: 12 * time.Millisecond, Body: make([]byte, 150)}
}

func TestHotMessagesAllocateNothing(t *testing.T) {
	in, s, m, frame := typical(), typicalState(), StateStream{}, make([]byte, 0, 512)
	if n := testing.AllocsPerRun(1000, func() {
		frame = appendInputs(frame[:0], &in)
		if err := decodeInputs(frame, &in); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("inputs: %v allocations, want 0", n)
	}
	body := s.Body
	if n := testing.AllocsPerRun(1000, func() {
		s.Body = body
		frame = m.Append(frame[:0], &s)
		if err := m.Decode(frame, &s); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("state: %v allocations, want 0", n)
	}
}

// The budgets of netcode: what travels beside the payload stays small.
func TestHotMessagesAreSmall(t *testing.T) {
	in, s := typical(), typicalState()
	if n := len(appendInputs(nil, &in)); n > 16 {
		t.Errorf("typical inputs take %d bytes, want at most 16", n)
	}
	m := StateStream{Interval: 2, last: s.Tick - 2}
	if n := len(m.Append(nil, &s)) - len(s.Body); n > 5 {
		t.Errorf("the header of a state takes %d bytes, want at most 5", n)
	}
}

func BenchmarkInputs(b *testing.B) {
	in, frame := typical(), []byte(nil)
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			frame = appendInputs(frame[:0], &in)
		}
		b.ReportMetric(float64(len(frame)), "B/message")
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := decodeInputs(frame, &in); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkState(b *testing.B) {
	s, m, frame := typicalState(), StateStream{}, []byte(nil)
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			frame = m.Append(frame[:0], &s)
		}
		b.ReportMetric(float64(len(frame)-len(s.Body)), "B/header")
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := m.Decode(frame, &s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
