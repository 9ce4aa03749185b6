package scene

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// sidePanels are shown beside the title in wide windows: live news and the lobby chat.
type sidePanels struct {
	liveRect, chatRect ui.Rect
	news               ui.Log
	log                ui.Log
	input              ui.Field
	newsVersion        int    // version of the news that the log shows
	newsIn             string // their language
	logVersion         int    // version of the chat that the log shows
}

func newSidePanels() sidePanels {
	return sidePanels{
		news:        ui.Log{Name: "Live"},
		log:         ui.Log{Name: "Lobby chat"},
		input:       ui.Field{Placeholder: "Say something to the lobby", Limit: maxChatRunes, EnterSends: true},
		newsVersion: -1, logVersion: -1,
	}
}

const maxChatRunes = 200 // runes of a chat message

func (s *sidePanels) layoutPanels(f *frame) {
	w := min(f.px(330), (float32(f.w)-f.px(350))/2-f.px(36))
	x, y, h := float32(f.w)-w-f.px(18), f.px(18), float32(f.h)-f.px(58)
	s.liveRect = ui.Rect{X: x, Y: y, W: w, H: h*.46 - f.px(6)}
	s.chatRect = ui.Rect{X: x, Y: y + h*.46 + f.px(6), W: w, H: h*.54 - f.px(6)}
	in := belowHeading(f, s.liveRect)
	s.news.Rect = ui.Rect{X: in.X, Y: in.Y + f.px(38), W: in.W, H: in.H - f.px(38)}
	in = belowHeading(f, s.chatRect)
	s.log.Rect, s.input.Rect = logAndField(f, in)
}

// sendLine sends the typed text.
func (s *sidePanels) sendLine(deps *Deps) {
	deps.online.Lobby.Chat.Say(s.input.Value())
	s.input.SetValue("")
}

func (s *sidePanels) drawPanels(deps *Deps, dst *ebiten.Image, f *frame) {
	l := deps.online.Lobby
	if now := l.NewsCount + l.QueuesVersion; s.newsVersion != now || s.newsIn != lang.Tag() { // both only grow
		s.newsVersion, s.newsIn = now, lang.Tag()
		entries := make([]ui.LogEntry, len(l.News))
		for i := range l.News {
			entries[i] = newsEntry(&l.News[i])
		}
		if len(entries) == 0 {
			entries = suggestions(l)
		}
		s.news.SetEntries(entries)
	}
	fillLog(&s.log, &l.Chat, deps.online, &s.logVersion)
	in := drawSheet(deps.pen, dst, f, s.liveRect, lang.T("LIVE"), ui.Border.Mix(ui.Cyan, .35))
	drawPulse(deps, dst, f, s.liveRect)
	drawCounts(deps, dst, f, in)
	drawSheet(deps.pen, dst, f, s.chatRect, lang.T("LOBBY CHAT"), ui.Border.Mix(ui.Cyan, .35))
	small := ui.Style{Size: f.px(14), Color: ui.Muted}
	switch {
	case l.Chat.ErrText != "":
		small.Color = ui.Bad
		deps.pen.Text(dst, deps.pen.Truncate(l.Chat.ErrText, s.log.W, small), s.log.X, s.chatRect.Y+f.px(50), small)
	case len(l.Chat.Messages) == 0:
		deps.pen.Text(dst, lang.T("Nobody has said anything yet."), s.log.X, s.log.Y+s.log.H-f.px(12), small)
	}
}

// drawPulse draws a light that blinks while the live feed is connected.
func drawPulse(deps *Deps, dst *ebiten.Image, f *frame, r ui.Rect) {
	x, y := r.X+r.W-f.px(30), r.Y+f.px(21)
	c := ui.Muted
	if deps.online.Lobby.StatusKnown {
		c = ui.Good
		beat := float32(f.now.UnixMilli()%1600) / 1600
		deps.pen.Disc(dst, x, y, f.px(5+13*beat), ui.Good.Glow(.6*(1-beat)), rgba.Color{})
	}
	deps.pen.Disc(dst, x, y, f.px(4.5), c, c)
}

// suggestions are shown as long as there is no news, so that the first player on a server
// does not think it is dead.
func suggestions(l *online.Lobby) []ui.LogEntry {
	play := lang.T("opens a match")
	if l.Meta.Bots > 0 {
		play = lang.T("a match at once: bots play until people come")
	}
	return []ui.LogEntry{
		{Author: lang.T("PLAY"), Text: play, AuthorColor: ui.Accent},
		{Author: lang.T("PARTY"), Text: lang.T("gather friends and play together"), AuthorColor: ui.Cyan},
		{Author: lang.T("PRIVATE"), Text: lang.T("a room as you like it, behind a link"), AuthorColor: ui.Cyan},
	}
}

// liveCount is a number of the lobby and its label.
type liveCount struct {
	n     int
	label string
}

// liveCounts are the numbers worth showing: no zeros, and bots only while no players are
// online.
func liveCounts(s *api.Status) []liveCount {
	list := make([]liveCount, 0, 3)
	add := func(n int, what string) {
		if n > 0 {
			list = append(list, liveCount{n, what})
		}
	}
	add(s.Players, lang.T("online"))
	if s.Players == 0 {
		add(s.Bots, lang.N(s.Bots, "bot", "bots"))
	}
	add(len(s.Rooms), lang.N(len(s.Rooms), "room", "rooms"))
	add(s.Queued, lang.T("waiting"))
	return list
}

// idleText is shown instead of the numbers.
func idleText(l *online.Lobby) string {
	switch {
	case !l.StatusKnown:
		return lang.T("Looking around …")
	case l.Meta.Bots > 0:
		return lang.T("Nobody else is here yet. The bots are.")
	}
	return lang.T("Nobody else is here yet.")
}

// drawCounts draws the numbers.
func drawCounts(deps *Deps, dst *ebiten.Image, f *frame, in ui.Rect) {
	list := liveCounts(&deps.online.Lobby.Status)
	if !deps.online.Lobby.StatusKnown || len(list) == 0 {
		st := ui.Style{Size: f.px(15), Color: ui.Muted.Mix(ui.White, .4)}
		deps.pen.Text(dst, deps.pen.Truncate(idleText(deps.online.Lobby), in.W, st), in.X, in.Y+f.px(16), st)
		return
	}
	x := in.X
	for _, c := range list {
		w := deps.pen.Text(dst, strconv.Itoa(c.n), x, in.Y+f.px(14), ui.Style{Face: ui.Title, Size: f.px(24), Color: ui.Cyan, Glow: .4})
		deps.pen.Text(dst, c.label, x+w+f.px(6), in.Y+f.px(17), deps.pen.ShrinkToFit(c.label, in.W/3-w-f.px(14), ui.Style{Size: f.px(14), Color: ui.Muted}))
		x += in.W / 3
	}
}

// drawTicker draws the newest news in one line, for windows without panels.
func drawTicker(deps *Deps, dst *ebiten.Image, f *frame, y float32) {
	l := deps.online.Lobby
	if !l.StatusKnown {
		return
	}
	e := suggestions(l)[0]
	if n := len(l.News); n > 0 {
		e = newsEntry(&l.News[n-1])
	}
	line := e.Author + " " + e.Text
	if n := l.Status.Players; n > 0 {
		line = lang.F("%d online", n) + "   ·   " + line
	}
	st := ui.Style{Size: f.px(15), Color: ui.Accent}
	drawCaption(deps.pen, dst, f, deps.pen.Truncate(line, float32(f.w)-f.px(40), st), float32(f.w)/2, y, st)
}
