package standby

import (
	"context"
	"maps"
	"time"
)

// MoveNotice is how long before a match moves its clients connect to where it goes.
const MoveNotice = time.Second

// moveSpacing is the time from one match that moves to the next.
const moveSpacing = 30 * time.Millisecond

// MoveMatches lets the matches go on elsewhere that have a standby, because this server stops.
func (s *Streams) MoveMatches() {
	moving := s.places()
	maps.DeleteFunc(moving, func(id string, to Place) bool { return !s.announce(id, to) })
	if len(moving) == 0 {
		return
	}
	s.cfg.Log.Info("matches go on on other servers", "rooms", len(moving))
	time.Sleep(MoveNotice)
	for id, to := range moving { // one after the other: all at once would be slower for each
		if s.places()[id] != to {
			s.whileCovered(id, to, func() { s.cfg.OnStandby(id, to.Node, to.URL) }) // it does not move after all
			continue
		}
		s.cfg.Suspend(id)
		time.Sleep(moveSpacing)
	}
}

// MoveLater does the same with matches that get a standby after that, until ctx ends.
func (s *Streams) MoveLater(ctx context.Context) {
	for {
		select {
		case <-time.After(checkEvery):
			s.MoveMatches()
		case <-ctx.Done():
			return
		}
	}
}

// announce tells clients that a match moves, and reports whether it does.
func (s *Streams) announce(id string, to Place) (moves bool) {
	s.whileCovered(id, to, func() { moves = s.cfg.Announce(id, to) })
	return moves
}

// whileCovered calls do if the match of a room can go on at that place, and OnStandby does not hear
// anything else before do returns. do must not call s.
func (s *Streams) whileCovered(room string, at Place, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.covered[room] == at {
		do()
	}
}
