package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"time"

	"perihelion/shared/api"
)

// audit compares the records with each other, and with what the guests saw.
func (rec *records) audit(s *soak) *report {
	r := &report{}
	matches := rec.checkHistories(r)
	for _, m := range matches {
		r.check("matches: the places follow from the points", 1, placesFollowPoints(m), m.ID)
		r.check("matches: every player is in one seat at the end", 1, inOneSeatEach(m), m.ID)
	}
	checkFigures(r, matches)
	for _, g := range s.guests() {
		if g.id == "" {
			continue
		}
		rec.checkProfile(r, g)
		rec.checkSeen(r, g)
	}
	rec.checkRatings(r, matches)
	rec.checkRanks(r)
	return r
}

// checkHistories returns all matches, each once, in the order in which they ended. The
// histories of all players of a match must say the same about it.
func (rec *records) checkHistories(r *report) []api.Match {
	byID := map[string]api.Match{}
	for player, history := range rec.histories {
		for _, m := range history {
			r.check("histories: every match has a line of the player", 1, slices.ContainsFunc(m.Lines, func(l api.MatchLine) bool { return l.PlayerID == player }), m.ID)
			other, known := byID[m.ID]
			r.check("histories: a match is the same in every history", 1, !known || reflect.DeepEqual(m, other), m.ID)
			byID[m.ID] = m
		}
	}
	var all []api.Match
	for _, m := range byID {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b api.Match) int { return cmp.Compare(a.ID, b.ID) }) // ids begin with the time
	for _, m := range all {
		for _, player := range players(m) {
			n := 0
			for _, of := range rec.histories[player] {
				if of.ID == m.ID {
					n++
				}
			}
			r.check("histories: a match is once in that of each of its players", 1, n == 1, fmt.Sprintf("%d times in that of %s", n, player))
		}
	}
	return all
}

// players are the accounts that were in a match.
func players(m api.Match) (ids []string) {
	for _, l := range m.Lines {
		if l.PlayerID != "" && !slices.Contains(ids, l.PlayerID) {
			ids = append(ids, l.PlayerID)
		}
	}
	return ids
}

// placesFollowPoints reports whether the places of those who stayed to the end are
// right: without teams they are in the order of the points, and a team has one place.
func placesFollowPoints(m api.Match) bool {
	byTeam := map[int]int{}
	last := api.MatchLine{Place: 1, Points: math.MaxInt}
	for _, l := range m.Lines {
		if l.Left {
			continue
		}
		if l.Place < last.Place || l.Team == 0 && l.Points > last.Points {
			return false
		}
		if place, known := byTeam[l.Team]; l.Team > 0 && known && place != l.Place {
			return false
		}
		byTeam[l.Team] = l.Place
		last = l
	}
	return true
}

// inOneSeatEach reports whether every player was in one seat at the end.
func inOneSeatEach(m api.Match) bool {
	stayed := map[string]bool{}
	for _, l := range m.Lines {
		if l.PlayerID == "" || l.Left {
			continue
		}
		if stayed[l.PlayerID] {
			return false
		}
		stayed[l.PlayerID] = true
	}
	return true
}

// checkProfile compares a profile with the history of its player.
func (rec *records) checkProfile(r *report, g *guest) {
	p := rec.profiles[g.id]
	r.check("guests: id and name are the same after the restart", 1, p.PlayerID == g.id && p.Name == g.name, g.name)
	want := api.Profile{Figures: map[string]int{}}
	for _, m := range rec.histories[g.id] {
		if m.Aborted {
			continue
		}
		want.Matches++
		for _, l := range m.Lines {
			if l.PlayerID == g.id {
				want.Kills += l.Kills
				want.Deaths += l.Deaths
				for name, n := range l.Figures {
					want.Figures[name] += n
				}
			}
		}
		if l := ratedLine(m, g.id); l.Place == 1 && !l.Left {
			want.Wins++
		}
	}
	same := func(what string, got, want int) {
		r.check("profiles: "+what+" are those of the history", 1, got == want, fmt.Sprintf("%s has %d, not %d", g.name, got, want))
	}
	same("matches", p.Matches, want.Matches)
	same("wins", p.Wins, want.Wins)
	same("kills", p.Kills, want.Kills)
	same("deaths", p.Deaths, want.Deaths)
	r.check("profiles: figures are the sums of those of the history", 1, maps.Equal(p.Figures, want.Figures), fmt.Sprintf("%s has %v, not %v", g.name, p.Figures, want.Figures))
}

// ratedLine is the line of a player that counts: the rated one, else that of the seat
// in which they were at the end, else the first.
func ratedLine(m api.Match, player string) api.MatchLine {
	var best api.MatchLine
	rank := func(l api.MatchLine) int {
		switch {
		case l.Gain != 0:
			return 3
		case l.PlayerID != "" && !l.Left:
			return 2
		}
		return min(len(l.PlayerID), 1)
	}
	for _, l := range m.Lines {
		if l.PlayerID == player && rank(l) > rank(best) {
			best = l
		}
	}
	return best
}

// checkSeen compares a history with what its player saw.
func (rec *records) checkSeen(r *report, g *guest) {
	const drawDelay = 2 * time.Second // at most, from an event to the screen that shows it
	history := rec.histories[g.id]
	for _, at := range g.roundEnds {
		kept := slices.ContainsFunc(history, func(m api.Match) bool {
			return m.EndedAt.After(at.Add(-drawDelay)) && m.EndedAt.Before(at.Add(drawDelay))
		})
		r.check("seen: every round whose end a guest saw is in the history", 1, kept, fmt.Sprintf("%s at %v", g.name, at))
	}
	for _, m := range history {
		there := slices.ContainsFunc(g.stays, func(v stay) bool {
			return m.BeganAt.Before(v.to.Add(reconnectWindow+drawDelay)) && m.EndedAt.After(v.from.Add(-drawDelay))
		})
		r.check("seen: every match of the history was in a time when the guest had a seat", 1, there, m.ID)
	}
}
