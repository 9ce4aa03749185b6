package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"perihelion/server/match/rating"
	"perihelion/shared/api"
)

const rounding = 1e-9 // of a sum that was carried through JSON and a database

// standing is what a player must have at a mode.
type standing struct {
	rating.Rating
	matches, wins int
}

// ratings plays the whole history again, from the beginning, and holds what
// profiles and boards say against what comes out.
func (b *books) ratings(r *report, matches []api.Match) {
	want := map[string]map[string]*standing{} // by mode and player
	for _, mode := range modes {
		want[mode] = map[string]*standing{}
	}
	for _, m := range matches {
		replay(r, want[m.Mode], m)
	}
	for mode, players := range want {
		for player, s := range players {
			p, ok := b.profiles[player]
			i := slices.IndexFunc(p.Ratings, func(one api.Rating) bool { return one.Mode == mode })
			right := ok && i >= 0 && agrees(p.Ratings[i], s)
			r.note("ratings: profiles say what the history makes of them", 1, right, fmt.Sprintf("%s at %s", p.Name, mode))
			j := slices.IndexFunc(b.boards[mode], func(l api.BoardLine) bool { return l.PlayerID == player })
			right = j >= 0 && near(b.boards[mode][j].Score, s.Score()) && b.boards[mode][j].Matches == s.matches && b.boards[mode][j].Wins == s.wins
			r.note("boards: scores, matches and wins are those of the history", 1, right, fmt.Sprintf("%s at %s", p.Name, mode))
		}
		r.note("boards: they hold whoever was rated, and nobody else", 1, len(b.boards[mode]) == len(players) && b.totals[mode] == len(players), mode)
	}
	for _, p := range b.profiles {
		for _, one := range p.Ratings {
			r.note("ratings: nobody has one that was not played for", 1, want[one.Mode][p.PlayerID] != nil, p.Name)
		}
	}
}

func agrees(got api.Rating, want *standing) bool {
	return near(got.Mu, want.Mu) && near(got.Sigma, want.Sigma) && near(got.Score, want.Score()) && got.Matches == want.matches
}

func near(a, b float64) bool { return math.Abs(a-b) < rounding }

// replay rates one match again: those whose score moved, a team as one side.
func replay(r *report, standings map[string]*standing, m api.Match) {
	var lines []api.MatchLine
	for _, l := range m.Lines {
		if l.Gain != 0 {
			lines = append(lines, l)
		}
	}
	r.note("matches: only rated ones of two or more people move scores", 1, len(lines) == 0 || m.Rated && !m.Aborted && len(lines) > 1, m.ID)
	if len(lines) == 0 {
		return
	}
	slices.SortFunc(lines, func(a, b api.MatchLine) int { return cmp.Compare(a.PlayerID, b.PlayerID) })
	lines = sides(lines)
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
		r.note("matches: every gain follows from the ratings before it", 1, near(l.Gain, gain), fmt.Sprintf("%s: %v, not %v", m.ID, l.Gain, gain))
		s.Rating = rated[i]
		s.matches++
		if l.Place == 1 && !l.Left {
			s.wins++
		}
	}
}

// sides puts those of a team behind each other, teams in the order in which their
// first comes.
func sides(lines []api.MatchLine) (sorted []api.MatchLine) {
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

// ranks checks that the boards are in order, and that everyone has the rank of
// their score.
func (b *books) ranks(r *report) {
	for _, mode := range modes {
		lines := b.boards[mode]
		for i, l := range lines {
			right := i == 0 || l.Score <= lines[i-1].Score
			better := slices.IndexFunc(lines, func(o api.BoardLine) bool { return o.Score == l.Score })
			r.note("boards: ranks follow from scores", 1, right && l.Rank == better+1, fmt.Sprintf("%s at %s: %d, not %d", l.Name, mode, l.Rank, better+1))
			for _, one := range b.profiles[l.PlayerID].Ratings {
				if one.Mode == mode {
					r.note("profiles: ranks are those of the boards", 1, one.Rank == l.Rank, fmt.Sprintf("%s at %s", l.Name, mode))
				}
			}
		}
	}
}
