package scene

import (
	"fmt"
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/ui"
	"perihelion/shared/netsim"
)

// The ends of the panel's sliders.
const (
	mostTrip   = 500 * time.Millisecond
	mostJitter = 100 * time.Millisecond
	mostLoss   = .1
	leastWidth = 4 << 10 // bytes per second; each step to the left of "all" halves it

	widthSteps = 9
	blackout   = 2 * time.Second
)

var labKey = input.Key(ebiten.KeyF4)

// labPanel bends the network while the match goes on behind it, in full sight.
type labPanel struct {
	kit     *Kit
	form    ui.Form
	network picker
	trip    ui.Slider
	jitter  ui.Slider
	loss    ui.Slider
	width   ui.Slider
	dark    ui.Button
	done    ui.Button
	widgets []ui.Widget
}

func newLabPanel(k *Kit) *labPanel {
	p := &labPanel{
		kit:     k,
		network: picker{other: ownNetwork},
		trip:    ui.Slider{Label: "Round trip", Steps: int(mostTrip / (10 * time.Millisecond))},
		jitter:  ui.Slider{Label: "Jitter", Steps: int(mostJitter / (5 * time.Millisecond))},
		loss:    ui.Slider{Label: "Loss, as stalls", Steps: 20},
		width:   ui.Slider{Label: "Bandwidth", Steps: widthSteps},
		dark:    ui.Button{Label: "NOTHING FOR 2 S"},
		done:    ui.Button{Label: "BACK"},
	}
	for _, n := range networks() {
		p.network.names = append(p.network.names, n.Name)
	}
	p.widgets = []ui.Widget{&p.network, &p.trip, &p.jitter, &p.loss, &p.width, &p.dark, &p.done}
	p.read()
	return p
}

// Name implements Scene.
func (p *labPanel) Name() string { return "lab" }

// Update implements Scene.
func (p *labPanel) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	p.layout(f)
	struck, _ := p.kit.Devices.AnyJustPressed()
	acted := p.form.Update(f.In, p.widgets...)
	if f.In.Cancel || struck == labKey || acted == len(p.widgets)-1 {
		return Pop()
	}
	if acted >= 0 {
		p.act(p.widgets[acted])
		p.read()
	}
	return Move{}
}

// act does what a widget is for.
func (p *labPanel) act(w ui.Widget) {
	lab := p.kit.Lab
	switch w {
	case &p.network:
		lab.set(networks()[p.network.at])
	case &p.trip:
		lab.turn(func(l *netsim.Link) { l.Latency = part(p.trip.Value, mostTrip) / 2 })
	case &p.jitter:
		lab.turn(func(l *netsim.Link) { l.Jitter = part(p.jitter.Value, mostJitter) })
	case &p.loss:
		lab.turn(func(l *netsim.Link) { l.Loss = float64(p.loss.Value) * mostLoss })
	case &p.width:
		lab.turn(func(l *netsim.Link) { l.Bandwidth = widthOf(p.width.Value) })
	case &p.dark:
		lab.blackout(blackout)
	}
}

func part(share float32, whole time.Duration) time.Duration {
	return time.Duration(float64(share) * float64(whole)).Round(time.Millisecond)
}

// widthOf is the bandwidth at a place of the slider: everything at its right end.
func widthOf(at float32) int {
	step := int(math.Round(float64(at) * widthSteps))
	if step >= widthSteps {
		return 0
	}
	return leastWidth << step
}

// read makes the widgets show the network as it is: as it is coming down, where
// the ways differ.
func (p *labPanel) read() {
	n := p.kit.Lab.network
	p.network.at = -1
	for i, name := range p.network.names {
		if name == n.Name {
			p.network.at = i
		}
	}
	l := &n.Down
	trip := n.Up.Latency + n.Down.Latency
	p.trip.Value, p.trip.ValueText = min(1, float32(trip)/float32(mostTrip)), fmt.Sprintf("%d ms", trip.Milliseconds())
	p.jitter.Value, p.jitter.ValueText = min(1, float32(l.Jitter)/float32(mostJitter)), fmt.Sprintf("%d ms", l.Jitter.Milliseconds())
	p.loss.Value, p.loss.ValueText = min(1, float32(l.Loss/mostLoss)), fmt.Sprintf("%.1f %%", l.Loss*100)
	p.width.Value, p.width.ValueText = 1, "all"
	if l.Bandwidth > 0 {
		p.width.Value = max(0, float32(math.Log2(float64(l.Bandwidth)/leastWidth))/widthSteps)
		p.width.ValueText = fmt.Sprintf("%d kb/s", l.Bandwidth*8/1000)
	}
}

const labWide = 400 // points

func (p *labPanel) box(f *Frame) ui.Rect {
	h := f.px(72) + f.high(36) + 4*f.high(30) + f.high(40) + 5*f.px(6)
	return ui.Rect{X: f.px(16), Y: float32(f.H) - h - f.px(12), W: min(f.px(labWide), float32(f.W)-f.px(32)), H: h}
}

func (p *labPanel) layout(f *Frame) {
	r := p.box(f).Inset(f.px(16))
	y := r.Y + f.px(34)
	row := func(h float32) ui.Rect {
		at := ui.Rect{X: r.X, Y: y, W: r.W, H: f.high(h)}
		y += at.H + f.px(6)
		return at
	}
	p.network.Rect = row(36)
	for _, s := range []*ui.Slider{&p.trip, &p.jitter, &p.loss, &p.width} {
		s.Rect = row(30)
	}
	foot := row(40)
	half := (foot.W - f.px(10)) / 2
	p.dark.Rect = ui.Rect{X: foot.X, Y: foot.Y, W: half, H: foot.H}
	p.done.Rect = ui.Rect{X: foot.X + half + f.px(10), Y: foot.Y, W: half, H: foot.H}
}

// Draw implements Scene.
func (p *labPanel) Draw(dst *ebiten.Image, f *Frame) {
	p.layout(f)
	pen, box := p.kit.Pen, p.box(f)
	pen.Panel(dst, box, ui.Frame{Fill: ui.PanelFill, Line: ui.Accent, Cut: f.px(12), Width: f.px(1.5), Glow: f.px(10)})
	pen.Text(dst, "NETWORK LABORATORY", box.X+f.px(16), box.Y+f.px(28), ui.Style{Face: ui.Title, Size: f.px(17), Color: ui.Accent})
	pen.Text(dst, "F4", box.X+box.W-f.px(16), box.Y+f.px(28), ui.Style{Face: ui.Mono, Size: f.px(15), Color: ui.Muted, Align: ui.Right})
	l := look(f, &p.form)
	on := func(w ui.Widget) bool { return p.widgets[p.form.Focus] == w }
	p.network.Draw(dst, pen, l, on(&p.network))
	for _, s := range []*ui.Slider{&p.trip, &p.jitter, &p.loss, &p.width} {
		s.Draw(dst, pen, l, on(s))
	}
	p.dark.Draw(dst, pen, l, on(&p.dark))
	p.done.Draw(dst, pen, l, on(&p.done))
}

// badge reminds a developer that the network is not the real one.
func (l *Lab) badge(p *ui.Pen, dst *ebiten.Image, f *Frame) {
	if l.network.Name == noNetwork {
		return
	}
	st := ui.Style{Face: ui.Mono, Size: f.px(14), Color: ui.Accent}
	p.Text(dst, l.label(), f.px(16), l.badgeBox(p, f).CenterY(), st)
}

func (l *Lab) label() string { return "F4  " + l.network.Name }

// badgeBox is where the badge is.
func (l *Lab) badgeBox(p *ui.Pen, f *Frame) ui.Rect {
	w := p.Width(l.label(), ui.Style{Face: ui.Mono, Size: f.px(14)})
	return ui.Rect{X: f.px(12), Y: float32(f.H) - f.px(27), W: w + f.px(8), H: f.px(22)}
}
