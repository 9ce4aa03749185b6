package httpx

import (
	"encoding/json"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/api"
)

const (
	maxProblemBytes = 1 << 10 // of a problem that is kept for the log

	// Limits of the log, so that clients in a loop cannot fill a disk: at most two lines
	// for each address in refusalWindow, and that for at most maxRefused addresses.
	refusalWindow = time.Minute
	maxRefused    = 128
)

// refusedRequest is a request that was answered with an error.
type refusedRequest struct {
	request, route, why string
	status              int
}

// refusalLog logs refused requests, so that a user who reports a request id can be helped:
// the first one of an address in full, the following ones in a minute as a number. The zero
// value is ready; it is safe for concurrent use.
type refusalLog struct {
	mu       sync.Mutex
	byAddr   map[netip.Addr]*repeats
	overflow int // refused requests of addresses that are not in byAddr
}

// repeats are the refused requests of an address after the first.
type repeats struct {
	count int
	last  refusedRequest
}

func (r *refusalLog) logRefusal(guard panics.Guard, log *slog.Logger, from netip.Addr, what refusedRequest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.byAddr[from]; p != nil {
		p.count++
		p.last = what
		return
	}
	if len(r.byAddr) >= maxRefused {
		r.overflow++
		return
	}
	if r.byAddr == nil {
		r.byAddr = map[netip.Addr]*repeats{}
	}
	r.byAddr[from] = &repeats{}
	log.Info("request refused", "request", what.request, "from", from, "route", what.route, "status", what.status, "why", what.why)
	time.AfterFunc(refusalWindow, func() {
		defer guard.Recover(panics.Background, log, nil)
		r.endWindow(log, from)
	})
}

// endWindow logs the number of repeats of an address.
func (r *refusalLog) endWindow(log *slog.Logger, from netip.Addr) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.byAddr[from]
	delete(r.byAddr, from)
	if p.count > 0 {
		log.Info("requests refused again", "count", p.count, "request", p.last.request, "from", from,
			"route", p.last.route, "status", p.last.status, "why", p.last.why)
	}
	if r.overflow > 0 {
		log.Info("requests of other addresses refused", "count", r.overflow)
		r.overflow = 0
	}
}

// problemDetail is the detail of the problem in the response.
func (w *recordingWriter) problemDetail() string {
	var p api.Problem
	if err := json.Unmarshal(w.problem, &p); err != nil {
		return "" // not a problem document, or a truncated one
	}
	return p.Detail
}
