package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"

	"perihelion/shared/api"
)

// records are everything that the server says about the run afterwards.
type records struct {
	modes     []string                   // that there are queues for
	profiles  map[string]api.Profile     // by player
	histories map[string][]api.Match     // by player, newest first
	boards    map[string][]api.BoardLine // by mode
	totals    map[string]int             // lines of each board, as the board itself says
	placement int                        // rated matches in a season that it takes to be on a board
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
	if err := s.readGuests(ctx, rec); err != nil {
		return nil, err
	}
	return rec, s.readBoards(ctx, rec)
}

// readGuests reads the profile and the matches of each guest.
func (s *soak) readGuests(ctx context.Context, rec *records) error {
	for _, g := range s.guests() {
		if g.id == "" {
			continue // the run was over before this guest came
		}
		var p api.Profile
		if err := s.get(ctx, g.lobby.Token, "/v1/players/me", &p); err != nil {
			return err
		}
		rec.profiles[g.id] = p
		if err := eachPage(func(cursor string) (string, error) {
			var page api.Matches
			err := s.get(ctx, "", "/v1/players/"+g.id+"/matches?limit=20&cursor="+cursor, &page)
			rec.histories[g.id] = append(rec.histories[g.id], page.Matches...)
			return page.Next, err
		}); err != nil {
			return err
		}
	}
	return nil
}

// readBoards reads the leaderboard of each mode.
func (s *soak) readBoards(ctx context.Context, rec *records) error {
	for _, mode := range rec.modes {
		if err := eachPage(func(cursor string) (string, error) {
			var page api.Board
			err := s.get(ctx, "", "/v1/leaderboards/"+mode+"?limit=30&cursor="+cursor, &page)
			rec.totals[mode], rec.placement = page.Total, page.Season.Placement
			rec.boards[mode] = append(rec.boards[mode], page.Lines...)
			return page.Next, err
		}); err != nil {
			return err
		}
	}
	return nil
}

// eachPage calls read with the cursor of each page; read returns that of the next one.
func eachPage(read func(cursor string) (next string, err error)) error {
	for next := ""; ; {
		var err error
		if next, err = read(url.QueryEscape(next)); err != nil || next == "" {
			return err
		}
	}
}

// get reads what one of the servers says, as soon as it lets us.
func (s *soak) get(ctx context.Context, token, path string, dst any) error {
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.urls[rand.IntN(len(s.urls))]+path, nil)
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
		switch {
		case answer.StatusCode == http.StatusOK:
			return json.NewDecoder(answer.Body).Decode(dst)
		case answer.StatusCode != http.StatusTooManyRequests || !sleep(ctx, time.Second):
			return fmt.Errorf("GET %s: %s", path, answer.Status)
		}
	}
}
