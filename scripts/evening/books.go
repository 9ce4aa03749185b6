package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"perihelion/shared/api"
)

var modes = []string{"skirmish", "teams", "duel"}

// books are everything that the server says about the evening afterwards.
type books struct {
	profiles  map[string]api.Profile     // by player
	histories map[string][]api.Match     // by player, newest first
	boards    map[string][]api.BoardLine // by mode
	totals    map[string]int             // that the boards claim
}

// collect reads it all, page by page, as any player may.
func (e *evening) collect(ctx context.Context) (*books, error) {
	b := &books{map[string]api.Profile{}, map[string][]api.Match{}, map[string][]api.BoardLine{}, map[string]int{}}
	for _, g := range e.guests() {
		if g.id == "" {
			continue // the evening was over before they came
		}
		var p api.Profile
		if err := e.ask(ctx, g.lobby.Token, "/v1/players/me", &p); err != nil {
			return nil, err
		}
		b.profiles[g.id] = p
		for next := ""; ; {
			var page api.Matches
			if err := e.ask(ctx, "", "/v1/players/"+g.id+"/matches?limit=20&cursor="+url.QueryEscape(next), &page); err != nil {
				return nil, err
			}
			b.histories[g.id] = append(b.histories[g.id], page.Matches...)
			if next = page.Next; next == "" {
				break
			}
		}
	}
	for _, mode := range modes {
		for next := ""; ; {
			var page api.Board
			if err := e.ask(ctx, "", "/v1/leaderboards/"+mode+"?limit=30&cursor="+url.QueryEscape(next), &page); err != nil {
				return nil, err
			}
			b.totals[mode] = page.Total
			b.boards[mode] = append(b.boards[mode], page.Lines...)
			if next = page.Next; next == "" {
				break
			}
		}
	}
	return b, nil
}

func (e *evening) ask(ctx context.Context, token, path string, dst any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+path, nil)
	if err != nil {
		return err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := e.http.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // what mattered has been read
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(dst)
}
