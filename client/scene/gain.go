package scene

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// gain is by how much the round that has just ended changed our rating: the lobby
// knows a moment later, and the podium shows it.
type gain struct {
	shown string
	call  *call[lobby.MatchHistory]
	next  time.Time
	since time.Time // the podium began; zero: there is none
	tries int
}

const (
	gainEvery = 1500 * time.Millisecond
	gainTries = 4
	gainSlack = 5 * time.Second // the podium reaches us late, and a Date has no fractions: less than a round all the same
)

func (g *gain) update(m *match, now time.Time) {
	stand, ok := viewstate.Match(m.view)
	if !ok || stand.Phase != sim.PhasePodium || m.view.Watching || !m.rated() {
		*g = gain{}
		return
	}
	if g.since.IsZero() {
		*g = gain{since: now, next: now.Add(gainEvery)}
	}
	if r, ok := g.call.done(); ok {
		g.call = nil
		g.read(m, r.got, now)
	}
	if g.call == nil && g.shown == "" && g.tries < gainTries && now.After(g.next) {
		g.tries, g.next = g.tries+1, now.Add(gainEvery)
		g.call = peek(m.kit, patience, func(ctx context.Context, l *lobby.Client) (lobby.MatchHistory, error) {
			return l.MatchHistory(ctx, "me")
		})
	}
}

// rated reports whether rounds like ours change ratings anywhere here.
func (m *match) rated() bool {
	for i := range m.kit.lounge.queues {
		if q := &m.kit.lounge.queues[i]; q.Rated && q.Mode == m.view.Config.Mode.String() {
			return true
		}
	}
	return false
}

// read finds the round in our history: the newest, if it ended as the podium began. By
// whose clock that was, the history says: ours may be wrong.
func (g *gain) read(m *match, h lobby.MatchHistory, now time.Time) {
	if h.AsOf.IsZero() {
		h.AsOf = now
	}
	began := h.AsOf.Add(-now.Sub(g.since))
	if len(h.Matches) == 0 {
		return
	}
	r := &h.Matches[0]
	if !r.Rated || r.Mode != m.view.Config.Mode.String() || r.EndedAt.Before(began.Add(-gainSlack)) {
		return
	}
	me := m.kit.self.who().ID
	for i := range r.Lines {
		if l := &r.Lines[i]; l.PlayerID == me {
			g.shown = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
}
