package online

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// RoundGain finds out what the round that has just ended gave us: how it changed our rating,
// and experience. The lobby knows it a moment later, while the podium is shown.
type RoundGain struct {
	Rating     string // with a sign; empty while unknown, or if the round was not rated
	Experience int
	LevelUp    bool
	Known      bool       // the round was found in our history
	Season     api.Rating // of the mode after the round; zero: never rated

	call     *Call[roundReply]
	nextTry  time.Time
	podiumAt time.Time // when the podium began; zero: there is none
	tries    int
}

// roundReply is our history, and our profile after it.
type roundReply struct {
	history lobby.MatchHistory
	profile api.Profile
}

const (
	roundPollInterval = 1500 * time.Millisecond
	maxRoundPolls     = 4
	roundEndTolerance = 5 * time.Second // the podium reaches us late, and the Date header has whole seconds; still less than a round
)

// Poll is called each frame. podium says that the podium of a round of this mode is shown,
// in which we have played.
func (c *RoundGain) Poll(s *Service, mode string, podium bool, now time.Time) {
	if !podium || s.Guest().Token == "" {
		*c = RoundGain{}
		return
	}
	if c.podiumAt.IsZero() {
		*c = RoundGain{podiumAt: now, nextTry: now.Add(roundPollInterval)}
	}
	if r, ok := c.call.Result(); ok {
		c.call = nil
		if me := s.Guest().ID; r.Err == nil && c.findRound(mode, me, r.Value.history, now) {
			before, known := s.Progress.Level()
			after := r.Value.profile.Level
			c.LevelUp = known && after.Number > before.Number // a goal of the week may have given more than the round
			s.Progress.Note(&r.Value.profile)
			c.noteSeason(mode, r.Value.profile.Ratings)
		}
	}
	if c.call == nil && !c.Known && c.tries < maxRoundPolls && now.After(c.nextTry) {
		c.tries, c.nextTry = c.tries+1, now.Add(roundPollInterval)
		c.call = requestOptionalAuth(s, requestTimeout, func(ctx context.Context, l *lobby.Client) (r roundReply, err error) {
			if r.history, err = l.MatchHistory(ctx, "me"); err == nil {
				r.profile, err = l.Profile(ctx, "me")
			}
			return r, err
		})
	}
}

// noteSeason takes our rating of a mode.
func (c *RoundGain) noteSeason(mode string, ratings []api.Rating) {
	for _, r := range ratings {
		if r.Mode == mode {
			c.Season = r
		}
	}
}

// findRound looks for the round in our history: it is the newest, if it ended when the
// podium began. It compares by the server's clock, because ours may be wrong.
func (c *RoundGain) findRound(mode, me string, h lobby.MatchHistory, now time.Time) (found bool) {
	if h.AsOf.IsZero() {
		h.AsOf = now
	}
	began := h.AsOf.Add(-now.Sub(c.podiumAt))
	if len(h.Matches) == 0 {
		return false
	}
	r := &h.Matches[0]
	if r.Mode != mode || r.EndedAt.Before(began.Add(-roundEndTolerance)) {
		return false
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.PlayerID != me {
			continue
		}
		c.Known = true
		c.Experience += l.Experience
		if r.Rated {
			c.Rating = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
	return c.Known
}
