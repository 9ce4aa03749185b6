package audio

import (
	"encoding/binary"
	"math"
	"testing"
	"time"

	"perihelion/client/audio/synth"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// readMix reads some seconds of m as stereo samples.
func readMix(m *mixer, seconds float64) [][2]float32 {
	buf := make([]byte, int(seconds*synth.SampleRate)*8)
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

// testSound is the only sound of the game of newTestMixer.
const testSound = FirstGameSound

// newTestMixer returns a mixer with the sounds of a game.
func newTestMixer() *mixer {
	m := newMixer(commonSounds())
	n := synth.Noise(1)
	m.setBank(&Bank{
		Sounds: [][]float32{synth.RenderSample(.5, func(t float64) float64 { return synth.Square(400*t) * synth.Decay(t, .2) })},
		Loops:  [][]float32{synth.RenderLoop(.2, func(float64) float64 { return .1 * n.NextNoise() })},
	})
	return m
}

// newEffectsMixer returns a mixer without music, at full volume.
func newEffectsMixer() *mixer {
	m := newTestMixer()
	m.volume = smoothLevel{1, 1}
	m.music.volume = smoothLevel{}
	return m
}

func TestPanLeftIsHeardOnTheLeft(t *testing.T) {
	m := newEffectsMixer()
	m.playSound(testSound, 1, -1, 1)
	s := readMix(m, .3)
	if l, r := rms(s, 0), rms(s, 1); l < .02 || r > l/20 {
		t.Errorf("left %v, right %v", l, r)
	}
}

func TestMixNeverExceedsFullScale(t *testing.T) {
	m := newEffectsMixer()
	for s := range Sound(len(m.sounds)) {
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
	m := newEffectsMixer()
	m.playSound(testSound, 1, 0, 1)
	m.playSound(testSound, 1, 0, 1)
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
	calm := newTestMixer()
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

func TestSilentAudioAcceptsAllCalls(t *testing.T) {
	a := New(false)
	a.SetVolume(.5)
	a.SetMusicVolume(.5)
	a.PlayClick()
	a.StopMatchSounds()
	a.PlaySound(Beep, 1, 0, 1)
	a.SetLoop(0, 1)
	a.SetTension(1)
	a.UseBank("game", func() *Bank { return &Bank{} })
	if a.mixer != nil {
		t.Error("it says that it sounds")
	}
}

// BenchmarkMix reports which share of one core the mix takes.
func BenchmarkMix(b *testing.B) {
	m := newTestMixer()
	m.setTension(1)
	buf := make([]byte, 4800*8)
	for b.Loop() {
		m.playSound(testSound, .5, 0, 1)
		m.playSound(Start, .5, 0, 1)
		_, _ = m.Read(buf)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e8*100, "%core")
}

func TestEverySoundIsAudibleNeverClipsAndFadesOut(t *testing.T) {
	for s, wave := range commonSounds() {
		peak := float32(0)
		for i, v := range wave {
			if v != v || v < -1 || v > 1 {
				t.Fatalf("sound %d: sample %d is %v", s, i, v)
			}
			peak = max(peak, v, -v)
		}
		if last := wave[len(wave)-1]; peak < .1 || last > .01 || last < -.01 {
			t.Errorf("sound %d: its peak is %v, its end %v", s, peak, last)
		}
	}
}

func TestLoopsAreHeardWhileTheyHaveALevel(t *testing.T) {
	m := newEffectsMixer()
	m.setLoop(0, 1)
	if loud := rms(readMix(m, .5), 0); loud < .01 {
		t.Errorf("a loop at full level is heard at %v", loud)
	}
	m.setLoop(0, 0)
	readMix(m, .5)
	if quiet := rms(readMix(m, .1), 0); quiet > .001 {
		t.Errorf("a loop without a level is heard at %v", quiet)
	}
}

func TestUnknownSoundsAreSilent(t *testing.T) {
	m := newEffectsMixer()
	m.playSound(testSound+1, 1, 0, 1)
	if got := rms(readMix(m, .1), 0); got != 0 {
		t.Errorf("heard at %v", got)
	}
}

func TestDistantSoundsAreQuieter(t *testing.T) {
	ear := Ear{Camera: render.Camera{Scale: 1, W: 1600, H: 900}, HalfPower: 420}
	heard := func(x float32) float64 {
		a := &Audio{mixer: newEffectsMixer()}
		gain, pan := ear.Hear(x, 0)
		a.PlaySound(testSound, gain, pan, 1)
		return rms(readMix(a.mixer, .4), 1)
	}
	if n, f := heard(50), heard(2000); n < 5*f {
		t.Errorf("near %v, far %v", n, f)
	}
}

func TestCountdownsBeepOnceASecond(t *testing.T) {
	a, l := &Audio{mixer: newEffectsMixer()}, MatchSounds{}
	beeps := 0
	for i := range 31 { // three seconds, as tenths
		before := a.mixer.lastStart[Beep]
		l.PlayMatch(a, &viewstate.MatchState{Phase: sim.PhaseCountdown, Left: 3*time.Second - time.Duration(i)*100*time.Millisecond}, false)
		readMix(a.mixer, .1)
		if a.mixer.lastStart[Beep] != before {
			beeps++
		}
	}
	if l.PlayMatch(a, &viewstate.MatchState{Phase: sim.PhaseLive}, false); beeps != 3 || !a.HasPlayed(Start) {
		t.Errorf("%d beeps, started %v; want 3 and the start", beeps, a.HasPlayed(Start))
	}
}

func TestTheLastMinuteIsFasterAndLouderAndBeginsWithASting(t *testing.T) {
	fill := func(lastMinute bool) (steps int, loudness float64) {
		m := newTestMixer()
		m.volume, m.music.volume = smoothLevel{1, 1}, smoothLevel{1, 1}
		m.setLastMinute(lastMinute)
		readMix(m, 2)
		before := m.music.step
		loudness = rms(readMix(m, 6), 0)
		return m.music.step - before, loudness
	}
	steps, loudness := fill(false)
	fastSteps, fastLoudness := fill(true)
	if fastSteps < steps*6/5 || fastLoudness < loudness*1.15 {
		t.Errorf("%d steps at %.3f in six seconds of the last minute, %d at %.3f before", fastSteps, fastLoudness, steps, loudness)
	}

	a, l := &Audio{mixer: newTestMixer()}, MatchSounds{}
	live := &viewstate.MatchState{Phase: sim.PhaseLive}
	for i, tt := range []struct{ lastMinute, sting bool }{{false, false}, {true, true}, {true, false}, {false, false}, {true, true}} {
		before := a.mixer.lastStart[LastMinute]
		l.PlayMatch(a, live, tt.lastMinute)
		if sting := a.mixer.lastStart[LastMinute] != before; sting != tt.sting || a.mixer.music.lastMinute != tt.lastMinute {
			t.Errorf("step %d: a sting %v, the music of the last minute %v; want %v, %v", i, sting, a.mixer.music.lastMinute, tt.sting, tt.lastMinute)
		}
		readMix(a.mixer, 1)
	}
}

func TestThePauseEndsTheMusicOfTheLastMinuteAndPlayingOnBringsItBack(t *testing.T) {
	a, l := &Audio{mixer: newTestMixer()}, MatchSounds{}
	live := &viewstate.MatchState{Phase: sim.PhaseLive}
	l.PlayMatch(a, live, false)
	l.PlayMatch(a, live, true)
	if a.StopMatchSounds(); a.mixer.music.lastMinute {
		t.Error("it goes on in the menu")
	}
	if l.PlayMatch(a, live, true); !a.mixer.music.lastMinute {
		t.Error("it does not come back")
	}
}
