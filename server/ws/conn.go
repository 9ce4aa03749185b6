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

	"perihelion/server/httpx"
	"perihelion/server/panics"
	"perihelion/shared/transport"
)

const (
	// farewell is how long a closing connection waits: for a write that is stuck
	// to give way to the close frame, and for the other side's answer to it.
	farewell = time.Second
	// maxDrain bounds what is read only to be thrown away after the end.
	maxDrain = 256 << 10
)

// Conn is one WebSocket. One goroutine may Send at a time; anyone may Close.
type Conn struct {
	server  *Server
	ws      *gws.Conn
	raw     net.Conn
	hold    hold
	request string
	log     *slog.Logger // for lines about this connection
	session Session
	pinged  time.Time     // when Send last did
	control *rate.Limiter // of pings and pongs from the client
	left    bool          // the session has been told; of the reading goroutine

	mu  sync.Mutex
	end transport.Closed // why the connection ended: the first reason counts
}

// Pings and pongs never reach the session, which limits all else. Ours are many
// seconds apart, and no library sends them by the second for long.
const (
	controlRate  = 1 // a second
	controlBurst = 30
)

func newConn(s *Server, raw net.Conn, h hold, request string) *Conn {
	return &Conn{
		server: s, raw: raw, hold: h, request: request, log: s.log.With("request", request), pinged: time.Now(),
		control: rate.NewLimiter(controlRate, controlBurst),
	}
}

// From is the address of the client, for logs.
func (c *Conn) From() netip.Addr { return c.hold.from }

// Request is the id of the request that became the connection, for logs.
func (c *Conn) Request() string { return c.request }

// Send writes one frame, which is the caller's again afterwards. It blocks until
// the kernel has taken it, for at most the write timeout. After an error the
// connection is gone.
func (c *Conn) Send(frame []byte) error {
	now := time.Now()
	_ = c.raw.SetWriteDeadline(now.Add(c.server.cfg.WriteTimeout))
	c.ping(now)
	if err := c.ws.WriteMessage(c.opcode(), frame); err != nil {
		return c.broken(err)
	}
	return nil
}

// broken ends the connection after a write that came to nothing, and says why.
func (c *Conn) broken(err error) error {
	reason := transport.Abnormal
	switch {
	case errors.Is(err, gws.ErrConnClosed): // a close frame is on its way; do not cut it off
		return &transport.Closed{Reason: reason}
	case errors.Is(err, os.ErrDeadlineExceeded):
		reason = transport.TooSlow
	}
	if c.ended(reason, "") {
		c.hangUp() // a close frame would land in the middle of this one
	}
	return c.why()
}

func (c *Conn) opcode() gws.Opcode {
	if c.server.cfg.Language.Text {
		return gws.OpcodeText
	}
	return gws.OpcodeBinary
}

// Ping keeps a client alive to which there is nothing to Send, and which so would
// not be pinged. It blocks as Send does, and must not be called beside it.
func (c *Conn) Ping() {
	now := time.Now()
	_ = c.raw.SetWriteDeadline(now.Add(c.server.cfg.WriteTimeout))
	c.ping(now)
}

// ping keeps a client alive that has nothing to say, such as a hidden tab. It
// rides along with a frame: who is sent nothing is not in a room yet, and may
// time out.
func (c *Conn) ping(now time.Time) {
	if now.Sub(c.pinged) > c.server.cfg.IdleTimeout/2 {
		c.pinged = now
		_ = c.ws.WritePing(nil) // the write after it meets the same error
	}
}

// Close tells the client why and ends the connection. It may block for as long
// as a stuck write takes to give way, a second at most. Abnormal cannot be told:
// whoever says that saw the connection end, and it does.
func (c *Conn) Close(r transport.Reason, text string) {
	if r == transport.Abnormal {
		_ = c.raw.SetReadDeadline(time.Now().Add(farewell))
		return
	}
	if !c.ended(r, text) {
		return
	}
	_ = c.raw.SetWriteDeadline(time.Now().Add(farewell))
	_ = c.ws.WriteClose(uint16(r), []byte(text)) // cuts the text itself
}

// hangUp ends the connection at once. What the kernel still holds for a client
// that does not read is thrown away with it.
func (c *Conn) hangUp() { httpx.HangUp(c.raw) }

// ended notes why, and tells whether this was the first reason.
func (c *Conn) ended(r transport.Reason, text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason != 0 {
		return false
	}
	c.end = transport.Closed{Reason: r, Text: text}
	return true
}

func (c *Conn) why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := c.end
	return &end
}

func (c *Conn) reason() transport.Reason {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end.Reason
}

// serve reads until the end of the connection. A panic, of the session or of the
// library that reads for us, ends this connection and no other.
func (c *Conn) serve(ticket string, open Open) {
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.abandon)
	c.session = open(c, ticket)
	c.listen()
	c.ws.ReadLoop()
	// Closing a socket with unread bytes resets it, and the close frame on its way
	// to the client would be lost. So read on until the client hangs up.
	_ = c.raw.SetReadDeadline(time.Now().Add(farewell))
	_, _ = io.CopyN(io.Discard, c.raw, maxDrain)
	if c.reason() == transport.TooSlow { // or the kernel would go on for minutes, for somebody who does not read
		c.hangUp()
		return
	}
	_ = c.raw.Close()
}

// abandon hangs up after a panic below serve. It sends no close frame: the library
// may be in any state. The session hears of the end, if it has not yet.
func (c *Conn) abandon() {
	c.ended(transport.Abnormal, "")
	c.hangUp()
	if c.session != nil {
		c.lost(nil)
	}
}

// listen grants the client another while of silence.
func (c *Conn) listen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason == 0 { // or the deadline is that of the farewell already
		_ = c.raw.SetReadDeadline(time.Now().Add(c.server.cfg.IdleTimeout))
	}
}

// receive takes a message on the reading goroutine. A panic of the session ends
// this connection only.
func (c *Conn) receive(m *gws.Message) {
	defer m.Close()
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.excuse)
	if c.reason() != 0 { // only waiting for the other side's farewell
		return
	}
	if m.Opcode != c.opcode() {
		c.Close(transport.BadFrame, "frames of this kind are not spoken here")
		return
	}
	c.listen()
	c.session.Receive(m.Bytes(), time.Now())
}

// excuse ends the connection of a session that panicked.
func (c *Conn) excuse() { c.Close(transport.BadFrame, "") }

// lost ends the session, once, when reading ended.
func (c *Conn) lost(err error) {
	if c.left {
		return
	}
	c.left = true
	c.ended(reasonOf(err), "")
	c.session.Lost()
}

// reasonOf says why a connection ended that we did not close.
func reasonOf(err error) transport.Reason {
	var goodbye *gws.CloseError
	var fault interface{ Uint16() uint16 } // gws's own close codes
	switch {
	case errors.As(err, &goodbye):
		return transport.Normal // with whatever code the client liked
	case errors.As(err, &fault) && fault.Uint16() == uint16(transport.TooBig):
		return transport.TooBig
	case errors.As(err, &fault):
		return transport.BadFrame
	}
	return transport.Abnormal
}

// events hands gws's callbacks to the Conn that they belong to.
type events struct{ gws.BuiltinEventHandler }

func conn(ws *gws.Conn) *Conn { return ws.NetConn().(*wire).conn }

func (events) OnMessage(ws *gws.Conn, m *gws.Message) { conn(ws).receive(m) }
func (events) OnClose(ws *gws.Conn, err error)        { conn(ws).lost(err) }
func (events) OnPong(ws *gws.Conn, _ []byte)          { conn(ws).tolerates() }

// tolerates notes a control frame; a flood of them ends the connection.
func (c *Conn) tolerates() bool {
	if !c.control.Allow() {
		c.Close(transport.RateLimited, "too many pings at once")
		return false
	}
	c.listen()
	return true
}

func (events) OnPing(ws *gws.Conn, payload []byte) {
	c := conn(ws)
	if !c.tolerates() {
		return
	}
	_ = c.raw.SetWriteDeadline(time.Now().Add(c.server.cfg.WriteTimeout))
	_ = ws.WritePong(payload)
}
