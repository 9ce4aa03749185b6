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
		Summary:     "Choose a title and a trail",
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
	switch {
	case !deeds.Allowed(deeds.Titles, in.Body.Title, number, done):
		return nil, notEarned("title", deeds.Titles, in.Body.Title)
	case !deeds.Allowed(deeds.Trails, in.Body.Trail, number, done):
		return nil, notEarned("trail", deeds.Trails, in.Body.Trail)
	}
	if err := l.accounts.SetLooks(ctx, me, protocol.Looks{Title: uint8(in.Body.Title), Trail: uint8(in.Body.Trail)}); err != nil {
		return nil, err
	}
	return l.getProfile(ctx, me)
}

// notEarned tells a player what a title or trail takes.
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
