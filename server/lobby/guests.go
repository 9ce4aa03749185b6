package lobby

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/account"
	"perihelion/server/httpx"
	"perihelion/shared/api"
)

func (l *Lobby) routeGuests() {
	register(l, huma.Operation{
		OperationID: "create-guest", Method: http.MethodPost, Path: "/v1/guests", DefaultStatus: http.StatusCreated, Tags: []string{"Players"},
		Summary: "Become a guest, stay one, or move to another device",
		Description: "Without anything you become a new player. With your token you get one that is good for longer. " +
			"With a link code you become the player who made it, on this device too.",
		Security: anyone(), Errors: []int{http.StatusForbidden},
	}, l.createGuest)
}

func (l *Lobby) createGuest(ctx context.Context, in *struct{ Body api.NewGuest }) (*answerOf[api.Guest], error) {
	g, err := l.welcome(ctx, callerOf(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	return &answerOf[api.Guest]{api.Guest{PlayerID: g.ID, Name: g.Name, Token: g.Token, ExpiresAt: g.Expires.UTC()}}, nil
}

func (l *Lobby) welcome(ctx context.Context, c *caller, want api.NewGuest) (account.Guest, error) {
	now := time.Now()
	switch {
	case want.Link != "":
		link := func() (account.Guest, error) { return l.accounts.Link(ctx, want.Link, now) }
		if c.token == "" { // a new device has no account yet, and its neighbours may be guessing: see the odds at guess
			return link()
		}
		return guess(ctx, l, want.Link, link)
	case c.token != "":
		return l.accounts.Renew(ctx, c.token, now)
	}
	return l.accounts.Register(ctx, want.Name, now)
}

// badName is what is wrong with a name, fit for a player.
func badName(err account.BadName) *httpx.Refusal {
	return &httpx.Refusal{
		Status: http.StatusUnprocessableEntity, Kind: "bad-name", Detail: err.Error(),
		Errors: []api.Detail{{Message: strings.TrimSpace(string(err)), Location: "body.name"}},
	}
}
