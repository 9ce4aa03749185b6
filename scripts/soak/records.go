package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"perihelion/shared/api"
)

// records are everything that the server says about the run afterwards.
type records struct {
	modes     []string                   // that there are queues for
	profiles  map[string]api.Profile     // by player
	histories map[string][]api.Match     // by player, newest first
	boards    map[string][]api.BoardLine // by mode
	totals    map[string]int             // lines of each board, as the board itself says
}

// readRecords reads them all, page by page, as any player may.
func (s *soak) readRecords(ctx context.Context) (*records, error) {
	rec := &records{
		profiles: map[string]api.Profile{}, histories: map[string][]api.Match{},
		boards: map[string][]api.BoardLine{}, totals: map[string]int{},
	}
	var meta api.Meta
	if err := s.get(ctx, "", "/v1/meta", &meta); err != nil {
		return nil, err
	}
	for _, q := range meta.Queues {
		if !slices.Contains(rec.modes, q.Mode) {
			rec.modes = append(rec.modes, q.Mode)
		}
	}
	for _, g := range s.guests() {
		if g.id == "" {
			continue // the run was over before this guest came
		}
		var p api.Profile
		if err := s.get(ctx, g.lobby.Token, "/v1/players/me", &p); err != nil {
			return nil, err
		}
		rec.profiles[g.id] = p
		for next := ""; ; {
			var page api.Matches
			if err := s.get(ctx, "", "/v1/players/"+g.id+"/matches?limit=20&cursor="+url.QueryEscape(next), &page); err != nil {
				return nil, err
			}
			rec.histories[g.id] = append(rec.histories[g.id], page.Matches...)
			if next = page.Next; next == "" {
				break
			}
		}
	}
	for _, mode := range rec.modes {
		for next := ""; ; {
			var page api.Board
			if err := s.get(ctx, "", "/v1/leaderboards/"+mode+"?limit=30&cursor="+url.QueryEscape(next), &page); err != nil {
				return nil, err
			}
			rec.totals[mode] = page.Total
			rec.boards[mode] = append(rec.boards[mode], page.Lines...)
			if next = page.Next; next == "" {
				break
			}
		}
	}
	return rec, nil
}

func (s *soak) get(ctx context.Context, token, path string, dst any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := s.http.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // all that is needed has been read
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(dst)
}
