// Package audio makes every sound of the game: synthesised at start from a fixed
// seed, mixed in one stream, heard from where the camera is. Scenes own an Audio
// and call Update once for each View that netcode hands out. Without a sound
// device, or when told to, it is silent and nothing else changes; in a browser it
// is silent until the first gesture, as browsers demand.
package audio

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2/audio"

	"perihelion/client/netcode"
	"perihelion/client/render"
)

const (
	sampleRate = 48_000
	// bufferTime is how far the mix runs ahead of the ear: longer than a frame
	// that came late, shorter than what feels late.
	bufferTime = 60 * time.Millisecond
)

// Audio is the sound of the client. It is not safe for concurrent use.
type Audio struct {
	mixer    *mixer // nil: silent for good
	player   *audio.Player
	listener listener
}

// New opens the sound device, unless enabled is false or there is none.
func New(enabled bool) *Audio {
	if !enabled || !deviceAvailable() {
		return &Audio{}
	}
	ctx := audio.CurrentContext()
	if ctx == nil {
		ctx = audio.NewContext(sampleRate)
	}
	m := newMixer(newBank())
	p, err := ctx.NewPlayerF32(m)
	if err != nil {
		return &Audio{}
	}
	p.SetBufferSize(bufferTime)
	p.Play()
	return &Audio{mixer: m, player: p}
}

// SetVolume sets how loud everything is, from 0 to 1.
func (a *Audio) SetVolume(v float64) {
	if a.mixer != nil {
		a.mixer.setVolume(float32(v))
	}
}

// SetMusicVolume sets how loud the music is beside the effects, from 0 to 1.
func (a *Audio) SetMusicVolume(v float64) {
	if a.mixer != nil {
		a.mixer.setMusicVolume(float32(v))
	}
}

// PlayClick answers a press in a menu.
func (a *Audio) PlayClick() { a.playSound(soundClick, .5, 0, 1) }

// StopMatchSounds lets the engine and the fight die away, for menus.
func (a *Audio) StopMatchSounds() {
	if a.mixer != nil {
		a.mixer.setEngine(0, 0)
		a.mixer.setTension(0)
	}
}

// Update sounds what happened in v as heard from cam. It consumes the events of
// v, so a View must be given once only.
func (a *Audio) Update(v *netcode.View, cam render.Camera) {
	if a.mixer == nil || !v.Ready {
		return
	}
	a.listener.playFrame(a.mixer, v, cam)
}

func (a *Audio) playSound(s sound, gain, pan, rate float32) {
	if a.mixer != nil {
		a.mixer.playSound(s, gain, pan, rate)
	}
}
