package results

import (
	"slices"

	"perihelion/server/data/store"
	"perihelion/server/match/level"
	"perihelion/server/match/rating"
	"perihelion/server/match/season"
	"perihelion/server/play/room"
	"perihelion/shared/deeds"
	"perihelion/sim"
)

// convert converts a result of a room of this server, which ended in a season, for the store.
func (q *Queue) convert(r room.Result) store.Match {
	m := toStoreMatch(q.cfg.Node, r)
	m.Season, m.Placement = q.cfg.Seasons.At(r.Ended).Number, season.PlacementRounds
	return m
}

// toStoreMatch converts a result of a room of this server for the store.
func toStoreMatch(node string, r room.Result) store.Match {
	m := store.Match{
		ID: r.ID, Room: r.Room, Node: node, Epoch: r.Epoch, Mode: r.Mode.String(), Rated: r.Rated, Aborted: r.Aborted,
		Seed: r.Seed, Began: r.Began, Ended: r.Ended, Lines: make([]store.MatchLine, 0, len(r.Lines)), ExperienceLimit: level.DailyLimit, Week: deeds.WeekAt(r.Ended),
	}
	for _, l := range r.Lines {
		m.Lines = append(m.Lines, store.MatchLine{
			Player: l.Player, Name: l.Name, Bot: l.Player == "", Team: int(l.Team), Place: l.Place,
			Points: l.Points, Figures: namedFigures(r.Columns, &l), Left: l.Left, Rated: l.Rated, Experience: experienceOf(&r, &l), Deeds: deedsOf(&r, &l),
		})
	}
	return m
}

// experienceOf is what a line of r gives its player; nothing if that is a bot.
func experienceOf(r *room.Result, l *room.Line) int {
	if r.Aborted || l.Player == "" {
		return 0
	}
	did := level.Round{
		Length: r.Ended.Sub(r.Began), Place: l.Place, Points: l.Points, Figures: namedFigures(r.Columns, l), Left: l.Left,
	}
	for i := range r.Lines {
		o := &r.Lines[i]
		did.Last = max(did.Last, o.Place)
		if o.Player != "" && o.Player != l.Player && (l.Team == sim.NoTeam || o.Team != l.Team) {
			did.People = true
		}
	}
	return level.Experience(&did)
}

// hasWon reports whether a line of r is better than another: sides that are equal have not won.
func hasWon(r *room.Result, l *room.Line) bool {
	return l.Place == 1 && slices.ContainsFunc(r.Lines, func(o room.Line) bool { return o.Place > 1 })
}

// deedsOf are the deeds of a line of r, as far as they count.
func deedsOf(r *room.Result, l *room.Line) map[string]int {
	if r.Aborted || l.Player == "" || l.Left {
		return nil
	}
	return deeds.OfRound(&deeds.Round{
		Mode: r.Mode.String(), ByKills: r.Mode.KillPoints, Private: r.Code != "", Length: r.Ended.Sub(r.Began),
		Won: hasWon(r, l), Points: l.Points, Figures: namedFigures(r.Columns, l),
	})
}

// namedFigures are the figures of a line by the names of their columns.
func namedFigures(columns []string, l *room.Line) map[string]int {
	figures := make(map[string]int, len(columns))
	for i, name := range columns {
		figures[name] = l.Columns[i]
	}
	return figures
}

// rateMatch computes new skills with package rating. Players of one team are rated as a
// team, all others on their own.
func rateMatch(standings []store.Standing) []store.Rated {
	var teams []rating.Team
	at := make([]struct{ team, place int }, len(standings))
	byTeam := map[int]int{}
	for i, p := range standings {
		team, known := byTeam[p.Team]
		if p.Team == 0 || !known {
			team = len(teams)
			teams = append(teams, rating.Team{Place: p.Place})
			byTeam[p.Team] = team
		}
		s := &teams[team]
		s.Place = min(s.Place, p.Place)
		at[i].team, at[i].place = team, len(s.Players)
		s.Players = append(s.Players, ratingOf(&p))
	}
	after := rating.Rate(teams)
	rated := make([]store.Rated, len(standings))
	for i, a := range at {
		rated[i] = store.Rated{Before: store.Skill(teams[a.team].Players[a.place]), After: store.Skill(after[a.team][a.place])}
	}
	return rated
}

// ratingOf is the rating with which a player begins a match.
func ratingOf(s *store.Standing) rating.Rating {
	if s.Skill == (store.Skill{}) {
		return rating.New()
	}
	return rating.SoftReset(rating.Rating(s.Skill), s.Seasons)
}
