package protocol

import (
	"math"

	"perihelion/sim"
)

// Inputs is what the client holds in the ticks First, First+1, …
//
// View and Fraction say what was on the screen when the last of them was sampled.
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

// The payload is N inputs as sim.InputSchema tells them, oldest first, the first
// of them since an input that holds nothing.
const maxPayload = MaxInputs * sim.MaxInputBytes

// AppendInputs appends the frame, with inputs as s describes them:
// [2, ack, first-ack, view-ack, fraction, payload].
// The ticks of one frame lie close together; their differences fit one byte.
func AppendInputs(dst []byte, s *sim.InputSchema, in *Inputs) []byte {
	var payload [maxPayload]byte
	p, before := payload[:0], sim.Input{}
	for i := range in.Held[:in.N] {
		p = s.Append(p, &in.Held[i], &before)
		before = in.Held[i]
	}
	dst = header(dst, TypeInputs, 5)
	dst = appendUint(dst, uint64(in.Ack))
	dst = appendInt(dst, int64(in.First)-int64(in.Ack))
	dst = appendInt(dst, int64(in.View)-int64(in.Ack))
	dst = appendUint(dst, uint64(in.Fraction))
	return appendBin(dst, p)
}

// DecodeInputs reads an Inputs frame, with inputs as s describes them, into in. After an error in holds nonsense.
func DecodeInputs(frame []byte, s *sim.InputSchema, in *Inputs) error {
	r := open(frame, TypeInputs, 5)
	in.Ack = r.tick()
	in.First = r.tickFrom(in.Ack)
	in.View = r.tickFrom(in.Ack)
	in.Fraction = uint8(r.uint(math.MaxUint8))
	p := reader{b: r.bin(maxPayload)}
	in.N = 0
	for before := (sim.Input{}); len(p.b) > 0 && p.err == nil; in.N++ {
		if in.N == MaxInputs {
			p.err = errTooMany
			break
		}
		p.input(s, &before)
		in.Held[in.N] = before
	}
	clear(in.Held[in.N:])
	in.spreadView()
	if last := uint64(in.First) + uint64(in.N) - 1; in.N > 0 && (in.First == 0 || last > math.MaxUint32) {
		p.fail(errRange)
	}
	r.fail(p.err)
	return decoded(&r, TypeInputs)
}

// input turns the input before the next one into that one.
func (r *reader) input(s *sim.InputSchema, in *sim.Input) {
	switch n := s.Read(r.b, in); {
	case n > 0:
		r.take(n)
	case n == 0:
		r.fail(errTruncated)
	default:
		r.fail(errRange)
	}
}

// spreadView gives every input the view its tick must have had.
func (in *Inputs) spreadView() {
	for i := range in.Held[:in.N] {
		if back := sim.Tick(in.N - 1 - i); in.View > back {
			in.Held[i].View, in.Held[i].Fraction = in.View-back, in.Fraction
		}
	}
}

// tickFrom reads a tick as its distance from another.
func (r *reader) tickFrom(t sim.Tick) sim.Tick {
	v := int64(t) + r.int(-math.MaxUint32, math.MaxUint32)
	if v < 0 || v > math.MaxUint32 {
		r.fail(errRange)
		return 0
	}
	return sim.Tick(v)
}
