package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/client/fetch"
	"perihelion/client/lobby"
)

// watchers are clients that follow the log of one room.
type watchers struct {
	url, room string
	http      *http.Client

	segments, failed atomic.Int64
	bytes            atomic.Int64
	mu               sync.Mutex
	took             histogram // for a list and its new segments
	failure          error     // one of them
}

// follow is one watcher: from a moment of its own it asks for what is new, as clients do.
func (w *watchers) follow(ctx context.Context) {
	l, err := lobby.New(w.url)
	if err != nil {
		return
	}
	l.Send = fetch.By(w.http)
	_ = wait(ctx, rand.N(watchEvery))
	var tag string
	var last int
	for ctx.Err() == nil {
		start := time.Now()
		if err := w.fetch(ctx, l, &tag, &last); err != nil && ctx.Err() == nil {
			w.failed.Add(1)
			w.mu.Lock()
			w.failure = err
			w.mu.Unlock()
		}
		w.mu.Lock()
		w.took.record(time.Since(start))
		w.mu.Unlock()
		_ = wait(ctx, watchEvery)
	}
}

// fetch gets the segments that are new, or in the beginning the newest.
func (w *watchers) fetch(ctx context.Context, l *lobby.Client, tag *string, last *int) error {
	list, next, err := l.RoomLog(ctx, w.room, *tag)
	if errors.Is(err, lobby.ErrUnchanged) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(list.Logs) == 0 {
		return errors.New("nothing is shown of the room")
	}
	log := &list.Logs[len(list.Logs)-1]
	n := len(log.Segments)
	for s := max(*last, n-1) + 1; s <= n; s++ {
		if _, err := l.LogSegment(ctx, w.room, log.Log, s, &w.bytes); err != nil {
			return err
		}
		w.segments.Add(1)
	}
	*tag, *last = next, n
	return nil
}

func (w *watchers) report(out io.Writer, n int, seconds float64) {
	each := seconds * float64(n)
	fmt.Fprintf(out, "watchers     %d of a room of %d: %.2f segments and %.0f B a second each, unpacked; an answer took p50 %v, p99 %v\n",
		n, watchSeats, float64(w.segments.Load())/each, float64(w.bytes.Load())/each, w.took.quantile(0.5), w.took.quantile(0.99))
	if f := w.failed.Load(); f > 0 {
		fmt.Fprintf(out, "             %d requests failed, such as: %v\n", f, w.failure)
	}
}
