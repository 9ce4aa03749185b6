package netcode

import (
	"time"

	"perihelion/shared/protocol"
)

const (
	keyframeRetry = time.Second // a request that brought nothing by then is repeated
	maxCorrupt    = 3           // corrupt snapshots …
	corruptWindow = 10 * time.Second
)

// resync follows the repair of the client's state: a snapshot did not apply, a keyframe
// was requested, and the first snapshot that applies ends it.
type resync struct {
	broken      bool
	requests    uint64
	requestedAt time.Duration // when, if asked
	breaks      [maxCorrupt]time.Duration
	n           int
}

func (r *resync) recovered() { r.broken = false }

// fail notes a snapshot that did not apply and reports whether there have been
// too many. Those between a break and its repair are the same break.
func (r *resync) fail(t time.Duration) (tooMany bool) {
	if r.broken {
		return false
	}
	r.broken = true
	r.breaks[r.n%maxCorrupt] = t
	r.n++
	oldest := r.breaks[r.n%maxCorrupt]
	return r.n >= maxCorrupt && t-oldest <= corruptWindow
}

// due reports whether it is time to ask, or to ask again.
func (r *resync) due(t time.Duration) bool {
	return r.requests == 0 || t-r.requestedAt >= keyframeRetry
}

// onCorrupt requests a keyframe after a snapshot that did not apply. What was drawn before
// stays on the screen meanwhile.
func (c *Client) onCorrupt(t time.Duration) error {
	fresh := !c.resync.broken
	if c.resync.fail(t) {
		return errBroken
	}
	if fresh || c.resync.due(t) {
		return c.sendKeyframeRequest(t)
	}
	return nil
}

// requestKeyframe requests one, unless that was done just now.
func (c *Client) requestKeyframe(t time.Duration) error {
	if !c.resync.due(t) {
		return nil
	}
	return c.sendKeyframeRequest(t)
}

func (c *Client) sendKeyframeRequest(t time.Duration) error {
	c.resync.requests++
	c.resync.requestedAt = t
	return c.transmit(protocol.AppendKeyframe(c.out[:0]))
}
