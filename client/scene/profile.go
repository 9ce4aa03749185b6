package scene

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// profileScene shows the player's account: name, ratings, match history. From here it can
// be moved to another device, or deleted.
type profileScene struct {
	dialog
	name        ui.Field
	rename      ui.Button
	looks       ui.Button
	seasons     ui.Button
	device      ui.Button
	erase       ui.Button
	list        ui.List
	levelRect   ui.Rect // beside the name, or below it
	cardsRect   ui.Rect // where the cards are
	cardsPerRow int     // number of cards beside each other
	call        *online.Call[online.Account]
	renameCall  *online.Call[struct{}]
	data        online.Account
	loaded      bool
}

func newProfileScene(deps *Deps) *profileScene {
	s := &profileScene{
		dialog:  newDialog(deps, lang.T("PROFILE")),
		name:    ui.Field{Placeholder: "Your name", Limit: protocol.MaxName, EnterSends: true},
		rename:  ui.Button{Label: "RENAME"},
		looks:   ui.Button{Label: "CUSTOMIZE"},
		seasons: ui.Button{Label: "SEASONS"},
		device:  ui.Button{Label: "OTHER DEVICE"},
		erase:   ui.Button{Label: "DELETE MY DATA"},
		list:    ui.List{Name: "Matches"},
	}
	s.list.Cells = func(row int) []string {
		texts, _ := historyCells(deps.Games, &s.data.History[row], deps.online.Guest().ID)
		return texts
	}
	s.widgets = []ui.Widget{&s.name, &s.rename, &s.looks, &s.list, &s.seasons, &s.device, &s.erase, &s.back}
	s.fetchProfile()
	return s
}

// fetchProfile requests the account, which is created if there is none.
func (s *profileScene) fetchProfile() { s.call = s.deps.online.FetchAccount() }

func (s *profileScene) Name() string { return "profile" }

func (s *profileScene) Update(f *frame) transition {
	s.pollCalls()
	if !f.top {
		return transition{}
	}
	s.layoutProfile(f)
	switch w := s.updateWidgets(f); {
	case w == &s.rename, w == &s.name:
		s.startRename(s.name.Value())
	case w == &s.list && s.list.Count > 0:
		return push(newReplayScene(s.deps, ReplayTarget{Match: s.data.History[s.list.Selected].ID}))
	case w == &s.looks && s.loaded:
		return push(newLooksScene(s.deps, &s.data.Profile))
	case w == &s.seasons && s.loaded:
		return push(newSeasonsScene(s.deps, &s.data.Profile))
	case w == &s.device:
		return push(newLinkDeviceScene(s.deps, s.fetchProfile))
	case w == &s.erase:
		return push(newDeleteDataScene(s.deps))
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *profileScene) pollCalls() {
	if r, ok := s.call.Result(); ok {
		s.call, s.errText = nil, ""
		if r.Err != nil {
			s.errText = online.Explain(r.Err).Text
			return
		}
		s.data, s.loaded = r.Value, true
		s.name.SetValue(r.Value.Name)
		s.list.Count = len(r.Value.History)
	}
	if r, ok := s.renameCall.Result(); ok {
		s.renameCall, s.errText = nil, ""
		if r.Err != nil {
			s.errText = online.Explain(r.Err).Text
			return
		}
		s.data.Name = s.deps.online.Guest().Name
		s.name.SetValue(s.data.Name)
	}
}

func (s *profileScene) startRename(name string) {
	clean, err := protocol.CleanName(name)
	if err != nil {
		s.errText = online.Sentence(err.Error())
		return
	}
	s.renameCall = s.deps.online.Rename(clean)
}

func (s *profileScene) layoutProfile(f *frame) {
	in := s.layoutDialog(f, 860, 680)
	w := min(f.px(330), in.W*.58)
	s.name.Rect = ui.Rect{X: in.X, Y: in.Y, W: w, H: f.targetHeight(42)}
	s.rename.Rect = ui.Rect{X: in.X + w + f.px(10), Y: in.Y, W: f.px(120), H: f.targetHeight(42)}
	right := s.rename.X + s.rename.W + f.px(24)
	wide := f.px(96)
	s.levelRect = ui.Rect{X: right, Y: in.Y, W: in.X + in.W - right - wide - f.px(20), H: s.name.H}
	below := in.Y + s.name.H + f.px(10)
	if s.levelRect.W < f.px(200) {
		s.levelRect = ui.Rect{X: in.X, Y: below, W: in.W - wide - f.px(20), H: f.targetHeight(34)}
		below += s.levelRect.H + f.px(8)
	}
	s.looks.Rect = ui.Rect{X: in.X + in.W - wide, Y: s.levelRect.Y, W: wide, H: s.levelRect.H}
	s.cardsRect = ui.Rect{X: in.X, Y: below, W: in.W, H: f.px(cardHeight)}
	s.cardsPerRow = maxCards
	if !f.isLow() && in.W < f.px(maxCards*cardWidth) {
		s.cardsPerRow = 3
		s.cardsRect.H += f.px(cardHeight + 8)
	}
	s.list.Rect = belowRect(f, in, s.cardsRect, 28)
	s.list.RowHeight = f.targetHeight(36)
	s.layoutButtons(f, in)
}

// layoutButtons lays out the buttons at the bottom: in one row, or in two where that is narrow.
func (s *profileScene) layoutButtons(f *frame, in ui.Rect) {
	if f.isLow() || in.W >= f.px(520) {
		s.layoutFoot(f, &s.seasons, &s.device, &s.erase, &s.back)
		return
	}
	s.layoutFoot(f, &s.erase, &s.back)
	above := s.back.H + f.px(8)
	s.seasons.Rect, s.device.Rect = s.erase.Rect, s.back.Rect
	s.seasons.Y, s.device.Y, s.list.H = s.seasons.Y-above, s.device.Y-above, s.list.H-above
	s.sameSize = append(s.sameSize, &s.seasons, &s.device)
}

const (
	maxCards   = 5
	cardWidth  = 120 // minimum width of a card in points
	cardHeight = 84
)

func (s *profileScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutProfile(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	s.drawCards(dst, f)
	if s.data.Level.Number > 0 {
		drawLevel(p, dst, f, s.levelRect, &s.data.Level)
	}
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(26), W: s.list.W, H: f.px(22)}
	s.list.Head = []string{lang.Key("MATCH"), lang.Key("WHEN"), lang.Key("PLACE"), figuresHead(s.deps.Games, s.data.History), lang.Key("POINTS"), lang.Key("RATING")}
	drawCells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, s.list.HeadTexts(), historyColumns)
	me := s.deps.online.Guest().ID
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		drawHistoryRow(p, dst, f, s.deps.Games, &s.data.History[i], me, r)
	})
	if s.list.Count > 0 && s.errText == "" {
		s.drawReplayHint(dst, f)
	}
	switch {
	case !s.loaded && s.errText == "":
		drawSpinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case s.loaded && s.list.Count == 0:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("No matches yet. They are kept here once a round has ended."))
	}
	s.drawWidgets(dst, f)
}

// drawReplayHint says what a press on a match does, where there is room beside the heading.
func (s *profileScene) drawReplayHint(dst *ebiten.Image, f *frame) {
	st := ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Right}
	hint := lang.T("Choose a match to see it again")
	if s.deps.pen.Width(hint, st) < s.sheet.W-f.px(160) {
		s.deps.pen.Text(dst, hint, s.sheet.X+s.sheet.W-f.px(22), s.sheet.Y+f.px(22), st)
	}
}

// profileCard is a total or a rating.
type profileCard struct{ head, figure, foot string }

// figureCards are the totals of the figures, a card for each game that the player has
// played; without any, that of the first game.
func figureCards(games sim.Games, figures map[string]int) (cards []profileCard) {
	for i, g := range games {
		columns := g.About().MainColumns()
		played := slices.ContainsFunc(columns, func(name string) bool { _, has := figures[name]; return has })
		if len(columns) == 0 || !played && (i > 0 || len(figures) > 0) {
			continue
		}
		var foot []string
		for _, name := range columns[1:] {
			foot = append(foot, fmt.Sprintf("%d %s", figures[name], lang.T(name)))
		}
		cards = append(cards, profileCard{lang.T(strings.ToUpper(columns[0])), fmt.Sprint(figures[columns[0]]), strings.Join(foot, ", ")})
	}
	return cards
}

// drawCards draws the totals and the ratings.
func (s *profileScene) drawCards(dst *ebiten.Image, f *frame) {
	list := append([]profileCard{{lang.T("MATCHES"), fmt.Sprint(s.data.Matches), lang.F("%d won", s.data.Wins)}}, figureCards(s.deps.Games, s.data.Figures)...)
	totals := len(list)
	for _, r := range s.data.Ratings {
		c := profileCard{lang.T(strings.ToUpper(r.Mode)), fmt.Sprintf("%.1f", r.Score), fmt.Sprintf("%.1f ± %.1f", r.Mu, r.Sigma)}
		switch {
		case r.Rank > 0:
			c.foot = lang.F("number %d", r.Rank)
		case r.Placement > 0:
			c.foot = lang.F("placement %d/%d", r.Matches, r.Placement)
		}
		list = append(list, c)
	}
	list = list[:min(len(list), maxCards)]
	p, gap := s.deps.pen, f.px(8)
	w := min(f.px(150), (s.cardsRect.W-gap*float32(s.cardsPerRow-1))/float32(s.cardsPerRow))
	for i, c := range list {
		x, y := s.cardsRect.X+float32(i%s.cardsPerRow)*(w+gap), s.cardsRect.Y+float32(i/s.cardsPerRow)*f.px(cardHeight+8)
		r := ui.Rect{X: x, Y: y, W: w, H: f.px(cardHeight)}
		line := ui.Border.Mix(ui.Cyan, .2)
		hue := ui.White
		if i >= totals {
			line, hue = ui.Accent, ui.Accent
		}
		p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: line.Fade(.8), Cut: f.px(8), Width: f.px(1)})
		inner := w - f.px(22)
		small := ui.Style{Size: f.px(12), Color: ui.Muted}
		p.Text(dst, c.head, r.X+f.px(12), r.Y+f.px(18), p.ShrinkToFit(c.head, inner, small))
		figure := p.ShrinkToFit(c.figure, inner, ui.Style{Face: ui.Title, Size: f.px(28), Color: hue, Glow: .35})
		p.Text(dst, c.figure, r.X+f.px(12), r.Y+f.px(44), figure)
		p.Text(dst, c.foot, r.X+f.px(12), r.Y+f.px(69), p.ShrinkToFit(c.foot, inner, small))
	}
}
