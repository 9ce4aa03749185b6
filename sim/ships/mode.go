package ships

import (
	"slices"

	"perihelion/sim"
)

// The modes of the game. They are never changed.
var (
	Skirmish = &sim.Mode{Name: "skirmish", Points: 20, Seconds: 360}
	Teams    = &sim.Mode{Name: "teams", Teams: 2, Points: 40, Seconds: 360}
	Duel     = &sim.Mode{Name: "duel", Teams: 2, Seats: 2, Alone: true, Points: 7, Seconds: 240}

	modes = []*sim.Mode{Skirmish, Teams, Duel}
)

// modeNumber is the place of m in modes; no mode is the first.
func modeNumber(m *sim.Mode) int { return max(slices.Index(modes, m), 0) }
