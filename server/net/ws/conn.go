package ws

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/lxzan/gws"
	"golang.org/x/time/rate"

	"perihelion/server/net/httpx"
	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
)

const (
	// closeTimeout is how long a closing connection waits: for a blocked write to end
	// before the close frame is written, and for the client's close frame.
	closeTimeout = time.Second
	// maxDrain bounds, in bytes, what is read and discarded after the end.
	maxDrain = 256 << 10
)

// Conn is a WebSocket connection. Only one goroutine at a time may call Send or KeepAlive; any
// may call Close.
type Conn struct {
	server         *Server
	ws             *gws.Conn
	raw            net.Conn
	slot           connSlot
	request        string       // id of the HTTP request
	log            *slog.Logger // for lines about this connection
	session        Session
	lastPing       time.Time     // when Send last did
	controlLimiter *rate.Limiter // of pings and pongs from the client
	sessionEnded   bool          // Lost was called; used by the reading goroutine only

	mu  sync.Mutex
	end transport.Closed // why the connection ended: the first reason counts
}

// Pings and pongs never reach the session, which limits all other messages. Ours are many
// seconds apart, and no client library sends them every second for long.
const (
	controlRate  = 1 // a second
	controlBurst = 30
)

func newConn(s *Server, raw net.Conn, slot connSlot, request string) *Conn {
	return &Conn{
		server: s, raw: raw, slot: slot, request: request, log: s.log.With("request", request), lastPing: time.Now(),
		controlLimiter: rate.NewLimiter(controlRate, controlBurst),
	}
}

// From is the address of the client, for logs.
func (c *Conn) From() netip.Addr { return c.slot.from }

// Request is the id of the HTTP request that became the connection, for logs.
func (c *Conn) Request() string { return c.request }

// Send writes one frame, which the caller may reuse afterwards. It blocks until the kernel
// has taken it, for at most the write timeout. After an error the connection is closed.
func (c *Conn) Send(frame []byte) error {
	now := time.Now()
	_ = c.raw.SetWriteDeadline(now.Add(c.server.cfg.WriteTimeout))
	c.pingIfDue(now)
	if err := c.ws.WriteMessage(c.opcode(), frame); err != nil {
		return c.writeFailed(err)
	}
	return nil
}

// writeFailed ends the connection after a failed write, and returns the reason.
func (c *Conn) writeFailed(err error) error {
	reason := transport.Abnormal
	switch {
	case errors.Is(err, gws.ErrConnClosed): // a close frame is being sent; do not cut it off
		return &transport.Closed{Reason: reason}
	case errors.Is(err, os.ErrDeadlineExceeded):
		reason = transport.TooSlow
	}
	if c.setEnd(reason, "") {
		c.resetClose() // a close frame would land in the middle of this frame
	}
	return c.endError()
}

func (c *Conn) opcode() gws.Opcode {
	if c.server.cfg.Subprotocol.Text {
		return gws.OpcodeText
	}
	return gws.OpcodeBinary
}

// KeepAlive keeps a connection alive on which nothing is sent, if a ping is due. It blocks like
// Send.
func (c *Conn) KeepAlive() {
	now := time.Now()
	_ = c.raw.SetWriteDeadline(now.Add(c.server.cfg.WriteTimeout))
	c.pingIfDue(now)
}

// pingIfDue keeps a client alive that sends nothing, such as a hidden tab. Send calls it: a
// client that is sent nothing has not joined a room yet, and may time out.
func (c *Conn) pingIfDue(now time.Time) {
	if now.Sub(c.lastPing) > c.server.cfg.IdleTimeout/2 {
		c.lastPing = now
		_ = c.ws.WritePing(nil) // the write after it gets the same error
	}
}

// Close sends the reason to the client and ends the connection. It may block for a second
// at most, if a write is blocked. Abnormal is never sent: it means that the connection has
// failed, so it only lets the reading goroutine end.
func (c *Conn) Close(r transport.Reason, text string) {
	if r == transport.Abnormal {
		_ = c.raw.SetReadDeadline(time.Now().Add(closeTimeout))
		return
	}
	if !c.setEnd(r, text) {
		return
	}
	_ = c.raw.SetWriteDeadline(time.Now().Add(closeTimeout))
	_ = c.ws.WriteClose(uint16(r), []byte(text)) // truncates the text if needed
}

// resetClose ends the connection at once and discards what the kernel still holds for a
// client that does not read.
func (c *Conn) resetClose() { httpx.ResetClose(c.raw) }

// setEnd sets the reason of the end, and reports whether it was the first.
func (c *Conn) setEnd(r transport.Reason, text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason != 0 {
		return false
	}
	c.end = transport.Closed{Reason: r, Text: text}
	return true
}

// endError is the reason of the end as an error.
func (c *Conn) endError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := c.end
	return &end
}

// endReason is the reason of the end; 0 while the connection is open.
func (c *Conn) endReason() transport.Reason {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end.Reason
}

// readLoop reads until the end of the connection. A panic of the session or of the
// WebSocket library ends only this connection.
func (c *Conn) readLoop(token string, open OpenSession) {
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.abort)
	c.session = open(c, token)
	c.extendReadDeadline()
	c.ws.ReadLoop()
	// Closing a socket with unread bytes resets it, and the close frame on its way
	// to the client would be lost. So read on until the client hangs up.
	_ = c.raw.SetReadDeadline(time.Now().Add(closeTimeout))
	_, _ = io.CopyN(io.Discard, c.raw, maxDrain)
	if c.endReason() == transport.TooSlow { // otherwise the kernel would retry for minutes, for a client that does not read
		c.resetClose()
		return
	}
	_ = c.raw.Close()
}

// abort closes after a panic below readLoop. It sends no close frame, because the library
// may be in any state. It ends the session, if that has not happened yet.
func (c *Conn) abort() {
	c.setEnd(transport.Abnormal, "")
	c.resetClose()
	if c.session != nil {
		c.endSession(nil)
	}
}

// extendReadDeadline lets the client be silent for another idle timeout.
func (c *Conn) extendReadDeadline() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason == 0 { // otherwise the deadline is that of closing
		_ = c.raw.SetReadDeadline(time.Now().Add(c.server.cfg.IdleTimeout))
	}
}

// onFrame handles a message on the reading goroutine. A panic of the session ends only this
// connection.
func (c *Conn) onFrame(m *gws.Message) {
	defer m.Close()
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.closeAfterPanic)
	if c.endReason() != 0 { // closing: only the client's close frame matters
		return
	}
	if m.Opcode != c.opcode() {
		c.Close(transport.BadFrame, "frames of this kind are not spoken here")
		return
	}
	c.extendReadDeadline()
	c.session.Receive(m.Bytes(), time.Now())
}

// closeAfterPanic ends the connection of a session that panicked.
func (c *Conn) closeAfterPanic() { c.Close(transport.BadFrame, "") }

// endSession ends the session, once, when reading has ended.
func (c *Conn) endSession(err error) {
	if c.sessionEnded {
		return
	}
	c.sessionEnded = true
	c.setEnd(reasonOf(err), "")
	c.session.Lost()
}

// reasonOf is the reason of an end that the client or the network caused.
func reasonOf(err error) transport.Reason {
	var goodbye *gws.CloseError
	var fault interface{ Uint16() uint16 } // gws's own close codes
	switch {
	case errors.As(err, &goodbye):
		return transport.Normal // whatever code the client sent
	case errors.As(err, &fault) && fault.Uint16() == uint16(transport.TooBig):
		return transport.TooBig
	case errors.As(err, &fault):
		return transport.BadFrame
	}
	return transport.Abnormal
}

// eventHandler passes gws's callbacks to their Conn.
type eventHandler struct{ gws.BuiltinEventHandler }

func connOf(ws *gws.Conn) *Conn { return ws.NetConn().(*filteredConn).conn }

func (eventHandler) OnMessage(ws *gws.Conn, m *gws.Message) { connOf(ws).onFrame(m) }
func (eventHandler) OnClose(ws *gws.Conn, err error)        { connOf(ws).endSession(err) }
func (eventHandler) OnPong(ws *gws.Conn, _ []byte)          { connOf(ws).allowControl() }

// allowControl counts a ping or pong; a flood of them ends the connection.
func (c *Conn) allowControl() bool {
	if !c.controlLimiter.Allow() {
		c.Close(transport.RateLimited, "too many pings at once")
		return false
	}
	c.extendReadDeadline()
	return true
}

func (eventHandler) OnPing(ws *gws.Conn, payload []byte) {
	c := connOf(ws)
	if !c.allowControl() {
		return
	}
	_ = c.raw.SetWriteDeadline(time.Now().Add(c.server.cfg.WriteTimeout))
	_ = ws.WritePong(payload)
}
