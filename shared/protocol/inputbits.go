package protocol

import (
	"perihelion/shared/bitio"
	"perihelion/sim"
)

// The payload of Inputs is a string of bits:
//
//	golomb16 ack | golomb4 zigzag(first-ack) | golomb0 zigzag(N-2) | N × input
//	golomb3 zigzag(view-ack) | 8 bits fraction     if one of the inputs holds a button
//
// and each input, which is compared with the one before it, the first with one that holds nothing:
//
//	1                                    it holds the same
//	0 | each axis: 0 | 1 value           0: as before
//	  | 0 | 1 golomb1 buttons
//
// The value of a narrow axis that is Signed is 1 sign for ±127, else 0 and its bits. That of a wide axis is
// 1 and its bits, or 0 and golomb4 of the zigzag of how many steps it is further. Coarse bits are left out.
const (
	ackOrder   = 16
	firstOrder = 4
	countOrder = 0
	viewOrder  = 3
	stepOrder  = 4

	buttonsOrder = 1

	usualInputs = 2
	maxStick    = 127
)

// maxPayload is more than the longest payload takes.
const maxPayload = 128

type inputWriter struct {
	bitio.Writer
	schema *sim.InputSchema
}

// difference appends how far t is from another tick.
func (w *inputWriter) difference(t, from sim.Tick, order uint) {
	w.Golomb(bitio.Zigzag(int32(t-from)), order)
}

// input appends in, which follows before.
func (w *inputWriter) input(in, before *sim.Input) {
	same := in.SameControls(*before)
	w.Flag(same)
	if same {
		return
	}
	for i := range w.schema.Axes {
		changed := in.Axes[i] != before.Axes[i]
		w.Flag(changed)
		if changed {
			w.axis(&w.schema.Axes[i], in.Axes[i], before.Axes[i])
		}
	}
	w.Flag(in.Buttons != before.Buttons)
	if in.Buttons != before.Buttons {
		w.Golomb(uint32(in.Buttons), buttonsOrder)
	}
}

func (w *inputWriter) axis(a *sim.InputAxis, v, before int32) {
	switch {
	case !a.Wide && a.Signed:
		full := v == maxStick || v == -maxStick
		w.Flag(full)
		if full {
			w.Flag(v < 0)
			return
		}
		w.Put(uint32(v/(1<<a.Coarse)), 8-uint(a.Coarse))
	case !a.Wide:
		w.Put(uint32(v>>a.Coarse), 8-uint(a.Coarse))
	default:
		steps := bitio.Zigzag(int32(int16(v-before)) >> a.Coarse)
		far := steps >= 3<<stepOrder // beyond its second class a difference takes longer than the value
		w.Flag(far)
		if far {
			w.Put(uint32(v)>>a.Coarse, 16-uint(a.Coarse))
			return
		}
		w.Golomb(steps, stepOrder)
	}
}

type inputReader struct {
	bitio.Reader
	schema *sim.InputSchema
}

// difference reads a tick by how far it is from another.
func (r *inputReader) difference(from sim.Tick, order uint) sim.Tick {
	v := int64(from) + int64(bitio.Unzigzag(r.Golomb(order)))
	if v != int64(sim.Tick(v)) {
		r.Bad = true
	}
	return sim.Tick(v)
}

// input turns the input before the next one into that one.
func (r *inputReader) input(in *sim.Input) {
	if r.Flag() {
		return
	}
	for i := range r.schema.Axes {
		if r.Flag() {
			in.Axes[i] = r.axis(&r.schema.Axes[i], in.Axes[i])
		}
	}
	if r.Flag() {
		v := r.Golomb(buttonsOrder)
		r.Bad = r.Bad || v>>r.schema.Buttons != 0
		in.Buttons = sim.Buttons(v)
	}
}

func (r *inputReader) axis(a *sim.InputAxis, before int32) int32 {
	switch {
	case !a.Wide && a.Signed:
		if !r.Flag() {
			return r.signed(int32(int8(r.narrow(a))), -maxStick-1)
		}
		if r.Flag() {
			return -maxStick
		}
		return maxStick
	case !a.Wide:
		return int32(r.narrow(a))
	}
	v := before
	if r.Flag() {
		v = int32(r.Get(16-uint(a.Coarse)) << a.Coarse)
	} else {
		v += bitio.Unzigzag(r.Golomb(stepOrder)) << a.Coarse
	}
	if a.Signed {
		return r.signed(int32(int16(v)), -1<<15)
	}
	return int32(uint16(v))
}

// narrow reads the bits of a narrow axis.
func (r *inputReader) narrow(a *sim.InputAxis) uint8 {
	return uint8(r.Get(8-uint(a.Coarse)) << a.Coarse)
}

// signed refuses of a signed axis the one value without a mirror image.
func (r *inputReader) signed(v, refused int32) int32 {
	r.Bad = r.Bad || v == refused
	return v
}
