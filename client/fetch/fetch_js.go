package fetch

import (
	"context"
	"errors"
	"io"
	"syscall/js"

	"perihelion/client/page"
)

// Send implements Sender, by the fetch of the page.
func Send(ctx context.Context, r *Request) (*Response, error) {
	abort := js.Global().Get("AbortController").New()
	options := map[string]any{"method": r.Method, "signal": abort.Get("signal")}
	header := map[string]any{}
	for name, value := range r.Header {
		header[name] = value
	}
	options["headers"] = header
	if r.Body != nil {
		body := js.Global().Get("Uint8Array").New(len(r.Body))
		js.CopyBytesToJS(body, r.Body)
		options["body"] = body
	}
	answer, err := await(ctx, abort, func() js.Value { return js.Global().Call("fetch", r.URL, options) })
	if err != nil {
		return nil, err
	}
	reader := js.Undefined()
	if stream := answer.Get("body"); stream.Truthy() {
		reader = stream.Call("getReader")
	}
	headers := answer.Get("headers")
	return &Response{
		Status: answer.Get("status").Int(),
		Header: func(name string) string {
			if v := headers.Call("get", name); v.Type() == js.TypeString {
				return v.String()
			}
			return ""
		},
		Next:  func() ([]byte, error) { return nextPart(ctx, abort, reader) },
		Close: func() { abort.Call("abort") },
	}, nil
}

// nextPart waits for the next part of a stream, which may be undefined.
func nextPart(ctx context.Context, abort, reader js.Value) ([]byte, error) {
	if !reader.Truthy() {
		return nil, io.EOF
	}
	part, err := await(ctx, abort, func() js.Value { return reader.Call("read") })
	if err != nil {
		return nil, err
	}
	if part.Get("done").Bool() {
		return nil, io.EOF
	}
	value := part.Get("value")
	bytes := make([]byte, value.Get("byteLength").Int())
	js.CopyBytesToGo(bytes, value)
	return bytes, nil
}

// await starts what gives a promise and waits for its value. The end of ctx aborts it.
func await(ctx context.Context, abort js.Value, start func() js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	done := make(chan result, 1)
	var kept, broken js.Func
	settle := func(r result) {
		kept.Release()
		broken.Release()
		done <- r
	}
	kept = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle(result{value: args[0]})
		return nil
	})
	broken = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle(result{err: errors.New(js.Global().Call("String", args[0]).String())}) // whatever it is
		return nil
	})
	if err := page.Try(func() { start().Call("then", kept, broken) }); err != nil {
		kept.Release()
		broken.Release()
		return js.Value{}, err
	}
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		abort.Call("abort") // the promise breaks, which releases the functions
		return js.Value{}, ctx.Err()
	}
}
