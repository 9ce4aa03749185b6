package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// private is the way into rooms that only friends find.
type private struct {
	window
	create ui.Button
	code   ui.Field
	join   ui.Button
}

const maxCode = 8 // letters of a code; the server's have fewer

// codeRune holds for what codes are made of.
func codeRune(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }

func newPrivate(k *Kit) *private {
	s := &private{
		window: newWindow(k, "PRIVATE ROOM"),
		create: ui.Button{Label: "OPEN A ROOM", Main: true},
		code:   ui.Field{Hint: "CODE", Limit: maxCode, Upper: true, Big: true, Sends: true, Allow: codeRune},
		join:   ui.Button{Label: "JOIN"},
	}
	s.widgets = []ui.Widget{&s.create, &s.code, &s.join, &s.back}
	s.focus(&s.code)
	return s
}

// Name implements Scene.
func (s *private) Name() string { return "private" }

// Update implements Scene.
func (s *private) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	s.layout(f)
	s.join.Off = s.code.Value() == ""
	switch w := s.act(f); {
	case w == &s.create:
		return Push(newFinding(s.kit, want{open: true}))
	case w == &s.code && !s.join.Off, w == &s.join:
		return Push(newFinding(s.kit, want{room: s.code.Value()}))
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

func (s *private) layout(f *Frame) {
	in := s.lay(f, 470, 380)
	c := column{x: in.X, y: in.Y + f.px(40), w: in.W, gap: f.px(14)}
	s.create.Rect = c.next(f.px(60))
	c.y += f.px(44)
	line := c.next(f.px(54))
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	s.join.Rect = ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
	s.foot(f, &s.back)
}

// Draw implements Scene.
func (s *private) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	st := ui.Style{Size: f.px(16), Color: ui.Quiet.Mix(ui.White, .4)}
	s.kit.Pen.Text(dst, "A room of your own. Its link brings your friends into it.", s.create.X, s.create.Y-f.px(20), st)
	s.kit.Pen.Text(dst, "A friend gave you a code?", s.code.X, s.code.Y-f.px(20), st)
	s.paint(dst, f)
}
