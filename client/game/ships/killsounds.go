package ships

import (
	"perihelion/client/audio"
	"perihelion/client/audio/synth"
	"perihelion/client/netcode"
	"perihelion/shared/deeds"
	"perihelion/sim"
)

// killSound is what is heard of a kill, beside the explosion: tones one after the other.
type killSound struct {
	number uint8
	wave   func(phase float64) float64
	tones  []float64 // Hz
	step   float64   // seconds from one to the next
	decay  float64   // seconds
}

// killSounds are those of deeds.KillSounds.
var killSounds = [...]killSound{
	{deeds.KillSoundBell, bell, []float64{1046, 1568}, .12, .35},
	{deeds.KillSoundDrum, synth.Sine, []float64{110, 82, 62}, .09, .12},
	{deeds.KillSoundGlass, synth.Triangle, []float64{2093, 2637, 3136, 3951}, .045, .09},
	{deeds.KillSoundFanfare, synth.Square, []float64{523, 659, 784, 1046}, .1, .2},
}

// bell is a tone with one that is no multiple of it.
func bell(phase float64) float64 { return .6*synth.Sine(phase) + .4*synth.Sine(2.76*phase) }

func (k *killSound) render() []float32 {
	long := float64(len(k.tones)-1)*k.step + 3*k.decay
	return synth.RenderSample(long, func(t float64) float64 {
		sum := 0.
		for i, tone := range k.tones {
			if since := t - float64(i)*k.step; since >= 0 {
				sum += k.wave(tone*since) * synth.Decay(since, k.decay)
			}
		}
		return sum * .4
	})
}

// killSoundOf is the sound of a number; ok is false for the plain one, and for what is not known.
func killSoundOf(number uint8) (s audio.Sound, ok bool) {
	for i := range killSounds {
		if killSounds[i].number == number {
			return firstKillSound + audio.Sound(i), true
		}
	}
	return soundKill, false
}

// PlayKillSound implements game.KillSounder.
func (face) PlayKillSound(a *audio.Audio, number uint8) {
	s, _ := killSoundOf(number)
	a.PlaySound(s, .5, 0, 1)
}

// playKillSound plays what a killer has chosen, where the victim was: for the killer it is the signal
// of the kill.
func (e *listener) playKillSound(a *audio.Audio, v *netcode.View, killer sim.PlayerID, x, y float32) {
	line, _ := v.Player(killer)
	s, chosen := killSoundOf(line.Looks.KillSound)
	switch {
	case killer == v.Me:
		a.PlaySound(s, .5, 0, min(2, 1+streakPitch*float32(e.streak-1)))
	case chosen:
		e.playAt(a, s, x, y, .5, 1)
	}
}
