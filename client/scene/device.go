package scene

import (
	"context"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// device is the way to be one player on two devices: a code that is shown on the
// one and typed on the other.
type device struct {
	window
	show  ui.Button
	code  ui.Field
	enter ui.Button
	link  *call[api.Link]
	got   api.Link
	move  *call[api.Guest]
	moved func() // we have become somebody else
}

const maxLink = 16 // letters of a link code, with the dashes that people add

func newDevice(k *Kit, moved func()) *device {
	s := &device{
		window: newWindow(k, "OTHER DEVICE"), moved: moved,
		show:  ui.Button{Label: "SHOW A CODE", Primary: true},
		code:  ui.Field{Placeholder: "CODE", Limit: maxLink, Uppercase: true, Big: true, EnterSends: true, Allow: func(r rune) bool { return codeRune(r) || r == '-' }},
		enter: ui.Button{Label: "BE THIS PLAYER"},
	}
	s.widgets = []ui.Widget{&s.show, &s.code, &s.enter, &s.back}
	return s
}

// Name implements Scene.
func (s *device) Name() string { return "device" }

// Update implements Scene.
func (s *device) Update(f *Frame) Move {
	if r, ok := s.link.done(); ok {
		s.link, s.got, s.wrong = nil, r.got, ""
		if r.err != nil {
			s.wrong = judge(r.err).text
		}
	}
	if r, ok := s.move.done(); ok {
		s.move, s.wrong = nil, ""
		if r.err == nil {
			s.kit.admit(r.got)
			s.kit.settle()
			s.moved()
			return Pop()
		}
		s.wrong = judge(r.err).text
	}
	s.layout(f)
	s.enter.Disabled = s.code.Value() == ""
	switch w := s.act(f); {
	case w == &s.show:
		s.link = ask(s.kit, func(ctx context.Context, l *lobby.Client) (api.Link, error) { return l.CreateLink(ctx) })
	case w == &s.code && !s.enter.Disabled, w == &s.enter:
		code := strings.ReplaceAll(s.code.Value(), "-", "")
		s.move = begin(s.kit, patience, func(ctx context.Context) (r reply[api.Guest]) {
			r.got, r.err = s.kit.Lobby("").RedeemLink(ctx, code)
			return r
		})
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

func (s *device) layout(f *Frame) {
	in := s.lay(f, 560, 430)
	c := column{x: in.X, y: in.Y + f.px(32), w: in.W, gap: f.px(14)}
	s.show.Rect = c.next(f.high(50))
	c.y += f.px(100)
	line := c.next(f.high(50))
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .6, H: line.H}
	s.enter.Rect = ui.Rect{X: line.X + line.W*.6 + c.gap, Y: line.Y, W: line.W*.4 - c.gap, H: line.H}
	s.foot(f, &s.back)
}

// Draw implements Scene.
func (s *device) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	p.Text(dst, "Keep your name and rating on another device:", s.show.X, s.show.Y-f.px(20), st)
	p.Text(dst, "Or become here who you are there:", s.code.X, s.code.Y-f.px(20), st)
	y := s.show.Y + s.show.H + f.px(32)
	if s.got.Code != "" {
		p.Text(dst, s.got.Code, s.sheet.CenterX(), y, ui.Style{Face: ui.Mono, Size: f.px(42), Color: ui.Accent, Glow: .5, Align: ui.Center})
		left := s.got.ExpiresAt.Sub(f.Now)
		line := "Type it there. It is good for one use, and for another " + span(int(left.Milliseconds())) + "."
		if left <= 0 {
			line = "This code has run out. Ask for another."
		}
		p.Text(dst, line, s.sheet.CenterX(), y+f.px(34), ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Center})
	}
	s.paint(dst, f)
}
