package main

import (
	"maps"
	"slices"

	"perihelion/shared/api"
	"perihelion/sim/games"
)

// checkFigures checks what the matches say of each game: that it was played, and that every
// line has the figures which that game counts, and no others.
func checkFigures(r *report, matches []api.Match) {
	for _, g := range games.All {
		about := g.About()
		columns := slices.Sorted(slices.Values(about.Columns))
		what := "matches: figures of " + about.Title + " are those that it counts"
		r.check(what, 0, true, "")
		for _, m := range matches {
			if m.Game != about.Name {
				continue
			}
			for _, l := range m.Lines {
				r.check(what, 1, slices.Equal(slices.Sorted(maps.Keys(l.Figures)), columns), m.ID)
			}
		}
	}
	checkPuck(r, matches)
}

// checkPuck checks what one who plays Puck gets for a goal or an assist.
func checkPuck(r *report, matches []api.Match) {
	const what = "matches: points of Puck are goals and assists"
	r.check(what, 0, true, "")
	for _, m := range matches {
		if m.Game != games.Puck.About().Name {
			continue
		}
		for _, l := range m.Lines {
			done := l.Figures["goals"] + l.Figures["assists"]
			r.check(what, 1, l.Points == done, m.ID)
		}
	}
}
