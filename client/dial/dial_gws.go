//go:build !js

package dial

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/shared/wsframe"

	"github.com/lxzan/gws"
)

const (
	// sendTimeout ends a connection that takes nothing off our hands for so long.
	sendTimeout = 5 * time.Second
	// closeTimeout is how long a closed socket lingers for the other side's answer.
	// Closing at once would reset the connection and could take our last frames along.
	closeTimeout = time.Second
)

func connect(ctx context.Context, url string, h dialOptions) (transport.Conn, error) {
	c := &conn{in: transport.NewInbox(inboxSize), frameType: gws.OpcodeBinary}
	if h.textFrames {
		c.frameType = gws.OpcodeText
	}
	header := http.Header{}
	if len(h.subprotocols) > 0 {
		header.Set("Sec-Websocket-Protocol", strings.Join(h.subprotocols, ", "))
	}
	d := dialer{ctx: ctx}
	defer d.stopWatching()
	ws, resp, err := gws.NewClient(c, &gws.ClientOption{
		Addr:               url,
		NewDialer:          func() (gws.Dialer, error) { return &d, nil },
		ReadMaxPayloadSize: protocol.MaxServerFrame,
		RequestHeader:      header,
	})
	switch {
	case ctx.Err() != nil:
		if ws != nil {
			_ = ws.NetConn().Close()
		}
		return nil, fmt.Errorf("dial %s: %w", url, ctx.Err())
	case err != nil && resp != nil && resp.StatusCode != http.StatusSwitchingProtocols:
		return nil, handshakeError(url, resp.Status)
	case err != nil:
		return nil, handshakeError(url, err.Error())
	}
	c.ws = ws
	go c.readUntilClosed() // ends with the connection
	return c, nil
}

// read reads until the end of the connection. Should a frame make the library panic,
// the connection is lost, and the game is not.
func (c *conn) readUntilClosed() {
	defer func() {
		if cause := recover(); cause != nil {
			_ = c.ws.NetConn().Close()
			c.in.End(transport.Closed{Reason: transport.Abnormal, Text: fmt.Sprint("the WebSocket broke: ", cause)})
		}
	}()
	c.ws.ReadLoop()
}

// dialer makes gws, which knows no contexts, respect one while it shakes hands.
type dialer struct {
	ctx  context.Context
	stop func() bool
}

func (d *dialer) Dial(network, addr string) (net.Conn, error) {
	var nd net.Dialer // its connections have no delay by default
	nc, err := nd.DialContext(d.ctx, network, addr)
	if err == nil {
		d.stop = context.AfterFunc(d.ctx, func() { _ = nc.Close() })
		nc = &checkedConn{Conn: nc, scanner: wsframe.Scanner{Max: protocol.MaxServerFrame}}
	}
	return nc, err
}

func (d *dialer) stopWatching() {
	if d.stop != nil {
		d.stop()
	}
}

// conn turns gws's events into a transport.Conn.
type conn struct {
	gws.BuiltinEventHandler
	in        *transport.Inbox
	ws        *gws.Conn
	frameType gws.Opcode
}

func (c *conn) Send(frame []byte) error {
	if err := c.in.Err(); err != nil {
		return err
	}
	_ = c.ws.NetConn().SetWriteDeadline(time.Now().Add(sendTimeout))
	if err := c.ws.WriteMessage(gws.OpcodeBinary, frame); err != nil {
		c.in.End(transport.Closed{Reason: transport.Abnormal, Text: err.Error()})
		return c.in.Err()
	}
	return nil
}

func (c *conn) Receive() ([]byte, error) { return c.in.Receive() }

func (c *conn) Close(r transport.Reason) {
	if c.in.Err() != nil {
		return
	}
	c.in.Cut(transport.Closed{Reason: r})
	nc := c.ws.NetConn()
	if r == transport.Abnormal {
		_ = nc.Close()
		return
	}
	_ = nc.SetDeadline(time.Now().Add(closeTimeout)) // also frees a sender that is stuck
	_ = c.ws.WriteMessage(gws.OpcodeCloseConnection, binary.BigEndian.AppendUint16(nil, uint16(r)))
}

// OnMessage blocks while the client is behind, and so does the server.
func (c *conn) OnMessage(_ *gws.Conn, m *gws.Message) {
	if m.Opcode == c.frameType {
		_ = c.in.Put(m.Bytes()) // fails only when nobody listens any more
	} else {
		c.Close(transport.BadFrame)
	}
	_ = m.Close()
}

// OnPing answers within the deadline of a frame.
func (c *conn) OnPing(ws *gws.Conn, payload []byte) {
	_ = ws.NetConn().SetWriteDeadline(time.Now().Add(sendTimeout))
	_ = ws.WritePong(payload)
}

// OnClose comes once, at the end of ReadLoop.
func (c *conn) OnClose(_ *gws.Conn, err error) { c.in.End(closedFrom(err)) }

// closedFrom reads the errors of gws and of wire: a close frame, a rule the server broke,
// a broken link.
func closedFrom(err error) transport.Closed {
	if v, ok := errors.AsType[*wsframe.Violation](err); ok {
		reason := transport.ProtocolError
		if v.Kind == wsframe.TooBig {
			reason = transport.TooBig
		}
		return transport.Closed{Reason: reason, Text: err.Error()}
	}
	if e, ok := errors.AsType[*gws.CloseError](err); ok && e.Code != 0 {
		return transport.Closed{Reason: transport.Reason(e.Code), Text: string(e.Reason)}
	}
	var rule interface{ Uint16() uint16 }
	if errors.As(err, &rule) {
		return transport.Closed{Reason: transport.Reason(rule.Uint16()), Text: err.Error()}
	}
	return transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
}
