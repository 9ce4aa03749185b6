package room

import (
	"perihelion/sim"
)

// freeByTeam is the same for each team, where there are teams.
func (l *entry) freeByTeam() (free [teamCount]int) {
	if !l.room.cfg.hasTeams() {
		return free
	}
	for i := range free {
		free[i] = l.room.cfg.Sim.Seats/teamCount - int(l.room.info.byTeam[i].Load())
	}
	for _, p := range l.reservations {
		free[p.Team-1]--
	}
	for i := range free {
		free[i] = min(max(free[i], 0), l.free())
	}
	return free
}

const teamCount = 2 // of a match that has any

// hasTeams reports whether pilots are in teams.
func (c *Config) hasTeams() bool { return c.Sim.TeamOf(0) != sim.NoTeam }

// emptiestTeam is the team with the most free seats, the first among equals.
func emptiestTeam(free [teamCount]int) sim.Team {
	if free[1] > free[0] {
		return 2
	}
	return 1
}
