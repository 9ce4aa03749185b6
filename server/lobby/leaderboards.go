package lobby

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/match/season"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

func (l *Lobby) routeBoards() {
	tags, lost := []string{"Results"}, []int{http.StatusNotFound, http.StatusServiceUnavailable}
	register(l, huma.Operation{
		OperationID: "leaderboard", Method: http.MethodGet, Path: "/v1/leaderboards/{mode}", Tags: tags,
		Summary:     "The leaderboard of a mode",
		Description: fmt.Sprintf("Each season has its own, for those who have played %d rated matches in it.", season.PlacementRounds),
		Security:    optionalGuestAuth(), Errors: lost,
	}, l.getLeaderboard)
	register(l, huma.Operation{
		OperationID: "match", Method: http.MethodGet, Path: "/v1/matches/{id}", Tags: tags,
		Summary: "A match that was played", Security: optionalGuestAuth(), Errors: lost,
	}, l.getMatch)
}

func (l *Lobby) getLeaderboard(ctx context.Context, in *struct {
	Mode   string `path:"mode" maxLength:"32"`
	Season int    `query:"season" minimum:"-1" default:"-1" doc:"its number; -1: the present one"`
	Around string `query:"around" enum:"me" doc:"the lines around you; needs your token"`
	Page
	IfNoneMatch
},
) (*taggedResponse[api.Board], error) {
	me := requestingPlayerID(ctx)
	game, known := l.cfg.Modes[in.Mode]
	switch {
	case !known:
		return nil, &httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-mode", Detail: "there is no such mode"}
	case in.Around != "" && me == "":
		return nil, missingToken()
	}
	of := l.seasonView(in.Season, time.Now())
	if of == nil {
		return nil, &httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-season", Detail: "that season has not begun"}
	}
	q := store.BoardQuery{Mode: in.Mode, Season: of.Number, Placement: of.Placement, After: in.Cursor, Limit: in.Limit}
	if in.Around != "" {
		q.Around = me
	}
	b, err := l.store.Board(ctx, q)
	if err != nil {
		return nil, err
	}
	board := api.Board{Mode: in.Mode, Game: game, Season: *of, Total: b.Total, Lines: []api.BoardLine{}, Next: b.Next}
	for _, line := range b.Lines {
		board.Lines = append(board.Lines, api.BoardLine{
			Rank: line.Rank, PlayerID: line.Player, Name: line.Name, Score: line.Score,
			Matches: line.Matches, Wins: line.Wins, Me: line.Player == me,
		})
	}
	return respondHashed(in.IfNoneMatch, board)
}

// seasonView is the season of a number, or the present one for -1; nil: it has not begun.
func (l *Lobby) seasonView(number int, now time.Time) *api.Season {
	present := l.cfg.Seasons.At(now).Number
	if number < 0 {
		number = present
	}
	if number > present {
		return nil
	}
	of := l.cfg.Seasons.Numbered(number)
	return &api.Season{Number: number, BeganAt: optionalTime(of.Began), EndsAt: of.Ends, Present: number == present, Placement: season.PlacementRounds}
}

func (l *Lobby) getMatch(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
},
) (*response[api.Match], error) {
	m, err := l.store.Match(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	view := l.matchView(&m)
	switch r, err := l.visibleReplay(ctx, in.ID, ""); {
	case err == nil:
		view.Replay = &api.Replay{Rules: r.Rules, Seconds: float64(r.Ticks) / float64(r.Rate), Bytes: r.Bytes, Whole: r.Whole, Private: r.Private}
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	return &response[api.Match]{view}, nil
}
