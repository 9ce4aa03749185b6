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

// quietRun is a run of three guests and two rounds, and its records.
func quietRun() (*soak, *records) {
	names := []string{"ada", "bob", "cyd"}
	b := &records{[]string{"skirmish", "teams", "duel"}, map[string]api.Profile{}, map[string][]api.Match{}, map[string][]api.BoardLine{}, map[string]int{"skirmish": 3}}
	g := &group{}
	for _, n := range names {
		g.guests = append(g.guests, &guest{id: n, name: n, stays: []stay{{eight, eight.Add(time.Minute)}}, roundEnds: []time.Time{eight.Add(20 * time.Second)}})
	}
	skills := []rating.Rating{rating.New(), rating.New(), rating.New()}
	var history []api.Match
	for n, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
		history = append([]api.Match{playedRound(n, order, names, skills)}, history...)
	}
	for place, i := range []int{0, 2, 1} { // by score after these two
		score := skills[i].Score()
		wins := 1 - i%2
		b.profiles[names[i]] = api.Profile{
			PlayerID: names[i], Name: names[i], Matches: 2, Wins: wins, Kills: 6, Deaths: 2,
			Ratings: []api.Rating{{Mode: "skirmish", Mu: skills[i].Mu, Sigma: skills[i].Sigma, Score: score, Matches: 2, Rank: place + 1}},
		}
		b.histories[names[i]] = append([]api.Match(nil), history...)
		b.boards["skirmish"] = append(b.boards["skirmish"], api.BoardLine{Rank: place + 1, PlayerID: names[i], Name: names[i], Score: score, Matches: 2, Wins: wins})
	}
	return &soak{groups: []*group{g}}, b
}

// playedRound is a match in which the players come in this order, a bot last. It changes
// their skills.
func playedRound(n int, order []int, names []string, skills []rating.Rating) api.Match {
	m := api.Match{ID: fmt.Sprint("m", n), Mode: "skirmish", Rated: true, BeganAt: eight, EndedAt: eight.Add(20 * time.Second)}
	var teams []rating.Team
	for place, i := range order {
		teams = append(teams, rating.Team{Place: place + 1, Players: []rating.Rating{skills[i]}})
	}
	for place, rated := range rating.Rate(teams) {
		i := order[place]
		m.Lines = append(m.Lines, api.MatchLine{
			PlayerID: names[i], Name: names[i], Place: place + 1, Points: 5 - place, Kills: 3, Deaths: 1,
			Gain: rated[0].Score() - skills[i].Score(),
		})
		skills[i] = rated[0]
	}
	m.Lines = append(m.Lines, api.MatchLine{Name: "Halley", Bot: true, Place: 4})
	return m
}

func TestTheAuditAcceptsTrueRecords(t *testing.T) {
	s, b := quietRun()
	if err := b.audit(s).print(io.Discard, &s.counters); err != nil {
		t.Errorf("%v:\n%+v", err, b.audit(s).rows)
	}
}

func TestTheAuditFindsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name  string
		wrong func(s *soak, b *records)
	}{
		{"a match is counted twice", func(_ *soak, b *records) { b.histories["ada"] = append(b.histories["ada"], b.histories["ada"][0]) }},
		{"a match is missing in a history", func(_ *soak, b *records) { b.histories["bob"] = b.histories["bob"][1:] }},
		{"two tell differently about a match", func(_ *soak, b *records) { b.histories["bob"][0].Rated = false }},
		{"a win too many", func(_ *soak, b *records) { editProfile(b, func(p *api.Profile) { p.Wins++ }) }},
		{"a kill too few", func(_ *soak, b *records) { editProfile(b, func(p *api.Profile) { p.Kills-- }) }},
		{"another name", func(_ *soak, b *records) { editProfile(b, func(p *api.Profile) { p.Name = "eve" }) }},
		{"a rating that moved by itself", func(_ *soak, b *records) { editProfile(b, func(p *api.Profile) { p.Ratings[0].Mu += 1e-6 }) }},
		{"a rating for nothing", func(_ *soak, b *records) {
			editProfile(b, func(p *api.Profile) { p.Ratings = append(p.Ratings, api.Rating{Mode: "duel"}) })
		}},
		{"a score that is not that of the history", func(_ *soak, b *records) { b.boards["skirmish"][1].Score += 1e-6 }},
		{"a rank that was skipped", func(_ *soak, b *records) { b.boards["skirmish"][2].Rank = 4 }},
		{"somebody is not on the board", func(_ *soak, b *records) { b.boards["skirmish"] = b.boards["skirmish"][:2] }},
		{"a board of more than it shows", func(_ *soak, b *records) { b.totals["skirmish"]++ }},
		{"a gain out of nowhere", func(_ *soak, b *records) { b.lines(0)[1].Gain += 1e-6 }},
		{"places that points do not earn", func(_ *soak, b *records) { b.lines(0)[0].Points = 0 }},
		{"somebody in two seats", func(_ *soak, b *records) { b.lines(0)[3].PlayerID = "ada" }},
		{"a round that was seen and is not there", func(s *soak, _ *records) {
			g := s.guests()[0]
			g.roundEnds = append(g.roundEnds, eight.Add(50*time.Second))
		}},
		{"a round that nobody came to", func(s *soak, _ *records) { s.guests()[1].stays = nil }},
		{"trouble on the way", func(s *soak, _ *records) { s.counters.addError("fly", io.EOF) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, b := quietRun()
			tt.wrong(s, b)
			if err := b.audit(s).print(io.Discard, &s.counters); err == nil {
				t.Error("found nothing")
			}
		})
	}
}

// editProfile changes the profile of ada.
func editProfile(b *records, f func(*api.Profile)) {
	p := b.profiles["ada"]
	f(&p)
	b.profiles["ada"] = p
}

// lines are those of a match; all histories share them.
func (b *records) lines(n int) []api.MatchLine { return b.histories["ada"][n].Lines }
