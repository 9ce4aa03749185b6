package main

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"

	"perihelion/shared/api"
)

const eraseEvery = 20 // one of so many guests has their data erased afterwards

// eraseSome has some guests erase their data, and checks that nothing of them is
// left, and that nothing else has changed.
func (s *soak) eraseSome(ctx context.Context, before *records, r *report) error {
	erased := map[string]string{} // names, by id
	for i, g := range s.guests() {
		if g.id == "" || i%eraseEvery != 0 {
			continue
		}
		if err := g.lobby.DeletePlayer(ctx); err != nil {
			return err
		}
		erased[g.id] = g.name
		_, err := g.lobby.Profile(ctx, "me")
		var problem *api.Problem
		refused := errors.As(err, &problem) && (problem.Status == http.StatusUnauthorized || problem.Status == http.StatusNotFound)
		r.check("erased: the tokens are not accepted", 1, refused, g.name)
		g.id = ""
	}
	after, err := s.readRecords(ctx)
	if err != nil {
		return err
	}
	after.checkErased(r, erased)
	for id, p := range after.profiles {
		r.check("erased: all other players are as before", 1, reflect.DeepEqual(withoutRanks(p), withoutRanks(before.profiles[id])), p.Name)
	}
	for mode, lines := range before.boards {
		left := slices.DeleteFunc(slices.Clone(lines), func(l api.BoardLine) bool { return erased[l.PlayerID] != "" })
		r.check("erased: boards are shorter by these players", 1, len(after.boards[mode]) == len(left) && after.totals[mode] == len(left), mode)
	}
	return nil
}

// checkErased checks that no history and no board names the erased players.
func (rec *records) checkErased(r *report, erased map[string]string) {
	names := map[string]bool{}
	for _, name := range erased {
		names[name] = true
	}
	for _, history := range rec.histories {
		for _, m := range history {
			named := slices.ContainsFunc(m.Lines, func(l api.MatchLine) bool { return erased[l.PlayerID] != "" || names[l.Name] })
			r.check("erased: no history names these players", 1, !named, m.ID)
		}
	}
	for mode, lines := range rec.boards {
		named := slices.ContainsFunc(lines, func(l api.BoardLine) bool { return erased[l.PlayerID] != "" || names[l.Name] })
		r.check("erased: no board names these players", 1, !named, mode)
	}
}

// withoutRanks is a profile without what depends on other players.
func withoutRanks(p api.Profile) api.Profile {
	p.Ratings = slices.Clone(p.Ratings)
	for i := range p.Ratings {
		p.Ratings[i].Rank = 0
	}
	return p
}
