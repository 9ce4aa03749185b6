package scene

import (
	"slices"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/ui"
)

func (s *editScene) drawEdit(dst *ebiten.Image, f *frame) {
	p := s.deps.pen
	if s.panel.shown {
		drawEditSheet(p, dst, f, s.panel.rect, s.panel.title)
		s.drawScrollbar(dst, f)
	}
	if s.side == sideSave {
		drawEditSheet(p, dst, f, s.saving.rect, lang.T("THIS ARENA"))
	}
	if s.side == sidePeople {
		s.roster.drawPeople(p, dst, f, s.match.view)
	}
	room := s.freeRect(f).Inset(f.px(12))
	room.H -= f.px(46) // the hint and the chat are there
	s.match.drawCursors(dst, f, room)
	s.drawWidgets(dst, f)
	s.drawNotes(dst, f)
	s.match.chat.drawInput(s.match, dst, f)
}

// drawEditSheet draws a panel with a heading.
func drawEditSheet(p *ui.Pen, dst *ebiten.Image, f *frame, r ui.Rect, heading string) {
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: ui.Border.Mix(ui.Cyan, .35), Cut: f.px(10), Width: f.px(1.2)})
	st := ui.Style{Face: ui.Title, Size: f.px(14), Color: ui.White, Glow: .3}
	p.Text(dst, p.Truncate(heading, r.W-f.px(24), st), r.X+f.px(12), r.Y+f.px(18), st)
}

func (s *editScene) drawScrollbar(dst *ebiten.Image, f *frame) {
	p := &s.panel
	in := p.rowsRect(f)
	box := ui.Rect{X: in.X, Y: in.Y, W: in.W + f.px(9), H: in.H}
	if bar, ok := p.scroller.ScrollbarRect(box, len(p.rows), p.rowHeight, f.px(4)); ok {
		s.deps.pen.Fill(dst, bar, ui.Border.Mix(ui.Cyan, .4).Fade(.8))
	}
}

// drawNotes draws what is said over the arena: trouble, chat, and how to go on.
func (s *editScene) drawNotes(dst *ebiten.Image, f *frame) {
	p, free := s.deps.pen, s.freeRect(f)
	x := free.CenterX()
	st := ui.Style{Size: f.px(15), Color: ui.Bad}
	lost := s.match.session.LostAt
	switch {
	case !lost.IsZero():
		drawCaption(p, dst, f, lang.T("Connection lost. Going back"), x, free.Y+f.px(22), st)
	case s.state.Refused != "":
		s.drawTrouble(dst, f, s.state.Refused, s.pointerX, s.pointerY)
	case s.trouble.left > 0:
		s.drawTrouble(dst, f, s.trouble.text, s.trouble.x, s.trouble.y)
	case s.note.left > 0:
		drawCaption(p, dst, f, s.note.text, x, free.Y+f.px(22), ui.Style{Size: f.px(15), Color: ui.Good})
	case s.match.view.Edits.Waiting > 0:
		drawCaption(p, dst, f, lang.T("Sending"), x, free.Y+f.px(22), ui.Style{Size: f.px(13), Color: ui.Muted})
	}
	if s.match.chat.open {
		return
	}
	y := s.drawHint(dst, f, free)
	s.said.draw(p, dst, f, ui.Rect{X: free.X + f.px(10), Y: y, W: free.W - f.px(20)})
}

// drawHint draws what can be done, in as many lines as it needs, and returns where there is room above.
func (s *editScene) drawHint(dst *ebiten.Image, f *frame, free ui.Rect) (y float32) {
	st := ui.Style{Size: f.px(13), Color: ui.Muted}
	y = free.Y + free.H - f.px(14)
	for _, line := range slices.Backward(s.hintLines(free.W-f.px(40), st)) {
		drawCaption(s.deps.pen, dst, f, line, free.CenterX(), y, st)
		y -= lineSpacing * st.Size
	}
	return y - f.px(6)
}

// drawTrouble draws why something cannot be, above a place in the world.
func (s *editScene) drawTrouble(dst *ebiten.Image, f *frame, text string, wx, wy float32) {
	p, free := s.deps.pen, s.freeRect(f)
	st := ui.Style{Size: f.px(15), Color: ui.Bad, Align: ui.Center}
	lines := p.Wrap(text, min(free.W-f.px(60), f.px(420)), 0, st)
	wide := float32(0)
	for _, l := range lines {
		wide = max(wide, p.Width(l, st))
	}
	w, h := wide+f.px(28), float32(len(lines))*lineSpacing*st.Size+f.px(14)
	x, y := s.match.cam.ToScreen(wx, wy)
	x = min(max(x, free.X+w/2+f.px(6)), free.X+free.W-w/2-f.px(6))
	y = min(max(y-f.px(34)-h, free.Y+f.px(6)), free.Y+free.H-h-f.px(60))
	p.Panel(dst, ui.Rect{X: x - w/2, Y: y, W: w, H: h}, ui.Frame{Fill: ui.PanelFill, Line: ui.Bad, Cut: f.px(6), Width: f.px(1.2)})
	drawParagraph(p, dst, text, x, y+f.px(7)+lineSpacing*st.Size/2, min(free.W-f.px(60), f.px(420)), st)
}

// freeRect is the part of the window that shows nothing but the arena.
func (s *editScene) freeRect(f *frame) ui.Rect {
	r := ui.Rect{W: float32(f.w), H: float32(f.h)}
	for _, b := range s.bar {
		r.Y = max(r.Y, b.Y+b.H)
	}
	r.H -= r.Y
	if f.isUpright() {
		r.H = s.tools[0].Y - r.Y
		if side, shown := s.sideRect(); shown {
			r.H = side.Y - r.Y
		}
		return r
	}
	last := s.tools[len(s.tools)-1]
	r.X = last.X + last.W
	r.W -= r.X
	if side, shown := s.sideRect(); shown {
		r.W = side.X - r.X
	}
	return r
}

// hintLines breaks the hint into lines of at most w pixels, between its parts if they fit.
func (s *editScene) hintLines(w float32, st ui.Style) (lines []string) {
	const between = "   ·   "
	p, line := s.deps.pen, ""
	for _, part := range strings.Split(s.hint(), between) {
		if line != "" && p.Width(line+between+part, st) <= w {
			line += between + part
			continue
		}
		lines, line = append(lines, p.Wrap(line, w, 0, st)...), part
	}
	return append(lines, p.Wrap(line, w, 0, st)...)
}

// hint says what can be done, on the device that is in use.
func (s *editScene) hint() string {
	d := s.deps.Devices
	if s.state.Hint != "" {
		return s.state.Hint
	}
	if s.state.Tool != 0 {
		return lang.F("%s: press where it goes", lang.T(s.state.Tools[s.state.Tool]))
	}
	if !s.state.Undo && len(s.state.Selected) == 0 && s.side == sideSelected {
		return lang.T("Choose what to put, then press where it goes   ·   or press something to change it")
	}
	e, _ := s.match.editable()
	switch d.Active() {
	case input.Touch:
		return lang.T("Tap and drag: move   ·   drag: look around   ·   two fingers: zoom")
	case input.Gamepad:
		return lang.T("Right stick: look around   ·   triggers: zoom")
	}
	return lang.F("Drag: move   ·   right button, W A S D: look around   ·   wheel: zoom   ·   %s: fly", d.KeyLabel(e.EditAction(), input.Keyboard))
}
