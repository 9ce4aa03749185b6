package lobby

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"perihelion/server/data/store"
	"perihelion/server/net/httpx"
	"perihelion/shared/api"
	"perihelion/sim"
)

// An operator reads each report, and bots play for a minute for each version that is published.
const (
	arenaReportEvery = time.Minute
	maxArenaReports  = 5 // at once
	publishEvery     = 30 * time.Second
	maxPublishes     = 5 // at once

	publishEveryPerAddr = 10 * time.Second // that class is behind one address
	maxPublishesPerAddr = 20
)

// maxArenaBody is the most bytes of a body with the text of an arena, whose quotation marks are escaped there.
const maxArenaBody = 2*sim.MaxArenaBytes + 1<<10

func readArenaBody(r *http.Request) ([]byte, *httpx.Problem) { return readJSON(r, maxArenaBody) }

// routeArenaEdits adds what players do with arenas.
func (l *Lobby) routeArenaEdits() {
	register(l, huma.Operation{
		OperationID: "create-arena", Method: http.MethodPost, Path: arenasPath, DefaultStatus: http.StatusCreated, Tags: arenaTags,
		Summary: "Keep an arena", Description: "It is a draft, which you alone see. A text that is no arena is refused with 422, and the detail says which field of which object is wrong.",
		Security: GuestAuth(), Errors: changeErrors,
	}, l.createArena)
	register(l, huma.Operation{
		OperationID: "edit-arena", Method: http.MethodPut, Path: onePath, Tags: arenaTags,
		Summary:     "Keep the next version of your arena",
		Description: "If-Match is the ETag of the version that you have changed: 412 if another has been kept since, from another window or device. What is published stays as it is.",
		Security:    GuestAuth(), Errors: append(changeErrors, http.StatusPreconditionFailed, http.StatusPreconditionRequired),
	}, l.editArena)
	register(l, huma.Operation{
		OperationID: "delete-arena", Method: http.MethodDelete, Path: onePath, Tags: arenaTags,
		Summary: "Delete your arena with all its versions", Description: "Private rooms that play in it go on. Public ones leave it after their round, those without rounds some seconds later.", Security: GuestAuth(), Errors: arenaErrors,
	}, l.deleteArena)
	register(l, huma.Operation{
		OperationID: "fork-arena", Method: http.MethodPost, Path: onePath + "/fork", DefaultStatus: http.StatusCreated, Tags: arenaTags,
		Summary: "Make an arena of your own out of this one", Security: GuestAuth(), Errors: changeErrors,
	}, l.forkArena)
	register(l, huma.Operation{
		OperationID: "publish-arena", Method: http.MethodPost, Path: onePath + "/publish", DefaultStatus: http.StatusAccepted, Tags: arenaTags,
		Summary:     "Show a version of your arena to everybody",
		Description: "Bots try it first, which takes some minutes: queued_at says since when it waits, the report of the version what they found. It is published unless nobody could play in it. What you edit meanwhile is another version.",
		Security:    GuestAuth(), Errors: changeErrors,
	}, l.publishArena)
	register(l, huma.Operation{
		OperationID: "report-arena", Method: http.MethodPost, Path: onePath + "/report", DefaultStatus: http.StatusNoContent, Tags: arenaTags,
		Summary: "Tell the operator what is wrong with an arena", Security: GuestAuth(), Errors: arenaErrors,
	}, l.reportArena)
}

// arenaResponse answers with an arena, and the ETag of the version that is shown.
type arenaResponse struct {
	ETag string `header:"ETag"`
	Body api.LibraryArena
}

func respondArena(a store.Arena, err error) (*arenaResponse, error) {
	if err != nil {
		return nil, err
	}
	return &arenaResponse{arenaTag(a.Version), arenaView(&a, a.Owner)}, nil
}

func arenaTag(version int) string { return fmt.Sprintf(`"%d"`, version) }

func (l *Lobby) createArena(ctx context.Context, in *struct{ Body api.NewArena }) (*arenaResponse, error) {
	return respondArena(l.arenas.Create(ctx, requestingAuthor(ctx), in.Body.Text))
}

func (l *Lobby) forkArena(ctx context.Context, in *ArenaPath) (*arenaResponse, error) {
	return respondArena(l.arenas.Fork(ctx, requestingAuthor(ctx), in.ID))
}

func (l *Lobby) publishArena(ctx context.Context, in *struct {
	ArenaPath
	Body api.PublishArena
},
) (*arenaResponse, error) {
	by := requestingAuthor(ctx)
	problem := checkRate(l, l.publishes, by.ID)
	if problem == nil {
		problem = checkRate(l, l.publishesByAddr, requestInfoOf(ctx).from)
	}
	if problem != nil {
		return nil, problem
	}
	return respondArena(l.arenas.Publish(ctx, by, in.ID, in.Body.Version))
}

func (l *Lobby) editArena(ctx context.Context, in *struct {
	ArenaPath
	Match string `header:"If-Match" maxLength:"256" doc:"ETag of the version that you have changed"`
	Body  api.NewArena
},
) (*taggedResponse[api.ArenaVersion], error) {
	before := IfNoneMatch{in.Match}.knownVersion()
	switch {
	case in.Match == "":
		return nil, httpx.NewProblem(http.StatusPreconditionRequired, "send the ETag of the version that you have changed as If-Match")
	case before < 0:
		return nil, arenaChangedProblem()
	}
	v, err := l.arenas.Edit(ctx, requestingAuthor(ctx), in.ID, before, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return respond(IfNoneMatch{}, arenaTag(v.Version), arenaVersionView(&v)), nil
}

func arenaChangedProblem() *httpx.Problem {
	return &httpx.Problem{
		Status: http.StatusPreconditionFailed, Kind: "arena-changed",
		Detail: "a newer version has been kept since, from another window or device; get it and change that, or keep yours as a new arena",
	}
}

func (l *Lobby) deleteArena(ctx context.Context, in *ArenaPath) (*struct{}, error) {
	return nil, l.arenas.Delete(ctx, requestingPlayerID(ctx), in.ID)
}

func (l *Lobby) reportArena(ctx context.Context, in *struct {
	ArenaPath
	Body api.NewArenaReport
},
) (*struct{}, error) {
	me := requestingPlayerID(ctx)
	if problem := checkRate(l, l.arenaReports, me); problem != nil {
		return nil, problem
	}
	return nil, l.arenas.Report(ctx, me, in.ID, in.Body.Reason, in.Body.Text)
}
