package audio

import "math"

// sound identifies a sample of the bank.
type sound uint8

const (
	soundPulse sound = iota
	soundRail
	soundHit    // a shot of the player hit
	soundHurt   // the player was hit
	soundShield // a shield absorbed a hit
	soundShipExplosion
	soundBlast // explosion of a rock or a mine
	soundPickup
	soundItem
	soundSpawn
	soundKill // the player destroyed a ship
	soundAlarm
	soundBeep
	soundStart
	soundClick
	soundKick
	soundHat
	soundEngine // looped
	soundBoost  // looped

	soundCount
)

// bank is all samples, mono.
type bank [soundCount][]float32

// newBank synthesises all samples. Their noise has a fixed seed, so that they are the same
// everywhere and tests can check them.
func newBank() *bank {
	n := whiteNoise(20231)
	return &bank{
		soundPulse: renderSample(.16, func(t float64) float64 { return square(chirp(t, 1500, 260, .09)) * decay(t, .05) * .5 }),
		soundRail:  renderSample(.75, railSound(&n)),
		soundHit:   renderSample(.09, func(t float64) float64 { return (sine(1900*t) + .5*sine(2860*t)) * decay(t, .022) }),
		soundHurt: renderSample(.32, func(t float64) float64 {
			return distort(sine(chirp(t, 190, 52, .1))*1.3+.7*n.nextNoise()*decay(t, .03)) * decay(t, .1)
		}),
		soundShield:        renderSample(.4, func(t float64) float64 { return (sine(620*t+.8*sine(7*t))*.6 + sine(935*t)*.4) * decay(t, .1) }),
		soundShipExplosion: renderSample(1.7, explosionSound(&n, 1500, .42)),
		soundBlast:         renderSample(1.1, explosionSound(&n, 650, .28)),
		soundPickup:        renderSample(.5, func(t float64) float64 { return arpeggio(t, .07, 660, 880, 1320) * decay(t, .16) * .7 }),
		soundItem:          renderSample(.45, func(t float64) float64 { return triangle(chirp(t, 240, 1250, .2)) * decay(t, .14) }),
		soundSpawn: renderSample(.8, func(t float64) float64 {
			return (triangle(chirp(t, 130, 520, .5)) + .4*sine(780*t)) * envelope(t, .25, .8) * .7
		}),
		soundKill:   renderSample(.6, func(t float64) float64 { return arpeggio(t, .085, 784, 988, 1568) * decay(t, .22) }),
		soundAlarm:  renderSample(.2, func(t float64) float64 { return square(740*t) * envelope(t, .02, .2) * .4 }),
		soundBeep:   renderSample(.18, func(t float64) float64 { return sine(660*t) * envelope(t, .01, .18) }),
		soundStart:  renderSample(.7, func(t float64) float64 { return (sine(1320*t) + .4*sine(1980*t)) * decay(t, .24) }),
		soundClick:  renderSample(.05, func(t float64) float64 { return triangle(chirp(t, 1250, 700, .02)) * decay(t, .012) }),
		soundKick:   renderSample(.3, func(t float64) float64 { return sine(chirp(t, 130, 42, .05)) * decay(t, .09) }),
		soundHat:    renderSample(.07, hatSound(&n)),
		soundEngine: renderLoop(1.6, engineSound(&n)),
		soundBoost:  renderLoop(1.1, boostSound(&n)),
	}
}

// renderSample samples f for some seconds, with soft ends that do not click.
func renderSample(seconds float64, f func(t float64) float64) []float32 {
	out := make([]float32, int(seconds*sampleRate))
	for i := range out {
		edge := min(1, float64(i)/48, float64(len(out)-i)/480)
		out[i] = float32(math.Tanh(f(float64(i)/sampleRate)) * edge)
	}
	return out
}

// renderLoop is renderSample for a loop: its end is blended into its beginning.
func renderLoop(seconds float64, f func(t float64) float64) []float32 {
	const overlap = sampleRate / 8
	out := make([]float32, int(seconds*sampleRate)+overlap)
	for i := range out {
		out[i] = float32(math.Tanh(f(float64(i) / sampleRate)))
	}
	n := len(out) - overlap
	for i := range overlap {
		k := float32(i) / overlap
		out[i] = out[i]*k + out[n+i]*(1-k)
	}
	return out[:n]
}

// The waveforms and envelopes of the sounds. A phase is in full turns, times are in seconds.

func sine(phase float64) float64     { return math.Sin(2 * math.Pi * phase) }
func triangle(phase float64) float64 { _, f := math.Modf(phase); return 4*math.Abs(f-.5) - 1 }
func distort(v float64) float64      { return math.Tanh(2.2 * v) }

// square is a square wave with rounded edges, which is less harsh.
func square(phase float64) float64 { return math.Tanh(4 * sine(phase)) }

// decay falls to 1/e in span seconds.
func decay(t, span float64) float64 { return math.Exp(-t / span) }

// envelope rises in attack seconds and is 0 again after length seconds.
func envelope(t, attack, length float64) float64 {
	return min(1, t/attack) * max(0, min(1, (length-t)/(length*.5)))
}

// chirp returns the phase of a tone that slides from one frequency to another, most of the way
// in span seconds.
func chirp(t, from, to, span float64) float64 {
	return to*t + (from-to)*span*(1-math.Exp(-t/span))
}

// arpeggio plays notes one after another and holds the last.
func arpeggio(t, step float64, notes ...float64) float64 {
	i := min(len(notes)-1, int(t/step))
	return sine(notes[i]*t) + .3*sine(2*notes[i]*t)
}

// railSound is a crack of noise and a falling tone.
func railSound(n *whiteNoise) func(float64) float64 {
	return func(t float64) float64 {
		crack := n.nextNoise() * decay(t, .018) * 1.5
		beam := (square(chirp(t, 2400, 90, .06)) + .6*sine(chirp(t, 900, 60, .12))) * decay(t, .13)
		return crack + beam*.8
	}
}

// explosionSound is noise through a low-pass filter whose cutoff falls, with a low thump.
func explosionSound(n *whiteNoise, cutoff, span float64) func(float64) float64 {
	var low, lower float64
	return func(t float64) float64 {
		k := min(1, 2*math.Pi*(cutoff*decay(t, span)+45)/sampleRate)
		low += (n.nextNoise() - low) * k
		lower += (low - lower) * k
		thump := sine(chirp(t, 95, 34, .12)) * decay(t, span*.7)
		return lower*3.6*decay(t, span) + thump*.9
	}
}

// hatSound is a short high-pass noise.
func hatSound(n *whiteNoise) func(float64) float64 {
	last := 0.0
	return func(t float64) float64 {
		v := n.nextNoise()
		high := v - last
		last = v
		return high * decay(t, .014) * .6
	}
}

// engineSound is low noise with two low tones.
func engineSound(n *whiteNoise) func(float64) float64 {
	low := 0.0
	return func(t float64) float64 {
		low += (n.nextNoise() - low) * .02
		return low*3.2 + .28*sine(55*t) + .16*sine(82.5*t+.2*sine(3.75*t))
	}
}

// boostSound is band-pass noise.
func boostSound(n *whiteNoise) func(float64) float64 {
	low, lower := 0.0, 0.0
	return func(t float64) float64 {
		low += (n.nextNoise() - low) * .22
		lower += (low - lower) * .03
		return (low - lower) * 1.3
	}
}

// whiteNoise is a generator of white noise.
type whiteNoise uint32

// nextNoise returns a value from -1 to 1.
func (n *whiteNoise) nextNoise() float64 {
	*n = *n*1664525 + 1013904223
	return float64(int32(*n)) / (1 << 31)
}
