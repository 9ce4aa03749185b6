package scene

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// linkDeviceScene makes two devices use the same account: one shows a code, which is typed
// on the other.
type linkDeviceScene struct {
	dialog
	showCode   ui.Button
	code       ui.Field
	redeem     ui.Button
	linkCall   *online.Call[api.Link]
	link       api.Link
	redeemCall *online.Call[api.Guest]
	onMoved    func() // called when this device has got another account
}

const maxLinkCode = 16 // letters of a link code, with dashes that people may add

func newLinkDeviceScene(deps *Deps, moved func()) *linkDeviceScene {
	s := &linkDeviceScene{
		dialog: newDialog(deps, lang.T("OTHER DEVICE")), onMoved: moved,
		showCode: ui.Button{Label: "SHOW A CODE", Primary: true},
		code:     ui.Field{Placeholder: "CODE", Limit: maxLinkCode, Uppercase: true, Big: true, EnterSends: true, Allow: func(r rune) bool { return isCodeRune(r) || r == '-' }},
		redeem:   ui.Button{Label: "BE THIS PLAYER"},
	}
	s.widgets = []ui.Widget{&s.showCode, &s.code, &s.redeem, &s.back}
	return s
}

func (s *linkDeviceScene) Name() string { return "device" }

func (s *linkDeviceScene) Update(f *frame) transition {
	if r, ok := s.linkCall.Result(); ok {
		s.linkCall, s.link, s.errText = nil, r.Value, ""
		if r.Err != nil {
			s.errText = online.Explain(r.Err).Text
		}
	}
	if r, ok := s.redeemCall.Result(); ok {
		s.redeemCall, s.errText = nil, ""
		if r.Err == nil {
			s.deps.online.AdoptGuest(r.Value)
			s.deps.online.PersistGuest()
			s.onMoved()
			return pop()
		}
		s.errText = online.Explain(r.Err).Text
	}
	s.layoutLinkDevice(f)
	s.redeem.Disabled = s.code.Value() == ""
	switch w := s.updateWidgets(f); {
	case w == &s.showCode:
		s.linkCall = s.deps.online.CreateLink()
	case w == &s.code && !s.redeem.Disabled, w == &s.redeem:
		s.redeemCall = s.deps.online.RedeemLink(strings.ReplaceAll(s.code.Value(), "-", ""))
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *linkDeviceScene) layoutLinkDevice(f *frame) {
	in := s.layoutDialog(f, 560, 430)
	c := column{x: in.X, y: in.Y + f.px(32), w: in.W, gap: f.px(14)}
	s.showCode.Rect = c.nextRow(f.targetHeight(50))
	c.y += f.px(100)
	line := c.nextRow(f.targetHeight(50))
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .6, H: line.H}
	s.redeem.Rect = ui.Rect{X: line.X + line.W*.6 + c.gap, Y: line.Y, W: line.W*.4 - c.gap, H: line.H}
	s.layoutFoot(f, &s.back)
}

func (s *linkDeviceScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutLinkDevice(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	p.Text(dst, lang.T("Keep your name and rating on another device:"), s.showCode.X, s.showCode.Y-f.px(20), st)
	p.Text(dst, lang.T("Or become here who you are there:"), s.code.X, s.code.Y-f.px(20), st)
	y := s.showCode.Y + s.showCode.H + f.px(32)
	if s.link.Code != "" {
		p.Text(dst, s.link.Code, s.sheet.CenterX(), y, ui.Style{Face: ui.Mono, Size: f.px(42), Color: ui.Accent, Glow: .5, Align: ui.Center})
		left := s.link.ExpiresAt.Sub(f.now)
		line := lang.F("Type it there. It is good for one use, and for another %s.", waitText(int(left.Milliseconds())))
		if left <= 0 {
			line = lang.T("This code has run out. Ask for another.")
		}
		p.Text(dst, line, s.sheet.CenterX(), y+f.px(34), ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Center})
	}
	s.drawWidgets(dst, f)
}
