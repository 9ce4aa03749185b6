package scene

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// sidePanels are beside the title where a window is wide: what goes on, and what is
// said.
type sidePanels struct {
	live, chat ui.Rect
	news       ui.Log
	log        ui.Log
	say        ui.Field
	heard      int // headlines that news shows
	seen       int // the version of the chat that log shows
}

func newSidePanels() sidePanels {
	return sidePanels{
		news:  ui.Log{Name: "Live"},
		log:   ui.Log{Name: "Lobby chat"},
		say:   ui.Field{Placeholder: "Say something to the lobby", Limit: saysMost, EnterSends: true},
		heard: -1, seen: -1,
	}
}

const saysMost = 200 // runes of a line of chat

func (s *sidePanels) layout(f *Frame) {
	w := min(f.px(330), (float32(f.W)-f.px(350))/2-f.px(36))
	x, y, h := float32(f.W)-w-f.px(18), f.px(18), float32(f.H)-f.px(58)
	s.live = ui.Rect{X: x, Y: y, W: w, H: h*.46 - f.px(6)}
	s.chat = ui.Rect{X: x, Y: y + h*.46 + f.px(6), W: w, H: h*.54 - f.px(6)}
	in := below(f, s.live)
	s.news.Rect = ui.Rect{X: in.X, Y: in.Y + f.px(38), W: in.W, H: in.H - f.px(38)}
	in = below(f, s.chat)
	s.log.Rect, s.say.Rect = logAndField(f, in)
}

// send says what was typed.
func (s *sidePanels) send(k *Kit) {
	k.lounge.lobby.say(k, s.say.Value())
	s.say.SetValue("")
}

func (s *sidePanels) draw(k *Kit, dst *ebiten.Image, f *Frame) {
	g := k.lounge
	if now := g.heard + g.version; s.heard != now { // both only grow
		s.heard = now
		entries := make([]ui.LogEntry, len(g.news))
		for i := range g.news {
			entries[i] = g.news[i].entry
		}
		if len(entries) == 0 {
			entries = toDo(g)
		}
		s.news.SetEntries(entries, now)
	}
	g.lobby.show(k, &s.log, &s.seen)
	in := sheet(k.Pen, dst, f, s.live, "LIVE", ui.Border.Mix(ui.Cyan, .35))
	pulse(k, dst, f, s.live)
	counts(k, dst, f, in)
	sheet(k.Pen, dst, f, s.chat, "LOBBY CHAT", ui.Border.Mix(ui.Cyan, .35))
	small := ui.Style{Size: f.px(14), Color: ui.Muted}
	switch {
	case g.lobby.wrong != "":
		small.Color = ui.Bad
		k.Pen.Text(dst, k.Pen.Truncate(g.lobby.wrong, s.log.W, small), s.log.X, s.chat.Y+f.px(50), small)
	case len(g.lobby.lines) == 0:
		k.Pen.Text(dst, "Nobody has said anything yet.", s.log.X, s.log.Y+s.log.H-f.px(12), small)
	}
}

// pulse is a light that beats while the wire brings news.
func pulse(k *Kit, dst *ebiten.Image, f *Frame, r ui.Rect) {
	x, y := r.X+r.W-f.px(30), r.Y+f.px(21)
	c := ui.Muted
	if k.lounge.lit {
		c = ui.Good
		beat := float32(f.Now.UnixMilli()%1600) / 1600
		k.Pen.Disc(dst, x, y, f.px(5+13*beat), ui.Good.Glow(.6*(1-beat)), rgba.Color{})
	}
	k.Pen.Disc(dst, x, y, f.px(4.5), c, c)
}

// toDo is what there is to do where nobody has done anything yet: the first visitor of a
// server must not take it for dead.
func toDo(g *lounge) []ui.LogEntry {
	play := "opens a match"
	if g.meta.Bots > 0 {
		play = "a match at once: bots fight you until people come"
	}
	return []ui.LogEntry{
		{Author: "PLAY", Text: play, AuthorColor: ui.Accent},
		{Author: "PARTY", Text: "gather friends and play together", AuthorColor: ui.Cyan},
		{Author: "PRIVATE", Text: "a room as you like it, behind a link", AuthorColor: ui.Cyan},
	}
}

// A count is a figure of the lobby and what it counts.
type count struct {
	n    int
	what string
}

// liveCounts are the figures that say something: where nobody plays, those of bots, if any
// fly, and never a row of noughts.
func liveCounts(s *api.Status) []count {
	list := make([]count, 0, 3)
	add := func(n int, what string) {
		if n > 0 {
			list = append(list, count{n, what})
		}
	}
	add(s.Players, "online")
	if s.Players == 0 {
		add(s.Bots, plural(s.Bots, "bot"))
	}
	add(len(s.Rooms), plural(len(s.Rooms), "room"))
	add(s.Queued, "waiting")
	return list
}

// idle is what stands in the place of figures.
func idle(g *lounge) string {
	switch {
	case !g.lit:
		return "Looking around …"
	case g.meta.Bots > 0:
		return "Nobody else is here yet. The bots are."
	}
	return "Nobody else is here yet."
}

// counts are how many fly, where, and who waits.
func counts(k *Kit, dst *ebiten.Image, f *Frame, in ui.Rect) {
	list := liveCounts(&k.lounge.live)
	if !k.lounge.lit || len(list) == 0 {
		st := ui.Style{Size: f.px(15), Color: ui.Muted.Mix(ui.White, .4)}
		k.Pen.Text(dst, k.Pen.Truncate(idle(k.lounge), in.W, st), in.X, in.Y+f.px(16), st)
		return
	}
	x := in.X
	for _, c := range list {
		w := k.Pen.Text(dst, strconv.Itoa(c.n), x, in.Y+f.px(14), ui.Style{Face: ui.Title, Size: f.px(24), Color: ui.Cyan, Glow: .4})
		k.Pen.Text(dst, c.what, x+w+f.px(6), in.Y+f.px(17), ui.Style{Size: f.px(14), Color: ui.Muted})
		x += in.W / 3
	}
}

// plural is what n things are called that are each called one.
func plural(n int, one string) string {
	if n == 1 {
		return one
	}
	return one + "s"
}

// ticker is the newest headline in one line, where there is no room for panels.
func ticker(k *Kit, dst *ebiten.Image, f *Frame, y float32) {
	g := k.lounge
	if !g.lit {
		return
	}
	e := &toDo(g)[0]
	if n := len(g.news); n > 0 {
		e = &g.news[n-1].entry
	}
	line := e.Author + " " + e.Text
	if n := g.live.Players; n > 0 {
		line = strconv.Itoa(n) + " online   ·   " + line
	}
	st := ui.Style{Size: f.px(15), Color: ui.Accent}
	caption(k.Pen, dst, f, k.Pen.Truncate(line, float32(f.W)-f.px(40), st), float32(f.W)/2, y, st)
}
