package scene

import (
	"perihelion/client/ui"
	"perihelion/shared/daily"
)

const (
	minPanelsWidth = 1000 // minimum width of a window with side panels, in points

	titleTop  = 140 // points above the column
	titleFoot = 60  // and below it
)

func (s *titleScene) layoutTitle(f *frame) {
	s.syncLobby(f.now)
	spare := s.spareHeight(f)
	s.dailyRow = !s.noDaily && !f.isLow() && spare >= 0
	s.syncLevel(f, spare)
	s.screens[toDaily].Label = s.dailyLabel(f.now)
	if wide := float32(f.w) >= f.px(minPanelsWidth); wide != s.wide || s.queuesVersion != s.deps.online.Lobby.QueuesVersion || s.modesDay != daily.DayOf(f.now) {
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
	s.goalsRect = ui.Rect{X: c.x, Y: c.y, W: c.w, H: f.px(goalsHeight)}
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
		s.levelRect = s.nextLevelRow(f, c)
	case f.isLow():
		parts := c.nextRowParts(f.targetHeight(42), 2)
		s.nameField.Rect, s.games.Rect = parts[0], parts[1]
	default:
		s.nameField.Rect = c.nextRow(f.targetHeight(42))
		s.levelRect = s.nextLevelRow(f, c)
		s.games.Rect = c.nextRow(f.targetHeight(38))
	}
}

// spareHeight is how much of the height would be left with a row for the daily run, which
// says how one stands. If that is too much, its button is among the others.
func (s *titleScene) spareHeight(f *frame) float32 {
	need := f.px(titleTop+titleFoot+130) + 2*f.targetHeight(42) + f.targetHeight(66) + 3*f.targetHeight(40)
	if len(s.gameNames) > 1 {
		need += f.targetHeight(38) + f.px(12)
	}
	return float32(f.h) - need
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
	list := s.openers()
	if s.dailyRow {
		list[0].Rect = c.nextRow(f.targetHeight(40)) // that of the daily run
		list = list[1:]
	}
	if !s.wide {
		list = append(list, &s.chat)
	}
	var places []ui.Rect
	if s.fitsOneRow(f) {
		places = c.nextRowParts(f.targetHeight(40), len(list))
	} else {
		first := (len(list) + 1) / 2
		places = append(c.nextRowParts(f.targetHeight(40), first), c.nextRowParts(f.targetHeight(40), len(list)-first)...)
	}
	for i, b := range list {
		b.Rect = places[i]
	}
	s.sameSize = list
}

// columnTop is where the column begins.
func (s *titleScene) columnTop(f *frame) float32 {
	tall := float32(310) // points
	if len(s.gameNames) > 1 {
		tall += 46
	}
	if s.dailyRow {
		tall += 50
	}
	if s.levelRow {
		tall += levelHeight
	}
	if s.goalsRow {
		tall += goalsHeight + 10
	}
	if f.isLow() {
		return f.px(58)
	}
	return max(f.px(titleTop), min(float32(f.h)*.38, float32(f.h)-f.px(tall+titleFoot)))
}
