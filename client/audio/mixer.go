package audio

import (
	"encoding/binary"
	"math"
	"sync"

	"perihelion/client/audio/synth"
)

const (
	maxVoices = 24
	maxLoops  = 4
	// minRepeat is in samples: the same sound again before that would only be louder.
	minRepeat = synth.SampleRate / 40
	headroom  = .5 // volume of one voice, so that many fit
)

// voice is a sample that is playing.
type voice struct {
	wave           []float32
	position, rate float32
	left, right    float32
}

// mixer adds up all sounds. The game calls its setters; the sound device calls Read in its
// own goroutine and holds the lock for some hundred samples.
type mixer struct {
	mu        sync.Mutex
	sounds    [][]float32 // by Sound
	voices    [maxVoices]voice
	lastStart [256]uint64 // by Sound: 1 + sample number at which each sound last started; 0: never
	now       uint64      // number of samples mixed
	volume    smoothLevel
	music     music
	loops     [maxLoops]loopedSample
}

// newMixer returns a mixer that plays the sounds of every game and the music.
func newMixer(common [][]float32) *mixer {
	m := &mixer{sounds: common, volume: smoothLevel{current: 0, target: .8}}
	m.music.initMusic()
	return m
}

// setBank replaces the sounds of a game. Loops are silent at first.
func (m *mixer) setBank(b *Bank) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sounds = append(m.sounds[:FirstGameSound:FirstGameSound], b.Sounds...)
	m.loops = [maxLoops]loopedSample{}
	for i := range b.Loops {
		m.loops[i].wave = b.Loops[i]
	}
}

// smoothLevel is a volume that changes gradually, because a sudden change is audible as a click.
type smoothLevel struct{ current, target float32 }

// nextLevel returns the level for the next sample.
func (g *smoothLevel) nextLevel() float32 {
	g.current += (g.target - g.current) * .0006 // reaches most of the target in 50 ms
	return g.current
}

// loopedSample is a sample that repeats, with a volume.
type loopedSample struct {
	wave     []float32
	position float32
	level    smoothLevel
}

// nextLoopSample returns the next sample; rate is the speed.
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

func (m *mixer) setLastMinute(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.music.setLastMinute(on)
}

func (m *mixer) setLevel(g *smoothLevel, v float32) {
	m.mu.Lock()
	g.target = max(0, min(1, v))
	m.mu.Unlock()
}

func (m *mixer) setLoop(i int, level float32) { m.setLevel(&m.loops[i].level, level) }

// playSound starts a sound. pan is -1 (left) to 1 (right); rate is the speed, 1 is normal.
func (m *mixer) playSound(s Sound, gain, pan, rate float32) {
	if gain < .004 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if int(s) >= len(m.sounds) {
		return // the game has no such sound
	}
	if m.lastStart[s] != 0 && m.now+1-m.lastStart[s] < minRepeat {
		return
	}
	m.lastStart[s] = m.now + 1
	m.startVoice(s, gain, pan, rate)
}

// startVoice plays s in a free voice, or in the one with the least left to play. The caller
// holds the lock.
func (m *mixer) startVoice(s Sound, gain, pan, rate float32) {
	best, left := 0, float32(math.MaxFloat32)
	for i := range m.voices {
		v := &m.voices[i]
		if rest := (float32(len(v.wave)) - v.position) * (v.left + v.right); rest < left {
			best, left = i, rest
		}
	}
	a := float64(max(-1, min(1, pan))+1) * math.Pi / 4 // equal-power panning
	gain *= headroom
	m.voices[best] = voice{
		wave: m.sounds[s], rate: rate,
		left: gain * float32(math.Cos(a)), right: gain * float32(math.Sin(a)),
	}
}

// Read mixes the next samples: stereo pairs of 32-bit floats, little endian. It always fills
// p and returns no error.
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

// mixSample returns the next stereo sample.
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
	looped := float32(0)
	for i := range m.loops {
		if h := &m.loops[i]; len(h.wave) > 0 {
			looped += h.nextLoopSample(1)
		}
	}
	k := m.volume.nextLevel()
	return softClip((left + looped) * k), softClip((right + looped) * k)
}

// softClip limits v to -1 to 1 smoothly instead of cutting it off.
func softClip(v float32) float32 {
	if v > -.6 && v < .6 {
		return v
	}
	if v < 0 {
		return -softClip(-v)
	}
	return .6 + .4*(v-.6)/(v-.6+.4)
}
