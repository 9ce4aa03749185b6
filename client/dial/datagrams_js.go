package dial

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// errNoDatagrams is a browser without datagrams that work. WebKit has WebTransport, but drops
// datagrams of it, on every browser of iOS as well.
var errNoDatagrams = errors.New("this browser has no datagrams")

// Datagrams opens datagrams as o says, by the browser's WebTransport. ctx limits the handshake only.
func Datagrams(ctx context.Context, o protocol.Offer) (transport.Datagrams, error) {
	constructor := js.Global().Get("WebTransport")
	if constructor.IsUndefined() || isWebKit() {
		return nil, errNoDatagrams
	}
	d := &jsDatagrams{in: transport.NewInbox(inboxSize)}
	if err := try(func() { d.wt = constructor.New(datagramURL(o).String(), datagramOptions(o)) }); err != nil {
		return nil, err
	}
	opened := make(chan error, 1)
	d.then(d.wt.Get("ready"), func(js.Value) { opened <- nil }, func(e js.Value) { opened <- jsError(e) })
	d.then(d.wt.Get("closed"), func(js.Value) { d.markEnd("closed") }, func(e js.Value) { d.markEnd(e.Call("toString").String()) })
	select {
	case err := <-opened:
		if err == nil {
			err = try(d.takeStreams)
		}
		if err != nil {
			d.Close(transport.Normal)
			return nil, fmt.Errorf("open datagrams: %w", err)
		}
		return d, nil
	case <-ctx.Done():
		d.Close(transport.Normal)
		return nil, ctx.Err()
	}
}

// isWebKit reports whether the browser's engine is WebKit. Chromium says so, too, but names itself.
func isWebKit() bool {
	agent := js.Global().Get("navigator").Get("userAgent").String()
	return strings.Contains(agent, "AppleWebKit") && !strings.Contains(agent, "Chrome/")
}

func datagramOptions(o protocol.Offer) map[string]any {
	var hashes []any
	for _, h := range o.Hashes {
		value := js.Global().Get("Uint8Array").New(len(h))
		js.CopyBytesToJS(value, h)
		hashes = append(hashes, map[string]any{"algorithm": "sha-256", "value": value})
	}
	options := map[string]any{"requireUnreliable": true, "congestionControl": "low-latency"}
	if hashes != nil {
		options["serverCertificateHashes"] = hashes
	}
	return options
}

// jsDatagrams is a transport.Datagrams.
type jsDatagrams struct {
	wt, reader, writer js.Value
	in                 *transport.Inbox
	onRead, onFailed   js.Func
	nop                js.Func
}

// takeStreams takes the streams of datagrams; newer browsers only have createWritable.
func (d *jsDatagrams) takeStreams() {
	datagrams := d.wt.Get("datagrams")
	writable := datagrams.Get("writable")
	if writable.IsUndefined() {
		writable = datagrams.Call("createWritable")
	}
	d.writer = writable.Call("getWriter")
	d.reader = datagrams.Get("readable").Call("getReader")
	d.nop = js.FuncOf(func(js.Value, []js.Value) any { return nil })
	d.onFailed = js.FuncOf(func(_ js.Value, args []js.Value) any {
		d.markEnd("reading failed")
		return nil
	})
	d.onRead = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("done").Bool() {
			d.markEnd("closed")
			return nil
		}
		value := args[0].Get("value")
		if n := value.Get("byteLength").Int(); n <= protocol.MaxDatagram {
			message := make([]byte, n)
			js.CopyBytesToGo(message, value)
			d.in.TryPut(message) // what there is no room for is lost
		}
		d.read()
		return nil
	})
	d.read()
}

func (d *jsDatagrams) read() { d.reader.Call("read").Call("then", d.onRead, d.onFailed) }

func (d *jsDatagrams) markEnd(why string) {
	d.in.End(transport.Closed{Reason: transport.Abnormal, Text: why})
}

func (d *jsDatagrams) Send(message []byte) error {
	if err := d.in.Err(); err != nil {
		return err
	}
	data := js.Global().Get("Uint8Array").New(len(message))
	js.CopyBytesToJS(data, message)
	return try(func() { d.writer.Call("write", data).Call("catch", d.nop) })
}

func (d *jsDatagrams) Receive() ([]byte, error) { return d.in.Receive() }

func (d *jsDatagrams) Close(r transport.Reason) {
	if d.in.Err() == nil {
		d.in.Cut(transport.Closed{Reason: r})
	}
	_ = try(func() { d.wt.Call("close") }) // it may be closed, or never have opened
}

// then calls one of both when a promise is settled.
func (d *jsDatagrams) then(promise js.Value, done, failed func(js.Value)) {
	var onDone, onFailed js.Func
	release := func() { onDone.Release(); onFailed.Release() }
	wrap := func(f func(js.Value)) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			defer release()
			f(args[0])
			return nil
		})
	}
	onDone, onFailed = wrap(done), wrap(failed)
	promise.Call("then", onDone, onFailed)
}

func jsError(e js.Value) error { return errors.New(e.Call("toString").String()) }

// try returns what f makes JavaScript throw.
func try(f func()) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case js.Error:
			err = e
		default:
			panic(e)
		}
	}()
	f()
	return nil
}
