package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

func (s *titleScene) Draw(dst *ebiten.Image, f *frame) {
	s.drawAttract(dst, f)
	p := s.deps.pen
	if !f.top {
		drawDim(p, dst, f, .45)
		return
	}
	s.layoutTitle(f)
	drawDim(p, dst, f, .3)
	size := s.logoSize(f)
	y := s.columnTop(f) - min(f.px(150), s.columnTop(f)*.6)
	drawLogo(p, dst, f, y, size)
	s.drawTagline(dst, f, y+size*1.25)
	if s.wide {
		s.side.drawPanels(s.deps, dst, f)
	}
	s.drawWidgets(dst, f)
	s.drawProgress(dst, f)
	s.drawFoot(dst, f)
}

// drawTagline describes the game in a line, if there is room.
func (s *titleScene) drawTagline(dst *ebiten.Image, f *frame, y float32) {
	if _, known := s.nextGoal(); s.cardHeight > 0 && !known {
		return // the card says it
	}
	st := ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)}
	lines := s.deps.pen.Wrap(s.deps.face.Tagline(), s.middleWidth(f), 0, st)
	if y+lineSpacing*st.Size*float32(len(lines)) > s.columnTop(f)-f.px(10) {
		return
	}
	for _, line := range lines {
		drawCaption(s.deps.pen, dst, f, line, float32(f.w)/2, y, st)
		y += lineSpacing * st.Size
	}
}

// middleWidth is the width for text in the middle: between the panels, or of the window.
func (s *titleScene) middleWidth(f *frame) float32 {
	if s.wide {
		return 2*s.side.liveRect.X - float32(f.w) - f.px(30)
	}
	return float32(f.w) - f.px(40)
}

// drawAttract draws the match in the background.
func (s *titleScene) drawAttract(dst *ebiten.Image, f *frame) {
	if s.deps.renderer == nil || s.noAttract {
		s.deps.pen.Fill(dst, ui.Rect{W: float32(f.w), H: float32(f.h)}, ui.Background)
		return
	}
	name := s.deps.face.Name()
	if s.attracts[name] == nil {
		a, err := newAttract(s.deps, s.chosenGame())
		if err != nil {
			s.deps.Log.Error("no match behind the menus", "err", err)
			s.noAttract = true
			return
		}
		s.attracts[name] = a
	}
	s.attracts[name].drawMatch(dst, f)
}

// logoSize is the largest size that fits.
func (s *titleScene) logoSize(f *frame) float32 {
	size := min(f.px(66), s.middleWidth(f)*.118)
	if f.isLow() {
		size = min(size, f.px(26))
	}
	return size
}

// drawFoot draws the small text: the mode or an error, the controls, a warning.
func (s *titleScene) drawFoot(dst *ebiten.Image, f *frame) {
	p, x := s.deps.pen, float32(f.w)/2
	line, text := ui.Style{Size: f.px(14), Color: ui.Muted.Mix(ui.White, .4)}, s.modeText()
	if s.errText != "" {
		line.Color, text = ui.Bad, s.errText
	}
	drawCaption(p, dst, f, p.Truncate(text, s.middleWidth(f), line), x, (s.modes.Y+s.modes.H+s.play.Y)/2, line)
	y := s.drawUpward(dst, f, s.deps.face.ControlsText(s.deps.Devices), float32(f.h)-f.px(20), ui.Style{Size: f.px(14), Color: ui.Muted})
	notice := s.deps.deviceNotice()
	if notice != "" {
		y = s.drawUpward(dst, f, notice, y, ui.Style{Size: f.px(14), Color: ui.Accent})
	}
	bottom := s.screens[screenCount-1].Y + s.screens[screenCount-1].H
	if s.goalsRow {
		bottom = s.goalsRect.Y + s.goalsRect.H
	}
	if g, ok := s.nextGoal(); ok && s.cardHeight == 0 && !s.goalsRow && y-f.px(44) > bottom {
		bottom += f.px(28)
		drawCaption(p, dst, f, p.Truncate(g.heading+"   ·   "+g.text, s.middleWidth(f), line), x, bottom-f.px(10), line)
	}
	if !s.wide && (notice == "" || !f.isLow()) && y-f.px(16) > bottom {
		drawTicker(s.deps, dst, f, y-f.px(4))
	}
}

// drawUpward draws text in as many lines as needed, the last at y, and returns the y of
// the line above the first.
func (s *titleScene) drawUpward(dst *ebiten.Image, f *frame, text string, y float32, st ui.Style) float32 {
	lines := s.deps.pen.Wrap(text, s.middleWidth(f), 0, st)
	for i := len(lines) - 1; i >= 0; i-- {
		drawCaption(s.deps.pen, dst, f, lines[i], float32(f.w)/2, y, st)
		y -= lineSpacing * st.Size
	}
	return y
}
