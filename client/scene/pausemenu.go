package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
)

// pauseMenu lies over a match, which goes on: resume, invite, players, settings, leave.
type pauseMenu struct {
	menu
	match    *matchScene
	resume   ui.Button
	edit     ui.Button // where the arena can be edited
	queue    ui.Button // when there is no opponent
	invite   ui.Button
	settings ui.Button
	players  ui.Button
	leave    ui.Button
}

func newPauseMenu(m *matchScene) *pauseMenu {
	s := &pauseMenu{
		menu:     menu{deps: m.deps},
		match:    m,
		resume:   ui.Button{Label: "RESUME", Primary: true},
		edit:     ui.Button{Label: "EDIT THE ARENA"},
		queue:    ui.Button{Label: "BACK TO THE QUEUE"},
		invite:   ui.Button{Label: "COPY INVITE LINK"},
		settings: ui.Button{Label: "SETTINGS"},
		players:  ui.Button{Label: "PLAYERS"},
		leave:    ui.Button{Label: "LEAVE THE MATCH"},
	}
	s.arrangeButtons()
	return s
}

// arrangeButtons lists the buttons that make sense now.
func (s *pauseMenu) arrangeButtons() {
	s.widgets = append(s.widgets[:0], &s.resume)
	if _, ok := s.match.editable(); ok && !s.match.editing {
		s.widgets = append(s.widgets, &s.edit)
	}
	if s.match.hasNoOpponent() {
		s.widgets = append(s.widgets, &s.queue)
	}
	if s.inviteCode() != "" {
		s.widgets = append(s.widgets, &s.invite)
	}
	s.widgets = append(s.widgets, &s.players, &s.settings, &s.leave)
}

// inviteCode is the code of this room; empty in public rooms.
func (s *pauseMenu) inviteCode() string {
	if s.match.view == nil {
		return ""
	}
	return s.match.view.Code
}

func (s *pauseMenu) Name() string { return "pause" }

func (s *pauseMenu) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.arrangeButtons()
	s.layoutOverMatch(f)
	w := s.updateWidgets(f)
	if f.in.Cancel {
		return pop()
	}
	switch w {
	case &s.resume:
		return pop()
	case &s.edit:
		e, _ := s.match.editable()
		return swap(newEditScene(s.match, e))
	case &s.queue:
		s.match.requeueAsked = true
		return pop()
	case &s.invite:
		s.invite.Label = "COULD NOT COPY"
		if s.deps.Platform.Copy(s.deps.Platform.Invite(s.inviteCode(), "")) {
			s.invite.Label = "COPIED"
		}
	case &s.players:
		return push(newPlayersScene(s.match))
	case &s.settings:
		return push(newSettingsScene(s.deps))
	case &s.leave:
		return s.match.exitToTitle()
	}
	return transition{}
}

// layoutOverMatch lays out the buttons of a menu over a match, of which the first is larger.
func (m *menu) layoutOverMatch(f *frame) {
	c := newColumn(f, 0, 300)
	if f.isLow() {
		c.gap = f.px(8)
	}
	all := f.targetHeight(54)
	for range m.widgets[1:] {
		all += c.gap + f.targetHeight(44)
	}
	c.y = min(float32(f.h)*.38, float32(f.h)-all-f.px(12))
	m.widgets[0].(*ui.Button).Rect = c.nextRow(f.targetHeight(54))
	for _, w := range m.widgets[1:] {
		w.(*ui.Button).Rect = c.nextRow(f.targetHeight(44))
	}
}

// drawOverMatch darkens the match, and draws the name of the game above y if there is space.
func drawOverMatch(p *ui.Pen, dst *ebiten.Image, f *frame, y float32) {
	drawDim(p, dst, f, .62)
	if y > f.px(84) {
		drawSpaced(p, dst, "PERIHELION", float32(f.w)/2, min(y-f.px(50), float32(f.h)*.2), f.px(9), ui.Style{Face: ui.Title, Size: f.px(40), Color: ui.White, Glow: .8})
	}
}

func (s *pauseMenu) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutOverMatch(f)
	p, x := s.deps.pen, float32(f.w)/2
	y := s.resume.Y - f.px(32)
	drawOverMatch(p, dst, f, y)
	line := ui.Style{Size: f.px(16), Color: ui.Muted, Align: ui.Center}
	switch code := s.inviteCode(); {
	case s.match.leaveAsked:
		line.Color = ui.Accent
		p.Text(dst, lang.T("Leave the match? Back once more leaves it."), x, y, line)
	case code != "":
		p.Text(dst, lang.T("ROOM"), x-f.px(10), y, ui.Style{Size: f.px(16), Color: ui.Muted, Align: ui.Right})
		p.Text(dst, code, x, y, ui.Style{Face: ui.Mono, Size: f.px(30), Color: ui.Accent, Glow: .5})
	default:
		p.Text(dst, lang.T("The match goes on while you are here."), x, y, line)
	}
	s.drawWidgets(dst, f)
}

// hasNoOpponent reports that a duel from the matchmaker has only a bot as opponent, or
// nobody. The menu then offers to return to the queue. In a private room the player is
// waiting for a friend, so there it is false.
func (m *matchScene) hasNoOpponent() bool {
	v := m.view
	if v == nil || v.Code != "" || m.session.Dest.Queue == "" || !v.Config.Alone() {
		return false
	}
	for i := range v.Roster {
		if p := &v.Roster[i]; p.ID != v.Me && !p.Bot {
			return p.Away // the opponent's connection is lost
		}
	}
	return true
}
