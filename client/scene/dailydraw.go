package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/daily"
)

func (s *dailyScene) layoutDaily(f *frame) {
	in := s.layoutDialog(f, 760, 680)
	in.Y += s.headHeight(f, in.W)
	in.H -= s.headHeight(f, in.W)
	w := (in.W - f.px(12)) / 2
	s.days.Rect = ui.Rect{X: in.X, Y: in.Y, W: w, H: f.targetHeight(36)}
	s.around.Rect = ui.Rect{X: in.X + w + f.px(12), Y: in.Y, W: w, H: f.targetHeight(36)}
	s.list.Rect = belowRect(f, in, s.days.Rect, 30)
	s.list.RowHeight = f.targetHeight(36)
	s.watch.Disabled = len(s.board.Lines) == 0 && s.last == nil
	buttons := []*ui.Button{&s.fly, &s.watch, &s.back}
	if s.canRetry() {
		buttons = []*ui.Button{&s.fly, &s.retry, &s.watch, &s.back}
	}
	s.layoutFoot(f, buttons...)
}

func (s *dailyScene) titleStyle(f *frame) ui.Style {
	return ui.Style{Face: ui.Title, Size: f.px(26), Color: ui.White, Glow: .5, Align: ui.Center}
}

func (s *dailyScene) textStyle(f *frame) ui.Style {
	return ui.Style{Size: f.px(15), Color: ui.Muted.Mix(ui.White, .5)}
}

// headLines are the texts above the board, which is w wide: in a low window one line, with
// what fits.
func (s *dailyScene) headLines(f *frame, w float32) []string {
	standing, ghost := s.standingText(), s.ghostText()
	both := standing + " · " + ghost
	switch {
	case ghost == "", f.isLow() && s.deps.pen.Width(both, s.textStyle(f)) > w:
		return []string{standing}
	case f.isLow():
		return []string{both}
	}
	return []string{standing, ghost}
}

// headHeight is what title and texts above the board take.
func (s *dailyScene) headHeight(f *frame, w float32) float32 {
	st, h := s.textStyle(f), f.px(38)
	for _, line := range s.headLines(f, w) {
		h += lineSpacing * st.Size * float32(len(s.deps.pen.Wrap(line, w, 0, st)))
	}
	return h + f.px(6)
}

// standingText says how one stands today, or what became of the run that was flown last.
func (s *dailyScene) standingText() string {
	run := &s.deps.online.Daily.Run
	today := &s.deps.online.Daily.Today.Value
	switch {
	case s.last != nil && !s.last.sent:
		return lang.F("Your run of %s still waits to be sent: %s", pointsText(run.Points), run.Trouble)
	case s.last != nil && run.Done:
		return resultText(&run.Result)
	case s.last != nil && run.Trouble != "" && run.Again:
		return lang.F("Not sent yet, and sent again by itself: %s", run.Trouble)
	case s.last != nil && run.Trouble != "":
		return lang.F("Not on the board: %s", run.Trouble)
	case s.last != nil:
		return lang.T("The server flies it once more, to see that it is so …")
	case today.Me != nil:
		return lang.F("Your best today: %s, %s of %d", pointsText(today.Me.Score), lang.Ordinal(today.Me.Rank), today.Total)
	}
	c, _ := daily.Of(s.game, s.day())
	return lang.F("%d seconds against %d bots, in a match that is the same for everybody today", c.Config.RoundSeconds(), c.Config.Seats-1)
}

// resultText says where a run has led.
func resultText(r *api.DailyResult) string {
	switch {
	case r.Line == nil:
		return lang.T("It is not on the board")
	case r.Best:
		return lang.F("Your best today: %s of %d", lang.Ordinal(r.Line.Rank), r.Total)
	}
	return lang.F("Your best today is still %s: %s of %d", pointsText(r.Line.Score), lang.Ordinal(r.Line.Rank), r.Total)
}

func pointsText(n int) string {
	return fmt.Sprintf(lang.N(max(n, -n), "%d point", "%d points"), n)
}

// ghostText says how the last race against a ghost went, or whose ghost flies along next.
func (s *dailyScene) ghostText() string {
	switch l := s.last; {
	case l == nil || l.ghost == "":
	case l.lead > 0:
		return lang.F("%s more than the ghost of %s", pointsText(l.lead), l.ghost)
	case l.lead < 0:
		return lang.F("%s fewer than the ghost of %s", pointsText(-l.lead), l.ghost)
	default:
		return lang.F("As many as the ghost of %s", l.ghost)
	}
	if r := &s.rival; r.viewer != nil {
		return lang.F("The ghost of %s flies along: %s", r.line.Name, pointsText(r.line.Score))
	}
	return ""
}

func (s *dailyScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutDaily(f)
	s.drawBackground(dst, f)
	p, in := s.deps.pen, belowHeading(f, s.sheet)
	title := dayLabel(s.day())
	if s.last != nil {
		title = pointsLabel(s.last.points)
	}
	p.Text(dst, title, in.CenterX(), in.Y+f.px(16), s.titleStyle(f))
	y := in.Y + f.px(44)
	for _, line := range s.headLines(f, in.W) {
		y = drawParagraph(p, dst, line, in.CenterX(), y, in.W, s.textStyle(f))
	}
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(26), W: s.list.W, H: f.px(22)}
	drawCells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, s.list.HeadTexts(), dailyColumns)
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.drawLine(dst, f, &s.board.Lines[i], r) })
	s.drawEmptyBoard(dst, f)
	s.drawWidgets(dst, f)
}

// pointsLabel is a result for a heading.
func pointsLabel(n int) string {
	return fmt.Sprintf(lang.N(max(n, -n), "%d POINT", "%d POINTS"), n)
}

func (s *dailyScene) drawEmptyBoard(dst *ebiten.Image, f *frame) {
	switch {
	case !s.loaded:
		drawSpinner(s.deps.pen, dst, s.list.CenterX(), s.list.CenterY(), f.px(20), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.board.Lines) > 0:
	case s.errText != "":
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("No board without the server. The run can be flown all the same"))
	case s.around.Selected == tabAround:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("You are not on this board"))
	case s.days.Selected == tabYesterday:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("Nobody flew yesterday"))
	default:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("Nobody has flown today. Be the first"))
	}
}

var dailyColumns = []float32{-.09, .13, -.97}

func (s *dailyScene) drawLine(dst *ebiten.Image, f *frame, line *api.DailyLine, r ui.Rect) {
	p, c := s.deps.pen, ui.White.Fade(.92)
	if line.Me {
		c = ui.Cyan
	}
	drawRank(p, dst, f, line.Rank, line.Me, r, dailyColumns[0])
	name := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	p.Text(dst, p.Truncate(line.Name, r.W*.6, name), r.X+r.W*dailyColumns[1], r.CenterY(), name)
	drawCells(p, dst, r, ui.Style{Face: ui.Mono, Size: f.px(16), Color: c}, []string{fmt.Sprint(line.Score)}, dailyColumns[2:])
}
