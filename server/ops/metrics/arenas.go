package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/data/arenas"
)

var checkBuckets = []float64{5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600}

// Arenas implements arenas.Metrics.
type Arenas struct {
	checks *prometheus.CounterVec
	took   prometheus.Histogram
}

func newArenas(f factory) *Arenas {
	return &Arenas{
		checks: withZeros(f.counterVec("arena_checks_total", "Versions of arenas that bots have tried, by what became of them: published, unplayable, slow or broken.", "fate"), arenas.Fates()),
		took:   f.histogram("arena_check_seconds", "What it takes to have bots try a version of an arena; half of it belongs to the rooms.", checkBuckets),
	}
}

// ArenaChecked counts a version that bots have tried.
func (a *Arenas) ArenaChecked(fate string, took time.Duration) {
	a.checks.WithLabelValues(fate).Inc()
	a.took.Observe(took.Seconds())
}

// RegisterArenaGauges exports how many versions wait, on all servers of the database.
func (s *Set) RegisterArenaGauges(l *arenas.Service) {
	s.RegisterGauge("arena_queue", "Versions of arenas that wait to be tried by bots, on all servers, and the one that is.", func() float64 { return float64(l.Queue().Waiting) })
	s.RegisterGauge("arena_queue_seconds", "How long the first of them waits.", func() float64 {
		if q := l.Queue(); q.Waiting > 0 {
			return time.Since(q.Since).Seconds()
		}
		return 0
	})
}
