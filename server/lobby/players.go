package lobby

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/shared/api"
)

// All operations on players have this tag, and can fail so.
var (
	playerTags   = []string{"Players"}
	playerErrors = []int{http.StatusNotFound, http.StatusServiceUnavailable}
)

// routeMe adds what players do with their own data.
func (l *Lobby) routeMe() {
	const me = "/v1/players/me"
	tags, lost := playerTags, playerErrors
	register(l, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: me, Tags: tags,
		Summary: "What is known of you", Security: GuestAuth(), Errors: lost,
	}, func(ctx context.Context, _ *struct{}) (*response[api.Profile], error) {
		return l.getProfile(ctx, requestingPlayerID(ctx))
	})
	register(l, huma.Operation{
		OperationID: "rename", Method: http.MethodPatch, Path: me, Tags: tags,
		Summary: "Change your name", Description: "Three times at once, and then once in ten minutes.",
		Security: GuestAuth(), Errors: lost,
	}, l.renamePlayer)
	register(l, huma.Operation{
		OperationID: "erase", Method: http.MethodDelete, Path: me, Tags: tags,
		Summary: "Delete your data", Description: "For good. Matches stay, for the others who played them, with nobody in your place.",
		Security: GuestAuth(), Errors: lost,
	}, l.erasePlayer)
	register(l, huma.Operation{
		OperationID: "export", Method: http.MethodGet, Path: me + "/export", Tags: tags,
		Summary: "Everything that is kept about you", Description: "As one document, to take along. Three at once, and then one a minute.",
		Security: GuestAuth(), Errors: lost,
	}, l.exportPlayer)
	register(l, huma.Operation{
		OperationID: "link", Method: http.MethodPost, Path: me + "/link", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Make a code to move to another device", Security: GuestAuth(), Errors: lost,
	}, l.createLink)
	register(l, huma.Operation{
		OperationID: "my-matches", Method: http.MethodGet, Path: me + "/matches", Tags: tags,
		Summary: "Your matches, newest first", Security: GuestAuth(), Errors: lost,
	}, func(ctx context.Context, in *Page) (*response[api.Matches], error) {
		return l.listMatches(ctx, requestingPlayerID(ctx), in)
	})
}

// routePlayers adds what anybody may know of a player.
func (l *Lobby) routePlayers() {
	tags, lost := playerTags, playerErrors
	register(l, huma.Operation{
		OperationID: "player", Method: http.MethodGet, Path: "/v1/players/{id}", Tags: tags,
		Summary: "What is known of a player", Errors: lost,
	}, func(ctx context.Context, in *PlayerPath) (*response[api.Profile], error) {
		return l.getProfile(ctx, in.ID)
	})
	register(l, huma.Operation{
		OperationID: "matches", Method: http.MethodGet, Path: "/v1/players/{id}/matches", Tags: tags,
		Summary: "Matches of a player, newest first", Errors: lost,
	}, func(ctx context.Context, in *struct {
		PlayerPath
		Page
	},
	) (*response[api.Matches], error) {
		return l.listMatches(ctx, in.ID, &in.Page)
	})
}

// PlayerPath is the path parameter of a player.
type PlayerPath struct {
	ID string `path:"id" maxLength:"64"`
}

func requestingPlayerID(ctx context.Context) string { return requestInfoOf(ctx).player.ID }

func (l *Lobby) getProfile(ctx context.Context, id string) (*response[api.Profile], error) {
	p, err := l.store.Player(ctx, id)
	if err != nil {
		return nil, err
	}
	ratings, err := l.store.Ratings(ctx, id)
	if err != nil {
		return nil, err
	}
	return &response[api.Profile]{profileView(&p, ratings)}, nil
}

func profileView(p *store.Player, ratings []store.Rating) api.Profile {
	profile := api.Profile{
		PlayerID: p.ID, Name: p.Name, CreatedAt: p.Created.UTC(), Ratings: []api.Rating{},
		Matches: p.Matches, Wins: p.Wins, Figures: figuresView(p.Figures), Kills: p.Figures["kills"], Deaths: p.Figures["deaths"],
	}
	for _, r := range ratings {
		profile.Ratings = append(profile.Ratings, api.Rating{
			Mode: r.Mode, Mu: r.Mu, Sigma: r.Sigma, Score: r.Score(), Matches: r.Matches, Rank: r.Rank,
		})
	}
	return profile
}

// Other players know somebody by their name, so it cannot be changed often. Refused names,
// and a "change" to the same name, do not count.
const (
	renameEvery = 10 * time.Minute
	maxRenames  = 3 // at once: players mistype a name a few times
)

func (l *Lobby) renamePlayer(ctx context.Context, in *struct{ Body api.Rename }) (*response[api.Profile], error) {
	me := requestInfoOf(ctx).player
	if problem := l.rateProblem(l.renames.Wait(me.ID, time.Now())); problem != nil {
		problem.Detail = "you have changed your name too often; keep it for a while"
		return nil, problem
	}
	name, err := l.accounts.Rename(ctx, me.ID, in.Body.Name)
	if err != nil {
		return nil, err
	}
	if name != me.Name {
		l.renames.Take(me.ID, time.Now())
	}
	return l.getProfile(ctx, me.ID)
}

func (l *Lobby) erasePlayer(ctx context.Context, _ *struct{}) (*struct{}, error) {
	player := requestingPlayerID(ctx)
	if err := l.accounts.Erase(ctx, player, time.Now()); err != nil {
		return nil, err
	}
	if l.cfg.OnErased != nil {
		l.cfg.OnErased(player)
	}
	return nil, nil
}

func (l *Lobby) createLink(ctx context.Context, _ *struct{}) (*response[api.Link], error) {
	link, err := l.accounts.LinkCode(ctx, requestingPlayerID(ctx), time.Now())
	if err != nil {
		return nil, err
	}
	return &response[api.Link]{api.Link{Code: link.Code, ExpiresAt: link.Expires.UTC()}}, nil
}

func (l *Lobby) listMatches(ctx context.Context, id string, p *Page) (*response[api.Matches], error) {
	if _, err := l.store.Player(ctx, id); err != nil {
		return nil, err
	}
	found, next, err := l.store.Matches(ctx, id, p.Cursor, p.Limit)
	if err != nil {
		return nil, err
	}
	list := api.Matches{Matches: []api.Match{}, Next: next}
	for i := range found {
		list.Matches = append(list.Matches, l.matchView(&found[i]))
	}
	return &response[api.Matches]{list}, nil
}

func (l *Lobby) matchView(m *store.Match) api.Match {
	v := api.Match{ID: m.ID, Mode: m.Mode, Game: l.cfg.Modes[m.Mode], Rated: m.Rated, Aborted: m.Aborted, BeganAt: m.Began.UTC(), EndedAt: m.Ended.UTC(), Lines: []api.MatchLine{}}
	for _, line := range m.Lines {
		v.Lines = append(v.Lines, api.MatchLine{
			PlayerID: line.Player, Name: line.Name, Bot: line.Bot, Team: line.Team, Place: line.Place,
			Points: line.Points, Figures: figuresView(line.Figures), Kills: line.Figures["kills"], Deaths: line.Figures["deaths"],
			Left: line.Left, Gain: line.Gain,
		})
	}
	return v
}

// figuresView returns figures, or an empty map instead of nil, which would be null in JSON.
func figuresView(figures map[string]int) map[string]int {
	if figures == nil {
		return map[string]int{}
	}
	return figures
}

func (l *Lobby) routeGuests() {
	register(l, huma.Operation{
		OperationID: "create-guest", Method: http.MethodPost, Path: "/v1/guests", DefaultStatus: http.StatusCreated, Tags: []string{"Players"},
		Summary: "Become a guest, stay one, or move to another device",
		Description: "Without anything you become a new player. With your token you get one that is good for longer. " +
			"With a link code you become the player who made it, on this device too.",
		Security: optionalGuestAuth(), Errors: []int{http.StatusForbidden},
	}, l.createGuest)
}

func (l *Lobby) createGuest(ctx context.Context, in *struct{ Body api.NewGuest }) (*response[api.Guest], error) {
	g, err := l.issueGuest(ctx, requestInfoOf(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	return &response[api.Guest]{api.Guest{PlayerID: g.ID, Name: g.Name, Token: g.Token, ExpiresAt: g.Expires.UTC()}}, nil
}

func (l *Lobby) issueGuest(ctx context.Context, req *requestInfo, want api.NewGuest) (account.Guest, error) {
	now := time.Now()
	switch {
	case want.Link != "":
		link := func() (account.Guest, error) { return l.accounts.Link(ctx, want.Link, now) }
		if req.token == "" { // a new device has no account yet, and others at its address may be guessing: see guessEvery for the odds
			return link()
		}
		return limitGuesses(ctx, l, want.Link, link)
	case req.token != "":
		return l.accounts.Renew(ctx, req.token, now)
	}
	return l.accounts.Register(ctx, want.Name, now)
}

// badNameProblem tells a player what is wrong with a name.
func badNameProblem(err account.BadName) *httpx.Problem {
	return &httpx.Problem{
		Status: http.StatusUnprocessableEntity, Kind: "bad-name", Detail: err.Error(),
		Errors: []api.Detail{{Message: strings.TrimSpace(string(err)), Location: "body.name"}},
	}
}
