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
	// sendTimeout ends a connection to which a frame cannot be written for so long.
	sendTimeout = 5 * time.Second
	// closeTimeout is how long a closed connection waits for the close frame of the server.
	// Closing the socket at once could reset the connection and lose our last frames.
	closeTimeout = time.Second
)

// connect opens a WebSocket with gws. ctx limits the handshake only.
func connect(ctx context.Context, url string, o dialOptions) (transport.Conn, error) {
	c := &conn{in: transport.NewInbox(inboxSize), frameType: gws.OpcodeBinary}
	if o.textFrames {
		c.frameType = gws.OpcodeText
	}
	header := http.Header{}
	if len(o.subprotocols) > 0 {
		header.Set("Sec-Websocket-Protocol", strings.Join(o.subprotocols, ", "))
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

// readUntilClosed reads until the end of the connection. If a frame makes gws panic, only
// the connection is lost.
func (c *conn) readUntilClosed() {
	defer func() {
		if cause := recover(); cause != nil {
			_ = c.ws.NetConn().Close()
			c.in.End(transport.Closed{Reason: transport.Abnormal, Text: fmt.Sprint("the WebSocket broke: ", cause)})
		}
	}()
	c.ws.ReadLoop()
}

// dialer gives the handshake of gws, which does not take a context, one.
type dialer struct {
	ctx  context.Context
	stop func() bool
}

func (d *dialer) Dial(network, addr string) (net.Conn, error) {
	var nd net.Dialer // sets TCP_NODELAY by default
	nc, err := nd.DialContext(d.ctx, network, addr)
	if err == nil {
		d.stop = context.AfterFunc(d.ctx, func() { _ = nc.Close() })
		nc = &checkedConn{Conn: nc, scanner: wsframe.Scanner{Max: protocol.MaxServerFrame}}
	}
	return nc, err
}

// stopWatching detaches the connection from the context.
func (d *dialer) stopWatching() {
	if d.stop != nil {
		d.stop()
	}
}

// conn is a transport.Conn. It gets the events of gws.
type conn struct {
	gws.BuiltinEventHandler
	in        *transport.Inbox
	ws        *gws.Conn
	frameType gws.Opcode // that the server may send
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
	_ = nc.SetDeadline(time.Now().Add(closeTimeout)) // also ends a Send that blocks
	_ = c.ws.WriteMessage(gws.OpcodeCloseConnection, binary.BigEndian.AppendUint16(nil, uint16(r)))
}

// OnMessage blocks while the inbox is full, which slows the server down.
func (c *conn) OnMessage(_ *gws.Conn, m *gws.Message) {
	if m.Opcode == c.frameType {
		_ = c.in.Put(m.Bytes()) // fails only after the end of the connection
	} else {
		c.Close(transport.BadFrame)
	}
	_ = m.Close()
}

// OnPing answers, with the same timeout as Send.
func (c *conn) OnPing(ws *gws.Conn, payload []byte) {
	_ = ws.NetConn().SetWriteDeadline(time.Now().Add(sendTimeout))
	_ = ws.WritePong(payload)
}

// OnClose is called once, at the end of ReadLoop.
func (c *conn) OnClose(_ *gws.Conn, err error) { c.in.End(closedFrom(err)) }

// closedFrom converts an error of gws or of checkedConn: the server sent a close frame,
// broke the protocol, or the connection was lost.
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
