package main

import (
	"fmt"
	"io"
	"testing"
	"time"

	"perihelion/server/match/rating"
	"perihelion/shared/api"
)

var eight = time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)

// quietRun is a run of three guests, who played two rounds and one of another game, and its
// records.
func quietRun() (*soak, *records) {
	names := []string{"ada", "bob", "cyd"}
	rec := &records{[]string{"skirmish", "teams", "duel"}, map[string]api.Profile{}, map[string][]api.Match{}, map[string][]api.BoardLine{}, map[string]int{"skirmish": 3}, 2}
	g := &group{}
	for _, n := range names {
		g.guests = append(g.guests, &guest{id: n, name: n, stays: []stay{{eight, eight.Add(time.Minute)}}, roundEnds: []time.Time{eight.Add(20 * time.Second)}})
	}
	skills := []rating.Rating{rating.New(), rating.New(), rating.New()}
	var history []api.Match
	for n, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
		history = append([]api.Match{playedRound(n, order, names, skills)}, history...)
	}
	history = append([]api.Match{unratedPuck(names)}, history...)
	for place, i := range []int{0, 2, 1} { // by score after these two
		score := skills[i].Score()
		wins := 1 - i%2 // and of Puck: that of ada
		rec.profiles[names[i]] = api.Profile{
			PlayerID: names[i], Name: names[i], Matches: 3, Wins: wins + (2-i)/2, Figures: map[string]int{"kills": 6, "deaths": 2, "rails": 4, "rail-hits": 2, "goals": 2 - i, "assists": i, "saves": 1}, Kills: 6, Deaths: 2,
			Ratings: []api.Rating{{Mode: "skirmish", Mu: skills[i].Mu, Sigma: skills[i].Sigma, Score: score, Matches: 2, Rank: place + 1}},
		}
		rec.histories[names[i]] = append([]api.Match(nil), history...)
		rec.boards["skirmish"] = append(rec.boards["skirmish"], api.BoardLine{Rank: place + 1, PlayerID: names[i], Name: names[i], Score: score, Matches: 2, Wins: wins})
	}
	return &soak{groups: []*group{g}}, rec
}

// playedRound is a match in which the players come in this order, a bot last. It changes
// their skills.
func playedRound(n int, order []int, names []string, skills []rating.Rating) api.Match {
	m := api.Match{ID: fmt.Sprint("m", n), Mode: "skirmish", Game: "ships", Rated: true, BeganAt: eight, EndedAt: eight.Add(20 * time.Second)}
	var teams []rating.Team
	for place, i := range order {
		teams = append(teams, rating.Team{Place: place + 1, Players: []rating.Rating{skills[i]}})
	}
	for place, rated := range rating.Rate(teams) {
		i := order[place]
		m.Lines = append(m.Lines, api.MatchLine{
			PlayerID: names[i], Name: names[i], Place: place + 1, Points: 5 - place, Figures: map[string]int{"kills": 3, "deaths": 1, "rails": 2, "rail-hits": 1}, Kills: 3, Deaths: 1,
			Gain: rated[0].Score() - skills[i].Score(),
		})
		skills[i] = rated[0]
	}
	m.Lines = append(m.Lines, api.MatchLine{Name: "Halley", Bot: true, Place: 4, Figures: map[string]int{"kills": 0, "deaths": 9, "rails": 0, "rail-hits": 0}})
	return m
}

// unratedPuck is a match of Puck that the first of the players won alone.
func unratedPuck(names []string) api.Match {
	m := api.Match{ID: "m2", Mode: "puck", Game: "puck", BeganAt: eight, EndedAt: eight.Add(20 * time.Second)}
	for i, n := range names {
		m.Lines = append(m.Lines, api.MatchLine{
			PlayerID: n, Name: n, Team: 1 + min(i, 1), Place: 1 + min(i, 1), Points: 2,
			Figures: map[string]int{"goals": 2 - i, "assists": i, "saves": 1},
		})
	}
	return m
}

func TestTheAuditAcceptsTrueRecords(t *testing.T) {
	s, rec := quietRun()
	if err := rec.audit(s).print(io.Discard, &s.counters); err != nil {
		t.Errorf("%v:\n%+v", err, rec.audit(s).rows)
	}
}

func TestTheAuditFindsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name  string
		wrong func(s *soak, rec *records)
	}{
		{"a match is counted twice", func(_ *soak, rec *records) {
			rec.histories["ada"] = append(rec.histories["ada"], rec.histories["ada"][0])
		}},
		{"a match is missing in a history", func(_ *soak, rec *records) { rec.histories["bob"] = rec.histories["bob"][1:] }},
		{"a match differs between two histories", func(_ *soak, rec *records) { rec.histories["bob"][0].Rated = true }},
		{"a win too many", func(_ *soak, rec *records) { editProfile(rec, func(p *api.Profile) { p.Wins++ }) }},
		{"a kill too few", func(_ *soak, rec *records) { editProfile(rec, func(p *api.Profile) { p.Kills-- }) }},
		{"a death too many in the figures", func(_ *soak, rec *records) { editProfile(rec, func(p *api.Profile) { p.Figures["deaths"]++ }) }},
		{"another name", func(_ *soak, rec *records) { editProfile(rec, func(p *api.Profile) { p.Name = "eve" }) }},
		{"a rating that moved by itself", func(_ *soak, rec *records) { editProfile(rec, func(p *api.Profile) { p.Ratings[0].Mu += 1e-6 }) }},
		{"a rating for nothing", func(_ *soak, rec *records) {
			editProfile(rec, func(p *api.Profile) { p.Ratings = append(p.Ratings, api.Rating{Mode: "duel"}) })
		}},
		{"a score that is not that of the history", func(_ *soak, rec *records) { rec.boards["skirmish"][1].Score += 1e-6 }},
		{"a rank that was skipped", func(_ *soak, rec *records) { rec.boards["skirmish"][2].Rank = 4 }},
		{"a player is not on the board", func(_ *soak, rec *records) { rec.boards["skirmish"] = rec.boards["skirmish"][:2] }},
		{"players are on the board before their placement is done", func(_ *soak, rec *records) { rec.placement = 3 }},
		{"a board of more than it shows", func(_ *soak, rec *records) { rec.totals["skirmish"]++ }},
		{"a gain without a reason", func(_ *soak, rec *records) { rec.lines(1)[1].Gain += 1e-6 }},
		{"places that do not follow from points", func(_ *soak, rec *records) { rec.lines(1)[0].Points = 0 }},
		{"a goal too many", func(_ *soak, rec *records) { rec.lines(0)[2].Points-- }},
		{"a figure of another game", func(_ *soak, rec *records) { rec.lines(1)[3].Figures = map[string]int{"goals": 0} }},
		{"a game that nobody played", func(_ *soak, rec *records) { rec.histories["ada"][0].Game = "ships" }},
		{"a player in two seats", func(_ *soak, rec *records) { rec.lines(1)[3].PlayerID = "ada" }},
		{"a round that was seen and is not there", func(s *soak, _ *records) {
			g := s.guests()[0]
			g.roundEnds = append(g.roundEnds, eight.Add(50*time.Second))
		}},
		{"a round in which a guest had no seat", func(s *soak, _ *records) { s.guests()[1].stays = nil }},
		{"an error during the run", func(s *soak, _ *records) { s.counters.addError("play", io.EOF) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, rec := quietRun()
			tt.wrong(s, rec)
			if err := rec.audit(s).print(io.Discard, &s.counters); err == nil {
				t.Error("found nothing")
			}
		})
	}
}

// editProfile changes the profile of ada.
func editProfile(rec *records, f func(*api.Profile)) {
	p := rec.profiles["ada"]
	f(&p)
	rec.profiles["ada"] = p
}

// lines are those of a match; all histories share them.
func (rec *records) lines(n int) []api.MatchLine { return rec.histories["ada"][n].Lines }
