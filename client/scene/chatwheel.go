package scene

import (
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// chatWheel sends one of eight ready phrases without typing: hold its key, point at a
// phrase, release. A short tap leaves the wheel open for a mouse click, a touch or a digit
// key.
type chatWheel struct {
	open      bool
	staysOpen bool // opened by a tap
	action    input.Action
	channel   protocol.Channel
	selected  int // index of the selected phrase; -1: none
	since     time.Time
}

const (
	spokes        = 8
	minPull       = .4                     // fraction of a full stick deflection below which nothing is selected
	maxTap        = 280 * time.Millisecond // a shorter press leaves the wheel open
	firstTeamLine = int(protocol.QuickHelp)
)

// updateWheel handles input, and reports whether the wheel takes all of it.
func (w *chatWheel) updateWheel(m *matchScene, f *frame) bool {
	d := m.deps.Devices
	if !w.open {
		w.openOnKey(m, f)
		return false
	}
	if w.staysOpen {
		return w.updateOpen(m, f)
	}
	v, held := d.DragVector(w.action)
	if held {
		w.selectAt(v.X, v.Y, v.Length())
		return false
	}
	switch {
	case w.selected >= 0:
		w.sendSelected(m)
	case f.now.Sub(w.since) < maxTap:
		w.staysOpen = true
	default:
		w.open = false
	}
	return false
}

// openOnKey opens the wheel when its key goes down. The team wheel exists only in modes
// with teams.
func (w *chatWheel) openOnKey(m *matchScene, f *frame) {
	d := m.deps.Devices
	switch hasTeams := m.view.Config.TeamOf(0) != sim.NoTeam; {
	case d.Triggered(input.Quick):
		*w = chatWheel{open: true, action: input.Quick, selected: -1, since: f.now}
	case d.Triggered(input.QuickTeam) && hasTeams:
		*w = chatWheel{open: true, action: input.QuickTeam, channel: protocol.ChannelTeam, selected: -1, since: f.now}
	}
}

// updateOpen handles input while the wheel stays open.
func (w *chatWheel) updateOpen(m *matchScene, f *frame) bool {
	d, in := m.deps.Devices, f.in
	x, y, r := w.geometry(f)
	if d.Active() == input.Gamepad {
		v, _ := d.DragVector(w.action)
		w.selectAt(v.X, v.Y, v.Length())
	} else if !in.Touch || in.Down || in.Released {
		dx, dy := (in.X-x)/r, (in.Y-y)/r
		w.selectAt(dx, dy, float32(math.Hypot(float64(dx), float64(dy))))
	}
	for _, digit := range in.Runes {
		if digit >= '1' && digit <= '0'+spokes {
			w.selected = int(digit - '1')
			w.sendSelected(m)
			return true
		}
	}
	switch {
	case (in.Released || in.Accept) && w.selected >= 0:
		w.sendSelected(m)
	case in.Released, in.Cancel, d.Triggered(w.action):
		w.open = false
	}
	return true
}

// selectAt selects the phrase in a direction. The first is at the top, the others follow
// clockwise.
func (w *chatWheel) selectAt(x, y, length float32) {
	w.selected = -1
	if length >= minPull {
		turn := math.Atan2(float64(x), float64(-y)) / tau * spokes
		w.selected = (int(math.Round(turn)) + spokes) % spokes
	}
}

// quickLine is the phrase with index i.
func (w *chatWheel) quickLine(i int) protocol.Quick {
	if w.channel == protocol.ChannelTeam {
		return protocol.Quick(firstTeamLine + i)
	}
	return protocol.Quick(1 + i)
}

func (w *chatWheel) sendSelected(m *matchScene) {
	w.open = false
	m.deps.audio.PlayClick()
	_ = m.session.Client.Say(protocol.Say{Channel: w.channel, Quick: w.quickLine(w.selected)}) // on failure Conn.Err gives the reason
}

// geometry is the centre of the wheel and its radius.
func (w *chatWheel) geometry(f *frame) (x, y, r float32) {
	return float32(f.w) / 2, float32(f.h) * .5, min(f.px(150), float32(f.h)*.26)
}

func (w *chatWheel) drawWheel(deps *Deps, dst *ebiten.Image, f *frame) {
	if !w.open {
		return
	}
	p := deps.pen
	x, y, r := w.geometry(f)
	hue := ui.Cyan
	if w.channel == protocol.ChannelTeam {
		hue = rgba.Hex(0x3784ff)
	}
	p.Disc(dst, x, y, r*1.9, ui.Shadow, rgba.Color{})
	p.Ring(dst, x, y, r*.42, f.px(1.5), 0, tau, hue.Fade(.7))
	for i := range spokes {
		w.drawSpoke(p, dst, f, i, hue)
	}
	what := lang.T("ROOM")
	if w.channel == protocol.ChannelTeam {
		what = lang.T("TEAM")
	}
	p.Text(dst, what, x, y, ui.Style{Face: ui.Title, Size: f.px(15), Color: hue, Align: ui.Center})
}

// drawSpoke draws one phrase and its segment of the wheel.
func (w *chatWheel) drawSpoke(p *ui.Pen, dst *ebiten.Image, f *frame, i int, hue rgba.Color) {
	x, y, r := w.geometry(f)
	a := float64(i)/spokes*tau - tau/4
	highlighted := i == w.selected
	c, light := ui.Border.Fade(.55), float32(.12)
	if highlighted {
		c, light = hue, .5
	}
	half := float32(tau) / spokes * .46
	p.Ring(dst, x, y, r*.72, r*.44, float32(a)-half, float32(a)+half, c.Glow(light))
	p.Ring(dst, x, y, r*.95, f.px(2), float32(a)-half, float32(a)+half, c)
	text := lang.T(w.quickLine(i).String())
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White.Fade(.85), Align: ui.Center}
	if highlighted {
		st.Color, st.Glow = ui.White, .6
	}
	box := w.labelRect(p, f, i)
	p.Panel(dst, box, ui.Frame{Fill: ui.PanelFill, Line: c, Cut: f.px(6), Width: f.px(1)})
	p.Text(dst, text, box.CenterX(), box.CenterY(), st)
}

// labelRect is the place of phrase i: beside the wheel, inside the window.
func (w *chatWheel) labelRect(p *ui.Pen, f *frame, i int) ui.Rect {
	x, y, r := w.geometry(f)
	sn, cs := math.Sincos(float64(i)/spokes*tau - tau/4)
	half := p.Width(lang.T(w.quickLine(i).String()), ui.Style{Face: ui.Title, Size: f.px(16)})/2 + f.px(12)
	at := x + float32(cs)*(r*1.1+half)
	at = max(half+f.px(4), min(at, float32(f.w)-half-f.px(4)))
	return ui.Rect{X: at - half, Y: y + float32(sn)*r*1.18 - f.px(15), W: 2 * half, H: f.px(30)}
}

// appendRects appends the areas that the wheel covers.
func (w *chatWheel) appendRects(dst []ui.Rect, p *ui.Pen, f *frame) []ui.Rect {
	x, y, r := w.geometry(f)
	dst = append(dst, circleBounds(x, y, r))
	for i := range spokes {
		dst = append(dst, w.labelRect(p, f, i))
	}
	return dst
}
