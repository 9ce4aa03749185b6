package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"perihelion/server/httpx"
)

const (
	maxStreams   = 16
	frameEvery   = time.Second
	writeTimeout = 10 * time.Second
)

// frames lets all pages that watch share one look a second.
type frames struct {
	mu      sync.Mutex
	streams int
	at      time.Time
	body    []byte
}

// enter counts a stream, if one more may be.
func (f *frames) enter() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.streams == maxStreams {
		return false
	}
	f.streams++
	return true
}

func (f *frames) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.streams--
}

// streamStates sends the state every second as a server-sent event: the first
// with the past, the others with its last point alone.
func (a *Admin) streamStates(w http.ResponseWriter, r *http.Request) error {
	if !a.frames.enter() {
		return &httpx.Problem{Status: http.StatusServiceUnavailable, Detail: "too many pages watch already", Retry: 10 * time.Second}
	}
	defer a.frames.leave()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	first, err := json.Marshal(a.state(r.Context(), time.Now()))
	if err != nil {
		return err
	}
	tick := time.NewTicker(frameEvery)
	defer tick.Stop()
	for body := first; send(w, body) == nil; {
		select {
		case <-r.Context().Done():
			return nil
		case now := <-tick.C:
			if body, err = a.frame(r.Context(), now); err != nil || a.stopped.Load() {
				return nil
			}
		}
	}
	return nil
}

// send writes one event. Who does not read it in time is let go.
func send(w http.ResponseWriter, body []byte) error {
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := fmt.Fprintf(w, "event: state\ndata: %s\n\n", body)
	return errors.Join(err, c.Flush())
}

// frame is the state as of about now, without the past.
func (a *Admin) frame(ctx context.Context, now time.Time) ([]byte, error) {
	f := &a.frames
	f.mu.Lock()
	defer f.mu.Unlock()
	if now.Sub(f.at) < frameEvery*9/10 {
		return f.body, nil
	}
	s := a.state(ctx, now)
	s.Points = s.Points[max(len(s.Points)-1, 0):]
	body, err := json.Marshal(s)
	if err == nil {
		f.at, f.body = now, body
	}
	return body, err
}
