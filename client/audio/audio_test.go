package audio

import (
	"encoding/binary"
	"math"
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// readMix reads some seconds of m as stereo samples.
func readMix(m *mixer, seconds float64) [][2]float32 {
	buf := make([]byte, int(seconds*sampleRate)*8)
	n, _ := m.Read(buf)
	out := make([][2]float32, n/8)
	for i := range out {
		for side := range 2 {
			out[i][side] = math.Float32frombits(binary.LittleEndian.Uint32(buf[i*8+side*4:]))
		}
	}
	return out
}

// rms is the root mean square of one channel.
func rms(s [][2]float32, side int) float64 {
	sum := 0.0
	for _, v := range s {
		sum += float64(v[side]) * float64(v[side])
	}
	return math.Sqrt(sum / float64(len(s)))
}

// newEffectsMixer returns a mixer without music, at full volume.
func newEffectsMixer(b *bank) *mixer {
	m := newMixer(b)
	m.volume = smoothLevel{1, 1}
	m.music.volume = smoothLevel{}
	return m
}

func TestEverySoundIsAudibleNeverClipsAndFadesOut(t *testing.T) {
	for s, wave := range newBank() {
		peak := float32(0)
		for i, v := range wave {
			if v != v || v < -1 || v > 1 {
				t.Fatalf("sound %d: sample %d is %v", s, i, v)
			}
			peak = max(peak, v, -v)
		}
		if peak < .1 {
			t.Errorf("sound %d: its peak is %v, too quiet to hear", s, peak)
		}
		if last := wave[len(wave)-1]; sound(s) < soundEngine && (last > .01 || last < -.01) {
			t.Errorf("sound %d ends at %v: it clicks", s, last)
		}
	}
}

func TestLoopsHaveNoSeam(t *testing.T) {
	b := newBank()
	for _, s := range []sound{soundEngine, soundBoost} {
		w := b[s]
		widest := float32(0)
		for i := 1; i < len(w); i++ {
			widest = max(widest, w[i]-w[i-1], w[i-1]-w[i])
		}
		if seam := w[0] - w[len(w)-1]; seam > 2*widest || -seam > 2*widest {
			t.Errorf("sound %d: the seam jumps by %v, within it at most by %v", s, seam, widest)
		}
	}
}

func TestBankIsDeterministic(t *testing.T) {
	a, b := newBank(), newBank()
	for s := range a {
		for i := range a[s] {
			if a[s][i] != b[s][i] {
				t.Fatalf("sound %d differs at sample %d", s, i)
			}
		}
	}
}

func TestPanLeftIsHeardOnTheLeft(t *testing.T) {
	m := newEffectsMixer(newBank())
	m.playSound(soundRail, 1, -1, 1)
	s := readMix(m, .3)
	if l, r := rms(s, 0), rms(s, 1); l < .02 || r > l/20 {
		t.Errorf("left %v, right %v", l, r)
	}
}

func TestMixNeverExceedsFullScale(t *testing.T) {
	m := newEffectsMixer(newBank())
	for s := range soundCount {
		m.playSound(s, 1, 0, 1)
		m.playSound(s, 1, .5, 1.1)
	}
	for i, v := range readMix(m, .5) {
		if v[0] > 1 || v[0] < -1 || v[1] > 1 || v[1] < -1 {
			t.Fatalf("sample %d is %v", i, v)
		}
	}
}

func TestSameSoundTwiceAtOnceIsPlayedOnce(t *testing.T) {
	m := newEffectsMixer(newBank())
	m.playSound(soundPulse, 1, 0, 1)
	m.playSound(soundPulse, 1, 0, 1)
	busy := 0
	for i := range m.voices {
		if m.voices[i].wave != nil {
			busy++
		}
	}
	if busy != 1 {
		t.Errorf("%d voices play, want 1", busy)
	}
}

func TestMusicIsLouderInAFight(t *testing.T) {
	calm := newMixer(newBank())
	calm.volume = smoothLevel{1, 1}
	calm.music.volume = smoothLevel{1, 1}
	quiet := rms(readMix(calm, 6), 0)
	calm.setTension(1)
	readMix(calm, 2)
	fight := rms(readMix(calm, 6), 0)
	if quiet < .005 || quiet > .2 || fight < quiet*1.15 {
		t.Errorf("calm %v, fight %v", quiet, fight)
	}
}

// testView returns a View in which nothing happens.
func testView() *netcode.View {
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4, Seed: 1}, Tick: 50, OwnTick: 60}
	v.Own[ships.OwnAlive], v.Own[ships.OwnHull] = 1, 100<<16
	v.OwnPrev = v.Own
	return v
}

var testCamera = render.Camera{Scale: 1, W: 1600, H: 900}

func TestPulseSoundsOnce(t *testing.T) {
	m, v := newEffectsMixer(newBank()), testView()
	var e listener
	e.playFrame(m, v, testCamera)
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	for range 10 {
		v.Tick, v.OwnTick = v.Tick+2, v.OwnTick+2
		e.playFrame(m, v, testCamera)
		readMix(m, 2.0/60)
	}
	if rms(readMix(m, .05), 0) > .05 {
		t.Error("the shot is still heard after its sound should have ended")
	}
	if m.lastStart[soundPulse] == 0 {
		t.Error("the shot was never heard")
	}
}

func TestPulsesOfTheFirstFrameAreSilent(t *testing.T) {
	m, v := newEffectsMixer(newBank()), testView()
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	var e listener
	e.playFrame(m, v, testCamera)
	if m.lastStart[soundPulse] != 0 {
		t.Error("a volley sounds when one joins")
	}
}

func TestDistantSoundsAreQuieter(t *testing.T) {
	near, far := newEffectsMixer(newBank()), newEffectsMixer(newBank())
	e := listener{cam: testCamera}
	e.playAt(near, soundBlast, 50, 0, 1, 1)
	e.playAt(far, soundBlast, 2000, 0, 1, 1)
	if n, f := rms(readMix(near, .4), 1), rms(readMix(far, .4), 1); n < 5*f {
		t.Errorf("near %v, far %v", n, f)
	}
}

func TestPlayFrameAllocatesNothing(t *testing.T) {
	m, v := newEffectsMixer(newBank()), testView()
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	v.Events = append(v.Events, sim.Event{Entity: sim.Entity{Kind: ships.EventBlast}})
	var e listener
	if n := testing.AllocsPerRun(100, func() { v.OwnTick++; e.playFrame(m, v, testCamera) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestSilentAudioAcceptsAllCalls(t *testing.T) {
	a := New(false)
	a.SetVolume(.5)
	a.SetMusicVolume(.5)
	a.PlayClick()
	a.StopMatchSounds()
	a.Update(testView(), testCamera)
	if a.mixer != nil {
		t.Error("it says that it sounds")
	}
}

// BenchmarkMix reports which share of one core the mix takes.
func BenchmarkMix(b *testing.B) {
	m := newMixer(newBank())
	m.setTension(1)
	buf := make([]byte, 4800*8)
	for b.Loop() {
		m.playSound(soundPulse, .5, 0, 1)
		m.playSound(soundShipExplosion, .5, 0, 1)
		_, _ = m.Read(buf)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e8*100, "%core")
}

// BenchmarkBank measures the synthesis at start.
func BenchmarkBank(b *testing.B) {
	for b.Loop() {
		newBank()
	}
}
