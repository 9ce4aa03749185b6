package scene

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// ratingChange is by how much the round that has just ended changed our rating: the lobby
// knows a moment later, and the podium shows it.
type ratingChange struct {
	text     string
	call     *Call[lobby.MatchHistory]
	nextTry  time.Time
	podiumAt time.Time // the podium began; zero: there is none
	tries    int
}

const (
	ratingPollInterval = 1500 * time.Millisecond
	maxRatingPolls     = 4
	roundEndTolerance  = 5 * time.Second // the podium reaches us late, and a Date has no fractions: less than a round all the same
)

func (c *ratingChange) pollRating(m *matchScene, now time.Time) {
	stand, ok := viewstate.Match(m.view)
	if !ok || stand.Phase != sim.PhasePodium || m.view.Watching || !m.isRated() {
		*c = ratingChange{}
		return
	}
	if c.podiumAt.IsZero() {
		*c = ratingChange{podiumAt: now, nextTry: now.Add(ratingPollInterval)}
	}
	if r, ok := c.call.Result(); ok {
		c.call = nil
		c.findRound(m, r.Value, now)
	}
	if c.call == nil && c.text == "" && c.tries < maxRatingPolls && now.After(c.nextTry) {
		c.tries, c.nextTry = c.tries+1, now.Add(ratingPollInterval)
		c.call = RequestAnonymously(m.deps, RequestTimeout, func(ctx context.Context, l *lobby.Client) (lobby.MatchHistory, error) {
			return l.MatchHistory(ctx, "me")
		})
	}
}

// isRated reports whether rounds like ours change ratings anywhere here.
func (m *matchScene) isRated() bool {
	for i := range m.deps.lobby.Queues {
		if q := &m.deps.lobby.Queues[i]; q.Rated && q.Mode == m.view.Config.Mode.String() {
			return true
		}
	}
	return false
}

// read finds the round in our history: the newest, if it ended as the podium began. By
// whose clock that was, the history says: ours may be wrong.
func (c *ratingChange) findRound(m *matchScene, h lobby.MatchHistory, now time.Time) {
	if h.AsOf.IsZero() {
		h.AsOf = now
	}
	began := h.AsOf.Add(-now.Sub(c.podiumAt))
	if len(h.Matches) == 0 {
		return
	}
	r := &h.Matches[0]
	if !r.Rated || r.Mode != m.view.Config.Mode.String() || r.EndedAt.Before(began.Add(-roundEndTolerance)) {
		return
	}
	me := m.deps.identity.current().ID
	for i := range r.Lines {
		if l := &r.Lines[i]; l.PlayerID == me {
			c.text = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
}
