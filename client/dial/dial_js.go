package dial

import (
	"context"
	"fmt"
	"sync"
	"syscall/js"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// maxBuffered is what the browser may hold back for us: half a minute of inputs.
// Beyond it the uplink is dead and a new connection is better.
const maxBuffered = 16 << 10

// connect drives the browser's WebSocket itself: the wrappers we tried lose close
// codes, close with codes that browsers refuse, and queue without bound.
func connect(ctx context.Context, url string, h dialOptions) (transport.Conn, error) {
	c := &conn{in: transport.NewInbox(inboxSize), textFrames: h.textFrames}
	if err := c.createSocket(url, h.subprotocols); err != nil {
		return nil, handshakeError(url, err.Error())
	}
	opened := make(chan struct{})
	ended := make(chan struct{})
	c.setCallback("open", func(js.Value) { close(opened) })
	c.setCallback("message", c.onMessage)
	c.setCallback("close", func(e js.Value) {
		c.in.End(transport.Closed{Reason: transport.Reason(e.Get("code").Int()), Text: e.Get("reason").String()})
		c.removeCallbacks()
		close(ended)
	})
	select {
	case <-opened:
		return c, nil
	case <-ended:
		return nil, fmt.Errorf("dial %s: %w", url, c.in.Err())
	case <-ctx.Done():
		c.Close(transport.Normal)
		return nil, fmt.Errorf("dial %s: %w", url, ctx.Err())
	}
}

type conn struct {
	in         *transport.Inbox
	textFrames bool // the frames are text
	ws         js.Value
	callbacks  map[string]js.Func // by event
	once       sync.Once
}

// createSocket turns what the browser throws at a bad URL into an error.
func (c *conn) createSocket(url string, offers []string) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case js.Error:
			err = e
		default:
			panic(e)
		}
	}()
	protocols := []any{}
	for _, p := range offers {
		protocols = append(protocols, p)
	}
	c.callbacks = make(map[string]js.Func)
	c.ws = js.Global().Get("WebSocket").New(url, protocols)
	c.ws.Set("binaryType", "arraybuffer")
	return nil
}

func (c *conn) setCallback(event string, f func(e js.Value)) {
	c.callbacks[event] = js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	c.ws.Set("on"+event, c.callbacks[event])
}

// release gives the callbacks back. The browser must forget them first: calling
// a released one is an error in its console.
func (c *conn) removeCallbacks() {
	c.once.Do(func() {
		for event, f := range c.callbacks {
			c.ws.Set("on"+event, js.Null())
			f.Release()
		}
	})
}

// onMessage runs on the browser's event loop and must not block: a client so far
// behind, in a background tab maybe, loses its connection and resumes later.
func (c *conn) onMessage(e js.Value) {
	data := e.Get("data")
	if (data.Type() == js.TypeString) != c.textFrames {
		c.Close(transport.BadFrame)
		return
	}
	frame := copyFrame(data)
	if len(frame) > protocol.MaxServerFrame {
		c.Close(transport.TooBig)
		return
	}
	if !c.in.TryPut(frame) {
		c.Close(transport.TooSlow)
	}
}

// copyFrame is a copy of the frame, or of as much as is enough to refuse it.
func copyFrame(data js.Value) []byte {
	if data.Type() == js.TypeString {
		return []byte(data.String())
	}
	n := min(data.Get("byteLength").Int(), protocol.MaxServerFrame+1)
	frame := make([]byte, n)
	js.CopyBytesToGo(frame, js.Global().Get("Uint8Array").New(data).Call("subarray", 0, n))
	return frame
}

func (c *conn) Send(frame []byte) error {
	if err := c.in.Err(); err != nil {
		return err
	}
	if c.ws.Get("bufferedAmount").Int() > maxBuffered {
		c.Close(transport.TooSlow)
		return c.in.Err()
	}
	data := js.Global().Get("Uint8Array").New(len(frame))
	js.CopyBytesToJS(data, frame)
	c.ws.Call("send", data)
	return nil
}

func (c *conn) Receive() ([]byte, error) { return c.in.Receive() }

func (c *conn) Close(r transport.Reason) {
	if c.in.Err() != nil {
		return
	}
	c.in.Cut(transport.Closed{Reason: r})
	c.removeCallbacks()
	if r < 3000 {
		r = transport.Normal // the only one of these that a page may send
	}
	c.ws.Call("close", int(r))
}
