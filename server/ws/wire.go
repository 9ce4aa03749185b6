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

// What one client may send, whatever it carries: frames of every kind, and bytes
// with their headers. Sessions are stricter about messages, and patient with those
// who exceed; this is for what no session sees, such as fragments, and ends the
// connection at once. The bursts are half a minute of inputs, which is what a
// browser keeps for a line that stands still.
const (
	frameRate  = 240 // a second
	frameBurst = 2400
	byteRate   = 64 << 10 // a second
	byteBurst  = 10 * byteRate
)

// tooMuch is the kind of violation of a client that sends too many frames or bytes.
const tooMuch = "rate"

// Violations are all kinds that Metrics can be told of.
func Violations() []string {
	kinds := []string{tooMuch}
	for _, k := range wsframe.Kinds {
		kinds = append(kinds, string(k))
	}
	return kinds
}

// wire is what gws takes for the network connection. Every byte passes through it
// before gws reads it: it hands on what the protocol allows and no more. Through it
// the events find their Conn; a client that falls silent is told so, where gws would
// report a normal end; and where gws would close, it only stops writing, so that the
// close frame arrives.
type wire struct {
	net.Conn
	conn          *Conn
	scan          wsframe.Scanner
	frames, bytes *rate.Limiter
	err           error // what was read last is no good, after what was handed on
}

func newWire(raw net.Conn, c *Conn) *wire {
	limit := c.server.cfg.ReadLimit
	return &wire{
		Conn: raw, conn: c,
		scan:   wsframe.Scanner{Masked: true, Max: limit},
		frames: rate.NewLimiter(frameRate, frameBurst),
		bytes:  rate.NewLimiter(byteRate, max(byteBurst, 2*limit)),
	}
}

func (w *wire) Read(b []byte) (int, error) {
	if w.err != nil {
		w.conn.violated(w.err)
		return 0, w.err
	}
	n, err := w.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.conn.Close(transport.TooSlow, "silent for too long")
	}
	good, frames, broken := w.scan.Scan(b[:n])
	now := time.Now()
	if !w.frames.AllowN(now, frames) || !w.bytes.AllowN(now, n) {
		good, broken = 0, errTooMuch
	}
	if broken == nil {
		return n, err
	}
	if w.err = broken; good == 0 {
		return w.Read(nil)
	}
	return good, nil // and then the error: what came before it counts
}

var errTooMuch = errors.New("websocket: too many frames at once")

// violated ends the connection of a client that does not keep to the protocol. It is
// called on the reading goroutine.
func (c *Conn) violated(err error) {
	code, kind := transport.ProtocolError, ""
	if v, ok := errors.AsType[*wsframe.Violation](err); ok {
		kind = string(v.Kind)
	}
	switch kind {
	case "":
		code, kind = transport.RateLimited, tooMuch
	case string(wsframe.TooBig):
		code = transport.TooBig
	}
	if c.reason() == 0 { // or it is only waiting for the other side's farewell
		c.server.metrics.Violated(kind)
		c.log.Warn("client broke the protocol", "from", c.hold.from, "kind", kind)
	}
	c.Close(code, err.Error())
}

// Close sends what is written and then the end, and grants the client a moment
// to answer.
func (w *wire) Close() error {
	_ = w.Conn.SetReadDeadline(time.Now().Add(farewell))
	if half, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return w.Conn.Close()
}
