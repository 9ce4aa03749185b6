package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// side is one of the two ways into the database. They fail apart: on a full disk
// writes end, and reads go on.
type side struct {
	db   *sql.DB
	idle int // connections kept open; 0: all, whatever happens

	mu      sync.Mutex
	err     error     // of the last request, if the database was out of reach
	until   time.Time // nobody asks again before
	probing bool      // somebody asks whether it is back; all others need not wait with them
}

// enter is why nobody should ask now, if so. Whoever enters must leave.
func (s *side) enter(now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		return nil
	}
	if s.probing || now.Before(s.until) {
		return s.err
	}
	s.probing = true
	return nil
}

// leave tells how it went. That the caller gave up says nothing about the
// database.
func (s *side) leave(now time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.probing = false
	switch {
	case errors.Is(err, ErrUnavailable):
		s.err, s.until = err, now.Add(restAfter)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return
	default:
		s.err = nil
		return
	}
	if s.idle > 0 { // the other connections are as dead, and nobody need find that out one by one
		s.db.SetMaxIdleConns(0)
		s.db.SetMaxIdleConns(s.idle)
	}
}

func (s *side) trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
