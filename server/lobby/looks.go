package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/match/level"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

// routeLooks adds what players get for what they have done, and the goals of the week.
func (l *Lobby) routeLooks() {
	register(l, huma.Operation{
		OperationID: "set-looks", Method: http.MethodPatch, Path: "/v1/players/me/looks", Tags: playerTags,
		Summary:     "Choose a title, a trail, lines of the hull and a sound of kills",
		Description: "Of those that you have earned; others see them from your next match on. They change nothing else.",
		Security:    GuestAuth(), Errors: playerErrors,
	}, l.setLooks)
	register(l, huma.Operation{
		OperationID: "goals", Method: http.MethodGet, Path: "/v1/goals", Tags: playerTags,
		Summary: "The goals of this week", Description: "They are the same for everybody. With your token: how far you are.",
		Security: optionalGuestAuth(), Errors: []int{http.StatusServiceUnavailable},
	}, l.getGoals)
}

func (l *Lobby) setLooks(ctx context.Context, in *struct{ Body api.Looks }) (*response[api.Profile], error) {
	me := requestingPlayerID(ctx)
	p, err := l.store.Player(ctx, me)
	if err != nil {
		return nil, err
	}
	done, err := l.store.Deeds(ctx, me, time.Time{})
	if err != nil {
		return nil, err
	}
	number := level.Of(p.Experience).Number
	b := &in.Body
	for _, want := range [...]struct {
		what   string
		rows   []deeds.Look
		number int
	}{
		{"title", deeds.Titles, b.Title}, {"trail", deeds.Trails, b.Trail}, {"lines", deeds.HullLines, b.Lines}, {"kill_sound", deeds.KillSounds, b.KillSound},
	} {
		if !deeds.Allowed(want.rows, want.number, number, done) {
			return nil, notEarned(want.what, want.rows, want.number)
		}
	}
	chosen := protocol.Looks{Title: uint8(b.Title), Trail: uint8(b.Trail), Lines: uint8(b.Lines), KillSound: uint8(b.KillSound)}
	if err := l.accounts.SetLooks(ctx, me, chosen); err != nil {
		return nil, err
	}
	return l.getProfile(ctx, me)
}

// notEarned tells a player what a look takes.
func notEarned(what string, rows []deeds.Look, number int) *httpx.Problem {
	text := "there is no such " + what
	if row, known := deeds.Find(rows, number); known {
		text = "the " + what + " " + row.Name + " takes " + row.Condition()
	}
	return &httpx.Problem{
		Status: http.StatusUnprocessableEntity, Kind: "not-earned", Detail: text,
		Errors: []api.Detail{{Message: text, Location: "body." + what}},
	}
}

func (l *Lobby) getGoals(ctx context.Context, _ *struct{}) (*response[api.Goals], error) {
	week := deeds.WeekAt(time.Now())
	done := map[string]int{}
	if me := requestingPlayerID(ctx); me != "" {
		var err error
		if done, err = l.store.Deeds(ctx, me, week.Began); err != nil {
			return nil, err
		}
	}
	list := api.Goals{BeganAt: week.Began, EndsAt: week.End(), Goals: []api.WeekGoal{}}
	for _, g := range week.Goals {
		list.Goals = append(list.Goals, api.WeekGoal{Deed: g.Deed, Text: deeds.Describe(g.Deed, g.Target), Target: g.Target, Done: min(done[g.Deed], g.Target), Reward: g.Reward})
	}
	return &response[api.Goals]{list}, nil
}
