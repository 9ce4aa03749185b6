package lobby

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/shared/api"
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

func requestingPlayerID(ctx context.Context) string { return requestInfoOf(ctx).player.ID }

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
