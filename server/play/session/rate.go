package session

import (
	"time"

	"perihelion/sim"
)

// SendRate is how often a client is sent the state, and how much of it.
type SendRate uint8

const (
	Full SendRate = iota // every snapshot
	Half                 // every second one
	Low                  // five a second, with what is near first
	Hold                 // one a second, to find out whether the link still carries anything
	SendRates
)

func (r SendRate) String() string { return [SendRates]string{"full", "half", "low", "hold"}[r] }

const (
	halfLag = 100 * time.Millisecond
	lowLag  = 250 * time.Millisecond
	holdLag = time.Second

	// A lost packet holds a link up for 200 ms and then all is well. Only a lag that
	// lasts longer is a queue, which gets shorter if less is sent.
	lowerAfter    = 250 * time.Millisecond
	raiseAfter    = 2 * time.Second  // of good acks before the rate is raised
	backoffWindow = 4 * time.Second  // if the rate is lowered this soon after it was raised, the backoff doubles
	maxRaiseAfter = 16 * time.Second // the longest backoff
	giveUpAfter   = 10 * time.Second // without an ack while inputs come: the session ends

	lowBudget  = 512 // bytes of entities in a frame; more than that is left for later ones
	lowEvery   = 200 * time.Millisecond
	probeEvery = time.Second
	sleepEvery = 5 * time.Second // of a client that has said nothing for long, for pings ride along

	minRTTWindow = 30 * time.Second // that is remembered for the shortest round rtt, once or twice over
)

// rateForLag is the rate that suits a lag.
func rateForLag(lag time.Duration) SendRate {
	switch {
	case lag > holdLag:
		return Hold
	case lag > lowLag:
		return Low
	case lag > halfLag:
		return Half
	}
	return Full
}

// rateController decides how often a client is sent the state. It goes by the lag of
// its acks: the time from writing a snapshot to its ack, less the shortest round rtt
// and less the delay that the client's own frame rate adds.
//
// A slow link acks everything, but late. The lag stays above a bound, and the rate is
// lowered until it does not; it is raised again after a backoff. A link that stalls
// acks nothing for a while, and then everything. During a stall little is written,
// because all of it would have to be delivered before anything new; the first ack ends
// the stall at once.
//
// A client that withholds acks looks like a slow link and is treated as one. A client
// that sends nothing at all, such as a page in the background, may be asleep or gone.
// The connection's pings find that out; the rate controller only waits.
type rateController struct {
	interval  time.Duration // between snapshots
	byAcks    SendRate      // as judged by acks
	badSince  time.Time     // since when acks ask for less; zero: they do not
	goodSince time.Time     // since when they would bear more
	raisedAt  time.Time     // when it last stepped up
	backoff   time.Duration // until it does again

	minRTT, prevMinRTT time.Duration // the shortest round trips of the last two windows
	windowStart        time.Time     // when the window began

	ackedTick         sim.Tick  // newest tick known to be confirmed
	writtenTick       sim.Tick  // newest tick written
	writtenAt         time.Time // when
	unconfirmed       bool      // something written is not confirmed,
	oldestUnconfirmed stamp     // since then,
	confirmedAt       time.Time // and nothing was since
	current           SendRate
}

// update takes the newest ack into account and returns the rate to send at.
func (c *rateController) update(a *ackTracker, now time.Time) SendRate {
	if t, rtt := a.acked(); t != c.ackedTick {
		c.ackedTick, c.confirmedAt = t, now
		c.oldestUnconfirmed, c.unconfirmed = a.firstAfter(t, c.writtenTick)
		c.addRTT(rtt, now)
		c.assess(rateForLag(rtt-c.baseRTT()-a.frameDelay()), now)
	}
	c.current = max(c.byAcks, c.rateWhileStalled(a.stamp(now), a.frameDelay()))
	return c.current
}

// addRTT keeps the shortest round rtt of the last two windows. Older ones are of a
// network that the client may have left.
func (c *rateController) addRTT(rtt time.Duration, now time.Time) {
	if now.Sub(c.windowStart) > minRTTWindow {
		c.prevMinRTT, c.minRTT, c.windowStart = c.minRTT, 0, now
	}
	if c.minRTT == 0 || rtt < c.minRTT {
		c.minRTT = max(rtt, 1)
	}
}

func (c *rateController) baseRTT() time.Duration {
	if c.minRTT == 0 || c.prevMinRTT == 0 {
		return max(c.minRTT, c.prevMinRTT)
	}
	return min(c.minRTT, c.prevMinRTT)
}

// assess moves the rate towards the one that an ack asks for.
func (c *rateController) assess(worth SendRate, now time.Time) {
	if worth >= c.byAcks {
		c.goodSince = now
	}
	if worth <= c.byAcks {
		c.badSince = time.Time{}
	} else if c.badSince.IsZero() {
		c.badSince = now
	}
	switch {
	case !c.badSince.IsZero() && now.Sub(c.badSince) >= lowerAfter:
		c.lower(now)
	case c.byAcks > Full && now.Sub(c.goodSince) >= c.backoff:
		c.raise(now)
	}
}

func (c *rateController) lower(now time.Time) {
	if now.Sub(c.raisedAt) < backoffWindow {
		c.backoff = min(2*c.backoff, maxRaiseAfter)
	} else {
		c.backoff = raiseAfter
	}
	c.byAcks++
	c.badSince, c.goodSince = time.Time{}, now
}

func (c *rateController) raise(now time.Time) {
	c.byAcks--
	c.raisedAt, c.goodSince = now, now
}

// rateWhileStalled is the rate of a link that acks nothing at the moment.
func (c *rateController) rateWhileStalled(now stamp, drawing time.Duration) SendRate {
	if !c.unconfirmed {
		return Full
	}
	lag := now.since(c.oldestUnconfirmed) - c.baseRTT() - drawing
	if lag <= lowLag { // half of nothing is nothing: no need to hurry
		return Full
	}
	return rateForLag(lag)
}

// due reports whether a snapshot that is there now should be written. The room does
// not publish at exact times, so a quarter of an interval early is on time.
func (c *rateController) due(a *ackTracker, now time.Time) bool {
	return now.Sub(c.writtenAt) >= c.spacing(a, now)-c.interval/4
}

// spacing is the time from one state to the next at the current rate.
func (c *rateController) spacing(a *ackTracker, now time.Time) time.Duration {
	switch {
	case c.current == Half:
		return 2 * c.interval
	case c.current == Low:
		return max(lowEvery, 2*c.interval)
	case c.current == Hold && c.isStuck(now) && a.talkingFor(now) == 0:
		return sleepEvery
	case c.current == Hold:
		return probeEvery
	}
	return 0
}

// budget is how many bytes of entities the next frame may have; 0: no limit. A client
// that asks for a keyframe during a stall has just come back, and gets everything.
func (c *rateController) budget(asked bool) int {
	if c.byAcks < Low && (c.current < Low || asked) {
		return 0
	}
	return lowBudget
}

// onWrite notes that the snapshot of tick t is being written.
func (c *rateController) onWrite(a *ackTracker, t sim.Tick, now time.Time) {
	a.onWrite(t, now)
	c.writtenTick, c.writtenAt = t, now
	if !c.unconfirmed {
		c.unconfirmed, c.oldestUnconfirmed, c.confirmedAt = true, a.stamp(now), now
	}
}

// isStuck reports whether nothing was acked for long.
func (c *rateController) isStuck(now time.Time) bool {
	return c.unconfirmed && now.Sub(c.confirmedAt) > giveUpAfter
}

// givesUp reports whether that is so although inputs came all the while.
func (c *rateController) givesUp(a *ackTracker, now time.Time) bool {
	return c.isStuck(now) && a.talkingFor(now) >= giveUpAfter
}
