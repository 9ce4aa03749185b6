package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// arenasScene lists the arenas that players have made.
type arenasScene struct {
	dialog
	lists    ui.Tabs
	list     ui.List
	play     ui.Button
	more     ui.Button
	all      []api.LibraryArena
	known    bool
	chosen   string // the id of the arena that is selected
	pictures arenaPictures
}

// arenaLists are the lists behind the tabs.
var arenaLists = [...]string{online.ArenasFeatured, online.ArenasNewest, online.ArenasPlayed, online.ArenasMine}

func newArenasScene(deps *Deps) *arenasScene {
	s := &arenasScene{
		dialog: newDialog(deps, lang.T("ARENAS")),
		lists:  ui.Tabs{Names: []string{lang.Key("FEATURED"), lang.Key("NEW"), lang.Key("MOST PLAYED"), lang.Key("MINE")}},
		list:   ui.List{Name: "Arenas", Head: []string{lang.Key("ARENA"), lang.Key("PLAYER"), lang.Key("NOW")}},
		play:   ui.Button{Label: "PLAY", Primary: true},
		more:   ui.Button{Label: "MORE"},
	}
	s.list.Cells = func(row int) []string { return arenaCells(&s.all[row]) }
	s.widgets = []ui.Widget{&s.list, &s.lists, &s.play, &s.more, &s.back}
	return s
}

func (s *arenasScene) Name() string { return "arenas" }

func (s *arenasScene) onExit() { s.pictures.free() }

func (s *arenasScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.deps.online.Lobby.WatchFeed(f.now)
	l := &s.deps.online.Arenas
	shown, changed := l.Look(arenaLists[s.lists.Selected], f.now)
	if changed || s.known != shown.Known {
		s.showArenas(shown.Value.Arenas, shown.Known)
	}
	if s.known && s.list.IsEndNear() {
		l.More(f.now)
	}
	if s.errText = l.ErrText; s.errText == "" && shown.Err != nil {
		s.errText = online.Explain(shown.Err).Text
	}
	s.layoutArenas(f)
	w := s.updateWidgets(f)
	if a, ok := s.selectedArena(); ok {
		s.chosen = a.ID
		switch w {
		case &s.play:
			return push(newMatchmakingScene(s.deps, arenaRoom(a.ID)))
		case &s.list, &s.more:
			return push(newArenaScene(s.deps, a))
		}
	}
	switch {
	case w == &s.lists:
		l.ErrText = ""
		s.showArenas(nil, false)
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// showArenas shows a list, and keeps the selection on its arena.
func (s *arenasScene) showArenas(all []api.LibraryArena, known bool) {
	s.all, s.known, s.list.Count = all, known, len(all)
	for i := range all {
		if all[i].ID == s.chosen {
			s.list.Selected = i
		}
	}
	s.play.Disabled, s.more.Disabled = len(all) == 0, len(all) == 0
}

func (s *arenasScene) selectedArena() (a api.LibraryArena, ok bool) {
	if s.list.Selected >= len(s.all) {
		return a, false
	}
	return s.all[s.list.Selected], true
}

// arenaRoom is a private room in an arena.
func arenaRoom(ref string) online.Destination {
	return online.Destination{OpenRoom: true, NewRoom: api.NewRoom{Arena: ref}}
}

// buildRoom is one in which a version of our arena is edited. What is saved there is its next version.
func buildRoom(a *api.LibraryArena, version int) online.Destination {
	return online.Destination{
		OpenRoom: true, NewRoom: api.NewRoom{Arena: arenaRef(a.ID, version), Edit: true},
		Kept: online.KeptArena{ID: a.ID, Version: a.Newest},
	}
}

// arenaRef names a version of our arena.
func arenaRef(id string, version int) string { return fmt.Sprintf("%s@%d", id, version) }

func (s *arenasScene) layoutArenas(f *frame) {
	in := s.layoutDialog(f, 760, 640)
	s.lists.Rect = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: f.targetHeight(38)}
	s.lists.Wrap(f.px(tabWidth))
	s.list.Rect = belowRect(f, in, s.lists.Rect, 8)
	s.list.RowHeight = f.targetHeight(60)
	s.layoutFoot(f, &s.play, &s.more, &s.back)
}

func (s *arenasScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutArenas(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		if i < len(s.all) {
			s.drawArena(dst, f, &s.all[i], r)
		}
	})
	switch {
	case !s.known:
		drawSpinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.all) == 0 && arenaLists[s.lists.Selected] == online.ArenasMine:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("You have made no arena yet. Build on one that you like, or on none: PRIVATE ROOM, BUILD AN ARENA."))
	case len(s.all) == 0:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("There is none yet."))
	}
	s.drawWidgets(dst, f)
}

// drawArena draws a row: the picture, the title, by whom it is, and how it is with it.
func (s *arenasScene) drawArena(dst *ebiten.Image, f *frame, a *api.LibraryArena, r ui.Rect) {
	p, cells := s.deps.pen, arenaCells(a)
	side := r.H - f.px(8)
	s.pictures.drawPicture(s.deps, dst, a.Shown.Picture, ui.Rect{X: r.X + f.px(6), Y: r.Y + f.px(4), W: side, H: side})
	x := r.X + side + f.px(18)
	note := ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Right}
	if a.QueuedAt != nil || hasWarnings(a.Shown.Report) {
		note.Color = ui.Accent
	}
	note = p.ShrinkToFit(cells[2], r.W*.36, note)
	w := p.Text(dst, cells[2], r.X+r.W-f.px(12), r.CenterY(), note)
	room := r.X + r.W - w - f.px(24) - x
	title := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White}
	p.Text(dst, p.Truncate(cells[0], room, title), x, r.CenterY()-f.px(10), title)
	by := ui.Style{Size: f.px(14), Color: ui.Muted.Mix(ui.White, .4)}
	p.Text(dst, p.Truncate(cells[1], room, by), x, r.CenterY()+f.px(11), by)
}

// arenaPictures are pictures of arenas that can be drawn, by their path.
type arenaPictures struct{ images map[string]*ebiten.Image }

// drawPicture draws a picture, or the place that it will have.
func (l *arenaPictures) drawPicture(deps *Deps, dst *ebiten.Image, path string, r ui.Rect) {
	at := l.images[path]
	if at == nil {
		decoded := deps.online.Arenas.Picture(path)
		if decoded == nil {
			deps.pen.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: ui.Border.Fade(.6), Width: 1})
			return
		}
		if l.images == nil {
			l.images = map[string]*ebiten.Image{}
		}
		at = ebiten.NewImageFromImage(decoded)
		l.images[path] = at
	}
	var o ebiten.DrawImageOptions
	o.Filter = ebiten.FilterLinear
	o.GeoM.Scale(float64(r.W)/float64(at.Bounds().Dx()), float64(r.H)/float64(at.Bounds().Dy()))
	o.GeoM.Translate(float64(r.X), float64(r.Y))
	dst.DrawImage(at, &o)
}

func (l *arenaPictures) free() {
	for _, at := range l.images {
		at.Deallocate()
	}
	l.images = nil
}
