package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// pauseMenu lies over a match, which goes on: resume, invite, settings, leave.
type pauseMenu struct {
	m        *match
	form     ui.Form
	resume   ui.Button
	invite   ui.Button
	settings ui.Button
	leave    ui.Button
	widgets  []ui.Widget
}

func newPauseMenu(m *match) *pauseMenu {
	s := &pauseMenu{
		m:        m,
		resume:   ui.Button{Label: "RESUME", Main: true},
		invite:   ui.Button{Label: "COPY INVITE LINK"},
		settings: ui.Button{Label: "SETTINGS"},
		leave:    ui.Button{Label: "LEAVE THE MATCH"},
	}
	s.widgets = []ui.Widget{&s.resume, &s.settings, &s.leave}
	if s.code() != "" {
		s.widgets = []ui.Widget{&s.resume, &s.invite, &s.settings, &s.leave}
	}
	return s
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
	s.layout(f)
	acted := s.form.Update(f.In, s.widgets...)
	if f.In.Cancel {
		s.m.kit.Devices.Forget()
		return Pop()
	}
	if acted < 0 {
		return Move{}
	}
	s.m.kit.Audio.Click()
	switch s.widgets[acted] {
	case &s.resume:
		s.m.kit.Devices.Forget()
		return Pop()
	case &s.invite:
		s.invite.Label = "COULD NOT COPY"
		if s.m.kit.Desk.Copy(s.m.kit.Desk.Invite(s.code())) {
			s.invite.Label = "COPIED"
		}
	case &s.settings:
		return Push(newSettings(s.m.kit))
	case &s.leave:
		go s.m.leave()()
		s.m.kit.Desk.Restore()
		return Home()
	}
	return Move{}
}

func (s *pauseMenu) layout(f *Frame) {
	c := newColumn(f, float32(f.H)*.4, 300)
	s.resume.Rect = c.next(f.px(58))
	if len(s.widgets) == 4 {
		s.invite.Rect = c.next(f.px(44))
	}
	s.settings.Rect = c.next(f.px(44))
	s.leave.Rect = c.next(f.px(44))
}

// Draw implements Scene.
func (s *pauseMenu) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	p, x := s.m.kit.Pen, float32(f.W)/2
	veil(p, dst, f, .62)
	title(p, dst, "PERIHELION", x, float32(f.H)*.2, f.px(9), ui.Style{Face: ui.Title, Size: f.px(40), Color: ui.White, Glow: .8})
	if code := s.code(); code != "" {
		p.Text(dst, "ROOM", x-f.px(10), float32(f.H)*.31, ui.Style{Size: f.px(16), Color: ui.Quiet, Align: ui.Right})
		p.Text(dst, code, x, float32(f.H)*.31, ui.Style{Face: ui.Mono, Size: f.px(30), Color: ui.Sun, Glow: .5})
	} else {
		p.Text(dst, "The match goes on while you are here.", x, float32(f.H)*.31, ui.Style{Size: f.px(16), Color: ui.Quiet, Align: ui.Center})
	}
	l := look(f, &s.form)
	for i, w := range s.widgets {
		w.(*ui.Button).Draw(dst, p, l, i == s.form.Focus)
	}
}
