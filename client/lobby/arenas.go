package lobby

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

const (
	arenasPath = "v1/arenas"
	arenasPage = "100" // lines of a page: as many as the server gives at once
)

// Arenas is the beginning of a list of arenas that players have made, so many pages of it: featured,
// newest, played or mine. tag is the ETag of a first page that was asked for alone: ErrUnchanged. It says
// nothing of later pages, so that of several pages each is read anew.
func (c *Client) Arenas(ctx context.Context, list, tag string, pages int) (a api.Arenas, next string, err error) {
	ask := url.Values{"list": {list}, "limit": {arenasPage}}
	if pages > 1 {
		tag = ""
	}
	info, err := c.sendRequest(ctx, &request{method: fetch.Get, path: arenasPath, query: ask, etag: tag}, &a)
	for page := 1; page < pages && err == nil && a.Next != ""; page++ {
		ask.Set("cursor", a.Next)
		var more api.Arenas
		_, err = c.sendRequest(ctx, &request{method: fetch.Get, path: arenasPath, query: ask}, &more)
		a.Arenas, a.Next = append(a.Arenas, more.Arenas...), more.Next
	}
	return a, info.etag, err
}

// ForkArena makes an arena of our own out of another.
func (c *Client) ForkArena(ctx context.Context, id string) (a api.LibraryArena, err error) {
	return a, c.call(ctx, fetch.Post, arenaPath(id)+"/fork", nil, &a)
}

// CreateArena keeps a new arena of ours.
func (c *Client) CreateArena(ctx context.Context, text string) (a api.LibraryArena, err error) {
	return a, c.call(ctx, fetch.Post, arenasPath, api.NewArena{Text: text}, &a)
}

// SaveArena keeps a new version of our arena. It is refused if there is one after the version from which
// it was made.
func (c *Client) SaveArena(ctx context.Context, id string, from int, text string) (v api.ArenaVersion, err error) {
	_, err = c.sendRequest(ctx, &request{method: fetch.Put, path: arenaPath(id), body: api.NewArena{Text: text}, match: strconv.Quote(strconv.Itoa(from))}, &v)
	return v, err
}

// DeleteArena deletes our arena with all its versions.
func (c *Client) DeleteArena(ctx context.Context, id string) error {
	return c.call(ctx, fetch.Delete, arenaPath(id), nil, nil)
}

// ArenaVersions are the versions of our arena that are kept, the newest first.
func (c *Client) ArenaVersions(ctx context.Context, id string) (list api.ArenaVersions, err error) {
	return list, c.call(ctx, fetch.Get, arenaPath(id)+"/versions", nil, &list)
}

// PublishArena has bots try the newest version of our arena, to publish it then.
func (c *Client) PublishArena(ctx context.Context, id string) (a api.LibraryArena, err error) {
	return a, c.call(ctx, fetch.Post, arenaPath(id)+"/publish", api.PublishArena{}, &a)
}

// ReportArena tells the operator that something is wrong with an arena.
func (c *Client) ReportArena(ctx context.Context, id, reason string) error {
	return c.call(ctx, fetch.Post, arenaPath(id)+"/report", api.NewArenaReport{Reason: reason}, nil)
}

// ArenaPicture is the picture at the path that a version names, a PNG.
func (c *Client) ArenaPicture(ctx context.Context, path string) ([]byte, error) {
	return c.download(ctx, strings.TrimPrefix(path, "/"), "", new(atomic.Int64))
}

func arenaPath(id string) string { return arenasPath + "/" + url.PathEscape(id) }
