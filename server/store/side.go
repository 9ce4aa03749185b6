package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// side is one of the two ways into the database. They fail apart: on a full disk
// writes end, and reads go on. What is gone and what is slow are told apart: only
// a database that is gone closes the whole side, and what is slow its class.
type side struct {
	db     *sql.DB
	idle   int                    // connections kept open; 0: all, whatever happens
	shares [classes]chan struct{} // of the connections; nil: all
	probe  *probe                 // nil: the database is in this process, and cannot be gone in silence
	gone   circuit
	slow   [classes]circuit
}

func newSide(db *sql.DB) *side {
	s := &side{db: db, gone: circuit{limit: 1}}
	for c := range s.slow {
		s.slow[c].limit = slowLimit
	}
	return s
}

// enter is why nobody should ask now, if so. Whoever enters must leave.
func (s *side) enter(c class, now time.Time) error {
	if err := s.slow[c].enter(now); err != nil {
		return err
	}
	err := s.gone.enter(now)
	if err != nil {
		s.slow[c].leave()
	}
	return err
}

// leave tells how it went. That the caller gave up says nothing about the
// database.
func (s *side) leave(c class, now time.Time, err error) {
	switch {
	case errors.Is(err, ErrSlow):
		s.slow[c].fail(now, err)
		s.gone.succeed()
	case errors.Is(err, ErrUnavailable):
		s.slow[c].leave()
		s.gone.fail(now, err)
		s.hangUp()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		s.slow[c].leave()
		s.gone.leave()
	default:
		s.slow[c].succeed()
		s.gone.succeed()
	}
}

// hangUp closes idle connections: if one is dead all are, and nobody need find
// that out one by one.
func (s *side) hangUp() {
	if s.idle > 0 {
		s.db.SetMaxIdleConns(0)
		s.db.SetMaxIdleConns(s.idle)
	}
}

// late says what it means that a request ran out of its budget: ErrSlow if the
// database answers others, ErrUnavailable if it does not.
func (s *side) late(ctx context.Context, err error) error {
	if s.probe != nil {
		if gone := s.probe.ask(ctx); gone != nil {
			return fmt.Errorf("%w: %w", ErrUnavailable, gone)
		}
	}
	return fmt.Errorf("%w: %v", ErrSlow, err) // what the driver calls it no longer matters
}

const (
	probeWithin = time.Second
	probeFresh  = time.Second // how long its answer is good for others
)

// probe asks whether a database is there, by a connection of its own: those of
// the pool may all be busy with what is slow.
type probe struct {
	db *sql.DB

	mu  sync.Mutex // held while one asks: the others wait for its answer
	at  time.Time
	err error
}

func (p *probe) ask(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) < probeFresh {
		return p.err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeWithin)
	defer cancel()
	p.err, p.at = p.db.PingContext(ctx), time.Now()
	return p.err
}
