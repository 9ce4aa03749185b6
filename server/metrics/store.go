package metrics

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/store"
)

var storeBuckets = []float64{.0005, .001, .0025, .005, .010, .025, .050, .1, .25, .5, 1, 2.5, 5}

// Store is told what is asked of the database.
type Store struct {
	took   *prometheus.HistogramVec
	errors *prometheus.CounterVec
	slow   *prometheus.CounterVec
	old    *prometheus.CounterVec
}

func newStore(f factory) *Store {
	s := &Store{
		took:   f.histogramVec("store_op_seconds", "What a request to the database takes.", storeBuckets, "op"),
		errors: f.counterVec("store_errors_total", "Requests that the database did not answer, or not as it should.", "op"),
		slow:   f.counterVec("store_slow_total", "Of those, requests that took too long while the database was there.", "op"),
		old:    f.counterVec("store_deleted_total", "Rows deleted because they are older than what is kept.", "table"),
	}
	for _, table := range store.PrunedTables() {
		s.old.WithLabelValues(table)
	}
	return s
}

// StoreOp counts a request. That something does not exist is an answer. The errors
// of a kind of request are counted from 0 once it was made: which kinds there are is
// known to package store alone.
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

// StoreDeleted counts rows that were deleted for their age.
func (s *Store) StoreDeleted(table string, rows int) {
	s.old.WithLabelValues(table).Add(float64(rows))
}
