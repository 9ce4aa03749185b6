package lobby

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/match/level"
	"perihelion/server/match/rating"
	"perihelion/server/match/season"
	"perihelion/server/net/httpx"
	"perihelion/server/people/account"
	"perihelion/shared/api"
)

// All operations on players have this tag, and can fail so.
var (
	playerTags   = []string{"Players"}
	playerErrors = []int{http.StatusNotFound, http.StatusServiceUnavailable}
)

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

func (l *Lobby) getProfile(ctx context.Context, id string) (*response[api.Profile], error) {
	p, err := l.store.Player(ctx, id)
	if err != nil {
		return nil, err
	}
	ratings, err := l.store.Ratings(ctx, id, season.PlacementRounds)
	if err != nil {
		return nil, err
	}
	done, err := l.store.Deeds(ctx, id, time.Time{})
	if err != nil {
		return nil, err
	}
	profile := profileView(&p)
	l.addRatings(&profile, ratings, time.Now())
	profile.Deeds = done
	return &response[api.Profile]{profile}, nil
}

func profileView(p *store.Player) api.Profile {
	return api.Profile{
		PlayerID: p.ID, Name: p.Name, CreatedAt: p.Created.UTC(), Ratings: []api.Rating{}, Seasons: []api.PastRating{},
		Matches: p.Matches, Wins: p.Wins, Figures: figuresView(p.Figures), Kills: p.Figures["kills"], Deaths: p.Figures["deaths"],
		Level: levelView(p.Experience), Deeds: map[string]int{}, Looks: api.Looks(p.Looks),
	}
}

// addRatings adds ratings, of each mode the newest first, to a profile: those of past seasons as
// such, and of each mode the present one, which is not stored before it changes.
func (l *Lobby) addRatings(profile *api.Profile, ratings []store.Rating, now time.Time) {
	present := l.cfg.Seasons.At(now).Number
	for i, r := range ratings {
		if i == 0 || r.Mode != ratings[i-1].Mode {
			profile.Ratings = append(profile.Ratings, presentRating(r, present))
		}
		if r.Season < present {
			profile.Seasons = append(profile.Seasons, api.PastRating{Season: r.Season, Mode: r.Mode, Score: r.Score(), Matches: r.Matches, Rank: r.Rank, BestRank: r.Best})
		}
	}
}

// presentRating is the rating with which a player goes on who had r last.
func presentRating(r store.Rating, present int) api.Rating {
	v := api.Rating{Mode: r.Mode, Season: max(present, r.Season), Placement: season.PlacementRounds}
	if r.Season >= present {
		v.Matches, v.Rank, v.BestRank = r.Matches, r.Rank, r.Best
	}
	now := rating.SoftReset(rating.Rating(r.Skill), season.Between(r.Season, present))
	v.Mu, v.Sigma, v.Score = now.Mu, now.Sigma, now.Score()
	return v
}

func levelView(experience int) api.Level {
	l := level.Of(experience)
	return api.Level{Number: l.Number, Experience: experience, Gained: l.Gained, Needed: l.Needed}
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
			Left: line.Left, Gain: line.Gain, Experience: line.Experience,
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
