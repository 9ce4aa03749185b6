package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// pauseMenu lies over a match, which goes on: resume, invite, settings, leave.
type pauseMenu struct {
	menu
	m        *match
	resume   ui.Button
	queue    ui.Button // for whoever has nobody to play against
	invite   ui.Button
	settings ui.Button
	people   ui.Button
	quit     ui.Button
}

func newPauseMenu(m *match) *pauseMenu {
	s := &pauseMenu{
		menu:     menu{kit: m.kit},
		m:        m,
		resume:   ui.Button{Label: "RESUME", Primary: true},
		queue:    ui.Button{Label: "BACK TO THE QUEUE"},
		invite:   ui.Button{Label: "COPY INVITE LINK"},
		settings: ui.Button{Label: "SETTINGS"},
		people:   ui.Button{Label: "PILOTS"},
		quit:     ui.Button{Label: "LEAVE THE MATCH"},
	}
	s.offer()
	return s
}

// offer puts the buttons together that make sense now.
func (s *pauseMenu) offer() {
	s.widgets = append(s.widgets[:0], &s.resume)
	if s.m.deserted() {
		s.widgets = append(s.widgets, &s.queue)
	}
	if s.code() != "" {
		s.widgets = append(s.widgets, &s.invite)
	}
	s.widgets = append(s.widgets, &s.people, &s.settings, &s.quit)
}

// code invites to this room; public ones have none.
func (s *pauseMenu) code() string {
	if s.m.view == nil {
		return ""
	}
	return s.m.view.Code
}

// Name implements Scene.
func (s *pauseMenu) Name() string { return "pause" }

// Update implements Scene.
func (s *pauseMenu) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	s.offer()
	s.layout(f)
	w := s.act(f)
	if f.In.Cancel {
		return Pop()
	}
	switch w {
	case &s.resume:
		return Pop()
	case &s.queue:
		s.m.again = true
		return Pop()
	case &s.invite:
		s.invite.Label = "COULD NOT COPY"
		if s.kit.Desk.Copy(s.kit.Desk.Invite(s.code())) {
			s.invite.Label = "COPIED"
		}
	case &s.people:
		return Push(newPilots(s.m))
	case &s.settings:
		return Push(newSettings(s.kit))
	case &s.quit:
		return s.m.goHome()
	}
	return Move{}
}

func (s *pauseMenu) layout(f *Frame) {
	c := newColumn(f, 0, 300)
	if f.low() {
		c.gap = f.px(8)
	}
	all := f.high(54)
	for range s.widgets[1:] {
		all += c.gap + f.high(44)
	}
	c.y = min(float32(f.H)*.38, float32(f.H)-all-f.px(12))
	s.resume.Rect = c.next(f.high(54))
	for _, w := range s.widgets[1:] {
		w.(*ui.Button).Rect = c.next(f.high(44))
	}
}

// Draw implements Scene.
func (s *pauseMenu) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	p, x := s.kit.Pen, float32(f.W)/2
	veil(p, dst, f, .62)
	y := s.resume.Y - f.px(32)
	if y > f.px(84) {
		title(p, dst, "PERIHELION", x, min(y-f.px(50), float32(f.H)*.2), f.px(9), ui.Style{Face: ui.Title, Size: f.px(40), Color: ui.White, Glow: .8})
	}
	line := ui.Style{Size: f.px(16), Color: ui.Muted, Align: ui.Center}
	switch code := s.code(); {
	case s.m.asked:
		line.Color = ui.Accent
		p.Text(dst, "Leave the match? Back once more leaves it.", x, y, line)
	case code != "":
		p.Text(dst, "ROOM", x-f.px(10), y, ui.Style{Size: f.px(16), Color: ui.Muted, Align: ui.Right})
		p.Text(dst, code, x, y, ui.Style{Face: ui.Mono, Size: f.px(30), Color: ui.Accent, Glow: .5})
	default:
		p.Text(dst, "The match goes on while you are here.", x, y, line)
	}
	s.paint(dst, f)
}
