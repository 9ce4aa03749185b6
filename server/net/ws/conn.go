package ws

import (
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"time"

	"perihelion/shared/bucket"
	"perihelion/shared/transport"
	"perihelion/shared/wsframe"
)

// closeTimeout is how long a closing connection waits: for a blocked write to end before the
// close frame is written, and for the client to hang up.
const closeTimeout = time.Second

// Conn is a WebSocket connection. Only one goroutine at a time may call Send or KeepAlive; any
// may call Close.
type Conn struct {
	server  *Server
	slot    connSlot
	request string       // id of the HTTP request
	log     *slog.Logger // for lines about this connection

	// Of whoever reads.
	session       Session
	in            *wsframe.Reader
	frames, bytes bucket.Bucket // of all that the client sends
	controls      bucket.Bucket // of pings and pongs
	heardAt       time.Time     // when the time limit of reading was last extended
	hasSpoken     bool          // a message came
	discarded     int           // bytes read after the end
	sessionEnded  bool          // Lost was called

	lastPing time.Time // when Send last did

	writing   sync.Mutex // held while a frame is written
	closeSent bool       // nothing may be written any more; guarded by writing
	writtenAt time.Time  // when the time limit of writing was last extended; guarded by writing

	mu   sync.Mutex
	link link             // also read with writing held, and written with both
	end  transport.Closed // why the connection ended: the first reason counts
}

// link is the network connection below a Conn.
type link interface {
	// writeFrame writes a whole frame. It may return before the kernel has taken all of it, unless it
	// shall wait for that. It is called with Conn.writing held.
	writeFrame(frame []byte, wait bool) error
	// writeBy ends a write that blocks at t.
	writeBy(t time.Time)
	// readBy ends reading at t, unless it is called again before.
	readBy(t time.Time)
	// queueWrites makes every write return at once, and reports whether it can. drained is called
	// when the kernel has taken all. It is called with Conn.writing held.
	queueWrites(drained func()) bool
	// isFull reports whether the kernel has not taken all. It is called with Conn.writing held.
	isFull() bool
	// closeWrite ends the stream after what was written. It is called with Conn.writing held.
	closeWrite()
	// close frees the socket; the kernel still sends what was written.
	close()
	// cutOff frees the socket and discards what is unsent.
	cutOff()
}

func newConn(s *Server, l link, slot connSlot, request string) *Conn {
	limit := s.cfg.ReadLimit
	return &Conn{
		server: s, link: l, slot: slot, request: request, log: s.log.With("request", request), lastPing: time.Now(),
		in:       wsframe.NewReader(limit),
		frames:   bucket.New(frameRate, frameBurst),
		bytes:    bucket.New(byteRate, max(byteBurst, 2*limit)),
		controls: bucket.New(controlRate, controlBurst),
	}
}

// From is the address of the client, for logs.
func (c *Conn) From() netip.Addr { return c.slot.from }

// Request is the id of the HTTP request that became the connection, for logs.
func (c *Conn) Request() string { return c.request }

// Send writes one frame, which the caller may reuse afterwards. It blocks until the kernel
// has taken it, for at most the write timeout. After an error the connection is closed.
func (c *Conn) Send(frame []byte) error {
	if err := c.pingIfDue(time.Now()); err != nil {
		return err
	}
	return c.write(c.opcode(), frame, true)
}

// QueueWrites makes Send return at once from now on, and reports whether it does: only one that
// is swept can. What the kernel has no room for is queued, and ends the connection if it
// stays there for longer than the write timeout. So the caller should send nothing while the
// connection is Full. It calls drained when it is not any more; drained must not block.
func (c *Conn) QueueWrites(drained func()) bool {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.link.queueWrites(drained)
}

// Full reports whether something that was sent is queued.
func (c *Conn) Full() bool {
	c.writing.Lock()
	defer c.writing.Unlock()
	return c.link.isFull()
}

// KeepAlive keeps a connection alive on which nothing is sent, if a ping is due. It blocks like
// Send.
func (c *Conn) KeepAlive() { _ = c.pingIfDue(time.Now()) } // the next Send gets the same error

// pingIfDue keeps a client alive that sends nothing, such as a hidden tab. Send calls it: a
// client that is sent nothing has not joined a room yet, and may time out.
func (c *Conn) pingIfDue(now time.Time) error {
	if now.Sub(c.lastPing) <= c.server.cfg.IdleTimeout/2 {
		return nil
	}
	c.lastPing = now
	return c.write(wsframe.Ping, nil, true)
}

// frameBuffers are where messages become frames.
var frameBuffers = sync.Pool{New: func() any { return new([]byte) }}

// write writes a message as a frame, and ends the connection if it cannot.
func (c *Conn) write(op wsframe.Opcode, data []byte, wait bool) error {
	buf := frameBuffers.Get().(*[]byte)
	defer frameBuffers.Put(buf)
	*buf = wsframe.Append((*buf)[:0], op, data)
	c.writing.Lock()
	defer c.writing.Unlock()
	if c.closeSent { // do not cut the close frame off
		return &transport.Closed{Reason: transport.Abnormal}
	}
	if !c.link.isFull() { // or a client that reads nothing could have its time extended by asking for pongs
		c.extendWriting(time.Now())
	}
	if err := c.link.writeFrame(*buf, wait); err != nil {
		return c.writeFailed(err)
	}
	return nil
}

// lazily is by which part of itself a time limit may be shorter than configured: setting one
// for every frame would be a cost.
const lazily = 8

// extendWriting gives a write its time. At the end, the time limit is that of closing.
func (c *Conn) extendWriting(now time.Time) {
	timeout := c.server.cfg.WriteTimeout
	if now.Sub(c.writtenAt) < timeout/lazily {
		return
	}
	c.writtenAt = now
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason == 0 {
		c.link.writeBy(now.Add(timeout))
	}
}

// writeFailed ends the connection after a failed write, and returns the reason.
func (c *Conn) writeFailed(err error) error {
	reason := transport.Abnormal
	if errors.Is(err, os.ErrDeadlineExceeded) {
		reason = transport.TooSlow
	}
	if c.setEnd(reason, "") {
		c.link.cutOff() // a close frame would land in the middle of this frame
	}
	return c.endError()
}

func (c *Conn) opcode() wsframe.Opcode {
	if c.server.cfg.Subprotocol.Text {
		return wsframe.Text
	}
	return wsframe.Binary
}

// Close sends the reason to the client and ends the connection. It may block for a second
// at most, if a write is blocked. Abnormal is never sent: it means that the connection has
// failed, so it only lets reading end.
func (c *Conn) Close(r transport.Reason, text string) {
	if r == transport.Abnormal {
		c.readBy(time.Now().Add(closeTimeout))
		return
	}
	if c.setEnd(r, text) {
		c.sayClose(uint16(r), text)
	}
}

// sayClose sends a close frame as the last one. The connection has ended.
func (c *Conn) sayClose(code uint16, text string) {
	by := time.Now().Add(closeTimeout)
	c.mu.Lock()
	c.link.readBy(by)
	c.link.writeBy(by)
	c.mu.Unlock()
	c.writing.Lock()
	defer c.writing.Unlock()
	c.closeSent = true
	_ = c.link.writeFrame(wsframe.AppendClose(nil, code, text), false) // who cannot be told finds out
	c.link.closeWrite()
}

// cutOff ends the connection at once and discards what the kernel still holds for a client
// that does not read.
func (c *Conn) cutOff() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.link.cutOff()
}

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

// readBy sets when a client is silent for too long. At the end, the time limit is that of closing.
func (c *Conn) readBy(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason == 0 {
		c.link.readBy(t)
	}
}
