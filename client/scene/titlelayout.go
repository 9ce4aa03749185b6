package scene

import (
	"perihelion/client/ui"
	"perihelion/shared/daily"
)

const (
	minPanelsWidth = 1000 // minimum width of a window with side panels, in points

	titleTop  = 140 // points above the column
	titleFoot = 60  // and below it

	titleControls = 40 // points that the line of the controls takes at the bottom
	maxInOneRow   = 8  // buttons: the labels of more are too small to read

	maxInNarrowRow = 5 // buttons of a column that is not wide
)

func (s *titleScene) layoutTitle(f *frame) {
	s.syncLobby(f.now)
	spare := s.spareHeight(f)
	s.dailyRow = !s.noDaily && !f.isLow() && spare >= 0
	s.syncLevel(f, spare)
	s.screens[toDaily].Label = s.dailyLabel(f.now)
	if wide := float32(f.w) >= f.px(minPanelsWidth); wide != s.wide || s.queuesVersion != s.deps.online.Lobby.QueuesVersion || s.modesDay != daily.DayOf(f.now) || s.modesParty != len(s.deps.online.Lobby.Party.Members()) {
		focusBefore := s.widgets[s.form.Focus]
		s.wide = wide
		s.arrangeWidgets()
		s.setFocus(focusBefore)
	}
	c := s.menuColumn(f)
	if s.cardHeight > 0 {
		s.cardRect = c.nextRow(s.cardHeight)
	}
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
	return float32(f.h) - f.px(titleTop+titleFoot) - s.menuHeight(f)
}

// menuHeight is the height of the name, the modes, PLAY and three rows of buttons.
func (s *titleScene) menuHeight(f *frame) float32 {
	const gaps = 130 // points
	h := f.px(gaps) + 2*f.targetHeight(42) + f.targetHeight(66) + 3*f.targetHeight(40)
	if len(s.gameNames) > 1 {
		h += f.targetHeight(38) + f.px(12)
	}
	return h
}

// menuColumn is the column of the widgets: in the middle, and below a smaller logo in a
// low window.
func (s *titleScene) menuColumn(f *frame) column {
	if !f.isLow() {
		return newColumn(f, s.columnTop(f), 350)
	}
	wide := float32(350)
	if s.fitsOneRow(f) {
		wide = min(720, float32(f.w)/f.unit-20)
	}
	c := newColumn(f, s.columnTop(f), wide)
	c.gap = f.px(8)
	return c
}

// fitsOneRow reports whether the window is so low and wide that all screen buttons can be in one row.
func (s *titleScene) fitsOneRow(f *frame) bool {
	return f.isLow() && !s.wide && float32(f.w) >= f.px(640)
}

func (s *titleScene) playHeight(f *frame) float32 {
	if f.isLow() {
		return 50
	}
	return 66
}

// layoutScreens places the screen buttons in one row, or in two where they fit, or three in a narrow window.
// Without side panels the chat button is among them.
func (s *titleScene) layoutScreens(f *frame, c *column) {
	c.gap = min(c.gap, f.px(10))
	if f.isLow() {
		c.gap = f.px(4)
	}
	list := s.openers()
	if s.dailyRow {
		list[0].Rect = c.nextRow(f.targetHeight(40)) // that of the daily run
		list = list[1:]
	}
	if !s.wide {
		list = append(list, &s.chat)
	}
	var places []ui.Rect
	if s.fitsOneRow(f) && (len(list) <= maxInOneRow || c.y+2*f.targetHeight(40)+c.gap+f.px(titleControls) > float32(f.h)) {
		places = c.nextRowParts(f.targetHeight(40), len(list))
	} else {
		rows := 2
		if len(list) > 2*maxInNarrowRow && c.y+3*(f.targetHeight(40)+c.gap)+f.px(titleControls) <= float32(f.h) {
			rows = 3
		}
		for left := len(list); left > 0; rows-- {
			n := (left + rows - 1) / rows
			places = append(places, c.nextRowParts(f.targetHeight(40), n)...)
			left -= n
		}
	}
	for i, b := range list {
		b.Rect = places[i]
	}
	s.sameSize = list
}

// columnTop is where the column begins.
func (s *titleScene) columnTop(f *frame) float32 {
	if f.isLow() {
		return f.px(58)
	}
	tall := s.menuHeight(f)
	if !s.dailyRow {
		tall -= f.targetHeight(40) + f.px(10)
	}
	if s.cardHeight > 0 {
		tall += s.cardHeight + f.px(cardGap)
	}
	if s.levelRow {
		tall += f.px(levelHeight)
	}
	if s.goalsRow {
		tall += f.px(goalsHeight + 10)
	}
	return max(f.px(titleTop), min(float32(f.h)*.3, float32(f.h)-tall-f.px(titleFoot)))
}
