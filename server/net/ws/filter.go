package ws

import (
	"errors"
	"net"
	"os"
	"time"

	"golang.org/x/time/rate"

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

// filteredConn is the network connection that gws reads from. Every byte passes through it
// first: it passes on only what the protocol and the limits allow. It also connects gws to
// the rest: the event handler finds the Conn in it; it tells a client that was silent for
// too long, where gws would report a normal end; and where gws would close the socket, it
// only stops writing, so that the close frame arrives.
type filteredConn struct {
	net.Conn
	conn          *Conn
	scanner       wsframe.Scanner
	frames, bytes *rate.Limiter
	err           error // returned by the next Read, after the valid bytes before it
}

func newFilteredConn(raw net.Conn, c *Conn) *filteredConn {
	limit := c.server.cfg.ReadLimit
	return &filteredConn{
		Conn: raw, conn: c,
		scanner: wsframe.Scanner{Masked: true, Max: limit},
		frames:  rate.NewLimiter(frameRate, frameBurst),
		bytes:   rate.NewLimiter(byteRate, max(byteBurst, 2*limit)),
	}
}

func (w *filteredConn) Read(b []byte) (int, error) {
	if w.err != nil {
		w.conn.onViolation(w.err)
		return 0, w.err
	}
	n, err := w.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.conn.Close(transport.TooSlow, "silent for too long")
	}
	good, frames, broken := w.scanner.Scan(b[:n])
	now := time.Now()
	if !w.frames.AllowN(now, frames) || !w.bytes.AllowN(now, n) {
		good, broken = 0, errRateExceeded
	}
	if broken == nil {
		return n, err
	}
	if w.err = broken; good == 0 {
		return w.Read(nil)
	}
	return good, nil // the next Read returns the error: the bytes before it are valid
}

var errRateExceeded = errors.New("websocket: too many frames at once")

// onViolation ends the connection of a client that broke the protocol. It is called on the
// reading goroutine.
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
	if c.endReason() == 0 { // otherwise it is closing already
		c.server.metrics.ProtocolViolated(kind)
		c.log.Warn("client broke the protocol", "from", c.slot.from, "kind", kind)
	}
	c.Close(code, err.Error())
}

// Close stops writing after what is written, and gives the client a moment to answer.
func (w *filteredConn) Close() error {
	_ = w.Conn.SetReadDeadline(time.Now().Add(closeTimeout))
	if half, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return w.Conn.Close()
}
