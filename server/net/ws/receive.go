package ws

import (
	"errors"
	"io"
	"os"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
	"perihelion/shared/wsframe"
)

// Limits for everything that a client sends: frames of any kind, and bytes with headers.
// Sessions have stricter limits for messages, and tolerate short excess; these are for what
// sessions do not see, such as fragments, and end the connection at once. The bursts are
// half a minute of inputs, which a browser keeps while its network is down.
const (
	frameRate  = 240 // a second
	frameBurst = 2400
	byteRate   = 64 << 10 // a second
	byteBurst  = 10 * byteRate
)

// Pings and pongs never reach the session, which limits all other messages. Ours are many
// seconds apart, and no client library sends them every second for long.
const (
	controlRate  = 1 // a second
	controlBurst = 30
)

// maxDiscarded bounds, in bytes, what is read after the end. Closing a socket with unread
// bytes resets it, and the close frame on its way to the client would be lost.
const maxDiscarded = 256 << 10

// rateViolation is the kind of violation of a client that sends too many frames or bytes.
const rateViolation = "rate"

// Violations are all kinds that Metrics.ProtocolViolated may get.
func Violations() []string {
	kinds := []string{rateViolation}
	for _, k := range wsframe.Kinds {
		kinds = append(kinds, string(k))
	}
	return kinds
}

// onRead takes what a read brought, and reports whether to go on reading. Whoever reads
// calls it: the connection's own goroutine, or the one that sweeps.
func (c *Conn) onRead(b []byte, err error, now time.Time) (goOn bool) {
	if c.endReason() == 0 {
		c.receive(b, now)
	} else {
		c.discarded += len(b)
	}
	silent := errors.Is(err, os.ErrDeadlineExceeded) && c.endReason() == 0
	switch {
	case silent:
		c.Close(transport.TooSlow, "silent for too long")
	case err != nil:
		c.setEnd(transport.Abnormal, "")
	}
	if c.endReason() != 0 {
		c.endSession()
	}
	return (err == nil || silent) && c.discarded <= maxDiscarded
}

// receive takes what the client has sent.
func (c *Conn) receive(b []byte, now time.Time) {
	if !c.bytes.Take(len(b), now) {
		c.onViolation(errRateExceeded)
		return
	}
	for len(b) > 0 && c.endReason() == 0 {
		m, n, err := c.in.Next(b)
		if err == nil && !c.frames.Take(m.Frames, now) {
			err = errRateExceeded
		}
		if err != nil {
			c.onViolation(err)
			return
		}
		b = b[n:]
		c.onMessage(&m, now)
	}
}

var errRateExceeded = errors.New("websocket: too many frames at once")

// onViolation ends the connection of a client that broke the protocol.
func (c *Conn) onViolation(err error) {
	code, kind := transport.ProtocolError, ""
	if v, ok := errors.AsType[*wsframe.Violation](err); ok {
		kind = string(v.Kind)
	}
	switch kind {
	case "":
		code, kind = transport.RateLimited, rateViolation
	case string(wsframe.TooBig):
		code = transport.TooBig
	}
	c.server.metrics.ProtocolViolated(kind)
	c.log.Warn("client broke the protocol", "from", c.slot.from, "kind", kind)
	c.Close(code, err.Error())
}

func (c *Conn) onMessage(m *wsframe.Message, now time.Time) {
	switch m.Opcode {
	case 0: // none is whole yet
	case wsframe.Ping:
		if c.allowControl(now) {
			_ = c.write(wsframe.Pong, m.Data, false)
		}
	case wsframe.Pong:
		c.allowControl(now)
	case wsframe.Close:
		if c.setEnd(transport.Normal, "") { // whatever the client's code
			c.sayClose(wsframe.CloseCode(m.Data), "")
		}
	case c.opcode():
		c.deliver(m.Data, now)
	default:
		c.Close(transport.BadFrame, "frames of this kind are not spoken here")
	}
}

// allowControl counts a ping or pong; a flood of them ends the connection.
func (c *Conn) allowControl(now time.Time) bool {
	if !c.controls.Take(1, now) {
		c.Close(transport.RateLimited, "too many pings at once")
		return false
	}
	c.extendReading(now)
	return true
}

// deliver hands a message to the session. A panic of the session ends only this connection.
func (c *Conn) deliver(message []byte, now time.Time) {
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.closeAfterPanic)
	c.extendReading(now)
	c.hasSpoken = true
	c.session.Receive(message, now)
}

// closeAfterPanic ends the connection of a session that panicked.
func (c *Conn) closeAfterPanic() { c.Close(transport.BadFrame, "") }

// extendReading lets the client be silent for another idle timeout.
func (c *Conn) extendReading(now time.Time) {
	timeout := c.server.cfg.IdleTimeout
	if now.Sub(c.heardAt) >= timeout/lazily {
		c.heardAt = now
		c.readBy(now.Add(timeout))
	}
}

// abort ends the connection after a panic that is not of the session. It sends no close
// frame, because half of another one may have been written.
func (c *Conn) abort() {
	c.setEnd(transport.Abnormal, "")
	c.cutOff()
	if c.session != nil {
		c.endSession()
	}
}

// endSession ends the session, once, when the connection has ended.
func (c *Conn) endSession() {
	if c.sessionEnded {
		return
	}
	c.sessionEnded = true
	c.session.Lost()
}

// readAlone reads on a goroutine of the connection's own, until its end or until it is swept.
func (c *Conn) readAlone(from io.Reader, token string, open OpenSession) (swept bool) {
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.abort)
	c.session = open(c, token)
	c.extendReading(time.Now())
	buf := make([]byte, readBuffer)
	for {
		n, err := from.Read(buf)
		if !c.onRead(buf[:n], err, time.Now()) {
			return false
		}
		if c.hasSpoken && c.server.sweeper.adopt(c) {
			return true
		}
	}
}

// finish frees the socket. It is called by whoever read, when nothing more is read.
func (c *Conn) finish() {
	if c.endReason() == transport.TooSlow { // otherwise the kernel would retry for minutes, for a client that does not read
		c.link.cutOff()
	}
	c.link.close()
}
