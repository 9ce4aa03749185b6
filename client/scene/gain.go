package scene

import (
	"context"
	"fmt"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/render/pose"
	"perihelion/shared/api"
	"perihelion/sim"
)

// gain is by how much the round that has just ended changed our rating: the lobby
// knows a moment later, and the podium shows it.
type gain struct {
	shown string
	call  *call[[]api.Match]
	next  time.Time
	since time.Time // the podium began; zero: there is none
	tries int
}

const (
	gainEvery = 1500 * time.Millisecond
	gainTries = 4
)

func (g *gain) update(m *match, now time.Time) {
	stand, ok := pose.Match(m.view)
	if !ok || stand.Phase != sim.PhasePodium || m.view.Watching || !m.rated() {
		*g = gain{}
		return
	}
	if g.since.IsZero() {
		*g = gain{since: now, next: now.Add(gainEvery)}
	}
	if r, ok := g.call.done(); ok {
		g.call = nil
		g.read(m, r.got)
	}
	if g.call == nil && g.shown == "" && g.tries < gainTries && now.After(g.next) {
		g.tries, g.next = g.tries+1, now.Add(gainEvery)
		g.call = peek(m.kit, patience, func(ctx context.Context, l *lobby.Client) ([]api.Match, error) { return l.Matches(ctx, "me") })
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

// read finds the round in our history: it ended as the podium began.
func (g *gain) read(m *match, list []api.Match) {
	if len(list) == 0 || !list[0].Rated || list[0].EndedAt.Before(g.since.Add(-10*time.Second)) {
		return
	}
	me := m.kit.self.who().ID
	for i := range list[0].Lines {
		if l := &list[0].Lines[i]; l.PlayerID == me {
			g.shown = fmt.Sprintf("%+.1f", l.Gain)
		}
	}
}
