package scene

import "perihelion/client/ui"

const minPanelsWidth = 1000 // minimum width of a window with side panels, in points

func (s *titleScene) layoutTitle(f *frame) {
	s.syncLobby()
	if wide := float32(f.w) >= f.px(minPanelsWidth); wide != s.wide || s.queuesVersion != s.deps.online.Lobby.QueuesVersion {
		focusBefore := s.widgets[s.form.Focus]
		s.wide = wide
		s.arrangeWidgets()
		s.setFocus(focusBefore)
	}
	c := s.menuColumn(f)
	s.layoutNameAndGames(f, &c)
	s.modes.Rect = c.nextRow(f.targetHeight(42))
	c.y += f.px(20) // space for the mode's description
	s.play.Rect = c.nextRow(f.targetHeight(s.playHeight(f)))
	s.layoutScreens(f, &c)
	if s.wide {
		s.side.layoutPanels(f)
	}
}

// layoutNameAndGames places the field of the name and the tabs of the games: side by side
// in a low window.
func (s *titleScene) layoutNameAndGames(f *frame, c *column) {
	switch {
	case len(s.gameNames) < 2:
		s.nameField.Rect = c.nextRow(f.targetHeight(42))
	case f.isLow():
		parts := c.nextRowParts(f.targetHeight(42), 2)
		s.nameField.Rect, s.games.Rect = parts[0], parts[1]
	default:
		s.nameField.Rect = c.nextRow(f.targetHeight(42))
		s.games.Rect = c.nextRow(f.targetHeight(38))
	}
}

// menuColumn is the column of the widgets: in the middle, and below a smaller logo in a
// low window.
func (s *titleScene) menuColumn(f *frame) column {
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

// fitsOneRow reports whether all screen buttons must and can be in one row.
func (s *titleScene) fitsOneRow(f *frame) bool {
	return f.isLow() && !s.wide && float32(f.w) >= f.px(640)
}

func (s *titleScene) playHeight(f *frame) float32 {
	if f.isLow() {
		return 50
	}
	return 66
}

// layoutScreens places the screen buttons in one row or two. Without side panels the chat
// button is among them.
func (s *titleScene) layoutScreens(f *frame, c *column) {
	c.gap = min(c.gap, f.px(10))
	all := screenCount
	if !s.wide {
		all++
	}
	var places []ui.Rect
	if s.fitsOneRow(f) {
		places = c.nextRowParts(f.targetHeight(40), all)
	} else {
		first := (all + 1) / 2
		places = append(c.nextRowParts(f.targetHeight(40), first), c.nextRowParts(f.targetHeight(40), all-first)...)
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

// columnTop is where the column begins.
func (s *titleScene) columnTop(f *frame) float32 {
	tall := float32(310) // points
	if len(s.gameNames) > 1 {
		tall += 46
	}
	if f.isLow() {
		return f.px(58)
	}
	return max(f.px(140), min(float32(f.h)*.38, float32(f.h)-f.px(tall+60)))
}
