package session

import (
	"sync/atomic"
	"time"

	"perihelion/sim"
)

// ackedTicks is for how many ticks a snapshot can be confirmed after it was
// written: four seconds at 60 Hz. Whoever needs longer confirms a newer one.
const ackedTicks = 256

// maxInputPause is how long a client may go without a frame of inputs and still count
// as talking.
const maxInputPause = time.Second

const (
	inputInterval = time.Second / 30
	burstGap      = 5 * time.Millisecond // between two frames of inputs that were sent together
	maxFrameTime  = time.Second / 5      // from one frame that it draws to the next
)

// A stamp is a moment in tenths of a millisecond since the session began. It
// wraps after five days: only differences mean anything.
type stamp uint32

const stampUnit = 100 * time.Microsecond

// since is how long before s another moment was; negative: how long after.
func (s stamp) since(before stamp) time.Duration { return time.Duration(int32(s-before)) * stampUnit }

// ackTracker is what the goroutines of a session tell each other about the state that is
// on its way: the writer notes what it wrote, the reader what was confirmed. Every
// field has one of them as its only writer and is read by the other without
// waiting.
type ackTracker struct {
	zero         time.Time
	written      [ackedTicks]atomic.Uint64 // by tick: the tick and when it was written
	newestAck    atomic.Uint64             // the newest tick confirmed, and how long that took
	inputsAt     atomic.Uint32             // when the last frame of inputs came
	talkingSince atomic.Uint32             // when the first after the last silence did
	gaps         atomic.Uint64             // between the last bursts of them, 16 bits each
}

func (a *ackTracker) stamp(t time.Time) stamp { return stamp(uint32(t.Sub(a.zero) / stampUnit)) }

func (a *ackTracker) slot(t sim.Tick) *atomic.Uint64 { return &a.written[t%ackedTicks] }

// onWrite notes that the snapshot of tick t is about to be written.
func (a *ackTracker) onWrite(t sim.Tick, now time.Time) {
	a.slot(t).Store(uint64(t)<<32 | uint64(a.stamp(now)))
}

// at is when the snapshot of tick t was written, if it was and that is not
// forgotten.
func (a *ackTracker) writtenAt(t sim.Tick) (at stamp, ok bool) {
	v := a.slot(t).Load()
	return stamp(uint32(v)), t != 0 && sim.Tick(v>>32) == t
}

// onInputs notes that inputs came.
func (a *ackTracker) onInputs(now time.Time) {
	at := a.stamp(now)
	if at.since(stamp(a.inputsAt.Load())) > maxInputPause || a.talkingSince.Load() == 0 {
		a.talkingSince.Store(uint32(at))
	}
	a.inputsAt.Store(uint32(at))
}

// onInputGap notes the time since the last frame of inputs. Call it before onInputs, and
// only for frames with inputs in them: others only carry acks, in the rhythm of what came.
func (a *ackTracker) onInputGap(now time.Time) {
	if gap := a.stamp(now).since(stamp(a.inputsAt.Load())); gap >= burstGap && gap <= maxInputPause {
		a.gaps.Store(a.gaps.Load()<<16 | uint64(gap/stampUnit))
	}
}

// frameDelay is how much later than usual a client acks because it draws few frames a
// second: it takes what came, and acks it, in its next frame. Such a client sends its
// inputs as seldom. A slow link keeps the rhythm of inputs, and a stall breaks it for one
// gap, not for three. A client that sends seldom on purpose gains maxFrameTime at most.
func (a *ackTracker) frameDelay() time.Duration {
	gaps := a.gaps.Load()
	gap := stamp(min(gaps&0xffff, gaps>>16&0xffff, gaps>>32&0xffff))
	return min(max(gap.since(0)-inputInterval, 0), maxFrameTime)
}

// confirm takes the claim of a frame that came at now, that the snapshot of tick t
// was received. It reports whether that can be, for nobody has received what was
// not written, and whether no newer one was acked before.
func (a *ackTracker) confirm(t sim.Tick, now time.Time) (plausible, isNew bool) {
	at, ok := a.writtenAt(t)
	if !ok {
		return false, false
	}
	before, _ := a.acked()
	if t <= before {
		return true, false
	}
	a.newestAck.Store(uint64(t)<<32 | uint64(a.stamp(now)-at))
	return true, true
}

// acked is the newest tick confirmed and its round rtt.
func (a *ackTracker) acked() (t sim.Tick, rtt time.Duration) {
	v := a.newestAck.Load()
	return sim.Tick(v >> 32), stamp(uint32(v)).since(0)
}

// firstAfter is when the first snapshot after tick t was written, up to last, of those
// not forgotten.
func (a *ackTracker) firstAfter(t, last sim.Tick) (at stamp, ok bool) {
	if last-t > ackedTicks { // far more than a round rtt: what is left may lie anywhere
		return a.oldestAfter(t)
	}
	for t++; t <= last; t++ {
		if at, ok = a.writtenAt(t); ok {
			return at, true
		}
	}
	return 0, false
}

// oldestAfter looks through all that is remembered.
func (a *ackTracker) oldestAfter(t sim.Tick) (at stamp, ok bool) {
	best := sim.Tick(0)
	for i := range a.written {
		v := a.written[i].Load()
		if tick := sim.Tick(v >> 32); tick > t && (best == 0 || tick < best) {
			best, at = tick, stamp(uint32(v))
		}
	}
	return at, best != 0
}

// talkingFor is for how long frames of inputs have been coming without a pause; 0 if
// they do not any more.
func (a *ackTracker) talkingFor(now time.Time) time.Duration {
	last, first := stamp(a.inputsAt.Load()), stamp(a.talkingSince.Load()) // in the order opposite to that of onInputs
	if first == 0 || a.stamp(now).since(last) > maxInputPause {
		return 0
	}
	return a.stamp(now).since(first)
}
