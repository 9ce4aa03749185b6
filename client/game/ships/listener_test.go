package ships

import (
	"testing"

	"perihelion/client/audio"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// newTestAudio returns an Audio with the sounds of the ships, without a device.
func newTestAudio() *audio.Audio {
	a := audio.NewWithoutDevice()
	a.UseBank("ships", newBank)
	return a
}

// soundView returns a View in which nothing happens.
func soundView() *netcode.View {
	v := testView()
	v.Tick, v.OwnTick = 50, 60
	return v
}

func TestSoundsAreAudibleNeverClipAndFadeOut(t *testing.T) {
	for s, wave := range newBank().Sounds {
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
		if last := wave[len(wave)-1]; last > .01 || last < -.01 {
			t.Errorf("sound %d ends at %v: it clicks", s, last)
		}
	}
}

func TestLoopsHaveNoSeam(t *testing.T) {
	for s, w := range newBank().Loops {
		widest := float32(0)
		for i := 1; i < len(w); i++ {
			widest = max(widest, w[i]-w[i-1], w[i-1]-w[i])
		}
		if seam := w[0] - w[len(w)-1]; seam > 2*widest || -seam > 2*widest {
			t.Errorf("loop %d: the seam jumps by %v, within it at most by %v", s, seam, widest)
		}
	}
}

func TestBankIsDeterministic(t *testing.T) {
	a, b := newBank(), newBank()
	for s := range a.Sounds {
		for i := range a.Sounds[s] {
			if a.Sounds[s][i] != b.Sounds[s][i] {
				t.Fatalf("sound %d differs at sample %d", s, i)
			}
		}
	}
}

func TestPulseSoundsOnce(t *testing.T) {
	a, v := newTestAudio(), soundView()
	var e listener
	e.playFrame(a, v, testCamera)
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	buf := make([]byte, 48_000/30*8)
	for range 10 {
		v.Tick, v.OwnTick = v.Tick+2, v.OwnTick+2
		e.playFrame(a, v, testCamera)
		_, _ = a.Read(buf)
	}
	if !a.HasPlayed(soundPulse) {
		t.Error("the shot was never heard")
	}
	if e.pulseTracker.IsNew(&v.Seen[0]) {
		t.Error("the shot would be heard again")
	}
}

func TestPulsesOfTheFirstFrameAreSilent(t *testing.T) {
	a, v := newTestAudio(), soundView()
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	var e listener
	if e.playFrame(a, v, testCamera); a.HasPlayed(soundPulse) {
		t.Error("a volley sounds when one joins")
	}
}

func TestPlayFrameAllocatesNothing(t *testing.T) {
	a, v := newTestAudio(), soundView()
	v.Seen = append(v.Seen, netcode.Seen{ID: ships.PulseID(2, 1), Kind: ships.KindPulse})
	v.Events = append(v.Events, sim.Event{Entity: sim.Entity{Kind: ships.EventBlast}})
	var e listener
	if n := testing.AllocsPerRun(100, func() { v.OwnTick++; e.playFrame(a, v, testCamera) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

// BenchmarkBank measures the synthesis at start.
func BenchmarkBank(b *testing.B) {
	for b.Loop() {
		newBank()
	}
}
