package viewstate

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
)

// MatchState is where the match stands.
type MatchState struct {
	Phase  sim.Phase
	Left   time.Duration // until the phase ends; 0: it does not
	Timed  bool
	Round  int32
	Leader sim.PlayerID
	Limit  int32
	Points [2]int32 // of the sides, where there are sides: ours first
	Victor sim.Team // on the podium; NoTeam: neither
	Sudden bool     // the next point wins
}

// Match is the state of the match, if it has been told yet.
func Match(v *netcode.View) (m MatchState, ok bool) {
	for i := len(v.Seen) - 1; i >= 0; i-- {
		s := &v.Seen[i]
		if s.Kind != sim.KindMatch {
			continue
		}
		w := &s.To
		m = MatchState{
			Phase: sim.Phase(w[sim.MatchPhase]), Round: w[sim.MatchRound],
			Leader: sim.PlayerID(w[sim.MatchLeader]), Limit: w[sim.MatchLimit],
		}
		m.Victor, m.Sudden = sim.Team(w[sim.MatchVictor]), w[sim.MatchSudden] != 0
		m.Points = [2]int32{w[sim.MatchTeam1], w[sim.MatchTeam2]}
		if ViewerTeam(v) == 2 {
			m.Points[0], m.Points[1] = m.Points[1], m.Points[0]
		}
		if ends := sim.Tick(w[sim.MatchEnds]); ends != 0 {
			m.Timed = true
			m.Left = TicksToDuration(&v.Config, int64(ends)-int64(v.Tick))
		}
		return m, true
	}
	return MatchState{Leader: sim.NoPlayer}, false
}

// ViewerTeam is ours; for a spectator the first. It is NoTeam where there are no sides.
func ViewerTeam(v *netcode.View) sim.Team {
	if v.Me == sim.NoPlayer || v.Watching {
		return v.Config.TeamOf(0)
	}
	return v.Config.TeamOf(v.Me)
}

// TicksToDuration is a number of ticks as time, never negative.
func TicksToDuration(cfg *sim.Config, ticks int64) time.Duration {
	return time.Duration(max(ticks, 0)) * time.Second / time.Duration(cfg.TicksPerSecond())
}

// PlayerName is what to call p.
func PlayerName(v *netcode.View, p sim.PlayerID) string {
	if l, ok := v.Player(p); ok {
		return l.Name
	}
	if p == sim.NoPlayer {
		return "the star"
	}
	return "?"
}
