package lobby

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
)

// maxReplayBytes is the longest log that is read: an hour of sixteen players is a third of it.
const maxReplayBytes = 64 << 20

// Replay returns the log of a match. done counts the bytes that have come so far, while it
// comes; it may be read by any goroutine.
func (c *Client) Replay(ctx context.Context, match string, done *atomic.Int64) ([]byte, error) {
	r, err := c.newRequest(ctx, &request{method: http.MethodGet, path: "v1/matches/" + url.PathEscape(match) + "/replay"})
	if err != nil {
		return nil, fmt.Errorf("lobby: %w", err)
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	resp, err := h.Do(r)
	if err != nil {
		return nil, fmt.Errorf("lobby: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		err := decodeResponse(resp, nil)
		if err == nil {
			err = errors.New(resp.Status)
		}
		return nil, fmt.Errorf("lobby: replay of %s: %w", match, err)
	}
	log, err := io.ReadAll(io.LimitReader(&countingReader{resp.Body, done}, maxReplayBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("lobby: replay of %s: %w", match, err)
	case len(log) > maxReplayBytes:
		return nil, fmt.Errorf("lobby: replay of %s: %w", match, errResponseTooLong)
	}
	return log, nil
}

// countingReader counts what was read.
type countingReader struct {
	io.Reader
	done *atomic.Int64
}

func (r *countingReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	r.done.Add(int64(n))
	return n, err
}
