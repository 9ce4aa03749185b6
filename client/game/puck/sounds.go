package puck

import (
	"math"

	"perihelion/client/audio"
	"perihelion/client/audio/synth"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// The sounds of Puck.
const (
	soundKick = audio.FirstGameSound + iota
	soundSlap
	soundBoard
	soundPost
	soundBody
	soundCheck // two skaters
	soundSave
	soundGoal
	soundFaceOff
)

// Loops of audio.SetLoop.
const (
	loopSkates = iota
	loopBoost
)

// newBank synthesises all sounds. Their noise has a fixed seed, so that they are the same
// everywhere.
func newBank() *audio.Bank {
	n := synth.Noise(1917)
	at := func(s audio.Sound) int { return int(s - audio.FirstGameSound) }
	sounds := make([][]float32, at(soundFaceOff)+1)
	sounds[at(soundKick)] = synth.RenderSample(.14, func(t float64) float64 {
		return (synth.Sine(synth.Chirp(t, 420, 150, .04)) + .6*n.NextNoise()*synth.Decay(t, .008)) * synth.Decay(t, .035)
	})
	sounds[at(soundSlap)] = synth.RenderSample(.3, func(t float64) float64 {
		return synth.Distort(1.4*synth.Sine(synth.Chirp(t, 300, 70, .06))+n.NextNoise()*synth.Decay(t, .02)) * synth.Decay(t, .07)
	})
	sounds[at(soundBoard)] = synth.RenderSample(.3, func(t float64) float64 {
		return (synth.Sine(synth.Chirp(t, 170, 95, .05)) + .5*synth.Triangle(310*t)*synth.Decay(t, .03) + .4*n.NextNoise()*synth.Decay(t, .012)) * synth.Decay(t, .08)
	})
	sounds[at(soundPost)] = synth.RenderSample(.9, func(t float64) float64 {
		return (synth.Sine(1240*t) + .7*synth.Sine(1873*t) + .5*synth.Sine(3110*t)) * synth.Decay(t, .2) * .6
	})
	sounds[at(soundBody)] = synth.RenderSample(.12, func(t float64) float64 { return synth.Sine(synth.Chirp(t, 240, 120, .03)) * synth.Decay(t, .03) })
	sounds[at(soundCheck)] = synth.RenderSample(.35, func(t float64) float64 {
		return synth.Distort(1.6*synth.Sine(synth.Chirp(t, 130, 45, .06))+.5*n.NextNoise()*synth.Decay(t, .03)) * synth.Decay(t, .09)
	})
	sounds[at(soundSave)] = synth.RenderSample(.5, func(t float64) float64 { return synth.Arpeggio(t, .06, 523, 784) * synth.Decay(t, .18) * .7 })
	sounds[at(soundGoal)] = synth.RenderSample(1.9, func(t float64) float64 {
		horn := synth.Square(174*t) + synth.Square(220*t) + synth.Square(261*t)
		return (.35*horn + .25*n.NextNoise()*synth.Decay(t, .4)) * synth.Envelope(t, .03, 1.9)
	})
	sounds[at(soundFaceOff)] = synth.RenderSample(.5, func(t float64) float64 {
		return synth.Sine(2100*t+1.5*synth.Sine(28*t)) * synth.Envelope(t, .02, .45) * .5
	})
	return &audio.Bank{Sounds: sounds, Loops: [][]float32{
		loopSkates: synth.RenderLoop(1.3, func(t float64) float64 { return n.NextNoise() * (.14 + .08*math.Sin(2*math.Pi*t*2/1.3)) }),
		loopBoost: synth.RenderLoop(1.1, func(t float64) float64 {
			return .3*synth.Triangle(88*t) + .22*n.NextNoise()
		}),
	}}
}

// halfPowerDistance is at how many units a sound has half its volume: the whole rink is
// heard.
const halfPowerDistance = 900

func (p *play) Listen(a *audio.Audio, v *netcode.View, cam render.Camera) {
	if !v.Ready {
		return
	}
	ear := audio.Ear{Camera: cam, HalfPower: halfPowerDistance}
	for i := range v.Events {
		playEvent(a, ear, &v.Events[i])
	}
	speed, boost := float32(0), float32(0)
	if playing(v) {
		me := ownSkater(v)
		speed = min(1, distance(me.vx, me.vy)/500)
		if me.boosting {
			boost = .6
		}
	}
	a.SetLoop(loopSkates, .5*speed)
	a.SetLoop(loopBoost, boost)
	a.SetTension(tension(v))
}

// playEvent plays the sound of an event.
func playEvent(a *audio.Audio, ear audio.Ear, e *sim.Event) {
	play := func(s audio.Sound, at puck.Point, gain, rate float32) {
		near, pan := ear.Hear(units(at))
		a.PlaySound(s, near*gain, pan, rate)
	}
	if g, ok := puck.GoalOf(e); ok {
		play(soundGoal, g.Point, .8, 1)
	}
	if k, ok := puck.ShotOf(e); ok {
		if strength := float32(k.Strength) / 15; strength > .5 {
			play(soundSlap, k.Point, .5+.4*strength, 1.1-.2*strength)
		} else {
			play(soundKick, k.Point, .45+.5*strength, 1.15-.3*strength)
		}
	}
	if at, _, ok := puck.SaveOf(e); ok {
		play(soundSave, at, .6, 1)
	}
	if b, ok := puck.BounceOf(e); ok && int(b.What) < len(bounceSounds) {
		force := float32(b.Force) / puck.TopSpeed
		play(bounceSounds[b.What], b.Point, min(.9, .15+1.1*force), 1.1-.2*force)
	}
	if e.Kind == puck.EventFaceOff {
		play(soundFaceOff, puck.Point{}, .5, 1)
	}
}

// bounceSounds are the sounds by what bounced.
var bounceSounds = [...]audio.Sound{
	puck.BounceBoard: soundBoard, puck.BouncePost: soundPost, puck.BounceBody: soundBody, puck.BounceSkaters: soundCheck,
}

// tension is how much the music drives: more the nearer the puck is to a goal.
func tension(v *netcode.View) float32 {
	d, ok := discOf(v)
	if !ok {
		return 0
	}
	return min(1, max(0, float32(math.Abs(float64(d.x)))/puck.HalfLength*1.3-.3))
}
