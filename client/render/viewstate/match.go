package viewstate

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
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

// ViewerTeam returns the player's team, while watching the first one. It is NoTeam in a
// mode without teams.
func ViewerTeam(v *netcode.View) sim.Team {
	if v.Me == sim.NoPlayer {
		return v.Config.TeamOf(0)
	}
	return v.Config.TeamOf(v.Me)
}

// TicksToDuration returns a number of ticks as time; negative numbers give 0.
func TicksToDuration(cfg *sim.Config, ticks int64) time.Duration {
	return time.Duration(max(ticks, 0)) * time.Second / time.Duration(cfg.TicksPerSecond())
}

// PlayerName returns the name of p: "?" if it is unknown, "" for nobody.
func PlayerName(v *netcode.View, p sim.PlayerID) string {
	if l, ok := v.Player(p); ok {
		return l.Name
	}
	if p == sim.NoPlayer {
		return ""
	}
	return "?"
}
