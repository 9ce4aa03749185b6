package viewstate

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// MatchState is the state of the match.
type MatchState struct {
	Phase  sim.Phase
	Left   time.Duration // until the phase ends; 0 if Timed is false
	Timed  bool
	Round  int32
	Leader sim.PlayerID
	Limit  int32
	Points [2]int32 // of the teams, if there are any: the viewer's team first
	Victor sim.Team // valid on the podium; NoTeam: a draw
	Sudden bool     // the next point wins
}

// Match returns the state of the match; ok is false until it has been received.
func Match(v *netcode.View) (m MatchState, ok bool) {
	for i := len(v.Seen) - 1; i >= 0; i-- {
		s := &v.Seen[i]
		if s.Kind != ships.KindMatch {
			continue
		}
		w := ships.MatchStateOf(&s.To)
		m = MatchState{
			Phase: w.Phase, Round: w.Round, Leader: w.Leader, Limit: w.Limit,
			Points: w.Points, Victor: w.Victor, Sudden: w.Sudden,
		}
		if ViewerTeam(v) == 2 {
			m.Points[0], m.Points[1] = m.Points[1], m.Points[0]
		}
		if w.Ends != 0 {
			m.Timed = true
			m.Left = TicksToDuration(&v.Config, int64(w.Ends)-int64(v.Tick))
		}
		return m, true
	}
	return MatchState{Leader: sim.NoPlayer}, false
}

// ViewerTeam returns the player's team, for a spectator the first one. It is NoTeam in a
// mode without teams.
func ViewerTeam(v *netcode.View) sim.Team {
	if v.Me == sim.NoPlayer || v.Watching {
		return v.Config.TeamOf(0)
	}
	return v.Config.TeamOf(v.Me)
}

// TicksToDuration returns a number of ticks as time; negative numbers give 0.
func TicksToDuration(cfg *sim.Config, ticks int64) time.Duration {
	return time.Duration(max(ticks, 0)) * time.Second / time.Duration(cfg.TicksPerSecond())
}

// PlayerName returns the name of p, or a replacement if it is unknown.
func PlayerName(v *netcode.View, p sim.PlayerID) string {
	if l, ok := v.Player(p); ok {
		return l.Name
	}
	if p == sim.NoPlayer {
		return "the star"
	}
	return "?"
}
