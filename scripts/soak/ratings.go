package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"perihelion/server/match/rating"
	"perihelion/shared/api"
)

const maxRounding = 1e-9 // of a number that went through JSON and a database

// standing is what a player must have in a mode.
type standing struct {
	rating.Rating
	matches, wins int
}

// checkRatings rates the whole history again, from the beginning, and compares the
// result with profiles and boards.
func (rec *records) checkRatings(r *report, matches []api.Match) {
	want := map[string]map[string]*standing{} // by mode and player
	for _, mode := range rec.modes {
		want[mode] = map[string]*standing{}
	}
	for _, m := range matches {
		rateMatch(r, want[m.Mode], m)
	}
	for mode, players := range want {
		placed := 0
		for player, s := range players {
			p, ok := rec.profiles[player]
			i := slices.IndexFunc(p.Ratings, func(one api.Rating) bool { return one.Mode == mode })
			right := ok && i >= 0 && matchesStanding(p.Ratings[i], s)
			r.check("ratings: those of the profiles follow from the history", 1, right, fmt.Sprintf("%s at %s", p.Name, mode))
			j := slices.IndexFunc(rec.boards[mode], func(l api.BoardLine) bool { return l.PlayerID == player })
			if s.matches < rec.placement {
				r.check("boards: nobody is on them before the placement is done", 1, j < 0, fmt.Sprintf("%s at %s", p.Name, mode))
				continue
			}
			placed++
			right = j >= 0 && isNear(rec.boards[mode][j].Score, s.Score()) && rec.boards[mode][j].Matches == s.matches && rec.boards[mode][j].Wins == s.wins
			r.check("boards: scores, matches and wins are those of the history", 1, right, fmt.Sprintf("%s at %s", p.Name, mode))
		}
		r.check("boards: they have all players with a placement, and no others", 1, len(rec.boards[mode]) == placed && rec.totals[mode] == placed, mode)
	}
	for _, p := range rec.profiles {
		for _, one := range p.Ratings {
			r.check("ratings: every one belongs to a rated match", 1, want[one.Mode][p.PlayerID] != nil, p.Name)
		}
	}
}

func matchesStanding(got api.Rating, want *standing) bool {
	return isNear(got.Mu, want.Mu) && isNear(got.Sigma, want.Sigma) && isNear(got.Score, want.Score()) && got.Matches == want.matches
}

func isNear(a, b float64) bool { return math.Abs(a-b) < maxRounding }

// rateMatch rates one match again: the players whose score changed, and a team as one.
func rateMatch(r *report, standings map[string]*standing, m api.Match) {
	var lines []api.MatchLine
	for _, l := range m.Lines {
		if l.Gain != 0 {
			lines = append(lines, l)
		}
	}
	r.check("matches: only rated ones of two or more players change scores", 1, len(lines) == 0 || m.Rated && !m.Aborted && len(lines) > 1, m.ID)
	if len(lines) == 0 {
		return
	}
	slices.SortFunc(lines, func(a, b api.MatchLine) int { return cmp.Compare(a.PlayerID, b.PlayerID) })
	lines = groupByTeam(lines)
	var teams []rating.Team
	for i, l := range lines {
		if standings[l.PlayerID] == nil {
			standings[l.PlayerID] = &standing{Rating: rating.New()}
		}
		if i == 0 || l.Team == 0 || l.Team != lines[i-1].Team {
			teams = append(teams, rating.Team{Place: l.Place})
		}
		t := &teams[len(teams)-1]
		t.Players = append(t.Players, standings[l.PlayerID].Rating)
	}
	rated := slices.Concat(rating.Rate(teams)...)
	for i, l := range lines {
		s := standings[l.PlayerID]
		gain := rated[i].Score() - s.Score()
		r.check("matches: every gain follows from the ratings before it", 1, isNear(l.Gain, gain), fmt.Sprintf("%s: %v, not %v", m.ID, l.Gain, gain))
		s.Rating = rated[i]
		s.matches++
		if l.Place == 1 && !l.Left {
			s.wins++
		}
	}
}

// groupByTeam puts the lines of a team behind each other, and the teams in the order of
// their first lines.
func groupByTeam(lines []api.MatchLine) (sorted []api.MatchLine) {
	for i, l := range lines {
		if l.Team != 0 && slices.ContainsFunc(lines[:i], func(o api.MatchLine) bool { return o.Team == l.Team }) {
			continue
		}
		sorted = append(sorted, l)
		for _, o := range lines[i+1:] {
			if l.Team != 0 && o.Team == l.Team {
				sorted = append(sorted, o)
			}
		}
	}
	return sorted
}

// checkRanks checks that the boards are in order, and that everyone has the rank of
// their score.
func (rec *records) checkRanks(r *report) {
	for _, mode := range rec.modes {
		lines := rec.boards[mode]
		for i, l := range lines {
			right := i == 0 || l.Score <= lines[i-1].Score
			better := slices.IndexFunc(lines, func(o api.BoardLine) bool { return o.Score == l.Score })
			r.check("boards: ranks follow from scores", 1, right && l.Rank == better+1, fmt.Sprintf("%s at %s: %d, not %d", l.Name, mode, l.Rank, better+1))
			for _, one := range rec.profiles[l.PlayerID].Ratings {
				if one.Mode == mode {
					r.check("profiles: ranks are those of the boards", 1, one.Rank == l.Rank, fmt.Sprintf("%s at %s", l.Name, mode))
				}
			}
		}
	}
}
