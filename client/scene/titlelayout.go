package scene

import "perihelion/client/ui"

const minPanelsWidth = 1000 // points that a window must be wide

func (s *titleScene) layoutTitle(f *Frame) {
	s.syncLobby()
	if wide := float32(f.W) >= f.px(minPanelsWidth); wide != s.wide || s.queuesVersion != s.deps.lobby.QueuesVersion {
		had := s.widgets[s.form.Focus]
		s.wide = wide
		s.arrangeWidgets()
		s.setFocus(had)
	}
	c := s.menuColumn(f)
	s.nameField.Rect = c.nextRow(f.targetHeight(42))
	s.modes.Rect = c.nextRow(f.targetHeight(42))
	c.y += f.px(20) // what the mode is
	s.play.Rect = c.nextRow(f.targetHeight(s.playHeight(f)))
	s.layoutScreens(f, &c)
	if s.wide {
		s.side.layoutPanels(f)
	}
}

// menuColumn is where the widgets go: in the middle, and in a low window below a small logo.
func (s *titleScene) menuColumn(f *Frame) column {
	if !f.isLow() {
		return newColumn(f, s.columnTop(f), 350)
	}
	wide := float32(350)
	if s.fitsOneRow(f) {
		wide = 620
	}
	c := newColumn(f, s.columnTop(f), wide)
	c.gap = f.px(8)
	return c
}

// fitsOneRow reports whether all ways out fit beside each other, and need to.
func (s *titleScene) fitsOneRow(f *Frame) bool {
	return f.isLow() && !s.wide && float32(f.W) >= f.px(640)
}

func (s *titleScene) playHeight(f *Frame) float32 {
	if f.isLow() {
		return 50
	}
	return 66
}

// layoutScreens puts the ways out in two rows, or in one, with the chat among them if it has
// no panel.
func (s *titleScene) layoutScreens(f *Frame, c *column) {
	c.gap = min(c.gap, f.px(10))
	all := screenCount
	if !s.wide {
		all++
	}
	var places []ui.Rect
	if s.fitsOneRow(f) {
		places = c.nextRowParts(f.targetHeight(40), all)
	} else {
		places = append(c.nextRowParts(f.targetHeight(40), screenCount/2), c.nextRowParts(f.targetHeight(40), all-screenCount/2)...)
	}
	s.sameSize = s.sameSize[:0]
	for i := range s.screens {
		s.sameSize = append(s.sameSize, &s.screens[i])
	}
	if !s.wide {
		s.sameSize = append(s.sameSize, &s.chat)
	}
	for i, b := range s.sameSize {
		b.Rect = places[i]
	}
}

// columnTop is where the column of widgets begins.
func (s *titleScene) columnTop(f *Frame) float32 {
	const tall = 310 // points
	if f.isLow() {
		return f.px(58)
	}
	return max(f.px(140), min(float32(f.H)*.38, float32(f.H)-f.px(tall+60)))
}
