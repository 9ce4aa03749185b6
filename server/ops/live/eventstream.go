package live

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"perihelion/server/net/httpx"
)

const (
	keepAliveEvery = 10 * time.Second // so that proxies and clients do not time out
	retryAfter     = 3 * time.Second  // when clients should reconnect
)

// eventStream is a subscriber over server-sent events.
type eventStream struct {
	hub *Hub
	w   http.ResponseWriter
	*http.ResponseController
}

// serveEventStream answers r until the client leaves or is disconnected.
func (h *Hub) serveEventStream(w http.ResponseWriter, r *http.Request, sub subscription) {
	from := h.cfg.Sockets.Proxies.Client(r)
	if problem := h.acquireSlot(from); problem != nil {
		problem.Respond(w)
		return
	}
	defer h.slots.Release(from)
	header := w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // otherwise nginx would buffer events
	if r.Method == http.MethodHead {
		return
	}
	s := &eventStream{h, w, http.NewResponseController(w)}
	_ = s.SetReadDeadline(time.Time{}) // the read deadline of the request would end the response
	l, first := h.subscribe(sub, r.Header.Get("Last-Event-ID"))
	defer h.unsubscribe(l)
	if s.writef("retry: %d\n\n", retryAfter.Milliseconds()) != nil {
		return
	}
	for _, e := range first {
		if s.writeEvent(e) != nil {
			return
		}
	}
	s.writeLoop(r, l, first)
}

// writeLoop sends events until the subscriber is disconnected.
func (s *eventStream) writeLoop(r *http.Request, l *subscriber, first []*event) {
	beat := time.NewTicker(keepAliveEvery)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-l.done:
			_ = s.writef("event: end\ndata: %s\n\n", l.text)
			return
		case e := <-l.queue:
			if !isDuplicate(e, first) {
				err = s.writeEvent(e)
			}
		case <-beat.C:
			err = s.writef(": still here\n\n")
		}
		if err != nil {
			return
		}
	}
}

func (s *eventStream) writeEvent(e *event) error {
	return s.writef("event: %s\nid: %s\ndata: %s\n\n", e.kind, e.id, e.data)
}

// writef writes and flushes. It fails if the client does not take it within the write
// timeout.
func (s *eventStream) writef(format string, args ...any) error {
	_ = s.SetWriteDeadline(time.Now().Add(s.hub.cfg.Sockets.WriteTimeout))
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	return s.Flush()
}

// acquireSlot counts an event stream, or says why it is refused.
func (h *Hub) acquireSlot(from netip.Addr) *httpx.Problem {
	now := time.Now()
	if wait := h.rate.Take(from, now); wait > 0 {
		return &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many connections from your address in a short time", Retry: wait}
	}
	if banned := h.cfg.Sockets.Banned; banned != nil {
		if why, is := banned(from, now); is {
			return &httpx.Problem{Status: http.StatusForbidden, Kind: "banned", Detail: why}
		}
	}
	switch err := h.slots.Acquire(from); {
	case errors.Is(err, httpx.ErrTooManyConns):
		return &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many are listening", Retry: 5 * time.Second}
	case err != nil:
		return &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "too-many-connections", Detail: "too many connections from your address", Retry: 5 * time.Second}
	}
	return nil
}
