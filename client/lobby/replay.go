package lobby

import (
	"context"
	"fmt"
	"net/url"
	"sync/atomic"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// maxReplayBytes is the longest log that is read: an hour of sixteen players is a third of it.
const maxReplayBytes = 64 << 20

// Replay returns the log of a match; pass lets an operator see one of others. done counts the bytes that have come so far, while it
// comes; it may be read by any goroutine.
func (c *Client) Replay(ctx context.Context, match, pass string, done *atomic.Int64) ([]byte, error) {
	return c.download(ctx, "v1/matches/"+url.PathEscape(match)+"/replay", pass, done)
}

// RoomLog lists what may be seen of a match that is played, in a room that is named by its
// id or code, with the ETag of the list. If it is still that of tag, the error is
// ErrUnchanged.
func (c *Client) RoomLog(ctx context.Context, room, tag string) (l api.RoomLog, next string, err error) {
	info, err := c.sendRequest(ctx, &request{method: fetch.Get, path: "v1/rooms/" + url.PathEscape(room) + "/log", etag: tag}, &l)
	return l, info.etag, err
}

// LogSegment returns a segment that RoomLog lists; 0 is the header of the log.
func (c *Client) LogSegment(ctx context.Context, room string, log int64, segment int, done *atomic.Int64) ([]byte, error) {
	return c.download(ctx, fmt.Sprintf("v1/rooms/%s/log/%d/%d", url.PathEscape(room), log, segment), "", done)
}

// download returns the bytes at a path. done counts them while they come.
func (c *Client) download(ctx context.Context, path, pass string, done *atomic.Int64) ([]byte, error) {
	r, err := c.newRequest(&request{method: fetch.Get, path: path})
	if err != nil {
		return nil, fmt.Errorf("lobby: %w", err)
	}
	if pass != "" {
		r.Header[api.ReplayPassHeader] = pass
	}
	resp, err := c.Send(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("lobby: %w", err)
	}
	defer resp.Close()
	if resp.Status != api.StatusOK {
		err := decodeResponse(resp, nil)
		if err == nil {
			err = statusError(resp.Status)
		}
		return nil, fmt.Errorf("lobby: GET %s: %w", path, err)
	}
	b, err := readBody(resp, maxReplayBytes, done)
	if err != nil {
		return nil, fmt.Errorf("lobby: GET %s: %w", path, err)
	}
	return b, nil
}
