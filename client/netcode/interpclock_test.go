package netcode

import (
	"math/rand/v2"
	"testing"
	"time"

	"perihelion/sim"
)

// stream feeds an interpClock a snapshot every two ticks and draws at 60 Hz. It
// returns the share of frames without data.
func stream(l *interpClock, from sim.Tick, d time.Duration, late func() time.Duration) (underruns float64) {
	start := time.Duration(from) * testTick
	t, came, frames, empty := from, time.Duration(0), 0, 0
	newest := sim.Tick(0)
	for now := start; now < start+d; now += time.Millisecond {
		for time.Duration(t)*testTick+came <= now {
			l.onSnapshot(t, now)
			newest = t
			t += 2
			came = late()
		}
		if now%(16*time.Millisecond) != 0 {
			continue
		}
		frames++
		if at, frac := l.advance(now, 16*time.Millisecond); float64(at)+float64(frac) > float64(newest) && frames > 30 {
			empty++
		}
	}
	return 100 * float64(empty) / float64(frames)
}

func TestTimelineDelaysAsTheLinkNeeds(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	jitter := func(d time.Duration) func() time.Duration {
		return func() time.Duration { return 40*time.Millisecond + time.Duration(rng.Int64N(int64(d))) }
	}
	tests := []struct {
		name        string
		late        func() time.Duration
		least, most time.Duration
		underruns   float64 // per cent
	}{
		{"a steady link gets one and a half intervals", jitter(1), 49 * time.Millisecond, 51 * time.Millisecond, 0},
		{"20 ms of jitter are added to the interval", jitter(20 * time.Millisecond), 50 * time.Millisecond, 62 * time.Millisecond, 0.1},
		{"no jitter is waited for longer than six intervals", jitter(2 * time.Second), 199 * time.Millisecond, 201 * time.Millisecond, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var l interpClock
			l.start(testTick, 2)
			underruns := stream(&l, 1000, 20*time.Second, tt.late)
			if got := l.targetOffset - l.bestTransit; got < tt.least || got > tt.most {
				t.Errorf("delay = %v, want %v to %v", got, tt.least, tt.most)
			}
			if underruns > tt.underruns {
				t.Errorf("%.2f %% of frames had no data, want at most %.2f", underruns, tt.underruns)
			}
		})
	}
}

func TestTimelineDoesNotSlowDownForOneStall(t *testing.T) {
	var l interpClock
	l.start(testTick, 2)
	n := 0
	stream(&l, 1000, 5*time.Second, func() time.Duration {
		if n++; n == 100 {
			return 400 * time.Millisecond
		}
		return 0
	})
	if got := l.targetOffset - l.bestTransit; got > 51*time.Millisecond {
		t.Errorf("delay after a stall of 400 ms = %v, want 50 ms", got)
	}
}

func TestTimelineNeverRunsBackwards(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var l interpClock
	l.start(testTick, 2)
	stream(&l, 1000, time.Second, func() time.Duration { return 0 })
	before := -1.0
	for i := range 3000 {
		now := time.Duration(1060)*testTick + time.Duration(i)*10*time.Millisecond
		if i%3 == 0 {
			l.onSnapshot(sim.Tick(now/testTick)-sim.Tick(rng.IntN(8)), now)
		}
		tick, frac := l.advance(now, 10*time.Millisecond)
		at := float64(tick) + float64(frac)
		if at < before {
			t.Fatalf("frame %d: drew tick %.2f after %.2f", i, at, before)
		}
		before = at
	}
}
