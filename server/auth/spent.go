package auth

import (
	"sync"
	"time"
)

// spent remembers which tickets were used, for as long as they could be used
// again. It holds two generations: whatever is in the older one has expired by
// the time a third begins. Its size is bounded by the rate at which tickets are
// issued, for only signed ones get here.
type spent struct {
	mu         sync.Mutex
	life       time.Duration // of a ticket, from its issue
	began      time.Time     // the young generation
	young, old map[string]struct{}
}

func newSpent(life time.Duration) *spent {
	return &spent{life: life, young: map[string]struct{}{}}
}

// spend reports whether id was not spent before.
func (s *spent) spend(id string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.began) > s.life {
		s.old, s.young, s.began = s.young, map[string]struct{}{}, now
	}
	_, young := s.young[id]
	_, old := s.old[id]
	s.young[id] = struct{}{}
	return !young && !old
}
