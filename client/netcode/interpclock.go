package netcode

import (
	"slices"
	"time"

	"perihelion/sim"
)

const (
	arrivalWindow = 2 * time.Second // of arrivals that are remembered
	maxArrivals   = 128             // arrivals: more than two seconds' worth at 60 Hz
	inTimePercent = 95              // per cent of snapshots that must come in time; chasing the last one would slow everybody for good
	minDelay      = 1.5             // intervals
	maxDelay      = 6.0
	delayGrowth   = 0.20 // seconds of delay per second
	delayShrink   = 0.02
	jumpBeyond    = 500 * time.Millisecond // off by more: jump
	minArrivals   = 8                      // until then jump as well
	marginDivisor = 4                      // a quarter tick on top
)

// arrival is when a snapshot came, less the time of its tick. What is left differs by the
// latency of the link and by jitter only.
type arrival struct {
	when    time.Duration
	transit time.Duration // less the ticks of the snapshot
	needed  time.Duration // less those of the one before: until then, the data had to last
}

// interpClock says which tick of the other entities to draw: the newest one for which
// nearly every snapshot arrives in time. It runs with real time, and is slewed a little.
type interpClock struct {
	tick     time.Duration
	interval int // ticks between snapshots, as the server announced

	arrivals [maxArrivals]arrival // a queue: the oldest at first, in order
	first, n int
	sorted   [maxArrivals]time.Duration

	newest       sim.Tick
	bestTransit  time.Duration // the least transit in the window: the link at its best
	targetOffset time.Duration // of the drawn tick to real time
	offset       time.Duration
	jitter       time.Duration
}

func (c *interpClock) start(tick time.Duration, interval int) {
	*c = interpClock{tick: tick, interval: interval}
}

// resetWindow drops what was measured, after a sleep that says nothing of the link.
func (c *interpClock) resetWindow() { c.n = 0 }

// onSnapshot notes that the snapshot of tick t arrived at now.
func (c *interpClock) onSnapshot(t sim.Tick, now time.Duration) {
	before := c.newest
	if before == 0 || before > t {
		before = t - min(t, sim.Tick(c.interval))
	}
	c.newest = t
	c.push(arrival{
		when:    now,
		transit: now - time.Duration(t)*c.tick,
		needed:  now - time.Duration(before)*c.tick,
	})
	c.measure()
}

// push adds an arrival to the window. Of snapshots that came together, as after a
// stall, only the newest was worth waiting for: they count as one.
func (c *interpClock) push(a arrival) {
	if c.n > 0 && c.at(c.n-1).when == a.when {
		c.at(c.n - 1).transit = a.transit
		return
	}
	for c.n > 0 && (c.n == maxArrivals || a.when-c.at(0).when > arrivalWindow) {
		c.first, c.n = (c.first+1)%maxArrivals, c.n-1
	}
	c.n++
	*c.at(c.n - 1) = a
}

func (c *interpClock) at(i int) *arrival { return &c.arrivals[(c.first+i)%maxArrivals] }

func (c *interpClock) measure() {
	c.bestTransit = c.at(0).transit
	for i := range c.n {
		c.bestTransit = min(c.bestTransit, c.at(i).transit)
		c.sorted[i] = c.at(i).transit
	}
	c.jitter = c.percentile() - c.bestTransit
	for i := range c.n {
		c.sorted[i] = c.at(i).needed
	}
	interval := float64(time.Duration(c.interval) * c.tick)
	delay := c.percentile() + c.tick/marginDivisor - c.bestTransit
	delay = min(max(delay, time.Duration(minDelay*interval)), time.Duration(maxDelay*interval))
	c.targetOffset = c.bestTransit + delay
}

func (c *interpClock) percentile() time.Duration {
	s := c.sorted[:c.n]
	slices.Sort(s)
	return s[(len(s)*inTimePercent+99)/100-1]
}

// advance moves the clock on to now, a frame after the last call, and returns the tick to
// draw and the fraction of a tick beyond it.
func (c *interpClock) advance(now, frame time.Duration) (sim.Tick, float32) {
	switch off := c.targetOffset - c.offset; {
	case c.n < minArrivals || off > jumpBeyond || off < -jumpBeyond:
		c.offset = c.targetOffset
	case off > 0:
		c.offset += min(off, time.Duration(delayGrowth*float64(frame)))
	default:
		c.offset += max(off, time.Duration(-delayShrink*float64(frame)))
	}
	at := max(now-c.offset, 0)
	t := at / c.tick
	return sim.Tick(t), float32(at-t*c.tick) / float32(c.tick)
}

// delay is how far in the past others are drawn, beyond what the link takes at
// its best.
func (c *interpClock) delay() time.Duration { return c.offset - c.bestTransit }
