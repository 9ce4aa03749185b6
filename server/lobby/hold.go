package lobby

import (
	"context"
	"net/http"
	"time"

	"perihelion/server/httpx"
)

// Patience is how long a client wants to wait for news.
type Patience struct {
	Wait int `query:"wait" minimum:"0" maximum:"25" doc:"with If-None-Match: for so many seconds the answer may wait for a change"`
}

// hold lets a request wait until free is called, for as long as it wants but not
// beyond the life of the server.
func (l *Lobby) hold(ctx context.Context, most time.Duration) (_ context.Context, free func(), _ error) {
	c := callerOf(ctx)
	if err := l.held.Take(c.from); err != nil {
		return nil, nil, &httpx.Refusal{Status: http.StatusTooManyRequests, Kind: "too-many-waiting", Detail: "too many requests of yours are waiting", Retry: 5 * time.Second}
	}
	// Otherwise net/http takes the end of the time for reading a request, which has
	// long been read, for the end of the client.
	_ = c.control.SetReadDeadline(time.Time{})
	ctx, cancel := context.WithTimeout(ctx, most)
	stop := context.AfterFunc(l.life, cancel)
	return ctx, func() { stop(); cancel(); l.held.Give(c.from) }, nil
}

// await answers with what watch says: at once, or when it is of another version
// than k, or when p ends.
func await[T any](ctx context.Context, l *Lobby, k Known, p Patience, watch func(ctx context.Context, known int) (T, int, error)) (*tagged[T], error) {
	version := k.version()
	if p.Wait == 0 {
		version = -1
	}
	ctx, free, err := l.hold(ctx, time.Duration(p.Wait)*time.Second)
	if err != nil {
		return nil, err
	}
	defer free()
	body, now, err := watch(ctx, version)
	if err != nil {
		return nil, err
	}
	return versioned(k, now, body), nil
}
