package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

var (
	// waitBuckets go from a match inside the request to a ticket that expires.
	waitBuckets = []float64{.01, .1, .5, 1, 2, 5, 10, 20, 30, 45, 60, 90}

	evenBuckets = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
)

// Match is told what becomes of tickets.
type Match struct {
	tickets       *prometheus.GaugeVec
	wait, quality *prometheus.HistogramVec
}

func newMatch(f factory) *Match {
	return &Match{
		tickets: f.gaugeVec("matchmaking_tickets", "Tickets by what has become of them; those that have ended are forgotten after a minute.", "queue", "state"),
		wait:    f.histogramVec("matchmaking_wait_seconds", "How long a ticket waited until it was assigned.", waitBuckets, "queue"),
		quality: f.histogramVec("matchmaking_quality", "How even a new match is, by ticket: twice the chance of its weakest side against its strongest.", evenBuckets, "queue"),
	}
}

// Tickets counts tickets into a state, or out of it.
func (m *Match) Tickets(queue, state string, by int) {
	m.tickets.WithLabelValues(queue, state).Add(float64(by))
}

// Matched counts a ticket that was assigned. A quality of 0 is that of a match in
// which nobody met anybody yet.
func (m *Match) Matched(queue string, waited time.Duration, quality float64) {
	m.wait.WithLabelValues(queue).Observe(waited.Seconds())
	if quality > 0 {
		m.quality.WithLabelValues(queue).Observe(quality)
	}
}
