package room

import (
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

const (
	shownTicks = 256 // ticks for which a snapshot can be acked: four seconds at 60 Hz
	maxLead    = 5   // snapshot intervals that a screen may be ahead of its newest snapshot, by the motion model: what is seen then is judged by what truly was

	maxWait = 1 // ticks that an input waits with its client, which sends two to a frame

	// A screen is behind what its client has by what the link's unevenness asks
	// for, and no client of ours takes more than this. The delay comes down as
	// slowly as the client brings it down.
	minDelay    = 1.5 // snapshot intervals
	maxDelay    = 6.0
	delayShrink = 0.02 // seconds per second
	inTime      = 95   // per cent of snapshots that a screen waits for

	needWindow  = 2 * time.Second // over which unevenness is measured, as clients do
	tripWindow  = 5 * time.Second // and the usual round trip
	tripEvery   = tripWindow / 64
	surveyEvery = 500 * time.Millisecond
	surveys     = 5 // in a row that must find a screen so far behind

	spare = 20 * time.Millisecond // for what cannot be measured: frames, clocks that bend
)

// A look is a moment of the world in 1/256 of a tick: what View and Fraction of an
// input say.
type look int64

const lookTick look = 256

func lookOf(in *sim.Input) look { return look(in.View)*lookTick + look(in.Fraction) }

// witness is what the server knows of what a client can have seen. Lag
// compensation believes this and not the client.
type witness struct {
	acked sim.Tick      // newest snapshot confirmed
	shown time.Time     // when it was published
	view  look          // what was on the screen last: it never goes back
	best  time.Duration // the shortest round trip since the last ping; 0: none

	trip    time.Duration          // the last round trip
	typical time.Duration          // the median of the last seconds
	delay   time.Duration          // how far behind its newest snapshot the screen should be; 0: not known yet
	usual   [surveys]time.Duration // the last ones of those
	trips   recent
	needs   recent // how old what a client had last was when it got something newer
}

// ack notes that a client confirms the snapshot of tick t with a frame that
// arrived at now. A tick that was not shown, or long ago, confirms nothing.
func (w *witness) ack(t sim.Tick, now time.Time, shown *ring.Ring[time.Time]) {
	if t <= w.acked {
		return
	}
	at, ok := shown.At(uint32(t))
	if !ok {
		return
	}
	if w.acked != 0 {
		w.needs.add(now.Sub(w.shown), now)
	}
	w.acked, w.shown, w.trip = t, at, max(now.Sub(at), 1)
	if now.Sub(w.trips.last()) >= tripEvery {
		w.trips.add(w.trip, now)
	}
	if w.best == 0 || w.trip < w.best {
		w.best = w.trip
	}
}

// survey finds out what is usual on the link: now and then, for it sorts.
func (w *witness) survey(now time.Time, interval time.Duration) {
	if w.needs.n == 0 {
		return
	}
	since := now.Add(-tripWindow)
	if median := w.trips.percentile(50, since); median > 0 {
		w.typical = median
	}
	uneven := w.needs.percentile(inTime, now.Add(-needWindow)) - w.trips.percentile(0, since)
	uneven = max(uneven, scale(interval, minDelay), w.delay-scale(surveyEvery, delayShrink))
	w.delay = min(uneven, scale(interval, maxDelay))
	copy(w.usual[1:], w.usual[:])
	w.usual[0] = w.delay
}

func scale(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

// reach is how long before an input arrived its player can have seen the world it
// is meant for. A link that is slower or less even than usual explains nothing: who
// stalls it on purpose would shoot at what he has held fast.
func (w *witness) reach(interval time.Duration) time.Duration {
	if w.delay == 0 {
		return w.trip + scale(interval, maxDelay) + spare
	}
	delay := w.delay
	for _, d := range w.usual {
		if d > 0 {
			delay = min(delay, d)
		}
	}
	return min(w.trip, w.typical) + delay + spare
}

// clamp holds the view of an input to what is plausible: nothing newer than what a
// client foresees from the newest snapshot confirmed, interval ticks apart, nothing
// older than the link explains, and never back in time.
func (w *witness) clamp(in *sim.Input, oldest look, interval int) {
	if in.View == 0 || w.acked == 0 {
		in.View, in.Fraction = 0, 0 // no picture, so no compensation
		return
	}
	newest := look(w.acked+sim.Tick(maxLead*interval)) * lookTick
	w.view = max(min(lookOf(in), newest), oldest, w.view)
	in.View, in.Fraction = sim.Tick(w.view/lookTick), uint8(w.view%lookTick)
}
