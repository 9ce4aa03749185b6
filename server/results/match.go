package results

import (
	"perihelion/server/match/rating"
	"perihelion/server/room"
	"perihelion/server/store"
)

// matchOf says in the words of the store what a round came to.
func matchOf(r room.Result) store.Match {
	m := store.Match{
		ID: r.ID, Room: r.Room, Mode: r.Mode.String(), Rated: r.Rated, Aborted: r.Aborted,
		Seed: r.Seed, Began: r.Began, Ended: r.Ended, Lines: make([]store.MatchLine, 0, len(r.Lines)),
	}
	for _, l := range r.Lines {
		m.Lines = append(m.Lines, store.MatchLine{
			Player: l.Player, Name: l.Name, Bot: l.Player == "", Team: int(l.Team), Place: l.Place,
			Points: l.Points, Kills: r.Figure(&l, "kills"), Deaths: r.Figure(&l, "deaths"), Left: l.Left, Rated: l.Rated,
		})
	}
	return m
}

// rate is the store's question to package rating: those of a team are one side,
// and everyone else is a side of their own.
func rate(people []store.Standing) []store.Skill {
	var sides []rating.Team
	at := make([]struct{ side, place int }, len(people))
	byTeam := map[int]int{}
	for i, p := range people {
		side, known := byTeam[p.Team]
		if p.Team == 0 || !known {
			side = len(sides)
			sides = append(sides, rating.Team{Place: p.Place})
			byTeam[p.Team] = side
		}
		s := &sides[side]
		s.Place = min(s.Place, p.Place)
		at[i].side, at[i].place = side, len(s.Players)
		s.Players = append(s.Players, ratingOf(p.Skill))
	}
	rated := rating.Rate(sides)
	after := make([]store.Skill, len(people))
	for i, a := range at {
		after[i] = store.Skill(rated[a.side][a.place])
	}
	return after
}

func ratingOf(s store.Skill) rating.Rating {
	if s == (store.Skill{}) {
		return rating.New()
	}
	return rating.Rating(s)
}
