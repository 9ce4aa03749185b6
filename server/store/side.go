package store

import (
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

	mu    sync.Mutex
	err   error     // of the last request, if the database was out of reach
	until time.Time // nobody asks again before
}

// resting is why nobody should ask now, if so.
func (s *side) resting(now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Before(s.until) {
		return s.err
	}
	return nil
}

func (s *side) note(now time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !errors.Is(err, ErrUnavailable) {
		s.err, s.until = nil, time.Time{}
		return
	}
	s.err, s.until = err, now.Add(restAfter)
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
