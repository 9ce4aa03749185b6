package audio

import (
	"encoding/binary"
	"math"
	"sync"
)

const (
	maxVoices = 24
	// Two of a kind within this many samples would only be one, louder.
	minRepeat = sampleRate / 40
	headroom  = .5 // of full scale for one voice: a fight is many
)

// voice is a sample under way.
type voice struct {
	wave           []float32
	position, rate float32
	left, right    float32
}

// mixer adds up what sounds. The game calls its setters, the sound device calls
// Read from its own goroutine: the lock is held for a few hundred samples.
type mixer struct {
	mu        sync.Mutex
	bank      *bank
	voices    [maxVoices]voice
	lastStart [soundCount]uint64 // one past the sample at which each sound last began; 0: never
	now       uint64             // samples mixed so far
	volume    smoothLevel
	music     music
	engine    loopedSample
	boost     loopedSample
}

func newMixer(b *bank) *mixer {
	m := &mixer{bank: b, volume: smoothLevel{current: 0, target: .8}}
	m.engine.wave, m.boost.wave = b[soundEngine], b[soundBoost]
	m.music.initMusic()
	return m
}

// smoothLevel moves a level without a click.
type smoothLevel struct{ current, target float32 }

func (g *smoothLevel) nextLevel() float32 {
	g.current += (g.target - g.current) * .0006 // most of the way in 50 ms
	return g.current
}

// loopedSample is a looped sample whose level glides.
type loopedSample struct {
	wave     []float32
	position float32
	level    smoothLevel
}

func (h *loopedSample) nextLoopSample(rate float32) float32 {
	h.position += rate
	if h.position >= float32(len(h.wave)) {
		h.position -= float32(len(h.wave))
	}
	return h.wave[int(h.position)] * h.level.nextLevel()
}

func (m *mixer) setVolume(v float32)      { m.setLevel(&m.volume, v) }
func (m *mixer) setMusicVolume(v float32) { m.setLevel(&m.music.volume, v) }
func (m *mixer) setTension(v float32) {
	m.setLevel(&m.music.tension, v)
}

func (m *mixer) setLevel(g *smoothLevel, v float32) {
	m.mu.Lock()
	g.target = max(0, min(1, v))
	m.mu.Unlock()
}

// setEngine sets how hard the engine works and the boost blows.
func (m *mixer) setEngine(thrust, boost float32) {
	m.mu.Lock()
	m.engine.level.target, m.boost.level.target = .1*thrust, .22*boost
	m.mu.Unlock()
}

// playSound starts a sound: pan is -1 to 1 from left to right, rate 1 is as made.
// When every voice is busy the one nearest its end gives way.
func (m *mixer) playSound(s sound, gain, pan, rate float32) {
	if gain < .004 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lastStart[s] != 0 && m.now+1-m.lastStart[s] < minRepeat {
		return
	}
	m.lastStart[s] = m.now + 1
	m.startVoice(s, gain, pan, rate)
}

func (m *mixer) startVoice(s sound, gain, pan, rate float32) {
	best, left := 0, float32(math.MaxFloat32)
	for i := range m.voices {
		v := &m.voices[i]
		if rest := (float32(len(v.wave)) - v.position) * (v.left + v.right); rest < left {
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
		l, r := m.mixSample()
		binary.LittleEndian.PutUint32(p[i*8:], math.Float32bits(l))
		binary.LittleEndian.PutUint32(p[i*8+4:], math.Float32bits(r))
	}
	return n * 8, nil
}

func (m *mixer) mixSample() (left, right float32) {
	m.now++
	left, right = m.music.nextMusicSample(m)
	for i := range m.voices {
		v := &m.voices[i]
		at := int(v.position)
		if at+1 >= len(v.wave) {
			v.wave = nil
			continue
		}
		s := v.wave[at] + (v.wave[at+1]-v.wave[at])*(v.position-float32(at))
		left, right = left+s*v.left, right+s*v.right
		v.position += v.rate
	}
	push := m.engine.nextLoopSample(1) + m.boost.nextLoopSample(1)
	k := m.volume.nextLevel()
	return softClip((left + push) * k), softClip((right + push) * k)
}

// softClip bends what is too loud instead of cutting it.
func softClip(v float32) float32 {
	if v > -.6 && v < .6 {
		return v
	}
	if v < 0 {
		return -softClip(-v)
	}
	return .6 + .4*(v-.6)/(v-.6+.4)
}
