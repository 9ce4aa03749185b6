package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/store"
	"perihelion/shared/api"
)

func (l *Lobby) routePlayers() {
	const me = "/v1/players/me"
	tags, lost := []string{"Players"}, []int{http.StatusNotFound, http.StatusServiceUnavailable}
	register(l, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: me, Tags: tags,
		Summary: "What is known of you", Security: Guests(), Errors: lost,
	}, func(ctx context.Context, _ *struct{}) (*answerOf[api.Profile], error) {
		return l.profile(ctx, playerID(ctx))
	})
	register(l, huma.Operation{
		OperationID: "rename", Method: http.MethodPatch, Path: me, Tags: tags,
		Summary: "Change your name", Description: "Three times at once, and then once in ten minutes.",
		Security: Guests(), Errors: lost,
	}, l.rename)
	register(l, huma.Operation{
		OperationID: "erase", Method: http.MethodDelete, Path: me, Tags: tags,
		Summary: "Delete your data", Description: "For good. Matches stay, for the others who played them, with nobody in your place.",
		Security: Guests(), Errors: lost,
	}, l.erase)
	register(l, huma.Operation{
		OperationID: "export", Method: http.MethodGet, Path: me + "/export", Tags: tags,
		Summary: "Everything that is kept about you", Description: "As one document, to take along. Three at once, and then one a minute.",
		Security: Guests(), Errors: lost,
	}, l.export)
	register(l, huma.Operation{
		OperationID: "link", Method: http.MethodPost, Path: me + "/link", DefaultStatus: http.StatusCreated, Tags: tags,
		Summary: "Make a code to move to another device", Security: Guests(), Errors: lost,
	}, l.link)
	register(l, huma.Operation{
		OperationID: "my-matches", Method: http.MethodGet, Path: me + "/matches", Tags: tags,
		Summary: "Your matches, newest first", Security: Guests(), Errors: lost,
	}, func(ctx context.Context, in *Page) (*answerOf[api.Matches], error) {
		return l.matches(ctx, playerID(ctx), in)
	})
	register(l, huma.Operation{
		OperationID: "player", Method: http.MethodGet, Path: "/v1/players/{id}", Tags: tags,
		Summary: "What is known of a player", Errors: lost,
	}, func(ctx context.Context, in *PlayerPath) (*answerOf[api.Profile], error) {
		return l.profile(ctx, in.ID)
	})
	register(l, huma.Operation{
		OperationID: "matches", Method: http.MethodGet, Path: "/v1/players/{id}/matches", Tags: tags,
		Summary: "Matches of a player, newest first", Errors: lost,
	}, func(ctx context.Context, in *struct {
		PlayerPath
		Page
	},
	) (*answerOf[api.Matches], error) {
		return l.matches(ctx, in.ID, &in.Page)
	})
}

// PlayerPath names a player in a path.
type PlayerPath struct {
	ID string `path:"id" maxLength:"64"`
}

func playerID(ctx context.Context) string { return callerOf(ctx).player.ID }

func (l *Lobby) profile(ctx context.Context, id string) (*answerOf[api.Profile], error) {
	p, err := l.store.Player(ctx, id)
	if err != nil {
		return nil, err
	}
	ratings, err := l.store.Ratings(ctx, id)
	if err != nil {
		return nil, err
	}
	return &answerOf[api.Profile]{profileView(&p, ratings)}, nil
}

func profileView(p *store.Player, ratings []store.Rating) api.Profile {
	profile := api.Profile{
		PlayerID: p.ID, Name: p.Name, CreatedAt: p.Created.UTC(), Ratings: []api.Rating{},
		Matches: p.Matches, Wins: p.Wins, Kills: p.Kills, Deaths: p.Deaths,
	}
	for _, r := range ratings {
		profile.Ratings = append(profile.Ratings, api.Rating{
			Mode: r.Mode, Mu: r.Mu, Sigma: r.Sigma, Score: r.Score(), Matches: r.Matches, Rank: r.Rank,
		})
	}
	return profile
}

// Others know somebody by the name, so it lasts for a while. What is no change, and a
// name that is refused, do not count.
const (
	renameEvery = 10 * time.Minute
	maxRenames  = 3 // at once: whoever mistypes a name does so a few times
)

func (l *Lobby) rename(ctx context.Context, in *struct{ Body api.Rename }) (*answerOf[api.Profile], error) {
	me := callerOf(ctx).player
	if refusal := l.limited(l.renames.Wait(me.ID, time.Now())); refusal != nil {
		refusal.Detail = "you have changed your name too often; keep it for a while"
		return nil, refusal
	}
	name, err := l.accounts.Rename(ctx, me.ID, in.Body.Name)
	if err != nil {
		return nil, err
	}
	if name != me.Name {
		l.renames.Take(me.ID, time.Now())
	}
	return l.profile(ctx, me.ID)
}

func (l *Lobby) erase(ctx context.Context, _ *struct{}) (*struct{}, error) {
	player := playerID(ctx)
	if err := l.accounts.Erase(ctx, player, time.Now()); err != nil {
		return nil, err
	}
	if l.cfg.Erased != nil {
		l.cfg.Erased(player)
	}
	return nil, nil
}

func (l *Lobby) link(ctx context.Context, _ *struct{}) (*answerOf[api.Link], error) {
	link, err := l.accounts.LinkCode(ctx, playerID(ctx), time.Now())
	if err != nil {
		return nil, err
	}
	return &answerOf[api.Link]{api.Link{Code: link.Code, ExpiresAt: link.Expires.UTC()}}, nil
}

func (l *Lobby) matches(ctx context.Context, id string, p *Page) (*answerOf[api.Matches], error) {
	if _, err := l.store.Player(ctx, id); err != nil {
		return nil, err
	}
	found, next, err := l.store.Matches(ctx, id, p.Cursor, p.Limit)
	if err != nil {
		return nil, err
	}
	list := api.Matches{Matches: []api.Match{}, Next: next}
	for i := range found {
		list.Matches = append(list.Matches, matchView(&found[i]))
	}
	return &answerOf[api.Matches]{list}, nil
}

func matchView(m *store.Match) api.Match {
	v := api.Match{ID: m.ID, Mode: m.Mode, Rated: m.Rated, Aborted: m.Aborted, BeganAt: m.Began.UTC(), EndedAt: m.Ended.UTC(), Lines: []api.MatchLine{}}
	for _, line := range m.Lines {
		v.Lines = append(v.Lines, api.MatchLine{
			PlayerID: line.Player, Name: line.Name, Bot: line.Bot, Team: line.Team, Place: line.Place,
			Points: line.Points, Kills: line.Kills, Deaths: line.Deaths, Left: line.Left, Gain: line.Gain,
		})
	}
	return v
}
