//go:build !js

package fetch

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// Send implements Sender, by http.DefaultClient.
func Send(ctx context.Context, r *Request) (*Response, error) { return By(http.DefaultClient)(ctx, r) }

// By is the Sender that uses c.
func By(c *http.Client) Sender {
	return func(ctx context.Context, r *Request) (*Response, error) {
		var body io.Reader
		if r.Body != nil {
			body = bytes.NewReader(r.Body)
		}
		req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, body)
		if err != nil {
			return nil, err
		}
		for name, value := range r.Header {
			req.Header.Set(name, value)
		}
		resp, err := c.Do(req)
		if err != nil {
			return nil, err
		}
		part := make([]byte, 32<<10)
		return &Response{
			Status: resp.StatusCode, Header: resp.Header.Get,
			Next: func() ([]byte, error) {
				n, err := resp.Body.Read(part)
				return part[:n], err
			},
			Close: func() { _ = resp.Body.Close() }, // what came has been read
		}, nil
	}
}
