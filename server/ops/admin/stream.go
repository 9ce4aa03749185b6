package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"perihelion/server/net/httpx"
)

const (
	maxStreams   = 16
	eventEvery   = time.Second
	writeTimeout = 10 * time.Second
)

// eventCache lets all open pages share one state per second.
type eventCache struct {
	mu      sync.Mutex
	streams int
	at      time.Time
	body    []byte
}

// acquireStream counts a stream; false: too many.
func (c *eventCache) acquireStream() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.streams == maxStreams {
		return false
	}
	c.streams++
	return true
}

func (c *eventCache) releaseStream() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.streams--
}

// streamStates sends the state every second as a server-sent event: the first one with the
// whole history, the others with its last point.
func (a *Admin) streamStates(w http.ResponseWriter, r *http.Request) error {
	if !a.events.acquireStream() {
		return &httpx.Problem{Status: http.StatusServiceUnavailable, Detail: "too many pages watch already", Retry: 10 * time.Second}
	}
	defer a.events.releaseStream()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	first, err := json.Marshal(a.collectState(r.Context(), time.Now()))
	if err != nil {
		return err
	}
	tick := time.NewTicker(eventEvery)
	defer tick.Stop()
	for body := first; sendEvent(w, body) == nil; {
		select {
		case <-r.Context().Done():
			return nil
		case now := <-tick.C:
			if body, err = a.stateEvent(r.Context(), now); err != nil || a.stopped.Load() {
				return nil
			}
		}
	}
	return nil
}

// sendEvent writes one event. It fails if the client does not read it in time.
func sendEvent(w http.ResponseWriter, body []byte) error {
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := fmt.Fprintf(w, "event: state\ndata: %s\n\n", body)
	return errors.Join(err, c.Flush())
}

// stateEvent is the current state without history, at most a second old.
func (a *Admin) stateEvent(ctx context.Context, now time.Time) ([]byte, error) {
	f := &a.events
	f.mu.Lock()
	defer f.mu.Unlock()
	if now.Sub(f.at) < eventEvery*9/10 {
		return f.body, nil
	}
	s := a.collectState(ctx, now)
	s.keepLastPoint()
	body, err := json.Marshal(s)
	if err == nil {
		f.at, f.body = now, body
	}
	return body, err
}
