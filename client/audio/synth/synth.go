// Package synth makes sounds of formulas: waveforms, envelopes and filtered noise, rendered
// to samples.
package synth

import "math"

// SampleRate is the number of samples per second.
const SampleRate = 48_000

// RenderSample samples f for some seconds, with soft ends that do not click.
func RenderSample(seconds float64, f func(t float64) float64) []float32 {
	out := make([]float32, int(seconds*SampleRate))
	for i := range out {
		edge := min(1, float64(i)/48, float64(len(out)-i)/480)
		out[i] = float32(saturate(f(float64(i)/SampleRate)) * edge)
	}
	return out
}

// RenderLoop is RenderSample for a loop: its end is blended into its beginning.
func RenderLoop(seconds float64, f func(t float64) float64) []float32 {
	const overlap = SampleRate / 8
	out := make([]float32, int(seconds*SampleRate)+overlap)
	for i := range out {
		out[i] = float32(saturate(f(float64(i) / SampleRate)))
	}
	n := len(out) - overlap
	for i := range overlap {
		k := float32(i) / overlap
		out[i] = out[i]*k + out[n+i]*(1-k)
	}
	return out[:n]
}

// The functions of package math are exact to the last bit and take half a second of a browser
// for the sounds of a game. These are as exact as an ear.

const sineSteps = 1 << 12

// sine is a turn of the sine in equal steps, and two more: a phase may round up to a whole turn.
var sine = func() (table [sineSteps + 2]float64) {
	for i := range table {
		table[i] = math.Sin(2 * math.Pi * float64(i) / sineSteps)
	}
	return table
}()

// saturate bends v into -1 to 1 as the hyperbolic tangent does, 3 % off it at most: the first
// terms of Lambert's continued fraction.
func saturate(v float64) float64 {
	switch {
	case v > 3:
		return 1
	case v < -3:
		return -1
	}
	return v * (27 + v*v) / (27 + 9*v*v)
}

// exp is e to the power of v ≤ 0, by the limit that defines it.
func exp(v float64) float64 {
	if v < -16 {
		return 0
	}
	v = 1 + v/(1<<14)
	for range 14 {
		v *= v
	}
	return v
}

// The waveforms and envelopes of the sounds. A phase is in full turns, times are in seconds.

func Sine(phase float64) float64 {
	at := (phase - math.Floor(phase)) * sineSteps
	i := int(at)
	return sine[i] + (sine[i+1]-sine[i])*(at-float64(i))
}
func Triangle(phase float64) float64 { return 4*math.Abs(phase-math.Trunc(phase)-.5) - 1 }
func Distort(v float64) float64      { return saturate(2.2 * v) }

// Square is a square wave with rounded edges, which is less harsh.
func Square(phase float64) float64 { return saturate(4 * Sine(phase)) }

// Decay falls to 1/e in span seconds.
func Decay(t, span float64) float64 { return exp(-t / span) }

// Envelope rises in attack seconds and is 0 again after length seconds.
func Envelope(t, attack, length float64) float64 {
	return min(1, t/attack) * max(0, min(1, (length-t)/(length*.5)))
}

// Chirp returns the phase of a tone that slides from one frequency to another, most of the way
// in span seconds.
func Chirp(t, from, to, span float64) float64 {
	return to*t + (from-to)*span*(1-exp(-t/span))
}

// Arpeggio plays notes one after another and holds the last.
func Arpeggio(t, step float64, notes ...float64) float64 {
	i := min(len(notes)-1, int(t/step))
	return Sine(notes[i]*t) + .3*Sine(2*notes[i]*t)
}

// Explosion is noise through a low-pass filter whose cutoff falls, with a low thump.
func Explosion(n *Noise, cutoff, span float64) func(float64) float64 {
	var low, lower float64
	return func(t float64) float64 {
		k := min(1, 2*math.Pi*(cutoff*Decay(t, span)+45)/SampleRate)
		low += (n.NextNoise() - low) * k
		lower += (low - lower) * k
		thump := Sine(Chirp(t, 95, 34, .12)) * Decay(t, span*.7)
		return lower*3.6*Decay(t, span) + thump*.9
	}
}

// Noise is a generator of white noise.
type Noise uint32

// NextNoise returns a value from -1 to 1.
func (n *Noise) NextNoise() float64 {
	*n = *n*1664525 + 1013904223
	return float64(int32(*n)) / (1 << 31)
}
