package protocol

import (
	"math"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// Inputs is what the client holds in the ticks First, First+1, …
//
// View and Fraction say what was on the screen when the last of them was sampled. They are sent with
// inputs that hold a button: nothing else is judged by what was seen.
// The screen moves on by one tick per tick, so each input before it saw one tick
// less: DecodeInputs fills in View and Fraction of every input by that rule, and
// AppendInputs does not look at them.
type Inputs struct {
	Ack      sim.Tick // newest snapshot applied
	View     sim.Tick // snapshot on the screen when the last input was sampled
	Fraction uint8
	First    sim.Tick
	N        int // may be 0: nothing but an ack
	Held     [MaxInputs]sim.Input
}

// AppendInputs appends the extension 2 with inputs as s describes them. inputbits.go has the payload.
func AppendInputs(dst []byte, s *sim.InputSchema, in *Inputs) []byte {
	w := inputWriter{bitio.Writer{Buf: beginExtension(dst)}, s}
	w.Golomb(uint32(in.Ack), ackOrder)
	w.difference(in.First, in.Ack, firstOrder)
	w.Golomb(bitio.Zigzag(int32(in.N-usualInputs)), countOrder)
	before, pressed := &sim.Input{}, sim.Buttons(0)
	for i := range in.Held[:in.N] {
		w.input(&in.Held[i], before)
		before = &in.Held[i]
		pressed |= before.Buttons
	}
	if pressed != 0 {
		w.difference(in.View, in.Ack, viewOrder)
		w.Put(uint32(in.Fraction), 8)
	}
	w.Align()
	return endExtension(w.Buf, len(dst), TypeInputs)
}

// DecodeInputs reads an Inputs frame, with inputs as s describes them, into in. After an error in holds nonsense.
func DecodeInputs(frame []byte, s *sim.InputSchema, in *Inputs) error {
	r, bits := openExtension(frame, TypeInputs, maxPayload)
	p := inputReader{bits, s}
	in.Ack = sim.Tick(p.Golomb(ackOrder))
	in.First = p.difference(in.Ack, firstOrder)
	in.N = usualInputs + int(bitio.Unzigzag(p.Golomb(countOrder)))
	if in.N < 0 || in.N > MaxInputs {
		in.N = 0
		r.fail(errTooMany)
	}
	before, pressed := sim.Input{}, sim.Buttons(0)
	for i := range in.N {
		p.input(&before)
		in.Held[i] = before
		pressed |= before.Buttons
	}
	clear(in.Held[in.N:])
	in.View, in.Fraction = 0, 0
	if pressed != 0 {
		in.View = p.difference(in.Ack, viewOrder)
		in.Fraction = uint8(p.Get(8))
	}
	if last := uint64(in.First) + uint64(in.N) - 1; !p.End() || in.N > 0 && (in.First == 0 || last > math.MaxUint32) {
		r.fail(errRange)
	}
	in.spreadView()
	return decoded(&r, TypeInputs)
}

// spreadView gives every input the view its tick must have had.
func (in *Inputs) spreadView() {
	for i := range in.Held[:in.N] {
		if back := sim.Tick(in.N - 1 - i); in.View > back {
			in.Held[i].View, in.Held[i].Fraction = in.View-back, in.Fraction
		}
	}
}
