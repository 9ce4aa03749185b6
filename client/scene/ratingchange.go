package scene

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/online"

	"perihelion/client/lobby"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// ratingChange finds out how the round that has just ended changed our rating. The lobby
// knows it a moment later, while the podium is shown.
type ratingChange struct {
	text     string
	call     *online.Call[lobby.MatchHistory]
	nextTry  time.Time
	podiumAt time.Time // when the podium began; zero: there is none
	tries    int
}

const (
	ratingPollInterval = 1500 * time.Millisecond
	maxRatingPolls     = 4
	roundEndTolerance  = 5 * time.Second // the podium reaches us late, and the Date header has whole seconds; still less than a round
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
		c.call = online.RequestAnonymously(m.deps.online, online.RequestTimeout, func(ctx context.Context, l *lobby.Client) (lobby.MatchHistory, error) {
			return l.MatchHistory(ctx, "me")
		})
	}
}

// isRated reports whether this server rates matches of our mode.
func (m *matchScene) isRated() bool {
	for i := range m.deps.online.Lobby.Queues {
		if q := &m.deps.online.Lobby.Queues[i]; q.Rated && q.Mode == m.view.Config.Mode.String() {
			return true
		}
	}
	return false
}

// findRound looks for the round in our history: it is the newest, if it ended when the
// podium began. It compares by the server's clock, because ours may be wrong.
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
	me := m.deps.online.Guest().ID
	for i := range r.Lines {
		if l := &r.Lines[i]; l.PlayerID == me {
			c.text = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
}
