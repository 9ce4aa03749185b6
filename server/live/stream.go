package live

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"perihelion/server/httpx"
)

const (
	beatEvery  = 10 * time.Second // a sign of life, for proxies and for whoever waits
	comeBackIn = 3 * time.Second
)

// stream is a listener to server-sent events.
type stream struct {
	hub *Hub
	w   http.ResponseWriter
	*http.ResponseController
}

// stream answers r until the listener leaves or is dropped.
func (h *Hub) stream(w http.ResponseWriter, r *http.Request, want wants) {
	from := h.cfg.Sockets.Proxies.Client(r)
	if refusal := h.slot(from); refusal != nil {
		refusal.Respond(w)
		return
	}
	defer h.slots.Give(from)
	header := w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // or nginx would collect what should be told at once
	if r.Method == http.MethodHead {
		return
	}
	s := &stream{h, w, http.NewResponseController(w)}
	_ = s.SetReadDeadline(time.Time{}) // that of the request would end the answer
	l, first := h.listen(want, r.Header.Get("Last-Event-ID"))
	defer h.leave(l)
	if s.write("retry: %d\n\n", comeBackIn.Milliseconds()) != nil {
		return
	}
	for _, e := range first {
		if s.event(e) != nil {
			return
		}
	}
	s.follow(r, l, first)
}

// follow writes what comes.
func (s *stream) follow(r *http.Request, l *listener, first []*event) {
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-l.gone:
			_ = s.write("event: end\ndata: %s\n\n", l.text)
			return
		case e := <-l.queue:
			if !twice(e, first) {
				err = s.event(e)
			}
		case <-beat.C:
			err = s.write(": still here\n\n")
		}
		if err != nil {
			return
		}
	}
}

func (s *stream) event(e *event) error {
	return s.write("event: %s\nid: %s\ndata: %s\n\n", e.kind, s.hub.name(e), e.data)
}

// write sends what it is given, or fails when the client does not take it in
// time.
func (s *stream) write(format string, args ...any) error {
	_ = s.SetWriteDeadline(time.Now().Add(s.hub.cfg.Sockets.WriteTimeout))
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	return s.Flush()
}

// slot takes one for whoever may listen.
func (h *Hub) slot(from netip.Addr) *httpx.Problem {
	now := time.Now()
	if wait := h.rate.Take(from, now); wait > 0 {
		return &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many connections from your address in a short time", Retry: wait}
	}
	if banned := h.cfg.Sockets.Banned; banned != nil {
		if why, is := banned(from, now); is {
			return &httpx.Problem{Status: http.StatusForbidden, Kind: "banned", Detail: why}
		}
	}
	switch err := h.slots.Take(from); {
	case errors.Is(err, httpx.ErrAllTaken):
		return &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "too many are listening", Retry: 5 * time.Second}
	case err != nil:
		return &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "too-many-connections", Detail: "too many connections from your address", Retry: 5 * time.Second}
	}
	return nil
}
