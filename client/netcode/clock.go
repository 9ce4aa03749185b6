package netcode

import (
	"math"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	// The newer of the two inputs of a frame must be a tick early for the older one
	// to be in time; see burst. Half a tick more because the screen's frames come
	// anywhere in a tick, and half so that the low edge of the dead band is still
	// good. The rest of the target answers jitter.
	slackBase   = phase + deadBand
	slackJitter = 2.0
	maxSlack    = 5.0 // ticks, of a machine that is fast enough

	phase = 0.5 // of a tick: how late in it an input is sampled, on average

	deadBand = 0.5  // ticks off target that nobody bends for
	onTarget = 0.1  // ticks off target at which bending ends
	slowest  = 0.02 // bending by more is felt
	fastest  = 0.05
	hurried  = 0.10 // while inputs are missing their ticks
	jumpOff  = 10.0 // ticks off target: bending would take seconds, so jump

	smoothBurst = 1.0 / 64 // weight of a tick in burst: a second at 60 Hz
	maxBurst    = 8.0      // slower than that is no game

	smooth         = 1.0 / 16 // weight of a new sample: half a second at 30 Hz
	minOutlier     = 1.0      // ticks from the mean that make a spike
	outlierJitters = 4.0      // jitters from the mean that do
	outliersNeeded = 3        // in a row are news, not noise

	samplesNeeded = 4 // samples until the player gets the controls
	missed        = 3 // late frames …
	missWindow    = 500 * time.Millisecond
	hurryFor      = time.Second // after such misses, at the most
	maxTarget     = 14.0        // ticks: a server takes no inputs that are 20 early, and some come earlier than aimed for
	sleepGap      = 500 * time.Millisecond
	pauseMemory   = 2 * time.Second // after which a slow frame is forgotten
)

// A clock decides when client ticks are due, so that inputs reach the server a
// little before their tick. Every snapshot tells how early the newest input was;
// the clock bends its speed to keep that at a target. It never repeats a tick
// that the server may have played, and skips ticks only where it jumps.
//
// What it estimates is base: how early inputs would come had the clock never
// been bent and were they sampled the moment their tick begins. That belongs to the
// link alone, so samples taken before a bend are as good as those taken after, and
// bending never overshoots however long the round trip is.
type clock struct {
	tick   time.Duration // the length of one
	newest sim.Tick      // the newest tick that was due
	part   float64       // of the next tick; negative while stepping back
	last   time.Duration // the last advance

	shift     float64 // ticks by which the clock was bent and moved so far
	base      float64 // mean of slack less the lead at sending, in ticks
	jitter    float64 // mean deviation from base
	samples   int     // 0: base means nothing yet
	burst     float64 // ticks that come due together in a frame of the screen, on average
	batch     int     // inputs that are sent together
	outliers  int     // samples in a row far from base
	scale     float64
	bending   bool
	synced    bool
	inputLead inputLead
	spare     float64 // ticks of it, as of the last sample

	paused     time.Duration         // pause, as of the last frame
	late       [missed]time.Duration // when the last frames missed
	hurryUntil time.Duration         // until then bend harder
	misses     uint64
	jumps      uint64
}

// start sets the clock at a moment when the server was at tick t.
func (c *clock) start(t sim.Tick, now, tick time.Duration) {
	*c = clock{tick: tick, newest: t + 1, last: now, scale: 1, batch: inputsPerFrame}
}

// restart forgets what is known of the link and begins anew at tick t, where the
// server is known to be: for a server that takes no input of ours any more, as
// happens when they are so early that it thinks them mad. Ticks that it refused to
// hear of are played again.
func (c *clock) restart(t sim.Tick, now time.Duration) {
	misses, jumps, burst, batch, lead := c.misses, c.jumps, c.burst, c.batch, c.inputLead
	c.start(t, now, c.tick)
	c.misses, c.jumps, c.burst, c.batch, c.inputLead = misses, jumps+1, burst, batch, lead
}

// advance moves the clock to now. It returns how many ticks have come due since,
// and whether it slept through so many that nobody should play them.
func (c *clock) advance(now time.Duration) (due int, slept bool) {
	dt := max(now-c.last, 0)
	c.paused = c.pause(now)
	c.last = max(now, c.last)
	ticks := float64(dt) / float64(c.tick)
	slept = dt > sleepGap
	if slept {
		c.scale = 1
	}
	c.part += ticks * c.scale
	c.shift += ticks * (c.scale - 1)
	if c.part >= 1 {
		due = int(c.part)
		c.part -= float64(due)
	}
	if !slept {
		c.burst += (min(float64(due), maxBurst) - c.burst) * min(1, float64(due)*smoothBurst)
	}
	return due, slept
}

// pause is the longest time of late, beyond that of two ticks, in which this client did nothing
// because its machine drew a slow frame. What came meanwhile was read that much later.
func (c *clock) pause(now time.Duration) time.Duration {
	dt := max(now-c.last, 0)
	fresh := c.paused - time.Duration(float64(c.paused)*min(1, float64(dt)/float64(pauseMemory)))
	return max(min(dt, sleepGap)-2*c.tick, fresh, 0)
}

// fraction is how far now lies beyond the newest tick.
func (c *clock) fraction(now time.Duration) float32 {
	since := float64(max(now-c.last, 0)) / float64(c.tick) * c.scale
	return float32(min(max(c.part+since, 0), 1))
}

// aim is the slack to have.
func (c *clock) aim() time.Duration { return time.Duration(c.target() * float64(c.tick)) }

// slack is the slack that inputs sent now will have, on average.
func (c *clock) slack() time.Duration { return time.Duration(c.early() * float64(c.tick)) }

func (c *clock) early() float64 { return c.base + c.shift - phase }

func (c *clock) target() float64 {
	older := c.older()
	return min(older+max(min(slackBase+slackJitter*c.jitter, maxSlack-1), slackBase+c.spare), maxTarget)
}

// useDatagrams is told by which way inputs go from now on.
func (c *clock) useDatagrams(on bool) {
	c.batch, c.inputLead.byLoss, c.inputLead.loss = inputsPerFrame, on, inputLoss{}
	if on {
		c.batch = 1
	}
}

// expectLoss is told, while inputs go by datagram, whether some of these were lost of late.
func (c *clock) expectLoss(lossy bool) {
	c.batch, c.inputLead.loss.none = 1, !lossy
	if !lossy {
		c.batch = inputsPerFrame
	}
}

// older is how many ticks before the newest input those are that arrive with it: the
// other one of its frame, or on a slow machine all that came due with it.
func (c *clock) older() float64 { return max(c.burst, float64(c.batch)) - 1 }

// off is how far the clock is ahead of where it should be, in ticks.
func (c *clock) off() float64 { return c.early() - c.target() }

// lead is what of an input's earliness is the clock's doing: what is sent now was
// moved by shift, and sampled part of a tick late.
func (c *clock) lead() float64 { return c.shift - c.part }

// observe takes the slack of an input and the clock's lead when it was sent. It
// reports whether the clock jumped.
func (c *clock) observe(slack int8, lead float64, now time.Duration) (jumped bool) {
	c.spare = c.inputLead.advance(now, math.Round(max(c.burst, 1)), c.jitter)
	early := float64(time.Duration(slack)*protocol.SlackUnit) / float64(c.tick)
	c.miss(early, now)
	base := early - lead
	saturated := slack == math.MinInt8 || slack == math.MaxInt8
	switch {
	case saturated && !c.synced:
		c.base, c.samples = base, 0
	case c.samples == 0:
		c.base, c.samples = base, 1
	case c.isOutlier(base):
		return false
	case c.outliers >= outliersNeeded:
		c.base, c.outliers = base, 0
	default:
		c.learn(base)
	}
	return c.steer(now)
}

// isOutlier reports whether a sample is a spike that may yet stand alone.
func (c *clock) isOutlier(base float64) bool {
	if !c.synced || math.Abs(base-c.base) <= max(minOutlier, outlierJitters*c.jitter) {
		c.outliers = 0
		return false
	}
	c.outliers++
	return c.outliers < outliersNeeded
}

func (c *clock) learn(base float64) {
	c.samples++
	weight := max(smooth, 1/float64(c.samples))
	off := base - c.base
	c.base += off * weight
	c.jitter += (math.Abs(off) - c.jitter) * weight
}

// miss notes a frame whose first input came after its tick was played.
func (c *clock) miss(early float64, now time.Duration) {
	if !c.synced || early >= c.older() {
		return
	}
	c.misses++
	copy(c.late[1:], c.late[:])
	c.late[0] = now
	if oldest := c.late[missed-1]; oldest != 0 && now-oldest <= missWindow {
		c.hurryUntil = now + hurryFor
	}
}

// steer chooses the speed for what is known. It reports whether it jumped.
func (c *clock) steer(now time.Duration) (jumped bool) {
	off := c.off()
	if !c.synced {
		if math.Abs(off) > deadBand {
			c.jump()
		}
		c.synced = c.samples >= samplesNeeded
		return false
	}
	if math.Abs(off) > jumpOff {
		c.jump()
		c.jumps++
		return true
	}
	c.bend(off, now)
	return false
}

// jump puts the clock on target at once: forward by skipping ticks, back by
// letting none come due for a while.
func (c *clock) jump() {
	off := c.off()
	if off < 0 {
		skipped := math.Floor(-off)
		c.newest += sim.Tick(skipped)
		c.part -= off + skipped
	} else {
		c.part -= off
	}
	c.shift -= off
	c.scale, c.bending = 1, false
}

func (c *clock) bend(off float64, now time.Duration) {
	switch away := math.Abs(off); {
	case away > deadBand:
		c.bending = true
	case away < onTarget:
		c.bending = false
	}
	c.scale = 1
	if !c.bending {
		return
	}
	most := fastest
	if now < c.hurryUntil {
		most = hurried
	}
	c.scale -= min(max(off*most, -most), slowest)
}
