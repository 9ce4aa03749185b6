package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/data/runs"
)

const (
	runAccepted   = "accepted"
	runTurnedAway = "busy" // the queue was full
)

var verifyBuckets = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20}

// Daily implements runs.Metrics.
type Daily struct {
	runs *prometheus.CounterVec
	took prometheus.Histogram
}

func newDaily(f factory) *Daily {
	return &Daily{
		runs: withZeros(f.counterVec("daily_runs_total", "Daily runs that were sent, by what became of them: accepted, busy, or why they were refused.", "fate"),
			append(runs.Reasons(), runAccepted, runTurnedAway)),
		took: f.histogram("daily_verify_seconds", "What it takes to play a daily run again.", verifyBuckets),
	}
}

// RunAccepted counts a run that is what it claims to be.
func (d *Daily) RunAccepted(took time.Duration) { d.count(runAccepted, took) }

// RunRefused counts a run that is not. took is 0 if it was not played.
func (d *Daily) RunRefused(reason string, took time.Duration) { d.count(reason, took) }

// RunTurnedAway counts a run for which there was no room in the queue.
func (d *Daily) RunTurnedAway() { d.count(runTurnedAway, 0) }

func (d *Daily) count(fate string, took time.Duration) {
	d.runs.WithLabelValues(fate).Inc()
	if took > 0 {
		d.took.Observe(took.Seconds())
	}
}

// RegisterDailyGauges exports how many runs wait.
func (s *Set) RegisterDailyGauges(r *runs.Service) {
	s.RegisterGauge("daily_queue", "Daily runs that wait to be checked, and the one that is.", func() float64 { return float64(r.Waiting()) })
	s.RegisterGauge("daily_queue_capacity", "Daily runs that may wait.", func() float64 { return float64(r.Capacity()) })
}
