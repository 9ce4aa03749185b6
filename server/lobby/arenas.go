package lobby

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/server/data/arenas"
	"perihelion/server/data/store"
	"perihelion/shared/api"
)

const (
	arenasPath  = "/v1/arenas"
	onePath     = arenasPath + "/{id}"
	picturePath = "/v1/arena-pictures/"
)

// arenaTags and arenaErrors are those of all operations with arenas, changeErrors of those that keep one.
var (
	arenaTags    = []string{"Arenas"}
	arenaErrors  = []int{http.StatusNotFound, http.StatusServiceUnavailable}
	changeErrors = []int{http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable}
)

func (l *Lobby) routeArenas() {
	register(l, huma.Operation{
		OperationID: "arenas", Method: http.MethodGet, Path: arenasPath, Tags: arenaTags,
		Summary: "Arenas that players have made", Security: optionalGuestAuth(), Errors: arenaErrors,
	}, l.listArenas)
	register(l, huma.Operation{
		OperationID: "arena", Method: http.MethodGet, Path: onePath, Tags: arenaTags,
		Summary: "The text of an arena", Description: "The newest version of your own, the published one of others.", Security: optionalGuestAuth(), Errors: arenaErrors,
	}, l.getArena)
	register(l, huma.Operation{
		OperationID: "arena-versions", Method: http.MethodGet, Path: onePath + "/versions", Tags: arenaTags,
		Summary: "The versions of an arena that are kept, with what bots found in them", Security: optionalGuestAuth(), Errors: arenaErrors,
	}, l.listArenaVersions)
	register(l, huma.Operation{
		OperationID: "arena-picture", Method: http.MethodGet, Path: picturePath + "{hash}", Tags: arenaTags,
		Summary: "The picture of an arena", Description: "By the hash of its text: it never changes. That of a version that is not published is for its owner alone.", Security: optionalGuestAuth(), Errors: arenaErrors,
		Responses: map[string]*huma.Response{"200": {Description: "The picture", Content: map[string]*huma.MediaType{"image/png": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}},
	}, l.getArenaPicture)
	l.routeArenaEdits()
}

// ArenaPath is the path parameter of an arena.
type ArenaPath struct {
	ID string `path:"id" maxLength:"24"`
}

// requestingAuthor is the player who sent the request; zero without a token.
func requestingAuthor(ctx context.Context) arenas.Player {
	id, name := RequestingPlayer(ctx)
	return arenas.Player{ID: id, Name: name}
}

func (l *Lobby) listArenas(ctx context.Context, in *struct {
	List string `query:"list" enum:"featured,newest,played,mine" default:"featured" doc:"mine needs your token"`
	Text string `query:"q" maxLength:"64" doc:"only those whose title or player holds it"`
	Page
	IfNoneMatch
},
) (*taggedResponse[api.Arenas], error) {
	q := store.ArenaQuery{List: store.ArenaList(in.List), Text: in.Text, After: in.Cursor, Limit: in.Limit}
	me := requestingPlayerID(ctx)
	if q.List == store.ArenasMine {
		if q.Owner = me; me == "" {
			return nil, missingToken()
		}
	}
	found, next, err := l.arenas.List(ctx, q)
	if err != nil {
		return nil, err
	}
	list := api.Arenas{Arenas: make([]api.LibraryArena, 0, len(found)), Next: next, Limits: api.ArenaLimits(l.arenas.Limits())}
	for i := range found {
		list.Arenas = append(list.Arenas, arenaView(&found[i], me))
	}
	return respondHashed(in.IfNoneMatch, list)
}

func (l *Lobby) getArena(ctx context.Context, in *struct {
	ArenaPath
	Version int `query:"version" minimum:"0" doc:"of your own; absent: the newest"`
	IfNoneMatch
},
) (*taggedResponse[api.ArenaText], error) {
	ref := in.ID
	if in.Version > 0 {
		ref = fmt.Sprintf("%s@%d", in.ID, in.Version)
	}
	v, err := l.arenas.Version(ctx, requestingPlayerID(ctx), ref)
	if err != nil {
		return nil, err
	}
	return respondBoth(in.IfNoneMatch, v.Version, arenaText(&v))
}

func (l *Lobby) listArenaVersions(ctx context.Context, in *struct {
	ArenaPath
	IfNoneMatch
},
) (*taggedResponse[api.ArenaVersions], error) {
	found, err := l.arenas.Versions(ctx, requestingPlayerID(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	list := api.ArenaVersions{Versions: make([]api.ArenaVersion, 0, len(found))}
	for i := range found {
		list.Versions = append(list.Versions, arenaVersionView(&found[i]))
	}
	return respondHashed(in.IfNoneMatch, list)
}

func (l *Lobby) getArenaPicture(ctx context.Context, in *struct {
	Hash string `path:"hash" maxLength:"20" doc:"with .png behind it"`
},
) (*huma.StreamResponse, error) {
	p, err := l.arenas.Picture(ctx, requestingPlayerID(ctx), strings.TrimSuffix(in.Hash, pictureSuffix))
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		_, w := humago.Unwrap(c)
		w.Header().Set("Content-Type", "image/png")
		w.Header().Set("Cache-Control", fmt.Sprintf("private, max-age=%d, immutable", int(replayAge.Seconds())))
		_, _ = w.Write(p) // an error means that the client is gone
	}}, nil
}
