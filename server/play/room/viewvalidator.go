package room

import (
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

const (
	ackableTicks = 256 // ticks for which a snapshot can be acked: four seconds at 60 Hz
	maxViewLead  = 5   // snapshot intervals that a screen may be ahead of its newest snapshot, by the motion model: what is seen then is judged by what truly was

	maxInputBatch = 1 // ticks that an input waits with its client, which sends two to a frame

	// A screen is behind what its client has by what the link's unevenness asks
	// for, and no client of ours takes more than this. The delay comes down as
	// slowly as the client brings it down.
	minInterpDelay    = 1.5 // snapshot intervals
	maxInterpDelay    = 6.0
	interpDelayShrink = 0.02 // seconds per second
	interpPercentile  = 95   // per cent of snapshots that a screen waits for

	ackGapWindow   = 2 * time.Second // over which unevenness is measured, as clients do
	rttWindow      = 5 * time.Second // and the usual round trip
	rttSampleEvery = rttWindow / 64
	measureEvery   = 500 * time.Millisecond
	measuresKept   = 5 // in a row that must find a screen so far behind

	rewindMargin = 20 * time.Millisecond // for what cannot be measured: frames, clocks that bend
)

// subtick is a time of the world in 1/256 of a tick, as View and Fraction of an input
// give it.
type subtick int64

const subticksPerTick subtick = 256

func viewOf(in *sim.Input) subtick { return subtick(in.View)*subticksPerTick + subtick(in.Fraction) }

// viewValidator decides which view of a client the server believes. An input says what
// time of the world its player saw (View); lag compensation rewinds to it. A client can
// lie, so the view is held to what its acks and its link make possible.
type viewValidator struct {
	ackedTick        sim.Tick      // newest snapshot confirmed
	ackedPublishedAt time.Time     // when it was published
	lastView         subtick       // what was on the screen last: it never goes back
	bestRTT          time.Duration // the shortest round trip since the last ping; 0: none

	lastRTT      time.Duration               // the last round trip
	medianRTT    time.Duration               // the median of the last seconds
	interpDelay  time.Duration               // how far behind its newest snapshot the screen should be; 0: not known yet
	recentDelays [measuresKept]time.Duration // the last ones of those
	rtts         durationWindow
	ackGaps      durationWindow // how old what a client had last was when it got something newer
}

// recordAck notes that a client confirms the snapshot of tick t with a frame that
// arrived at now. A tick that was not shown, or long ago, confirms nothing.
func (v *viewValidator) recordAck(t sim.Tick, now time.Time, shown *ring.Ring[time.Time]) {
	if t <= v.ackedTick {
		return
	}
	at, ok := shown.At(uint32(t))
	if !ok {
		return
	}
	if v.ackedTick != 0 {
		v.ackGaps.add(now.Sub(v.ackedPublishedAt), now)
	}
	v.ackedTick, v.ackedPublishedAt, v.lastRTT = t, at, max(now.Sub(at), 1)
	if now.Sub(v.rtts.newestAt) >= rttSampleEvery {
		v.rtts.add(v.lastRTT, now)
	}
	if v.bestRTT == 0 || v.lastRTT < v.bestRTT {
		v.bestRTT = v.lastRTT
	}
}

// measure updates what is usual on the link: the median round trip and the
// interpolation delay. It looks through both windows, so it is called every measureEvery only.
func (v *viewValidator) measure(now time.Time, interval time.Duration) {
	if v.ackGaps.n == 0 {
		return
	}
	since := now.Add(-rttWindow)
	if median := v.rtts.percentile(50, since); median > 0 {
		v.medianRTT = median
	}
	uneven := v.ackGaps.percentile(interpPercentile, now.Add(-ackGapWindow)) - v.rtts.percentile(0, since)
	uneven = max(uneven, scale(interval, minInterpDelay), v.interpDelay-scale(measureEvery, interpDelayShrink))
	v.interpDelay = min(uneven, scale(interval, maxInterpDelay))
	copy(v.recentDelays[1:], v.recentDelays[:])
	v.recentDelays[0] = v.interpDelay
}

func scale(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

// maxRewind is how long before an input arrived its player can have seen the world that
// the input is meant for. A link that is slower or less even than usual counts as usual:
// a player who stalls the link on purpose would otherwise shoot at what stood still on
// their screen.
func (v *viewValidator) maxRewind(interval time.Duration) time.Duration {
	if v.interpDelay == 0 {
		return v.lastRTT + scale(interval, maxInterpDelay) + rewindMargin
	}
	delay := v.interpDelay
	for _, d := range v.recentDelays {
		if d > 0 {
			delay = min(delay, d)
		}
	}
	return min(v.lastRTT, v.medianRTT) + delay + rewindMargin
}

// clampView limits the view of an input: not newer than what a client extrapolates from
// the newest snapshot it acked, with snapshots interval ticks apart; not older than
// oldest; and never before an earlier view.
func (v *viewValidator) clampView(in *sim.Input, oldest subtick, interval int) {
	if in.View == 0 || v.ackedTick == 0 {
		in.View, in.Fraction = 0, 0 // no picture, so no compensation
		return
	}
	newest := subtick(v.ackedTick+sim.Tick(maxViewLead*interval)) * subticksPerTick
	v.lastView = max(min(viewOf(in), newest), oldest, v.lastView)
	in.View, in.Fraction = sim.Tick(v.lastView/subticksPerTick), uint8(v.lastView%subticksPerTick)
}
