package online

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"time"

	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Arenas is the library of arenas that players make, as the server has said it last.
type Arenas struct {
	Note    string // the change that was made last, for the player
	ErrText string // or why it was not

	service  *Service
	list     string // of Shown
	shown    Poller[api.Arenas]
	pages    int // of the list that are asked for
	come     int // of them that have come
	change   *Call[string]
	pictures map[string]*picture // by path
}

// picture is one that is on its way, or has come.
type picture struct {
	call  *Call[image.Image]
	image image.Image
}

// The lists of arenas.
const (
	ArenasFeatured = "featured"
	ArenasNewest   = "newest"
	ArenasPlayed   = "played"
	ArenasMine     = "mine"
)

const (
	arenasInterval = 10 * time.Second // between two looks at a list
	mostPictures   = 300
	pictureSize    = 1024 // pixels; larger ones are not ours
)

// Look keeps a list up to date: call it each frame while the list is shown. changed reports that it, its Err, Note
// or ErrText has changed. Somebody without an account has no arenas, and gets no account by this.
func (a *Arenas) Look(list string, now time.Time) (shown *Poller[api.Arenas], changed bool) {
	if a.pictures == nil {
		a.pictures = map[string]*picture{}
	}
	if list != a.list {
		a.list, a.shown = list, Poller[api.Arenas]{interval: arenasInterval}
		a.come = 0
		a.fetchPages(1)
	}
	if r, ok := a.change.Result(); ok {
		a.change, a.Note, a.ErrText, changed = nil, r.Value, "", true
		a.shown.nextPoll = now
		if r.Err != nil {
			a.ErrText = Explain(r.Err).Text
		}
	}
	if list == ArenasMine && a.service.Guest().Token == "" {
		a.shown.Known = true
		return &a.shown, changed
	}
	if a.shown.Poll(a.service, now) {
		if changed = true; a.shown.Err == nil {
			a.come = a.pages
		}
	}
	return &a.shown, changed
}

// More asks for the next page of the list, if there is one, the last one has come, and the last poll has
// not failed: Look repeats one that has, after a while.
func (a *Arenas) More(now time.Time) {
	if a.shown.Value.Next != "" && a.shown.call == nil && a.shown.Err == nil && a.come == a.pages {
		a.fetchPages(a.pages + 1)
		a.shown.etag, a.shown.nextPoll = "", now
	}
}

// fetchPages makes the next polls ask for so many pages.
func (a *Arenas) fetchPages(n int) {
	list := a.list
	a.pages = n
	a.shown.fetch = func(ctx context.Context, l *lobby.Client, tag string) (api.Arenas, string, error) {
		return l.Arenas(ctx, list, tag, n)
	}
}

// KeptArena is an arena in our library, and the version that was kept last; the zero value: none.
type KeptArena struct {
	ID      string
	Version int
}

// KeepArena keeps an arena in our library: as a new one, or as the next version of one before.
func (s *Service) KeepArena(text string, before KeptArena) *Call[KeptArena] {
	return request(s, func(ctx context.Context, l *lobby.Client) (KeptArena, error) {
		if before.ID == "" {
			a, err := l.CreateArena(ctx, text)
			return KeptArena{a.ID, a.Newest}, err
		}
		v, err := l.SaveArena(ctx, before.ID, before.Version, text)
		return KeptArena{before.ID, v.Version}, err
	})
}

// ForkArena makes an arena of our own out of another.
func (s *Service) ForkArena(id string) *Call[api.LibraryArena] {
	return request(s, func(ctx context.Context, l *lobby.Client) (api.LibraryArena, error) { return l.ForkArena(ctx, id) })
}

// FetchArenaVersions requests the versions of our arena that are kept, the newest first.
func (s *Service) FetchArenaVersions(id string) *Call[api.ArenaVersions] {
	return request(s, func(ctx context.Context, l *lobby.Client) (api.ArenaVersions, error) { return l.ArenaVersions(ctx, id) })
}

// Delete deletes our arena with all its versions.
func (a *Arenas) Delete(id string) {
	a.request(lang.T("The arena is deleted."), func(ctx context.Context, l *lobby.Client) error { return l.DeleteArena(ctx, id) })
}

// Publish has bots try our arena, to publish it then.
func (a *Arenas) Publish(id string) {
	a.request(lang.T("Bots try it now. If they can play in it, it is published."), func(ctx context.Context, l *lobby.Client) error {
		_, err := l.PublishArena(ctx, id)
		return err
	})
}

// ArenaReasons are those for a report.
var ArenaReasons = [...]string{"abuse", "name", "other"}

// Report tells the operator that something is wrong with an arena; why is one of ArenaReasons.
func (a *Arenas) Report(id, why string) {
	a.request(lang.T("The operator will look at it."), func(ctx context.Context, l *lobby.Client) error {
		return l.ReportArena(ctx, id, why)
	})
}

// Busy reports whether a change is on its way.
func (a *Arenas) Busy() bool { return a.change != nil }

func (a *Arenas) request(done string, f func(ctx context.Context, l *lobby.Client) error) {
	if a.change == nil {
		a.Note, a.ErrText = "", ""
		a.change = request(a.service, func(ctx context.Context, l *lobby.Client) (string, error) { return done, f(ctx, l) })
	}
}

// Picture is the picture at a path, once it has come; nil: not yet, or never.
func (a *Arenas) Picture(path string) image.Image {
	p := a.pictures[path]
	if p == nil {
		if len(a.pictures) >= mostPictures {
			clear(a.pictures)
		}
		p = &picture{call: requestOptionalAuth(a.service, requestTimeout, func(ctx context.Context, l *lobby.Client) (image.Image, error) {
			b, err := l.ArenaPicture(ctx, path)
			if err != nil {
				return nil, err
			}
			return decodePicture(b)
		})}
		a.pictures[path] = p
	}
	if r, ok := p.call.Result(); ok {
		p.call = nil
		if r.Err == nil {
			p.image = r.Value
		}
	}
	return p.image
}

func decodePicture(b []byte) (image.Image, error) {
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err == nil && (c.Width > pictureSize || c.Height > pictureSize) {
		err = errors.New("online: a picture that is too large")
	}
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(b))
}
