package live

import (
	"slices"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/sim"
)

// roundSummary says who won a round, unless it was a draw.
func roundSummary(r *room.Result) *api.Round {
	best := &r.Lines[0]
	round := &api.Round{RoomID: r.Room, MatchID: r.ID, Mode: r.Mode.String(), Points: best.Score}
	draw := slices.ContainsFunc(r.Lines[1:], func(l room.Line) bool {
		return l.Place == best.Place && (l.Team == sim.NoTeam || l.Team != best.Team)
	})
	switch {
	case draw:
	case best.Team != sim.NoTeam:
		round.Team = int(best.Team)
	default:
		round.Winner = best.Name
	}
	return round
}

// publishStatus broadcasts the server status if it has changed.
func (h *Hub) publishStatus(now time.Time) {
	s := h.cfg.Status()
	if h.statusEvent != nil && sameStatus(&s, &h.lastStatus) {
		return
	}
	h.lastStatus = s
	h.broadcast(Event{Live: api.Live{Kind: api.LiveStatus, At: now.UTC(), Status: &s}})
}

// sameStatus compares two statuses without tick times, which always change.
func sameStatus(a, b *api.Status) bool {
	return a.Players == b.Players && a.Bots == b.Bots && a.Queued == b.Queued &&
		slices.EqualFunc(a.Rooms, b.Rooms, func(p, q api.Room) bool {
			p.TickP50, p.TickP99, q.TickP50, q.TickP99 = 0, 0, 0, 0
			return p == q
		})
}
