// Package metrics exports the metrics of the server to Prometheus. Its types implement the
// Metrics interfaces of rooms, sessions, lobby, ws and others; they are safe for concurrent
// use, never block and do not allocate per tick.
//
// No label names a room or a player: their number is not bounded.
package metrics

import (
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"perihelion/server/ops/panics"
	"perihelion/sim"
)

const namespace = "perihelion"

// Set is all metrics of one server.
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
	Daily     *Daily
	Arenas    *Arenas
	Cluster   *Cluster

	registry    *prometheus.Registry
	modes       []*sim.Mode
	log         *slog.Logger
	rateLimited *prometheus.CounterVec
	refused     *prometheus.CounterVec
	panics      *prometheus.CounterVec
	draining    prometheus.Gauge
}

// New returns the metrics of a server with this build id that plays these modes. budget is the time between two
// ticks. Errors while metrics are read go to log.
func New(build string, modes []*sim.Mode, budget time.Duration, log *slog.Logger) *Set {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(collectors.WithGoCollectorRuntimeMetrics(collectors.MetricsScheduler)), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	f := factory{r}
	recovered := f.counterVec("panics_total", "Panics that ended no more than what they happened in, by what that was.", "place")
	for _, p := range panics.Places {
		recovered.WithLabelValues(string(p)) // see withZeros
	}
	f.gaugeVec("build_info", "The build of this server, as a label of the number 1.", "build").WithLabelValues(build).Set(1)
	violations := newViolations(f)
	return &Set{
		Rooms:       newRooms(f, modes, budget),
		Sessions:    newSessions(f),
		Sockets:     newSockets(f, violations),
		Listeners:   newListeners(f),
		Requests:    newRequests(f),
		Chat:        newChat(f),
		Live:        newLive(f, violations),
		Store:       newStore(f),
		Match:       newMatch(f),
		Daily:       newDaily(f),
		Arenas:      newArenas(f),
		Cluster:     newCluster(f),
		registry:    r,
		modes:       modes,
		log:         log,
		rateLimited: withZeros(f.counterVec("rate_limited_total", "Requests turned away because there were too many.", "scope"), []string{"lobby"}),
		refused: withZeros(f.counterVec("lobby_refusals_total", "Requests to the lobby that were answered with a problem, by its status.", "status"),
			[]string{"400", "401", "403", "404", "405", "409", "413", "415", "422", "429", "500", "503"}),
		draining: f.gauge("draining", "1 while the server is about to stop."),
		panics:   recovered,
	}
}

// Handler answers a scrape.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{Registry: s.registry})
}

// RateLimited counts a request that was refused because of a rate limit.
func (s *Set) RateLimited(scope string) { s.rateLimited.WithLabelValues(scope).Inc() }

// Refused counts a request that was answered with a problem.
func (s *Set) Refused(status int) { s.refused.WithLabelValues(strconv.Itoa(status)).Inc() }

func (s *Set) countPanic(p panics.Place) { s.panics.WithLabelValues(string(p)).Inc() }

// SetDraining shows that the server is about to stop.
func (s *Set) SetDraining() { s.draining.Set(1) }

// Guard recovers from panics and counts them here.
func (s *Set) Guard() panics.Guard { return panics.Guard{Count: s.countPanic} }

// RegisterGauge registers a number that is read at each scrape, on a goroutine of the
// library. It is NaN if read panics.
func (s *Set) RegisterGauge(name, help string, read func() float64) {
	safe := func() (v float64) {
		defer s.Guard().Recover(panics.Background, s.log, func() { v = math.NaN() })
		return read()
	}
	s.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, safe))
}

// factory makes metrics and registers them.
type factory struct{ registry *prometheus.Registry }

func (f factory) counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	f.registry.MustRegister(c)
	return c
}

func (f factory) counterVec(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.registry.MustRegister(c)
	return c
}

// withZeros adds all combinations of label values, given as one list per label, with a
// count of 0. Prometheus sees an increase only between two scrapes: a series that first
// appears with the value 1 has not increased, and an alert on it would miss the first
// event.
func withZeros(v *prometheus.CounterVec, values ...[]string) *prometheus.CounterVec {
	addCombinations(v, nil, values)
	return v
}

func addCombinations(v *prometheus.CounterVec, chosen []string, rest [][]string) {
	if len(rest) == 0 {
		v.WithLabelValues(chosen...)
		return
	}
	for _, value := range rest[0] {
		addCombinations(v, append(slices.Clone(chosen), value), rest[1:])
	}
}

func (f factory) gauge(name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
	f.registry.MustRegister(g)
	return g
}

func (f factory) gaugeVec(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.registry.MustRegister(g)
	return g
}

func (f factory) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
	f.registry.MustRegister(h)
	return h
}

func (f factory) histogramVec(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	f.registry.MustRegister(h)
	return h
}
