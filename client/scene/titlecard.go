package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// The card in the middle of the title shows the player: what they fly, in its looks, their
// level, and what is next for them. Heights are in points.
const (
	minCardHeight = 92
	maxCardHeight = 150
	cardGap       = 12
)

// nextGoal is what the player can do next: a line, and how much of it is done.
type nextGoal struct {
	heading, text string
	done, of      int    // of: 0 if it is not counted
	reward        string // empty: none
}

// nextGoal returns the daily run until it is flown, then the goal of the week that lacks least.
// ok is false until the server has said what there is.
func (s *titleScene) nextGoal() (g nextGoal, ok bool) {
	today, week := &s.deps.online.Daily.Today, &s.deps.online.Progress.Goals
	if !s.noDaily && today.Known && today.Value.Me == nil {
		return nextGoal{heading: lang.T("TODAY"), text: lang.T("Fly the daily run: the same match for everybody")}, true
	}
	best := -1
	goals := week.Value.Goals
	for i := range goals {
		if done := &goals[i]; done.Done < done.Target && (best < 0 || done.Done*goals[best].Target > goals[best].Done*done.Target) {
			best = i
		}
	}
	switch {
	case best >= 0:
		n := &goals[best]
		return nextGoal{lang.T("THIS WEEK"), deedText(n.Deed, n.Target), n.Done, n.Target, lang.F("+%d XP", n.Reward)}, true
	case len(goals) > 0:
		return nextGoal{heading: lang.T("THIS WEEK"), text: lang.T("All goals are done. New ones come on Monday")}, true
	case !s.noDaily && today.Known:
		me := today.Value.Me
		return nextGoal{heading: lang.T("TODAY"), text: lang.F("Daily run: %s of %d. Fly it again", lang.Ordinal(me.Rank), today.Value.Total)}, true
	}
	return nextGoal{}, false
}

// drawCard draws the card.
func (s *titleScene) drawCard(dst *ebiten.Image, f *frame) {
	p, r := s.deps.pen, s.cardRect
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: ui.Border.Mix(ui.Cyan, .35).Fade(.7), Cut: f.px(12), Width: f.px(1), Glow: f.px(8)})
	s.portrait.stage = ui.Rect{X: r.X + f.px(4), Y: r.Y + f.px(4), W: r.W * cardStage, H: r.H - f.px(8)}
	x, y := s.portrait.stage.CenterX(), s.portrait.stage.CenterY()
	p.Disc(dst, x, y, r.H*.34, ui.Accent.Glow(.5), rgba.Color{})
	p.Disc(dst, x, y, r.H*.07, ui.White, ui.Accent.Glow(.9))
	s.portrait.fly(float32(f.dt))
	s.portrait.drawPortrait(s.deps, dst, s.deps.face, s.deps.online.Progress.Looks())
	s.drawCardTexts(dst, f, ui.Rect{X: r.X + r.W*cardStage + f.px(8), Y: r.Y + f.px(10), W: r.W*(1-cardStage) - f.px(20), H: r.H - f.px(20)})
}

// drawCardTexts draws level and goal in the middle of r.
func (s *titleScene) drawCardTexts(dst *ebiten.Image, f *frame, r ui.Rect) {
	g, known := s.nextGoal()
	l, hasLevel := s.deps.online.Progress.Level()
	tall := f.px(nextGoalHeight)
	if hasLevel {
		tall += f.px(cardLevelHeight)
	}
	r.Y += max(0, r.H-tall) / 2
	if r.H = min(r.H, tall); hasLevel {
		s.drawCardLevel(dst, f, r, &l)
		r.Y, r.H = r.Y+f.px(cardLevelHeight), r.H-f.px(cardLevelHeight)
	}
	if known {
		s.drawNextGoal(dst, f, r, &g)
	} else {
		s.drawCardText(dst, f, r, s.deps.face.Tagline(), 3)
	}
}

const (
	cardLevelHeight = 28 // points, like the next
	nextGoalHeight  = 76 // of a goal in two lines with its bar
)

// drawCardLevel draws the level, and what the next one needs, above a bar.
func (s *titleScene) drawCardLevel(dst *ebiten.Image, f *frame, r ui.Rect, l *api.Level) {
	p, y := s.deps.pen, r.Y+f.px(7)
	w := p.Text(dst, lang.F("LEVEL %d", l.Number), r.X, y, ui.Style{Face: ui.Title, Size: f.px(14), Color: ui.Cyan, Glow: .3})
	need := lang.F("%d / %d XP", l.Gained, l.Needed)
	p.Text(dst, need, r.X+r.W, y, p.ShrinkToFit(need, r.W-w-f.px(8), ui.Style{Size: f.px(13), Color: ui.Muted.Mix(ui.White, .4), Align: ui.Right}))
	drawBar(p, dst, ui.Rect{X: r.X, Y: y + f.px(10), W: r.W, H: f.px(3)}, l.Gained, l.Needed, ui.Cyan)
}

// listTexts returns what the card says, and what the chosen mode is.
func (s *titleScene) listTexts() (texts []string) {
	if l, known := s.deps.online.Progress.Level(); known {
		texts = append(texts, lang.F("LEVEL %d", l.Number)+", "+lang.F("%d / %d XP", l.Gained, l.Needed))
	}
	if g, ok := s.nextGoal(); ok {
		line := g.heading + ": " + g.text
		if g.of > 0 {
			line += fmt.Sprintf(", %d / %d", g.done, g.of)
		}
		texts = append(texts, line)
	}
	return append(texts, s.modeText())
}

// cardStage is the share of the card in which the portrait flies.
const cardStage = .4

// drawNextGoal draws what is next, and how much of it is done.
func (s *titleScene) drawNextGoal(dst *ebiten.Image, f *frame, r ui.Rect, g *nextGoal) {
	p := s.deps.pen
	small := ui.Style{Size: f.px(13), Color: ui.Muted.Mix(ui.White, .4), Align: ui.Right}
	p.Text(dst, g.heading, r.X, r.Y+f.px(7), ui.Style{Face: ui.Title, Size: f.px(13), Color: ui.Accent, Glow: .3})
	if g.reward != "" {
		p.Text(dst, g.reward, r.X+r.W, r.Y+f.px(7), small)
	}
	y := s.drawCardText(dst, f, ui.Rect{X: r.X, Y: r.Y + f.px(18), W: r.W, H: r.H - f.px(18)}, g.text, 2)
	if g.of == 0 || y+f.px(8) > r.Y+r.H {
		return
	}
	count := fmt.Sprintf("%d / %d", g.done, g.of)
	p.Text(dst, count, r.X+r.W, y, small)
	drawBar(p, dst, ui.Rect{X: r.X, Y: y - f.px(2), W: r.W - p.Width(count, small) - f.px(10), H: f.px(5)}, g.done, g.of, ui.Accent)
}

// drawCardText draws text in as many lines as fit, and returns the middle of the line below.
func (s *titleScene) drawCardText(dst *ebiten.Image, f *frame, r ui.Rect, text string, most int) (next float32) {
	st := ui.Style{Size: f.px(15), Color: ui.White.Fade(.95)}
	y := r.Y + st.Size*.6
	lines := s.deps.pen.Wrap(text, r.W, 0, st)
	most = max(1, min(most, int(r.H/(st.Size*lineSpacing))))
	if len(lines) > most { // in a language that takes more words
		st = s.deps.pen.ShrinkToFit(text, r.W*float32(most)*.9, st)
		lines = s.deps.pen.Wrap(text, r.W, 0, st)
	}
	for _, line := range lines[:min(most, len(lines))] {
		s.deps.pen.Text(dst, line, r.X, y, st)
		y += lineSpacing * st.Size
	}
	return y
}
