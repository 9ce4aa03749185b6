package lobby

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
)

func (l *Lobby) routeBoards() {
	tags, lost := []string{"Results"}, []int{http.StatusNotFound, http.StatusServiceUnavailable}
	register(l, huma.Operation{
		OperationID: "leaderboard", Method: http.MethodGet, Path: "/v1/leaderboards/{mode}", Tags: tags,
		Summary: "The leaderboard of a mode", Security: optionalGuestAuth(), Errors: lost,
	}, l.getLeaderboard)
	register(l, huma.Operation{
		OperationID: "match", Method: http.MethodGet, Path: "/v1/matches/{id}", Tags: tags,
		Summary: "A match that was played", Security: optionalGuestAuth(), Errors: lost,
	}, l.getMatch)
}

func (l *Lobby) getLeaderboard(ctx context.Context, in *struct {
	Mode   string `path:"mode" maxLength:"32"`
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
	q := store.BoardQuery{Mode: in.Mode, After: in.Cursor, Limit: in.Limit}
	if in.Around != "" {
		q.Around = me
	}
	b, err := l.store.Board(ctx, q)
	if err != nil {
		return nil, err
	}
	board := api.Board{Mode: in.Mode, Game: game, Total: b.Total, Lines: []api.BoardLine{}, Next: b.Next}
	for _, line := range b.Lines {
		board.Lines = append(board.Lines, api.BoardLine{
			Rank: line.Rank, PlayerID: line.Player, Name: line.Name, Score: line.Score,
			Matches: line.Matches, Wins: line.Wins, Me: line.Player == me,
		})
	}
	return respondHashed(in.IfNoneMatch, board)
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
