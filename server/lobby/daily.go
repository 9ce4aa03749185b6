package lobby

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/runs"
	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
	"perihelion/shared/daily"
)

const submitPath = "/v1/daily/{date}/runs"

// A run takes a minute and a half, so a player sends few; those that could not be sent come
// at once. A school sends sixty.
const (
	runEvery        = 30 * time.Second
	maxRuns         = 8
	runEveryPerAddr = time.Second
	maxRunsPerAddr  = 60
)

func (l *Lobby) routeDaily() {
	tags, lost := []string{"Daily run"}, []int{http.StatusNotFound, http.StatusServiceUnavailable}
	register(l, huma.Operation{
		OperationID: "daily", Method: http.MethodGet, Path: "/v1/daily", Tags: tags,
		Summary: "What everybody flies today, and where you are on the board", Security: optionalGuestAuth(), Errors: lost,
	}, l.getDaily)
	register(l, huma.Operation{
		OperationID: "daily-board", Method: http.MethodGet, Path: "/v1/daily/{date}/board", Tags: tags,
		Summary: "The board of a day", Security: optionalGuestAuth(), Errors: lost,
	}, l.getDailyBoard)
	register(l, huma.Operation{
		OperationID: "send-run", Method: http.MethodPost, Path: submitPath, Tags: tags,
		Summary: "Send a run",
		Description: fmt.Sprintf("The log of a run, in the format of LOG.md, not compressed and of %d bytes at most. The server plays it again, with its own match and nothing of yours but what you held, and counts the points itself. "+
			"A log that is no run is refused with 422, and the type of the problem says why: urn:perihelion:run- and damaged, rules, other, seats, inputs, diverged, unfinished, slow, day or copied. 503: too many wait; send it again.", daily.MaxBytes),
		Security: GuestAuth(), Errors: lost, MaxBodyBytes: daily.MaxBytes + 1,
	}, l.sendRun)
	register(l, huma.Operation{
		OperationID: "run-log", Method: http.MethodGet, Path: submitPath + "/{run}/log", Tags: tags,
		Summary: "The log of a run", Description: "As the server has recorded it, in the format of LOG.md: to be watched, or raced. It never changes.",
		Errors:    lost,
		Responses: map[string]*huma.Response{"200": {Description: "The log", Content: binaryContent()}},
	}, l.getRunLog)
}

// readLog reads the body of a run.
func readLog(r *http.Request) ([]byte, *httpx.Problem) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/octet-stream" {
		return nil, httpx.NewProblem(http.StatusUnsupportedMediaType, "the body must be application/octet-stream, and Content-Type must say so")
	}
	return readAll(r, daily.MaxBytes)
}

// GameQuery is the query parameter of a game that offers a daily run.
type GameQuery struct {
	Game string `query:"game" maxLength:"32" doc:"absent: the first that offers a daily run"`
}

// DailyPath is the path parameter of a day.
type DailyPath struct {
	Date string `path:"date" maxLength:"10" doc:"of UTC, such as 2026-11-29"`
}

// challenge is what is flown on a day in a game.
func (l *Lobby) challenge(date, game string) (c daily.Challenge, err error) {
	day, err := daily.ParseDay(date)
	if err != nil {
		return c, &httpx.Problem{Status: http.StatusNotFound, Kind: "no-such-day", Detail: "a day is written like 2026-11-29"}
	}
	return l.daily.Challenge(game, day)
}

func (l *Lobby) getDaily(ctx context.Context, in *struct {
	GameQuery
	IfNoneMatch
},
) (*taggedResponse[api.Daily], error) {
	now := time.Now()
	c, err := l.daily.Challenge(in.Game, daily.DayOf(now))
	if err != nil {
		return nil, err
	}
	me := requestingPlayerID(ctx)
	b, err := l.store.DailyBoard(ctx, store.DailyQuery{DailyOf: runs.Of(&c), Around: me, Limit: 1, Now: now})
	if err != nil {
		return nil, err
	}
	about := c.Game.About()
	view := api.Daily{
		Date: c.Day.String(), Game: about.Name, Mode: c.Config.Mode.Name, Rules: about.Rules, Version: c.Version,
		Seed: fmt.Sprintf("%016x", c.Config.Seed), Seats: c.Config.Seats, Rate: c.Config.TicksPerSecond(), Points: c.Config.Points, Seconds: c.Config.Seconds,
		EndsAt: (c.Day + 1).Begin(), TakenMS: runs.Grace.Milliseconds(), Total: b.Total,
	}
	if me != "" && len(b.Lines) > 0 {
		view.Me = dailyLine(&b.Lines[0], me)
	}
	return respondHashed(in.IfNoneMatch, view)
}

func dailyLine(r *store.DailyRun, me string) *api.DailyLine {
	return &api.DailyLine{Rank: r.Rank, Run: r.ID, PlayerID: r.Player, Name: r.Name, Score: r.Score, SentAt: r.Sent, Me: r.Player == me}
}

func (l *Lobby) getDailyBoard(ctx context.Context, in *struct {
	DailyPath
	GameQuery
	Around string `query:"around" enum:"me" doc:"the lines around you; needs your token"`
	Page
	IfNoneMatch
},
) (*taggedResponse[api.DailyBoard], error) {
	me := requestingPlayerID(ctx)
	if in.Around != "" && me == "" {
		return nil, missingToken()
	}
	c, err := l.challenge(in.Date, in.Game)
	if err != nil {
		return nil, err
	}
	q := store.DailyQuery{DailyOf: runs.Of(&c), After: in.Cursor, Limit: in.Limit, Now: time.Now()}
	if in.Around != "" {
		q.Around = me
	}
	b, err := l.store.DailyBoard(ctx, q)
	if err != nil {
		return nil, err
	}
	view := api.DailyBoard{Date: q.Day, Game: q.Game, Total: b.Total, Lines: []api.DailyLine{}, Next: b.Next}
	for i := range b.Lines {
		view.Lines = append(view.Lines, *dailyLine(&b.Lines[i], me))
	}
	return respondHashed(in.IfNoneMatch, view)
}

func (l *Lobby) sendRun(ctx context.Context, in *struct {
	DailyPath
	GameQuery
	RawBody []byte
},
) (*response[api.DailyResult], error) {
	req := requestInfoOf(ctx)
	if problem := checkRate(l, l.runsByPlayer, req.player.ID); problem != nil {
		return nil, problem
	}
	if problem := checkRate(l, l.runsByAddr, req.from); problem != nil {
		return nil, problem
	}
	c, err := l.challenge(in.Date, in.Game)
	if err != nil {
		return nil, err
	}
	o, err := l.daily.Submit(ctx, runs.Submission{Challenge: c, Player: daily.Player{Account: req.player.ID, Name: req.player.Name}, Log: in.RawBody})
	if refused, ok := errors.AsType[*daily.Refusal](err); ok {
		return nil, &httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "run-" + refused.Reason, Detail: refused.Text}
	}
	if err != nil {
		return nil, err
	}
	view := api.DailyResult{Score: o.Score, Best: o.Best, Total: o.Total}
	if o.Line.ID != "" {
		view.Line = dailyLine(&o.Line, req.player.ID)
	}
	return &response[api.DailyResult]{view}, nil
}

func (l *Lobby) getRunLog(ctx context.Context, in *struct {
	DailyPath
	Run    string `path:"run" maxLength:"64"`
	Accept string `header:"Accept-Encoding" maxLength:"256"`
	IfNoneMatch
},
) (*huma.StreamResponse, error) {
	run, err := l.store.DailyRun(ctx, in.Run, time.Now())
	if err == nil && run.Day != in.Date {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return l.streamLog(ctx, &storedLog{runs.LogName(run.ID), run.Size, run.Bytes, false}, in.Accept, in.IfNoneMatch)
}
