package audio

import "perihelion/client/audio/synth"

// Sound identifies a sample: those below, which every game has, or one of the Bank of a
// game, whose first is FirstGameSound.
type Sound uint8

const (
	Click      Sound = iota // a button in a menu
	Beep                    // a second of a countdown
	Start                   // a round starts
	LastMinute              // the end of a round is near
	kick
	hat

	FirstGameSound
)

// Bank is the sounds of a game, mono, at synth.SampleRate.
type Bank struct {
	Sounds [][]float32 // FirstGameSound is the first
	Loops  [][]float32 // those of SetLoop, maxLoops at most
}

// commonSounds synthesises the sounds of every game. Their noise has a fixed seed, so that
// they are the same everywhere and tests can check them.
func commonSounds() [][]float32 {
	n := synth.Noise(20231)
	return [][]float32{
		Click:      synth.RenderSample(.05, func(t float64) float64 { return synth.Triangle(synth.Chirp(t, 1250, 700, .02)) * synth.Decay(t, .012) }),
		Beep:       synth.RenderSample(.18, func(t float64) float64 { return synth.Sine(660*t) * synth.Envelope(t, .01, .18) }),
		Start:      synth.RenderSample(.7, func(t float64) float64 { return (synth.Sine(1320*t) + .4*synth.Sine(1980*t)) * synth.Decay(t, .24) }),
		LastMinute: synth.RenderSample(1.5, lastMinuteSound),
		kick:       synth.RenderSample(.3, func(t float64) float64 { return synth.Sine(synth.Chirp(t, 130, 42, .05)) * synth.Decay(t, .09) }),
		hat:        synth.RenderSample(.07, hatSound(&n)),
	}
}

// lastMinuteSound is a rising call of three notes above a low beat, as a horn has it.
func lastMinuteSound(t float64) float64 {
	call := synth.Arpeggio(t, .16, 440, 587, 880)
	low := synth.Sine(synth.Chirp(t, 110, 55, .2)) * synth.Decay(t, .3)
	return (.55*call*synth.Decay(t, .5) + .45*low) * synth.Envelope(t, .01, 1.5)
}

// hatSound is a short high-pass noise.
func hatSound(n *synth.Noise) func(float64) float64 {
	last := 0.0
	return func(t float64) float64 {
		v := n.NextNoise()
		high := v - last
		last = v
		return high * synth.Decay(t, .014) * .6
	}
}
