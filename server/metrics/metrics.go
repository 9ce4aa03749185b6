// Package metrics counts what the server does, for Prometheus. Its parts satisfy
// the small interfaces by which rooms, sessions, lobby and ws tell what happens;
// they are safe for concurrent use, never block and do not allocate per tick.
//
// No label names a room or a player: their number has no bound.
package metrics

import (
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"perihelion/server/panics"
)

const namespace = "perihelion"

// Set is every metric of one server.
type Set struct {
	Rooms     *Rooms
	Sessions  *Sessions
	Sockets   *Sockets
	Listeners *Listeners
	Requests  *Requests
	Chat      *Chat
	Live      *Live
	Store     *Store
	Match     *Match

	registry    *prometheus.Registry
	log         *slog.Logger
	rateLimited *prometheus.CounterVec
	refused     *prometheus.CounterVec
	panics      *prometheus.CounterVec
	draining    prometheus.Gauge
}

// New returns the metrics of a server of this build whose ticks may cost budget.
// What goes wrong while they are read is told to log.
func New(build string, budget time.Duration, log *slog.Logger) *Set {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	f := factory{r}
	recovered := f.counterVec("panics_total", "Panics that ended no more than what they happened in, by what that was.", "place")
	for _, p := range panics.Places {
		recovered.WithLabelValues(string(p)) // an alert sees the first one only as a step from 0
	}
	f.gaugeVec("build_info", "The build of this server, as a label of the number 1.", "build").WithLabelValues(build).Set(1)
	violations := newViolations(f)
	return &Set{
		Rooms:       newRooms(f, budget),
		Sessions:    newSessions(f),
		Sockets:     newSockets(f, violations),
		Listeners:   newDoors(f),
		Requests:    newRequests(f),
		Chat:        newChat(f),
		Live:        newLive(f, violations),
		Store:       newStore(f),
		Match:       newMatch(f),
		registry:    r,
		log:         log,
		rateLimited: fromZero(f.counterVec("rate_limited_total", "Requests turned away because there were too many.", "scope"), []string{"lobby"}),
		refused: fromZero(f.counterVec("lobby_refusals_total", "Requests to the lobby that were answered with a problem, by its status.", "status"),
			[]string{"400", "401", "403", "404", "405", "409", "413", "415", "422", "429", "500", "503"}),
		draining: f.gauge("draining", "1 while the server is about to stop."),
		panics:   recovered,
	}
}

// Handler answers a scrape.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{Registry: s.registry})
}

// RateLimited counts a request that was turned away.
func (s *Set) RateLimited(scope string) { s.rateLimited.WithLabelValues(scope).Inc() }

// Refused counts a request that was answered with a problem.
func (s *Set) Refused(status int) { s.refused.WithLabelValues(strconv.Itoa(status)).Inc() }

func (s *Set) panicked(p panics.Place) { s.panics.WithLabelValues(string(p)).Inc() }

// Draining tells that the server is about to stop.
func (s *Set) Draining() { s.draining.Set(1) }

// Guard recovers from panics and counts them here.
func (s *Set) Guard() panics.Guard { return panics.Guard{Count: s.panicked} }

// Gauge registers a number that is read when somebody asks for it, on a goroutine of
// the library's. It is not a number should read panic.
func (s *Set) Gauge(name, help string, read func() float64) {
	safe := func() (v float64) {
		defer s.Guard().Recover(panics.Background, s.log, func() { v = math.NaN() })
		return read()
	}
	s.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, safe))
}
