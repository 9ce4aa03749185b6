package session

import (
	"sync/atomic"
	"time"

	"perihelion/sim"
)

// ackedTicks is for how many ticks a snapshot can be confirmed after it was
// written: four seconds at 60 Hz. Whoever needs longer confirms a newer one.
const ackedTicks = 256

// pause is how long a client may go without a frame of inputs and still count as
// talking.
const pause = time.Second

const (
	inputsEvery = time.Second / 30
	oneBurst    = 5 * time.Millisecond // between two frames of inputs that were sent together
	slowestPage = time.Second / 5      // from one frame that it draws to the next
)

// A stamp is a moment in tenths of a millisecond since the session began. It
// wraps after five days: only differences mean anything.
type stamp uint32

const stampUnit = 100 * time.Microsecond

// since is how long before s another moment was; negative: how long after.
func (s stamp) since(before stamp) time.Duration { return time.Duration(int32(s-before)) * stampUnit }

// acks is what the goroutines of a session tell each other about the state that is
// on its way: the writer notes what it wrote, the reader what was confirmed. Every
// field has one of them as its only writer and is read by the other without
// waiting.
type acks struct {
	zero    time.Time
	written [ackedTicks]atomic.Uint64 // by tick: the tick and when it was written
	newest  atomic.Uint64             // the newest tick confirmed, and how long that took
	heard   atomic.Uint32             // when the last frame of inputs came
	talks   atomic.Uint32             // when the first after the last silence did
	gaps    atomic.Uint64             // between the last bursts of them, 16 bits each
}

func (a *acks) stamp(t time.Time) stamp { return stamp(uint32(t.Sub(a.zero) / stampUnit)) }

func (a *acks) slot(t sim.Tick) *atomic.Uint64 { return &a.written[t%ackedTicks] }

// wrote notes that the snapshot of tick t is about to be written.
func (a *acks) wrote(t sim.Tick, now time.Time) {
	a.slot(t).Store(uint64(t)<<32 | uint64(a.stamp(now)))
}

// at is when the snapshot of tick t was written, if it was and that is not
// forgotten.
func (a *acks) at(t sim.Tick) (at stamp, ok bool) {
	v := a.slot(t).Load()
	return stamp(uint32(v)), t != 0 && sim.Tick(v>>32) == t
}

// hear notes that inputs came.
func (a *acks) hear(now time.Time) {
	at := a.stamp(now)
	if at.since(stamp(a.heard.Load())) > pause || a.talks.Load() == 0 {
		a.talks.Store(uint32(at))
	}
	a.heard.Store(uint32(at))
}

// beat notes, before hear does, that a player was heard: who only watches says no more
// than what came, and so has no beat of his own.
func (a *acks) beat(now time.Time) {
	if gap := a.stamp(now).since(stamp(a.heard.Load())); gap >= oneBurst && gap <= pause {
		a.gaps.Store(a.gaps.Load()<<16 | uint64(gap/stampUnit))
	}
}

// drawing is by how much a player's beat is slower than that of inputs: a page that
// draws few frames a second takes what came, and confirms it, in the next one. A link
// that is slow keeps the beat, and one that stalls loses it for one gap, not for three.
// Who talks seldom on purpose is granted no more than the slowest page.
func (a *acks) drawing() time.Duration {
	gaps := a.gaps.Load()
	beat := stamp(min(gaps&0xffff, gaps>>16&0xffff, gaps>>32&0xffff))
	return min(max(beat.since(0)-inputsEvery, 0), slowestPage)
}

// confirm takes the claim of a frame that came at now, that the snapshot of tick t
// was received. It reports whether that can be, for nobody has received what was
// not written, and whether it is news.
func (a *acks) confirm(t sim.Tick, now time.Time) (plausible, news bool) {
	at, ok := a.at(t)
	if !ok {
		return false, false
	}
	before, _ := a.acked()
	if t <= before {
		return true, false
	}
	a.newest.Store(uint64(t)<<32 | uint64(a.stamp(now)-at))
	return true, true
}

// acked is the newest tick confirmed and its round trip.
func (a *acks) acked() (t sim.Tick, trip time.Duration) {
	v := a.newest.Load()
	return sim.Tick(v >> 32), stamp(uint32(v)).since(0)
}

// after is when the first snapshot after tick t was written, up to last, of those
// not forgotten.
func (a *acks) after(t, last sim.Tick) (at stamp, ok bool) {
	if last-t > ackedTicks { // far more than a round trip: what is left may lie anywhere
		return a.first(t)
	}
	for t++; t <= last; t++ {
		if at, ok = a.at(t); ok {
			return at, true
		}
	}
	return 0, false
}

// first looks through all that is remembered.
func (a *acks) first(t sim.Tick) (at stamp, ok bool) {
	best := sim.Tick(0)
	for i := range a.written {
		v := a.written[i].Load()
		if tick := sim.Tick(v >> 32); tick > t && (best == 0 || tick < best) {
			best, at = tick, stamp(uint32(v))
		}
	}
	return at, best != 0
}

// talking is for how long frames of inputs have been coming without a pause; 0 if
// they do not any more.
func (a *acks) talking(now time.Time) time.Duration {
	heard, talks := stamp(a.heard.Load()), stamp(a.talks.Load()) // in the order opposite to hear's
	if talks == 0 || a.stamp(now).since(heard) > pause {
		return 0
	}
	return a.stamp(now).since(talks)
}
