package netcode

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

const testTick = time.Second / 60

// link is a clock on one end and a server's schedule on the other.
type link struct {
	clock  clock
	rng    *rand.Rand
	now    time.Duration
	oneWay time.Duration
	jitter time.Duration
	up     time.Duration // when the last frame arrived: the link keeps order
	sent   map[sim.Tick]float64
	answer []answer // on its way back
	late   int      // inputs that came after their tick
	inputs int
	played map[sim.Tick]bool
}

type answer struct {
	at    time.Duration
	tick  sim.Tick
	slack int8
}

func newLink(oneWay, jitter time.Duration) *link {
	l := &link{
		rng: rand.New(rand.NewPCG(1, 2)), oneWay: oneWay, jitter: jitter,
		sent: map[sim.Tick]float64{}, played: map[sim.Tick]bool{},
	}
	l.now = oneWay
	l.clock.start(1, l.now, testTick) // the server was at tick 1 when it wrote the welcome
	return l
}

// run lets the client draw at 60 Hz for a while.
func (l *link) run(d time.Duration) {
	for end := l.now + d; l.now < end; l.now += testTick {
		l.frame()
	}
}

func (l *link) frame() {
	for len(l.answer) > 0 && l.answer[0].at <= l.now {
		a := l.answer[0]
		l.answer = l.answer[1:]
		l.clock.observe(a.slack, l.sent[a.tick], l.now)
	}
	due, _ := l.clock.advance(l.now)
	for range due {
		l.clock.newest++
		if l.played[l.clock.newest] {
			panic("a tick was repeated")
		}
		l.played[l.clock.newest] = true
		if l.clock.newest%2 == 0 {
			l.send(l.clock.newest)
		}
	}
}

// send carries a frame with the inputs of t-1 and t.
func (l *link) send(t sim.Tick) {
	l.sent[t] = l.clock.lead()
	l.up = max(l.up, l.now+l.oneWay+l.delay())
	slack := time.Duration(t)*testTick - l.up
	l.inputs += 2
	for i := range 2 {
		if slack < time.Duration(i)*testTick {
			l.late++
		}
	}
	units := min(max(slack/protocol.SlackUnit, math.MinInt8), math.MaxInt8)
	next := (l.up/(2*testTick) + 1) * 2 * testTick // the next snapshot says so
	l.answer = append(l.answer, answer{at: next + l.oneWay + l.delay(), tick: t, slack: int8(units)})
}

func (l *link) delay() time.Duration {
	if l.jitter == 0 {
		return 0
	}
	return time.Duration(l.rng.Int64N(int64(l.jitter)))
}

func TestClockSettlesOnItsTarget(t *testing.T) {
	tests := []struct {
		name           string
		oneWay, jitter time.Duration
	}{
		{"a local network", 200 * time.Microsecond, 0},
		{"30 ms away", 15 * time.Millisecond, 0},
		{"60 ms away with 5 ms of jitter", 30 * time.Millisecond, 5 * time.Millisecond},
		{"120 ms away with 20 ms of jitter", 60 * time.Millisecond, 20 * time.Millisecond},
		{"200 ms away", 100 * time.Millisecond, 0},
		{"600 ms away, more than one feedback can say", 300 * time.Millisecond, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLink(tt.oneWay, tt.jitter)
			l.run(2*time.Second + 2*tt.oneWay)
			if !l.clock.synced {
				t.Fatal("not synced after 2 s")
			}
			if off := l.clock.off(); math.Abs(off) > deadBand+0.2 {
				t.Errorf("after 2 s the clock is %.2f ticks off its target", off)
			}
			l.late, l.inputs = 0, 0
			l.run(60 * time.Second)
			if starved := 100 * float64(l.late) / float64(l.inputs); starved > 0.1 {
				t.Errorf("%.2f %% of inputs came late, want at most 0.1", starved)
			}
			if ticks := float64(l.clock.aim()) / float64(testTick); ticks > 3 {
				t.Errorf("the target is %.1f ticks, want at most 3", ticks)
			}
			if l.clock.jumps > 0 {
				t.Errorf("the clock jumped %d times on a steady link", l.clock.jumps)
			}
		})
	}
}

func TestClockFollowsALinkThatChanges(t *testing.T) {
	tests := []struct {
		name  string
		by    time.Duration
		snaps uint64
	}{
		{"50 ms further away is bent for", 50 * time.Millisecond, 0},
		{"50 ms nearer is bent for", -50 * time.Millisecond, 0},
		{"200 ms further away is jumped for", 200 * time.Millisecond, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLink(80*time.Millisecond, 0)
			l.run(3 * time.Second)
			l.oneWay += tt.by
			l.run(4 * time.Second)
			if off := l.clock.off(); math.Abs(off) > deadBand+0.1 {
				t.Errorf("4 s later the clock is %.2f ticks off", off)
			}
			if l.clock.jumps != tt.snaps {
				t.Errorf("jumped %d times, want %d", l.clock.jumps, tt.snaps)
			}
		})
	}
}

func TestClockIgnoresASpikeUntilTheThird(t *testing.T) {
	l := newLink(50*time.Millisecond, 0)
	l.run(3 * time.Second)
	base := l.clock.base
	for i, believed := range []bool{false, false, true} {
		l.clock.observe(-50, l.clock.lead(), l.now)
		if got := l.clock.base != base; got != believed {
			t.Errorf("spike %d in a row: believed %v, want %v", i+1, got, believed)
		}
	}
}

func TestClockHurriesAfterMisses(t *testing.T) {
	l := newLink(50*time.Millisecond, 0)
	l.run(3 * time.Second)
	l.oneWay += 40 * time.Millisecond
	fastestSeen := 0.0
	for range 60 {
		l.run(testTick)
		fastestSeen = max(fastestSeen, l.clock.scale)
	}
	if fastestSeen < 1+fastest || fastestSeen > 1+hurried {
		t.Errorf("ran at %.3f at most, want between %.2f and %.2f", fastestSeen, 1+fastest, 1+hurried)
	}
}

func TestClockSaysWhenItSlept(t *testing.T) {
	var c clock
	c.start(100, 0, testTick)
	if due, slept := c.advance(400 * time.Millisecond); slept || due != 24 {
		t.Errorf("after 400 ms: %d due, slept %v, want 24, false", due, slept)
	}
	if due, slept := c.advance(3 * time.Second); !slept || due < 150 {
		t.Errorf("after 2.6 s more: %d due, slept %v, want about 156, true", due, slept)
	}
}
