// Package audio makes all sounds of the game. They are synthesised at start from a fixed
// seed and mixed into one stream, with volume and panning relative to the camera. Scenes
// share one Audio and call Update once for each new View of netcode. Without a sound
// device, or if it is disabled, all calls do nothing. A browser plays no sound before the
// first gesture of the player.
package audio

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2/audio"

	"perihelion/client/netcode"
	"perihelion/client/render"
)

const (
	sampleRate = 48_000
	// bufferTime is the latency of the mix: longer than a late frame, too short to be noticed.
	bufferTime = 60 * time.Millisecond
)

// Audio is the sound of the client. It is not safe for concurrent use.
type Audio struct {
	mixer    *mixer // nil: no sound
	player   *audio.Player
	listener listener
}

// New opens the sound device. If enabled is false or there is no device, Audio stays silent.
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

// SetVolume sets the total volume, from 0 to 1.
func (a *Audio) SetVolume(v float64) {
	if a.mixer != nil {
		a.mixer.setVolume(float32(v))
	}
}

// SetMusicVolume sets the volume of the music relative to the effects, from 0 to 1.
func (a *Audio) SetMusicVolume(v float64) {
	if a.mixer != nil {
		a.mixer.setMusicVolume(float32(v))
	}
}

// PlayClick plays the sound of a button in a menu.
func (a *Audio) PlayClick() { a.playSound(soundClick, .5, 0, 1) }

// StopMatchSounds fades out the engine and the music of a fight, for menus.
func (a *Audio) StopMatchSounds() {
	if a.mixer != nil {
		a.mixer.setEngine(0, 0)
		a.mixer.setTension(0)
	}
}

// Update plays the events of v as heard at the camera. Each View must be passed only once.
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
