package netcode

import (
	"time"

	"perihelion/shared/protocol"
)

const (
	askAgain    = time.Second // a request that brought nothing by then is repeated
	corruptMost = 3           // corrupt snapshots …
	corruptSpan = 10 * time.Second
)

// A recovery follows the repair of a replica: broken, a keyframe asked for,
// mended by the first snapshot that applies.
type recovery struct {
	broken bool
	asked  uint64
	last   time.Duration // when, if asked
	breaks [corruptMost]time.Duration
	n      int
}

func (r *recovery) mend() { r.broken = false }

// fail notes a snapshot that did not apply and reports whether there have been
// too many. Those between a break and its repair are the same break.
func (r *recovery) fail(t time.Duration) (hopeless bool) {
	if r.broken {
		return false
	}
	r.broken = true
	r.breaks[r.n%corruptMost] = t
	r.n++
	oldest := r.breaks[r.n%corruptMost]
	return r.n >= corruptMost && t-oldest <= corruptSpan
}

// due reports whether it is time to ask, or to ask again.
func (r *recovery) due(t time.Duration) bool { return r.asked == 0 || t-r.last >= askAgain }

// corrupt deals with a snapshot that did not apply. What was there stays on the
// screen meanwhile.
func (c *Client) corrupt(t time.Duration) error {
	fresh := !c.keyframe.broken
	if c.keyframe.fail(t) {
		return ErrBroken
	}
	if fresh || c.keyframe.due(t) {
		return c.demandKeyframe(t)
	}
	return nil
}

// askKeyframe asks unless that was done just now.
func (c *Client) askKeyframe(t time.Duration) error {
	if !c.keyframe.due(t) {
		return nil
	}
	return c.demandKeyframe(t)
}

func (c *Client) demandKeyframe(t time.Duration) error {
	c.keyframe.asked++
	c.keyframe.last = t
	return c.transmit(protocol.AppendKeyframe(c.out[:0]))
}
