package live

import (
	"slices"

	"perihelion/server/room"
	"perihelion/shared/api"
	"perihelion/sim"
)

// roundOf says who won a round, if not two did.
func roundOf(r *room.Result) *api.Round {
	best := &r.Lines[0]
	round := &api.Round{RoomID: r.Room, MatchID: r.ID, Mode: r.Mode.String(), Points: best.Points}
	draw := slices.ContainsFunc(r.Lines[1:], func(l room.Line) bool {
		return l.Place == best.Place && (l.Team == sim.NoTeam || l.Team != best.Team)
	})
	switch {
	case best.Team != sim.NoTeam:
		round.Points = 0
		for i := range r.Lines {
			if r.Lines[i].Team == best.Team {
				round.Points += r.Lines[i].Points
			}
		}
		if !draw {
			round.Team = int(best.Team)
		}
	case !draw:
		round.Winner = best.Name
	}
	return round
}
