package lobby

import (
	"context"
	"net/url"
	"strconv"
	"sync/atomic"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// Daily is what everybody flies today in a game, with its ETag. If that is still tag, the
// error is ErrUnchanged.
func (c *Client) Daily(ctx context.Context, game, tag string) (d api.Daily, next string, err error) {
	info, err := c.sendRequest(ctx, &request{method: fetch.Get, path: "v1/daily", query: url.Values{"game": {game}}, etag: tag}, &d)
	return d, info.etag, err
}

// DailyBoard is the board of a day, or with around the lines around us.
func (c *Client) DailyBoard(ctx context.Context, date, game string, around bool, limit int) (b api.DailyBoard, err error) {
	query := url.Values{"game": {game}, "limit": {strconv.Itoa(limit)}}
	if around {
		query.Set("around", "me")
	}
	_, err = c.sendRequest(ctx, &request{method: fetch.Get, path: dailyPath(date, "board"), query: query}, &b)
	return b, err
}

// SendRun sends the log of a run of a day.
func (c *Client) SendRun(ctx context.Context, date, game string, log []byte) (r api.DailyResult, err error) {
	_, err = c.sendRequest(ctx, &request{method: fetch.Post, path: dailyPath(date, "runs"), query: url.Values{"game": {game}}, raw: log}, &r)
	return r, err
}

// RunLog is the log of a run on the board of a day. done counts the bytes while they come.
func (c *Client) RunLog(ctx context.Context, date, run string, done *atomic.Int64) ([]byte, error) {
	return c.download(ctx, dailyPath(date, "runs", run, "log"), "", done)
}

func dailyPath(date string, parts ...string) string {
	path := "v1/daily/" + url.PathEscape(date)
	for _, p := range parts {
		path += "/" + url.PathEscape(p)
	}
	return path
}
