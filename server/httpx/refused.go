package httpx

import (
	"encoding/json"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/panics"
	"perihelion/shared/api"
)

const (
	mostProblem = 1 << 10 // bytes of a refusal that are read again for the log

	// A client that asks in a loop must not fill a disk: of each address there are
	// two lines in refusedEvery at most, and of all addresses together those of
	// maxRefused.
	refusedEvery = time.Minute
	maxRefused   = 128
)

// refused is a request that was refused.
type refused struct {
	request, route, why string
	status              int
}

// refusals logs refused requests, so that who reports the id of one can be helped:
// the first of an address in full, what follows within a minute as a number. The
// zero value is ready; it is safe for concurrent use.
type refusals struct {
	mu     sync.Mutex
	peers  map[netip.Addr]*repeated
	beyond int // refused to addresses for which there was no place
}

// repeated is what an address was refused after the first time.
type repeated struct {
	count int
	last  refused
}

func (r *refusals) note(guard panics.Guard, log *slog.Logger, from netip.Addr, what refused) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.peers[from]; p != nil {
		p.count++
		p.last = what
		return
	}
	if len(r.peers) >= maxRefused {
		r.beyond++
		return
	}
	if r.peers == nil {
		r.peers = map[netip.Addr]*repeated{}
	}
	r.peers[from] = &repeated{}
	log.Info("request refused", "request", what.request, "from", from, "route", what.route, "status", what.status, "why", what.why)
	time.AfterFunc(refusedEvery, func() {
		defer guard.Recover(panics.Background, log, nil)
		r.forget(log, from)
	})
}

// forget ends the minute of an address.
func (r *refusals) forget(log *slog.Logger, from netip.Addr) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.peers[from]
	delete(r.peers, from)
	if p.count > 0 {
		log.Info("requests refused again", "count", p.count, "request", p.last.request, "from", from,
			"route", p.last.route, "status", p.last.status, "why", p.last.why)
	}
	if r.beyond > 0 {
		log.Info("requests of other addresses refused", "count", r.beyond)
		r.beyond = 0
	}
}

// why is what the client was told.
func (w *watched) why() string {
	var p api.Problem
	if err := json.Unmarshal(w.problem, &p); err != nil {
		return "" // a page, or longer than what was kept
	}
	return p.Detail
}
