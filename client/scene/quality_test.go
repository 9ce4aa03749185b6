package scene

import (
	"testing"
	"time"
)

// machine draws frames as fast as it can at each level of quality.
type machine struct {
	t     *testing.T
	g     qualityGovernor
	now   time.Time
	speed func(level int) float64 // frames per second
}

// run draws for some seconds and returns the level after them.
func (m *machine) run(seconds int) int {
	for end := m.now.Add(time.Duration(seconds) * time.Second); m.now.Before(end); {
		m.now = m.now.Add(time.Duration(float64(time.Second) / m.speed(m.g.level)))
		m.g.countFrame(m.now, 1280, 720, true)
	}
	return m.g.level
}

func TestTheQualityHoldsTheFrameRate(t *testing.T) {
	byPixels := func(at0 float64) func(int) float64 { // the resolution decides
		return func(level int) float64 {
			r := float64(qualities[level].resolution)
			return min(60, at0/(r*r))
		}
	}
	for _, tt := range []struct {
		name  string
		speed func(level int) float64
		want  int
	}{
		{"sixty frames a second", byPixels(90), 0},
		{"a little slow", byPixels(40), 1},
		{"slow", byPixels(27), 2},
		{"unplayable, and then not", byPixels(15), 2},
		{"unplayable even so", byPixels(4), 3},
		{"a display of fifty", func(int) float64 { return 50 }, 0},
		{"a display of thirty", func(int) float64 { return 30 }, 0},
		{"a processor that is too slow", func(int) float64 { return 12 }, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := machine{t: t, now: time.Unix(1e9, 0), speed: tt.speed}
			if got := m.run(30); got != tt.want {
				t.Errorf("after half a minute the quality is %d, want %d", got, tt.want)
			}
		})
	}
}

func TestAHigherQualityIsTriedAgain(t *testing.T) {
	busy := true
	m := machine{t: t, now: time.Unix(1e9, 0), speed: func(level int) float64 {
		if busy && level == 0 {
			return 40
		}
		return 60
	}}
	if got := m.run(30); got != 1 {
		t.Fatalf("a busy machine has quality %d, want 1", got)
	}
	changes := 0
	for before := 1; m.now.Before(time.Unix(1e9+600, 0)); {
		if level := m.run(1); level != before {
			before = level
			changes++
		}
	}
	if changes < 2 || changes > 8 {
		t.Errorf("the quality changed %d times in ten minutes, want a few", changes)
	}
	busy = false
	if got := m.run(1200); got != 0 {
		t.Errorf("once the machine has time the quality is %d, want 0", got)
	}
}

func TestTheQualityIgnoresWhatIsNoSlowMachine(t *testing.T) {
	for _, tt := range []struct {
		name    string
		gap     func(i int) time.Duration
		watched bool
	}{
		{"twelve frames in the background", func(int) time.Duration { return time.Second / 12 }, false},
		{"a tab that sleeps", func(int) time.Duration { return 3 * time.Second }, true},
		{"one hitch", func(i int) time.Duration {
			if i == 50 {
				return 900 * time.Millisecond
			}
			return time.Second / 60
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var g qualityGovernor
			now := time.Unix(1e9, 0)
			for i := range 400 {
				now = now.Add(tt.gap(i))
				if g.countFrame(now, 1280, 720, tt.watched) {
					t.Fatalf("the quality changes to %d", g.level)
				}
			}
		})
	}
}

func TestAWindowOfAnotherSizeBeginsWithTheBestQuality(t *testing.T) {
	m := machine{t: t, now: time.Unix(1e9, 0), speed: func(level int) float64 { return 12 }}
	if m.run(30) == 0 {
		t.Fatal("a slow machine has the best quality")
	}
	if !m.g.countFrame(m.now, 640, 360, true) || m.g.level != 0 {
		t.Errorf("in a smaller window the quality is %d, want 0", m.g.level)
	}
}
