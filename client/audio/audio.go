// Package audio makes the sounds of menus and games. It knows no game: a game brings a Bank
// of sounds, which are synthesised, and plays them with volume and panning relative to the
// camera. All are mixed into one stream, with music that composes itself. Without a sound
// device, or if it is disabled, all calls do nothing. A browser plays no sound before the
// first gesture of the player.
package audio

import (
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2/audio"

	"perihelion/client/audio/synth"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// bufferTime is the latency of the mix: longer than a late frame, too short to be noticed.
const bufferTime = 60 * time.Millisecond

// Audio is the sound of the client. It is not safe for concurrent use.
type Audio struct {
	mixer  *mixer // nil: no sound
	player *audio.Player
	banks  map[string]*Bank // by the name of the game
	game   string           // whose Bank the mixer has
}

// New opens the sound device. If enabled is false or there is no device, Audio stays silent.
func New(enabled bool) *Audio {
	if !enabled || !deviceAvailable() {
		return &Audio{}
	}
	ctx := audio.CurrentContext()
	if ctx == nil {
		ctx = audio.NewContext(synth.SampleRate)
	}
	m := newMixer(commonSounds())
	p, err := ctx.NewPlayerF32(m)
	if err != nil {
		return &Audio{}
	}
	p.SetBufferSize(bufferTime)
	p.Play()
	return &Audio{mixer: m, player: p, banks: map[string]*Bank{}}
}

// NewWithoutDevice returns an Audio that mixes sounds without music and plays them nowhere,
// for tests.
func NewWithoutDevice() *Audio {
	m := newMixer(commonSounds())
	m.music.volume = smoothLevel{}
	return &Audio{mixer: m, banks: map[string]*Bank{}}
}

// Read mixes the next samples, as the sound device does; for an Audio of NewWithoutDevice.
func (a *Audio) Read(p []byte) (int, error) { return a.mixer.Read(p) }

// HasPlayed reports whether s has been played at all; for an Audio of NewWithoutDevice.
func (a *Audio) HasPlayed(s Sound) bool { return a.mixer.lastStart[s] != 0 }

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

// UseBank changes to the sounds of a game, which newBank makes when they are first needed.
// That is slow.
func (a *Audio) UseBank(game string, newBank func() *Bank) {
	if a.mixer == nil || a.game == game {
		return
	}
	b, ok := a.banks[game]
	if !ok {
		if b = newBank(); b == nil {
			b = &Bank{}
		}
		a.banks[game] = b
	}
	a.game = game
	a.mixer.setBank(b)
}

// PlayClick plays the sound of a button in a menu.
func (a *Audio) PlayClick() { a.PlaySound(Click, .5, 0, 1) }

// StopMatchSounds fades out the loops and the music of a fight, for menus.
func (a *Audio) StopMatchSounds() {
	if a.mixer != nil {
		for i := range maxLoops {
			a.mixer.setLoop(i, 0)
		}
		a.mixer.setTension(0)
		a.mixer.setLastMinute(false)
	}
}

// PlaySound starts a sound. pan is -1 (left) to 1 (right); rate is the speed, 1 is normal.
func (a *Audio) PlaySound(s Sound, gain, pan, rate float32) {
	if a.mixer != nil {
		a.mixer.playSound(s, gain, pan, rate)
	}
}

// SetLoop sets the volume of a loop of the Bank, from 0 to 1. It changes within 50 ms.
func (a *Audio) SetLoop(i int, level float32) {
	if a.mixer != nil {
		a.mixer.setLoop(i, level)
	}
}

// SetTension sets how much the music drives, from 0 (calm) to 1 (a fight).
func (a *Audio) SetTension(v float32) {
	if a.mixer != nil {
		a.mixer.setTension(v)
	}
}

// setLastMinute sets whether the music is that of the last minute of a round.
func (a *Audio) setLastMinute(on bool) {
	if a.mixer != nil {
		a.mixer.setLastMinute(on)
	}
}

// Ear is where the player hears from.
type Ear struct {
	Camera    render.Camera
	HalfPower float32 // world units at which a sound has half its volume
}

// Hear is how a sound at a world point is heard: quieter with distance, and panned.
func (e *Ear) Hear(x, y float32) (gain, pan float32) {
	dx, dy := x-e.Camera.X, y-e.Camera.Y
	d := float32(math.Sqrt(float64(dx*dx+dy*dy))) / e.HalfPower
	half := float32(e.Camera.W) / max(.01, e.Camera.Scale) / 2
	return 1 / (1 + d*d), .8 * dx / max(1, half)
}

// MatchSounds plays the sounds of countdowns, of the start of rounds and of their last minute.
// The zero value is ready, for one match.
type MatchSounds struct {
	started    bool
	second     int // of the countdown, at the last beep
	phase      sim.Phase
	lastMinute bool
}

// PlayMatch plays what has changed in the match since the last call. lastMinute: the end of the
// round is near.
func (l *MatchSounds) PlayMatch(a *Audio, s *viewstate.MatchState, lastMinute bool) {
	a.setLastMinute(lastMinute)
	if lastMinute && !l.lastMinute && l.started { // who comes while it lasts hears the music only
		a.PlaySound(LastMinute, .7, 0, 1)
	}
	l.lastMinute = lastMinute
	if !l.started {
		l.started = true
		return
	}
	if s.Phase == sim.PhaseCountdown {
		if second := int((s.Left + time.Second - 1) / time.Second); second != l.second && second > 0 {
			a.PlaySound(Beep, .5, 0, 1)
			l.second = second
		}
	}
	if s.Phase == sim.PhaseLive && l.phase == sim.PhaseCountdown {
		a.PlaySound(Start, .6, 0, 1)
		l.second = 0
	}
	l.phase = s.Phase
}
