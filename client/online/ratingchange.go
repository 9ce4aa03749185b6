package online

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/lobby"
)

// RatingChange finds out how the round that has just ended changed our rating. The lobby
// knows it a moment later, while the podium is shown.
type RatingChange struct {
	Text string // with a sign; empty while unknown

	call     *Call[lobby.MatchHistory]
	nextTry  time.Time
	podiumAt time.Time // when the podium began; zero: there is none
	tries    int
}

const (
	ratingPollInterval = 1500 * time.Millisecond
	maxRatingPolls     = 4
	roundEndTolerance  = 5 * time.Second // the podium reaches us late, and the Date header has whole seconds; still less than a round
)

// Poll is called each frame. podium says that the podium of a round of this mode is shown,
// in which we have played.
func (c *RatingChange) Poll(s *Service, mode string, podium bool, now time.Time) {
	if !podium || !s.Lobby.rates(mode) {
		*c = RatingChange{}
		return
	}
	if c.podiumAt.IsZero() {
		*c = RatingChange{podiumAt: now, nextTry: now.Add(ratingPollInterval)}
	}
	if r, ok := c.call.Result(); ok {
		c.call = nil
		c.findRound(mode, s.Guest().ID, r.Value, now)
	}
	if c.call == nil && c.Text == "" && c.tries < maxRatingPolls && now.After(c.nextTry) {
		c.tries, c.nextTry = c.tries+1, now.Add(ratingPollInterval)
		c.call = requestOptionalAuth(s, requestTimeout, func(ctx context.Context, l *lobby.Client) (lobby.MatchHistory, error) {
			return l.MatchHistory(ctx, "me")
		})
	}
}

// rates reports whether this server rates matches of a mode.
func (l *Lobby) rates(mode string) bool {
	for i := range l.Queues {
		if q := &l.Queues[i]; q.Rated && q.Mode == mode {
			return true
		}
	}
	return false
}

// findRound looks for the round in our history: it is the newest, if it ended when the
// podium began. It compares by the server's clock, because ours may be wrong.
func (c *RatingChange) findRound(mode, me string, h lobby.MatchHistory, now time.Time) {
	if h.AsOf.IsZero() {
		h.AsOf = now
	}
	began := h.AsOf.Add(-now.Sub(c.podiumAt))
	if len(h.Matches) == 0 {
		return
	}
	r := &h.Matches[0]
	if !r.Rated || r.Mode != mode || r.EndedAt.Before(began.Add(-roundEndTolerance)) {
		return
	}
	for i := range r.Lines {
		if l := &r.Lines[i]; l.PlayerID == me {
			c.Text = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
}
