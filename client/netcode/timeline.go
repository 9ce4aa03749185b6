package netcode

import (
	"slices"
	"time"

	"perihelion/sim"
)

const (
	window       = 2 * time.Second // of arrivals that count
	windowMost   = 128             // arrivals: more than two seconds' worth at 60 Hz
	share        = 95              // per cent of snapshots that must come in time; chasing the last one would slow everybody for good
	delayLeast   = 1.5             // intervals
	delayMost    = 6.0
	growth       = 0.20 // seconds of delay per second
	shrink       = 0.02
	outOfReach   = 500 * time.Millisecond // off by more: jump
	fewArrivals  = 8                      // until then jump as well
	spareInTicks = 4                      // a quarter tick on top
)

// An arrival is one snapshot's coming, as if it had been sent at tick 0: what is
// left differs by the server's distance and the jitter alone.
type arrival struct {
	when time.Duration
	bare time.Duration // less the ticks of the snapshot
	need time.Duration // less those of the one before: until then, the data had to last
}

// A timeline says which tick of the others to draw: the newest that nearly every
// snapshot arrives in time for. It moves with real time, slewed a little.
type timeline struct {
	tick     time.Duration
	interval int // ticks between snapshots, as the server announced

	arrivals [windowMost]arrival // a queue: the oldest at first, in order
	first, n int
	sorted   [windowMost]time.Duration

	newest sim.Tick
	base   time.Duration // the least bare in the window: the link at its best
	want   time.Duration // the remote clock's offset to real time
	have   time.Duration
	jitter time.Duration
}

func (l *timeline) start(tick time.Duration, interval int) {
	*l = timeline{tick: tick, interval: interval}
}

// forget drops what was measured, after a sleep that says nothing of the link.
func (l *timeline) forget() { l.n = 0 }

// arrive takes the coming of the snapshot of tick t.
func (l *timeline) arrive(t sim.Tick, now time.Duration) {
	before := l.newest
	if before == 0 || before > t {
		before = t - min(t, sim.Tick(l.interval))
	}
	l.newest = t
	l.push(arrival{
		when: now,
		bare: now - time.Duration(t)*l.tick,
		need: now - time.Duration(before)*l.tick,
	})
	l.measure()
}

// push adds an arrival to the window. Of snapshots that came together, as after a
// stall, only the newest was worth waiting for: they count as one.
func (l *timeline) push(a arrival) {
	if l.n > 0 && l.at(l.n-1).when == a.when {
		l.at(l.n - 1).bare = a.bare
		return
	}
	for l.n > 0 && (l.n == windowMost || a.when-l.at(0).when > window) {
		l.first, l.n = (l.first+1)%windowMost, l.n-1
	}
	l.n++
	*l.at(l.n - 1) = a
}

func (l *timeline) at(i int) *arrival { return &l.arrivals[(l.first+i)%windowMost] }

func (l *timeline) measure() {
	l.base = l.at(0).bare
	for i := range l.n {
		l.base = min(l.base, l.at(i).bare)
		l.sorted[i] = l.at(i).bare
	}
	l.jitter = l.percentile() - l.base
	for i := range l.n {
		l.sorted[i] = l.at(i).need
	}
	interval := float64(time.Duration(l.interval) * l.tick)
	delay := l.percentile() + l.tick/spareInTicks - l.base
	delay = min(max(delay, time.Duration(delayLeast*interval)), time.Duration(delayMost*interval))
	l.want = l.base + delay
}

func (l *timeline) percentile() time.Duration {
	s := l.sorted[:l.n]
	slices.Sort(s)
	return s[(len(s)*share+99)/100-1]
}

// remote moves the clock of the others on to now, a frame after the last call, and returns
// the tick to draw and how far beyond it.
func (l *timeline) remote(now, frame time.Duration) (sim.Tick, float32) {
	switch off := l.want - l.have; {
	case l.n < fewArrivals || off > outOfReach || off < -outOfReach:
		l.have = l.want
	case off > 0:
		l.have += min(off, time.Duration(growth*float64(frame)))
	default:
		l.have += max(off, time.Duration(-shrink*float64(frame)))
	}
	at := max(now-l.have, 0)
	t := at / l.tick
	return sim.Tick(t), float32(at-t*l.tick) / float32(l.tick)
}

// delay is how far in the past others are drawn, beyond what the link takes at
// its best.
func (l *timeline) delay() time.Duration { return l.have - l.base }
