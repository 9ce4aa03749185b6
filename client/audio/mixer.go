package audio

import (
	"encoding/binary"
	"math"
	"sync"
)

const (
	maxVoices = 24
	// Two of a kind within this many samples would only be one, louder.
	sameSound = sampleRate / 40
	headroom  = .5 // of full scale for one voice: a fight is many
)

// voice is a sample under way.
type voice struct {
	wave        []float32
	at, rate    float32
	left, right float32
}

// mixer adds up what sounds. The game calls its setters, the sound device calls
// Read from its own goroutine: the lock is held for a few hundred samples.
type mixer struct {
	mu     sync.Mutex
	bank   *bank
	voices [maxVoices]voice
	began  [sounds]uint64 // one past the sample at which each sound last began; 0: never
	now    uint64         // samples mixed so far
	volume glide
	music  music
	rumble hum
	hiss   hum
}

func newMixer(b *bank) *mixer {
	m := &mixer{bank: b, volume: glide{at: 0, to: .8}}
	m.rumble.wave, m.hiss.wave = b[soundRumble], b[soundHiss]
	m.music.start()
	return m
}

// glide moves a level without a click.
type glide struct{ at, to float32 }

func (g *glide) next() float32 {
	g.at += (g.to - g.at) * .0006 // most of the way in 50 ms
	return g.at
}

// hum is a looped sample whose level glides.
type hum struct {
	wave  []float32
	at    float32
	level glide
}

func (h *hum) next(rate float32) float32 {
	h.at += rate
	if h.at >= float32(len(h.wave)) {
		h.at -= float32(len(h.wave))
	}
	return h.wave[int(h.at)] * h.level.next()
}

func (m *mixer) setVolume(v float32) { m.set(&m.volume, v) }
func (m *mixer) setMusic(v float32)  { m.set(&m.music.volume, v) }
func (m *mixer) setTension(v float32) {
	m.set(&m.music.tension, v)
}

func (m *mixer) set(g *glide, v float32) {
	m.mu.Lock()
	g.to = max(0, min(1, v))
	m.mu.Unlock()
}

// setEngine sets how hard the engine works and the boost blows.
func (m *mixer) setEngine(thrust, boost float32) {
	m.mu.Lock()
	m.rumble.level.to, m.hiss.level.to = .1*thrust, .22*boost
	m.mu.Unlock()
}

// play starts a sound: pan is -1 to 1 from left to right, rate 1 is as made.
// When every voice is busy the one nearest its end gives way.
func (m *mixer) play(s sound, gain, pan, rate float32) {
	if gain < .004 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.began[s] != 0 && m.now+1-m.began[s] < sameSound {
		return
	}
	m.began[s] = m.now + 1
	m.start(s, gain, pan, rate)
}

func (m *mixer) start(s sound, gain, pan, rate float32) {
	best, left := 0, float32(math.MaxFloat32)
	for i := range m.voices {
		v := &m.voices[i]
		if rest := (float32(len(v.wave)) - v.at) * (v.left + v.right); rest < left {
			best, left = i, rest
		}
	}
	a := float64(max(-1, min(1, pan))+1) * math.Pi / 4 // equal power
	gain *= headroom
	m.voices[best] = voice{
		wave: m.bank[s], rate: rate,
		left: gain * float32(math.Cos(a)), right: gain * float32(math.Sin(a)),
	}
}

// Read mixes the next samples: pairs of 32-bit floats, little endian. It never
// ends and never fails.
func (m *mixer) Read(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(p) / 8
	for i := range n {
		l, r := m.next()
		binary.LittleEndian.PutUint32(p[i*8:], math.Float32bits(l))
		binary.LittleEndian.PutUint32(p[i*8+4:], math.Float32bits(r))
	}
	return n * 8, nil
}

func (m *mixer) next() (left, right float32) {
	m.now++
	left, right = m.music.next(m)
	for i := range m.voices {
		v := &m.voices[i]
		at := int(v.at)
		if at+1 >= len(v.wave) {
			v.wave = nil
			continue
		}
		s := v.wave[at] + (v.wave[at+1]-v.wave[at])*(v.at-float32(at))
		left, right = left+s*v.left, right+s*v.right
		v.at += v.rate
	}
	push := m.rumble.next(1) + m.hiss.next(1)
	k := m.volume.next()
	return limit((left + push) * k), limit((right + push) * k)
}

// limit bends what is too loud instead of cutting it.
func limit(v float32) float32 {
	if v > -.6 && v < .6 {
		return v
	}
	if v < 0 {
		return -limit(-v)
	}
	return .6 + .4*(v-.6)/(v-.6+.4)
}
