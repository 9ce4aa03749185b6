// Package agones tells Agones, which runs fleets of game servers on Kubernetes, how this
// server is. Agones starts its SDK server beside every game server, in the same pod; an
// Adapter speaks to that by REST.
//
//	this server                          what Agones is told   what Agones does then
//	listens                              Ready                 counts it among the servers there are
//	plays on                             Health                replaces it if that stays out
//	has rooms, or drains                 Allocated             neither scales it away nor replaces it by another version
//	has none any more                    Ready                 may take it away
//	has drained                          Shutdown              deletes the pod
//	has n of m rooms, players, at most   counters              scales by them, if the fleet declares them
//
// Rooms are placed by the servers themselves, not by allocations: Agones only starts and
// ends servers. Without Agones nothing of this runs.
package agones

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// How often the state is compared with what Agones was told, and how long to wait after a
// call failed: the SDK server may start after this one.
const (
	checkEvery = time.Second
	minBackoff = 200 * time.Millisecond
	maxBackoff = 5 * time.Second
)

// Config is what an Adapter needs.
type Config struct {
	Port  int               // of the SDK server on localhost; Agones' default is 9358
	Build string            // becomes the label agones.dev/sdk-version
	State func() State      // of this server now; safe for concurrent use
	Log   *slog.Logger      //
	HTTP  http.RoundTripper // nil: the default one
}

// State is how a server is.
type State struct {
	Rooms    Counter // with players in them
	Players  Counter
	Draining bool
	Alive    bool // false: it plays no more, and should be replaced
}

// Counter is a number and its limit.
type Counter struct{ Count, Capacity int }

// Adapter mirrors the state of one server to Agones. Drive it with Run.
type Adapter struct {
	cfg      Config
	sidecar  sidecar
	told     string             // last state that Agones confirmed: a path
	counters map[string]Counter // that it confirmed
	missing  map[string]bool    // counters that the fleet does not declare
}

// New returns an adapter.
func New(cfg Config) *Adapter {
	return &Adapter{
		cfg:      cfg,
		sidecar:  sidecar{base: "http://localhost:" + strconv.Itoa(cfg.Port), client: &http.Client{Transport: cfg.HTTP}},
		counters: map[string]Counter{},
		missing:  map[string]bool{},
	}
}

// Run tells Agones that this server is ready, and then what changes, until ctx ends. Until
// the SDK server answers it tries again.
func (a *Adapter) Run(ctx context.Context) {
	a.told, a.counters = "", map[string]Counter{} // after a panic: tell all again
	var g gameServer
	if !a.retry(ctx, func() (err error) {
		if g, err = a.sidecar.gameServer(ctx); err != nil {
			return err
		}
		return a.sidecar.setLabel(ctx, "version", labelValue(a.cfg.Build))
	}) {
		return
	}
	period := g.healthPeriod()
	a.cfg.Log.Info("Agones answers", "port", a.cfg.Port, "health period", period)
	check, health := time.NewTicker(checkEvery), newHealthTicker(period)
	defer check.Stop()
	defer health.Stop()
	a.ping(ctx)
	for {
		a.tellChanges(ctx)
		select {
		case <-check.C:
		case <-health.C:
			a.ping(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// newHealthTicker ticks twice in every period, as Agones recommends; never, practically, if
// it expects no pings.
func newHealthTicker(period time.Duration) *time.Ticker {
	if period == 0 {
		period = 24 * time.Hour
	}
	return time.NewTicker(period / 2)
}

// retry calls f until it succeeds or ctx ends.
func (a *Adapter) retry(ctx context.Context, f func() error) (ok bool) {
	for wait := minBackoff; ; wait = min(2*wait, maxBackoff) {
		err := f()
		if err == nil {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		a.cfg.Log.Warn("Agones does not answer; it is asked again", "port", a.cfg.Port, "in", wait, "err", err)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return false
		}
	}
}

// ping says that this server is alive, if it is.
func (a *Adapter) ping(ctx context.Context) {
	if !a.cfg.State().Alive {
		a.cfg.Log.Error("no room advances: Agones is not told any more that this server is healthy, and will replace it")
		return
	}
	if err := a.sidecar.post(ctx, "/health"); err != nil && ctx.Err() == nil {
		a.cfg.Log.Warn("Agones did not take the health ping", "err", err)
	}
}

// tellChanges tells what has changed. What fails is told again at the next call.
func (a *Adapter) tellChanges(ctx context.Context) {
	s := a.cfg.State()
	state := "/ready"
	if s.Rooms.Count > 0 || s.Draining {
		state = "/allocate"
	}
	if state != a.told {
		if err := a.sidecar.post(ctx, state); err != nil {
			a.warn(ctx, state, err)
			return
		}
		a.told = state
	}
	a.tellCounter(ctx, "rooms", s.Rooms)
	a.tellCounter(ctx, "players", s.Players)
}

func (a *Adapter) tellCounter(ctx context.Context, name string, c Counter) {
	if a.counters[name] == c || a.missing[name] {
		return
	}
	err := a.sidecar.setCounter(ctx, name, c)
	var refused *statusError
	switch {
	case err == nil:
		a.counters[name] = c
	case errors.As(err, &refused) && strings.Contains(refused.Text, "not found"):
		a.missing[name] = true
		a.cfg.Log.Info("the Agones fleet declares no such counter, so it cannot scale by it", "counter", name)
	default:
		a.warn(ctx, name, err)
	}
}

func (a *Adapter) warn(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		a.cfg.Log.Warn("Agones did not take a change; it is told again", "what", what, "err", err)
	}
}

// Shutdown asks Agones to delete the pod, which is the last thing a server does. If nobody
// answers, Kubernetes ends the pod after its grace period.
func (a *Adapter) Shutdown(ctx context.Context) {
	if err := a.sidecar.post(ctx, "/shutdown"); err != nil {
		a.cfg.Log.Warn("Agones did not take the shutdown", "err", err)
	}
}
