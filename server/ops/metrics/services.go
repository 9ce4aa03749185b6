package metrics

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/data/store"
	"perihelion/server/people/chat"
)

var storeBuckets = []float64{.0005, .001, .0025, .005, .010, .025, .050, .1, .25, .5, 1, 2.5, 5}

// Store implements store.Metrics.
type Store struct {
	took    *prometheus.HistogramVec
	errors  *prometheus.CounterVec
	slow    *prometheus.CounterVec
	deleted *prometheus.CounterVec
}

func newStore(f factory) *Store {
	s := &Store{
		took:    f.histogramVec("store_op_seconds", "What a request to the database takes.", storeBuckets, "op"),
		errors:  f.counterVec("store_errors_total", "Requests that the database did not answer, or not as it should.", "op"),
		slow:    f.counterVec("store_slow_total", "Of those, requests that took too long while the database was there.", "op"),
		deleted: f.counterVec("store_deleted_total", "Rows deleted because they are older than what is kept.", "table"),
	}
	for _, table := range store.PrunedTables() {
		s.deleted.WithLabelValues(table)
	}
	return s
}

// StoreOp counts a request and its time. ErrNotFound and the like are valid answers. The
// error counters of an operation begin with 0 at its first request: only package store
// knows all operations.
func (s *Store) StoreOp(op string, took time.Duration, err error) {
	s.took.WithLabelValues(op).Observe(took.Seconds())
	failed, slow := s.errors.WithLabelValues(op), s.slow.WithLabelValues(op)
	for _, answer := range []error{store.ErrNotFound, store.ErrConflict, store.ErrErased} {
		if errors.Is(err, answer) {
			return
		}
	}
	if err != nil {
		failed.Inc()
	}
	if errors.Is(err, store.ErrSlow) {
		slow.Inc()
	}
}

// StoreDeleted counts rows that were deleted because of their age.
func (s *Store) StoreDeleted(table string, rows int) {
	s.deleted.WithLabelValues(table).Add(float64(rows))
}

var (
	// waitBuckets are in seconds, from an immediate match to a ticket that expires.
	waitBuckets = []float64{.01, .1, .5, 1, 2, 5, 10, 20, 30, 45, 60, 90}

	qualityBuckets = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1}
)

// Match implements match.Metrics.
type Match struct {
	tickets       *prometheus.GaugeVec
	wait, quality *prometheus.HistogramVec
}

func newMatch(f factory) *Match {
	return &Match{
		tickets: f.gaugeVec("matchmaking_tickets", "Tickets by what has become of them; those that have ended are forgotten after a minute.", "queue", "state"),
		wait:    f.histogramVec("matchmaking_wait_seconds", "How long a ticket waited until it was assigned.", waitBuckets, "queue"),
		quality: f.histogramVec("matchmaking_quality", "How even a new match is, by ticket: twice the chance of its weakest side against its strongest.", qualityBuckets, "queue"),
	}
}

// Tickets adds to the number of tickets in a state.
func (m *Match) Tickets(queue, state string, by int) {
	m.tickets.WithLabelValues(queue, state).Add(float64(by))
}

// Matched counts an assigned ticket. quality is 0 if nobody else is in the match yet.
func (m *Match) Matched(queue string, waited time.Duration, quality float64) {
	m.wait.WithLabelValues(queue).Observe(waited.Seconds())
	if quality > 0 {
		m.quality.WithLabelValues(queue).Observe(quality)
	}
}

// Chat implements chat.Metrics.
type Chat struct{ lines *prometheus.CounterVec }

func newChat(f factory) *Chat {
	return &Chat{withZeros(
		f.counterVec("chat_lines_total", "Lines of chat, by where they were said and what became of them.", "where", "fate"),
		chat.ChannelKinds(), []string{chat.LineSent, chat.LineMuted, chat.LineRateLimited, chat.LineInvalid, chat.LineCensored},
	)}
}

// CountLine counts a message.
func (c *Chat) CountLine(where, fate string) { c.lines.WithLabelValues(where, fate).Inc() }

// Results is a queue of results that wait for the database. It is implemented by
// *results.Queue.
type Results interface {
	Depth() int
	Lost() int
	Refused() int
	LastError() error
}

// Replays is the logs of rounds that have ended. It is implemented by *replays.Archive.
type Replays interface {
	Stored() int
	Refused() int
	Waiting() int
}

// RegisterReplayGauges exports what becomes of the logs of rounds.
func (s *Set) RegisterReplayGauges(r Replays) {
	s.RegisterGauge("replays_stored", "Logs of rounds since the start that came to where they are kept.", func() float64 { return float64(r.Stored()) })
	s.RegisterGauge("replays_waiting", "Logs of rounds on the disk that wait for the blob store or the database.", func() float64 { return float64(r.Waiting()) })
	s.RegisterGauge("replays_refused", "Logs of rounds since the start that could not be read, and were put aside.", func() float64 { return float64(r.Refused()) })
}

// RegisterResultGauges exports the state of the results queue.
func (s *Set) RegisterResultGauges(q Results) {
	s.RegisterGauge("store_queue_depth", "Results that wait for the database.", func() float64 { return float64(q.Depth()) })
	s.RegisterGauge("store_degraded", "1 while the database is out of reach, and results wait.", func() float64 {
		if q.LastError() != nil {
			return 1
		}
		return 0
	})
	s.RegisterGauge("results_lost", "Results since the start that neither the disk nor memory could take.", func() float64 { return float64(q.Lost()) })
	s.RegisterGauge("results_refused", "Results since the start that the database refused, and that were put aside.", func() float64 { return float64(q.Refused()) })
}
