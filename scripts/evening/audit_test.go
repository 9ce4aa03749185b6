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

// quiet is an evening of three guests and two rounds, and the books of it.
func quiet() (*evening, *books) {
	names := []string{"ada", "bob", "cyd"}
	b := &books{map[string]api.Profile{}, map[string][]api.Match{}, map[string][]api.BoardLine{}, map[string]int{"skirmish": 3}}
	c := &circle{}
	for _, n := range names {
		c.guests = append(c.guests, &guest{id: n, name: n, visits: []visit{{eight, eight.Add(time.Minute)}}, podiums: []time.Time{eight.Add(20 * time.Second)}})
	}
	skills := []rating.Rating{rating.New(), rating.New(), rating.New()}
	var history []api.Match
	for n, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
		history = append([]api.Match{round(n, order, names, skills)}, history...)
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
	return &evening{circles: []*circle{c}}, b
}

// round is one in which they come in this order, a bot last; skills moves.
func round(n int, order []int, names []string, skills []rating.Rating) api.Match {
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

func TestTheAuditBelievesTrueBooks(t *testing.T) {
	e, b := quiet()
	if err := b.audit(e).print(io.Discard, &e.tally); err != nil {
		t.Errorf("%v:\n%+v", err, b.audit(e).rows)
	}
}

func TestTheAuditFindsWhatIsWrong(t *testing.T) {
	tests := []struct {
		name  string
		wrong func(e *evening, b *books)
	}{
		{"a match is counted twice", func(_ *evening, b *books) { b.histories["ada"] = append(b.histories["ada"], b.histories["ada"][0]) }},
		{"a match is missing in a history", func(_ *evening, b *books) { b.histories["bob"] = b.histories["bob"][1:] }},
		{"two tell differently about a match", func(_ *evening, b *books) { b.histories["bob"][0].Rated = false }},
		{"a win too many", func(_ *evening, b *books) { edit(b, func(p *api.Profile) { p.Wins++ }) }},
		{"a kill too few", func(_ *evening, b *books) { edit(b, func(p *api.Profile) { p.Kills-- }) }},
		{"another name", func(_ *evening, b *books) { edit(b, func(p *api.Profile) { p.Name = "eve" }) }},
		{"a rating that moved by itself", func(_ *evening, b *books) { edit(b, func(p *api.Profile) { p.Ratings[0].Mu += 1e-6 }) }},
		{"a rating for nothing", func(_ *evening, b *books) {
			edit(b, func(p *api.Profile) { p.Ratings = append(p.Ratings, api.Rating{Mode: "duel"}) })
		}},
		{"a score that is not that of the history", func(_ *evening, b *books) { b.boards["skirmish"][1].Score += 1e-6 }},
		{"a rank that was skipped", func(_ *evening, b *books) { b.boards["skirmish"][2].Rank = 4 }},
		{"somebody is not on the board", func(_ *evening, b *books) { b.boards["skirmish"] = b.boards["skirmish"][:2] }},
		{"a board of more than it shows", func(_ *evening, b *books) { b.totals["skirmish"]++ }},
		{"a gain out of nowhere", func(_ *evening, b *books) { b.lines(0)[1].Gain += 1e-6 }},
		{"places that points do not earn", func(_ *evening, b *books) { b.lines(0)[0].Points = 0 }},
		{"somebody in two seats", func(_ *evening, b *books) { b.lines(0)[3].PlayerID = "ada" }},
		{"a round that was seen and is not there", func(e *evening, _ *books) {
			g := e.guests()[0]
			g.podiums = append(g.podiums, eight.Add(50*time.Second))
		}},
		{"a round that nobody came to", func(e *evening, _ *books) { e.guests()[1].visits = nil }},
		{"trouble on the way", func(e *evening, _ *books) { e.tally.trouble("fly", io.EOF) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, b := quiet()
			tt.wrong(e, b)
			if err := b.audit(e).print(io.Discard, &e.tally); err == nil {
				t.Error("found nothing")
			}
		})
	}
}

// edit changes the profile of ada.
func edit(b *books, f func(*api.Profile)) {
	p := b.profiles["ada"]
	f(&p)
	b.profiles["ada"] = p
}

// lines are those of a match, which all histories share.
func (b *books) lines(n int) []api.MatchLine { return b.histories["ada"][n].Lines }
