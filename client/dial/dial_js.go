package dial

import (
	"context"
	"fmt"
	"sync"
	"syscall/js"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// maxBuffered is how many bytes the browser may buffer for sending: half a minute of
// inputs. Beyond it the uplink is dead, and a new connection is better.
const maxBuffered = 16 << 10

// open is the readyState of a WebSocket that can send.
const open = 1

// connect opens a WebSocket of the browser. ctx limits the handshake only.
func connect(ctx context.Context, url string, o dialOptions) (transport.Conn, error) {
	c := &conn{in: transport.NewInbox(inboxSize), textFrames: o.textFrames}
	if err := c.createSocket(url, o.subprotocols); err != nil {
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

// conn is a transport.Conn.
type conn struct {
	in         *transport.Inbox
	textFrames bool // the server may send text frames, else binary frames
	ws         js.Value
	callbacks  map[string]js.Func // by event
	removeOnce sync.Once
}

// createSocket creates the WebSocket. What the browser throws, as for an invalid URL, is
// returned as an error.
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

// setCallback sets the handler of an event.
func (c *conn) setCallback(event string, f func(e js.Value)) {
	c.callbacks[event] = js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	c.ws.Set("on"+event, c.callbacks[event])
}

// removeCallbacks releases the callbacks. They are removed from the WebSocket first,
// because a call of a released callback is an error in the browser's console.
func (c *conn) removeCallbacks() {
	c.removeOnce.Do(func() {
		for event, f := range c.callbacks {
			c.ws.Set("on"+event, js.Null())
			f.Release()
		}
	})
}

// onMessage runs on the browser's event loop and must not block. If the inbox is full, as
// may happen in a background tab, it closes the connection; the client resumes later.
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

// copyFrame is a copy of the frame. Of a frame that is too long it copies one byte more
// than allowed.
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
	if c.ws.Get("readyState").Int() != open {
		return nil // it is closing: what is sent is lost, and the event that is on its way says why
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
		r = transport.Normal // the only code below 3000 that a page may send
	}
	c.ws.Call("close", int(r))
}
