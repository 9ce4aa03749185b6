package ships

import (
	"perihelion/client/audio"
	"perihelion/client/audio/synth"
)

// The sounds of the ships.
const (
	soundPulse = audio.FirstGameSound + iota
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
	firstKillSound // of killSounds, in their order
)

// Loops of audio.SetLoop.
const (
	loopEngine = iota
	loopBoost
)

// newBank synthesises all sounds. Their noise has a fixed seed, so that they are the same
// everywhere and tests can check them.
func newBank() *audio.Bank {
	n := synth.Noise(20231)
	bank := &audio.Bank{
		Sounds: [][]float32{
			soundPulse - audio.FirstGameSound: synth.RenderSample(.16, func(t float64) float64 {
				return synth.Square(synth.Chirp(t, 1500, 260, .09)) * synth.Decay(t, .05) * .5
			}),
			soundRail - audio.FirstGameSound: synth.RenderSample(.75, railSound(&n)),
			soundHit - audio.FirstGameSound:  synth.RenderSample(.09, func(t float64) float64 { return (synth.Sine(1900*t) + .5*synth.Sine(2860*t)) * synth.Decay(t, .022) }),
			soundHurt - audio.FirstGameSound: synth.RenderSample(.32, func(t float64) float64 {
				return synth.Distort(synth.Sine(synth.Chirp(t, 190, 52, .1))*1.3+.7*n.NextNoise()*synth.Decay(t, .03)) * synth.Decay(t, .1)
			}),
			soundShield - audio.FirstGameSound: synth.RenderSample(.4, func(t float64) float64 {
				return (synth.Sine(620*t+.8*synth.Sine(7*t))*.6 + synth.Sine(935*t)*.4) * synth.Decay(t, .1)
			}),
			soundShipExplosion - audio.FirstGameSound: synth.RenderSample(1.7, synth.Explosion(&n, 1500, .42)),
			soundBlast - audio.FirstGameSound:         synth.RenderSample(1.1, synth.Explosion(&n, 650, .28)),
			soundPickup - audio.FirstGameSound:        synth.RenderSample(.5, func(t float64) float64 { return synth.Arpeggio(t, .07, 660, 880, 1320) * synth.Decay(t, .16) * .7 }),
			soundItem - audio.FirstGameSound:          synth.RenderSample(.45, func(t float64) float64 { return synth.Triangle(synth.Chirp(t, 240, 1250, .2)) * synth.Decay(t, .14) }),
			soundSpawn - audio.FirstGameSound: synth.RenderSample(.8, func(t float64) float64 {
				return (synth.Triangle(synth.Chirp(t, 130, 520, .5)) + .4*synth.Sine(780*t)) * synth.Envelope(t, .25, .8) * .7
			}),
			soundKill - audio.FirstGameSound:  synth.RenderSample(.6, func(t float64) float64 { return synth.Arpeggio(t, .085, 784, 988, 1568) * synth.Decay(t, .22) }),
			soundAlarm - audio.FirstGameSound: synth.RenderSample(.2, func(t float64) float64 { return synth.Square(740*t) * synth.Envelope(t, .02, .2) * .4 }),
		},
		Loops: [][]float32{
			loopEngine: synth.RenderLoop(1.6, engineSound(&n)),
			loopBoost:  synth.RenderLoop(1.1, boostSound(&n)),
		},
	}
	for _, k := range killSounds {
		bank.Sounds = append(bank.Sounds, k.render())
	}
	return bank
}

// railSound is a crack of noise and a falling tone.
func railSound(n *synth.Noise) func(float64) float64 {
	return func(t float64) float64 {
		crack := n.NextNoise() * synth.Decay(t, .018) * 1.5
		beam := (synth.Square(synth.Chirp(t, 2400, 90, .06)) + .6*synth.Sine(synth.Chirp(t, 900, 60, .12))) * synth.Decay(t, .13)
		return crack + beam*.8
	}
}

// engineSound is low noise with two low tones.
func engineSound(n *synth.Noise) func(float64) float64 {
	low := 0.0
	return func(t float64) float64 {
		low += (n.NextNoise() - low) * .02
		return low*3.2 + .28*synth.Sine(55*t) + .16*synth.Sine(82.5*t+.2*synth.Sine(3.75*t))
	}
}

// boostSound is band-pass noise.
func boostSound(n *synth.Noise) func(float64) float64 {
	low, lower := 0.0, 0.0
	return func(t float64) float64 {
		low += (n.NextNoise() - low) * .22
		lower += (low - lower) * .03
		return (low - lower) * 1.3
	}
}
