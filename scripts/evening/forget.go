package main

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"

	"perihelion/shared/api"
)

const oneIn = 20 // guests has their data deleted afterwards

// forget has some guests delete their data, and checks that nothing of them is
// left, and that nothing else has changed.
func (e *evening) forget(ctx context.Context, before *books, r *report) error {
	gone := map[string]string{} // names, by id
	for i, g := range e.guests() {
		if g.id == "" || i%oneIn != 0 {
			continue
		}
		if err := g.lobby.DeletePlayer(ctx); err != nil {
			return err
		}
		gone[g.id] = g.name
		_, err := g.lobby.Profile(ctx, "me")
		var refusal *api.Problem
		refused := errors.As(err, &refusal) && (refusal.Status == http.StatusUnauthorized || refusal.Status == http.StatusNotFound)
		r.note("deleted: their tokens open nothing", 1, refused, g.name)
		g.id = ""
	}
	after, err := e.collect(ctx)
	if err != nil {
		return err
	}
	after.without(r, gone)
	for id, p := range after.profiles {
		r.note("deleted: everyone else is as before", 1, reflect.DeepEqual(unranked(p), unranked(before.profiles[id])), p.Name)
	}
	for mode, lines := range before.boards {
		left := slices.DeleteFunc(slices.Clone(lines), func(l api.BoardLine) bool { return gone[l.PlayerID] != "" })
		r.note("deleted: boards are shorter by them", 1, len(after.boards[mode]) == len(left) && after.totals[mode] == len(left), mode)
	}
	return nil
}

// without checks that nobody's history or board names those who are gone.
func (b *books) without(r *report, gone map[string]string) {
	names := map[string]bool{}
	for _, name := range gone {
		names[name] = true
	}
	for _, history := range b.histories {
		for _, m := range history {
			named := slices.ContainsFunc(m.Lines, func(l api.MatchLine) bool { return gone[l.PlayerID] != "" || names[l.Name] })
			r.note("deleted: no history names them", 1, !named, m.ID)
		}
	}
	for mode, lines := range b.boards {
		named := slices.ContainsFunc(lines, func(l api.BoardLine) bool { return gone[l.PlayerID] != "" || names[l.Name] })
		r.note("deleted: no board names them", 1, !named, mode)
	}
}

// unranked is a profile without what depends on others.
func unranked(p api.Profile) api.Profile {
	p.Ratings = slices.Clone(p.Ratings)
	for i := range p.Ratings {
		p.Ratings[i].Rank = 0
	}
	return p
}
