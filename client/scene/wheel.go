package scene

import (
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// wheel says one of eight lines without typing: hold its key, pull towards a line,
// let go. A short tap leaves it open, for a click, a thumb or a digit.
type wheel struct {
	open    bool
	stays   bool // after a tap
	action  input.Action
	channel protocol.Channel
	at      int // the line that is pulled at; -1: none
	since   time.Time
}

const (
	spokes  = 8
	pulled  = .4                     // of a whole pull: nearer to the middle is none of the lines
	wasTap  = 280 * time.Millisecond // a shorter press leaves the wheel open
	firstOf = int(protocol.QuickHelp)
)

// update turns the wheel. It reports whether the wheel takes the player's input.
func (w *wheel) update(m *match, f *Frame) bool {
	d := m.kit.Devices
	if !w.open {
		w.begin(m, f)
		return false
	}
	if w.stays {
		return w.rest(m, f)
	}
	v, held := d.DragVector(w.action)
	if held {
		w.aim(v.X, v.Y, v.Length())
		return false
	}
	switch {
	case w.at >= 0:
		w.say(m)
	case f.Now.Sub(w.since) < wasTap:
		w.stays = true
	default:
		w.open = false
	}
	return false
}

// begin opens the wheel when its key goes down. One side's wheel is there only where
// there are sides.
func (w *wheel) begin(m *match, f *Frame) {
	d := m.kit.Devices
	switch sided := m.view.Config.TeamOf(0) != sim.NoTeam; {
	case d.Triggered(input.Quick):
		*w = wheel{open: true, action: input.Quick, at: -1, since: f.Now}
	case d.Triggered(input.QuickTeam) && sided && !m.view.Watching:
		*w = wheel{open: true, action: input.QuickTeam, channel: protocol.ChannelTeam, at: -1, since: f.Now}
	}
}

// rest is for a wheel that stays open.
func (w *wheel) rest(m *match, f *Frame) bool {
	d, in := m.kit.Devices, f.In
	x, y, r := w.place(f)
	if d.Active() == input.Gamepad {
		v, _ := d.DragVector(w.action)
		w.aim(v.X, v.Y, v.Length())
	} else if !in.Touch || in.Down || in.Released {
		dx, dy := (in.X-x)/r, (in.Y-y)/r
		w.aim(dx, dy, float32(math.Hypot(float64(dx), float64(dy))))
	}
	for _, digit := range in.Runes {
		if digit >= '1' && digit <= '0'+spokes {
			w.at = int(digit - '1')
			w.say(m)
			return true
		}
	}
	switch {
	case (in.Released || in.Accept) && w.at >= 0:
		w.say(m)
	case in.Released, in.Cancel, d.Triggered(w.action):
		w.open = false
	}
	return true
}

// aim chooses the line in a direction; the first is at the top, and they go round
// clockwise.
func (w *wheel) aim(x, y, length float32) {
	w.at = -1
	if length >= pulled {
		turn := math.Atan2(float64(x), float64(-y)) / tau * spokes
		w.at = (int(math.Round(turn)) + spokes) % spokes
	}
}

// line is what is said on spoke i.
func (w *wheel) line(i int) protocol.Quick {
	if w.channel == protocol.ChannelTeam {
		return protocol.Quick(firstOf + i)
	}
	return protocol.Quick(1 + i)
}

func (w *wheel) say(m *match) {
	w.open = false
	m.kit.Audio.Click()
	_ = m.client.Say(protocol.Say{Channel: w.channel, Quick: w.line(w.at)}) // if it cannot be sent, the link says why
}

// place is the middle of the wheel and how far its lines are from there.
func (w *wheel) place(f *Frame) (x, y, r float32) {
	return float32(f.W) / 2, float32(f.H) * .5, min(f.px(150), float32(f.H)*.26)
}

func (w *wheel) draw(k *Kit, dst *ebiten.Image, f *Frame) {
	if !w.open {
		return
	}
	p := k.Pen
	x, y, r := w.place(f)
	hue := ui.Cyan
	if w.channel == protocol.ChannelTeam {
		hue = rgba.Hex(0x3784ff)
	}
	p.Disc(dst, x, y, r*1.9, ui.Shadow, rgba.Color{})
	p.Ring(dst, x, y, r*.42, f.px(1.5), 0, tau, hue.Fade(.7))
	for i := range spokes {
		w.spoke(p, dst, f, i, hue)
	}
	what := "ROOM"
	if w.channel == protocol.ChannelTeam {
		what = "TEAM"
	}
	p.Text(dst, what, x, y, ui.Style{Face: ui.Title, Size: f.px(15), Color: hue, Align: ui.Center})
}

// spoke draws one line, and the part of the wheel that leads to it.
func (w *wheel) spoke(p *ui.Pen, dst *ebiten.Image, f *Frame, i int, hue rgba.Color) {
	x, y, r := w.place(f)
	a := float64(i)/spokes*tau - tau/4
	lit := i == w.at
	c, light := ui.Border.Fade(.55), float32(.12)
	if lit {
		c, light = hue, .5
	}
	half := float32(tau) / spokes * .46
	p.Ring(dst, x, y, r*.72, r*.44, float32(a)-half, float32(a)+half, c.Glow(light))
	p.Ring(dst, x, y, r*.95, f.px(2), float32(a)-half, float32(a)+half, c)
	text := w.line(i).String()
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White.Fade(.85), Align: ui.Center}
	if lit {
		st.Color, st.Glow = ui.White, .6
	}
	box := w.label(p, f, i)
	p.Panel(dst, box, ui.Frame{Fill: ui.PanelFill, Line: c, Cut: f.px(6), Width: f.px(1)})
	p.Text(dst, text, box.CenterX(), box.CenterY(), st)
}

// label is where the line of spoke i is written: beside the wheel, and in the window.
func (w *wheel) label(p *ui.Pen, f *Frame, i int) ui.Rect {
	x, y, r := w.place(f)
	sn, cs := math.Sincos(float64(i)/spokes*tau - tau/4)
	half := p.Width(w.line(i).String(), ui.Style{Face: ui.Title, Size: f.px(16)})/2 + f.px(12)
	at := x + float32(cs)*(r*1.1+half)
	at = max(half+f.px(4), min(at, float32(f.W)-half-f.px(4)))
	return ui.Rect{X: at - half, Y: y + float32(sn)*r*1.18 - f.px(15), W: 2 * half, H: f.px(30)}
}

// appendBoxes adds what the wheel covers.
func (w *wheel) appendBoxes(dst []ui.Rect, p *ui.Pen, f *Frame) []ui.Rect {
	x, y, r := w.place(f)
	dst = append(dst, around(x, y, r))
	for i := range spokes {
		dst = append(dst, w.label(p, f, i))
	}
	return dst
}
