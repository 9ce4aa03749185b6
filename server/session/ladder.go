package session

import (
	"time"

	"perihelion/sim"
)

// A Rung is how much of the state a link is given.
type Rung uint8

const (
	Full Rung = iota // every snapshot
	Half             // every second one
	Near             // five a second, with what is near first
	Hold             // one a second, to find out whether the link still carries anything
	Rungs
)

func (r Rung) String() string { return [Rungs]string{"full", "half", "near", "hold"}[r] }

const (
	halfLag = 100 * time.Millisecond
	nearLag = 250 * time.Millisecond
	holdLag = time.Second

	// A lost packet holds a link up for 200 ms and then all is well: only what
	// stays for longer is a queue that would not be there if we sent less.
	standing = 250 * time.Millisecond
	clean    = 2 * time.Second  // of good acks, until the link is given more
	relapse  = 4 * time.Second  // after which that was too much, and is tried less often:
	caution  = 16 * time.Second // this seldom at the most
	hopeless = 10 * time.Second // of talk that confirms nothing

	nearBudget = 512 // bytes of entities in a frame; more than that is left for later ones
	nearEvery  = 200 * time.Millisecond
	probeEvery = time.Second
	sleepEvery = 5 * time.Second // of a client that has said nothing for long, for pings ride along

	tripWindow = 30 * time.Second // that is remembered for the shortest round trip, once or twice over
)

// rungOf is where a lag belongs.
func rungOf(lag time.Duration) Rung {
	switch {
	case lag > holdLag:
		return Hold
	case lag > nearLag:
		return Near
	case lag > halfLag:
		return Half
	}
	return Full
}

// A ladder decides how often a client is sent the state, by how long after it was
// written a snapshot is confirmed, less what that takes at best and what the client's
// drawing makes of it: the lag.
//
// It tells two illnesses apart. A slow link confirms everything, but late: the lag
// of its acks stands above a bound, and the ladder steps down until it does not,
// and up again with patience. A link that stalls confirms nothing, and then
// everything: while it does, what waits unconfirmed grows old and little more is
// written, or it would all have to be delivered before what is new; the first
// ack ends that at once.
//
// A client that withholds acks looks like a slow link and is treated like one. One
// that says nothing at all, as a page in the background does, may be asleep or
// gone; the link's own pings find out, the ladder only waits.
type ladder struct {
	interval time.Duration // between snapshots
	rung     Rung          // as judged by acks
	worse    time.Time     // since when acks ask for less; zero: they do not
	better   time.Time     // since when they would bear more
	climbed  time.Time     // when it last stepped up
	patience time.Duration // until it does again

	best, before time.Duration // the shortest round trips of the last two windows
	turned       time.Time     // when the window began

	acked    sim.Tick  // newest tick known to be confirmed
	last     sim.Tick  // newest tick written
	wrote    time.Time // when
	waiting  bool      // something written is not confirmed,
	oldest   stamp     // since then,
	progress time.Time // and nothing was since
	now      Rung
}

// look brings the ladder up to date and returns the rung to act on.
func (l *ladder) look(a *acks, now time.Time) Rung {
	if t, trip := a.acked(); t != l.acked {
		l.acked, l.progress = t, now
		l.oldest, l.waiting = a.after(t, l.last)
		l.measure(trip, now)
		l.judge(rungOf(trip-l.shortest()-a.drawing()), now)
	}
	l.now = max(l.rung, l.stalled(a.stamp(now), a.drawing()))
	return l.now
}

// measure remembers the shortest round trips, and forgets those of a network that
// the client may long have left.
func (l *ladder) measure(trip time.Duration, now time.Time) {
	if now.Sub(l.turned) > tripWindow {
		l.before, l.best, l.turned = l.best, 0, now
	}
	if l.best == 0 || trip < l.best {
		l.best = max(trip, 1)
	}
}

func (l *ladder) shortest() time.Duration {
	if l.best == 0 || l.before == 0 {
		return max(l.best, l.before)
	}
	return min(l.best, l.before)
}

// judge takes what an ack says its link is worth.
func (l *ladder) judge(worth Rung, now time.Time) {
	if worth >= l.rung {
		l.better = now
	}
	if worth <= l.rung {
		l.worse = time.Time{}
	} else if l.worse.IsZero() {
		l.worse = now
	}
	switch {
	case !l.worse.IsZero() && now.Sub(l.worse) >= standing:
		l.down(now)
	case l.rung > Full && now.Sub(l.better) >= l.patience:
		l.up(now)
	}
}

func (l *ladder) down(now time.Time) {
	if now.Sub(l.climbed) < relapse {
		l.patience = min(2*l.patience, caution)
	} else {
		l.patience = clean
	}
	l.rung++
	l.worse, l.better = time.Time{}, now
}

func (l *ladder) up(now time.Time) {
	l.rung--
	l.climbed, l.better = now, now
}

// stalled is what is left for a link that confirms nothing.
func (l *ladder) stalled(now stamp, drawing time.Duration) Rung {
	if !l.waiting {
		return Full
	}
	lag := now.since(l.oldest) - l.shortest() - drawing
	if lag <= nearLag { // half of nothing is nothing: no need to hurry
		return Full
	}
	return rungOf(lag)
}

// due reports whether a snapshot that is here now should be written. Snapshots do
// not come to the instant.
func (l *ladder) due(a *acks, now time.Time) bool {
	return now.Sub(l.wrote) >= l.wait(a, now)-l.interval/4
}

// wait is how long after the last state the next one is due.
func (l *ladder) wait(a *acks, now time.Time) time.Duration {
	switch {
	case l.now == Half:
		return 2 * l.interval
	case l.now == Near:
		return max(nearEvery, 2*l.interval)
	case l.now == Hold && l.stuck(now) && a.talking(now) == 0:
		return sleepEvery
	case l.now == Hold:
		return probeEvery
	}
	return 0
}

// budget is how many bytes of entities the next frame may have; 0: what there is.
// Who asks for a keyframe while nothing is confirmed has just come back, and is
// shown everything.
func (l *ladder) budget(asked bool) int {
	if l.rung < Near && (l.now < Near || asked) {
		return 0
	}
	return nearBudget
}

// write notes that the snapshot of tick t is being written.
func (l *ladder) write(a *acks, t sim.Tick, now time.Time) {
	a.wrote(t, now)
	l.last, l.wrote = t, now
	if !l.waiting {
		l.waiting, l.oldest, l.progress = true, a.stamp(now), now
	}
}

// stuck reports whether nothing was confirmed for long.
func (l *ladder) stuck(now time.Time) bool { return l.waiting && now.Sub(l.progress) > hopeless }

// lost reports whether that is so although the client talked all the while.
func (l *ladder) lost(a *acks, now time.Time) bool { return l.stuck(now) && a.talking(now) >= hopeless }
