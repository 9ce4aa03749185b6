package scene

import (
	"fmt"
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/netsim"
)

// Limits of the sliders.
const (
	maxRoundTrip = 500 * time.Millisecond
	maxJitter    = 100 * time.Millisecond
	maxLoss      = .1
	minBandwidth = 4 << 10 // bytes per second; each step to the left of "all" halves it

	bandwidthSteps = 9
	blackoutLength = 2 * time.Second
)

var labKey = input.Key(ebiten.KeyF4)

// labPanel changes the simulated network while the match stays visible behind it.
type labPanel struct {
	deps      *Deps
	form      ui.Form
	network   picker
	roundTrip ui.Slider
	jitter    ui.Slider
	loss      ui.Slider
	bandwidth ui.Slider
	blackout  ui.Button
	done      ui.Button
	widgets   []ui.Widget
}

func newLabPanel(deps *Deps) *labPanel {
	p := &labPanel{
		deps:      deps,
		network:   picker{noneLabel: online.NetworkCustom},
		roundTrip: ui.Slider{Label: "Round trip", Steps: int(maxRoundTrip / (10 * time.Millisecond))},
		jitter:    ui.Slider{Label: "Jitter", Steps: int(maxJitter / (5 * time.Millisecond))},
		loss:      ui.Slider{Label: "Loss, as stalls", Steps: 20},
		bandwidth: ui.Slider{Label: "Bandwidth", Steps: bandwidthSteps},
		blackout:  ui.Button{Label: "NOTHING FOR 2 S"},
		done:      ui.Button{Label: "BACK"},
	}
	for _, n := range online.LabNetworks() {
		p.network.names = append(p.network.names, n.Name)
	}
	p.widgets = []ui.Widget{&p.network, &p.roundTrip, &p.jitter, &p.loss, &p.bandwidth, &p.blackout, &p.done}
	p.syncWidgets()
	return p
}

func (p *labPanel) Name() string { return "lab" }

func (p *labPanel) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	p.layoutPanel(f)
	pressed, _ := p.deps.Devices.AnyJustPressed()
	activated := p.form.Update(f.in, p.widgets...)
	if f.in.Cancel || pressed == labKey || activated == len(p.widgets)-1 {
		return pop()
	}
	if activated >= 0 {
		p.applyWidget(p.widgets[activated])
		p.syncWidgets()
	}
	return transition{}
}

// applyWidget does what an activated widget stands for.
func (p *labPanel) applyWidget(w ui.Widget) {
	lab := p.deps.Lab
	switch w {
	case &p.network:
		lab.SetNetwork(online.LabNetworks()[p.network.selected])
	case &p.roundTrip:
		lab.ChangeLinks(func(l *netsim.Link) { l.Latency = scaleDuration(p.roundTrip.Value, maxRoundTrip) / 2 })
	case &p.jitter:
		lab.ChangeLinks(func(l *netsim.Link) { l.Jitter = scaleDuration(p.jitter.Value, maxJitter) })
	case &p.loss:
		lab.ChangeLinks(func(l *netsim.Link) { l.Loss = float64(p.loss.Value) * maxLoss })
	case &p.bandwidth:
		lab.ChangeLinks(func(l *netsim.Link) { l.Bandwidth = bandwidthAt(p.bandwidth.Value) })
	case &p.blackout:
		lab.StartBlackout(blackoutLength)
	}
}

func scaleDuration(share float32, whole time.Duration) time.Duration {
	return time.Duration(float64(share) * float64(whole)).Round(time.Millisecond)
}

// bandwidthAt is the bandwidth at a slider position in bytes per second; 0 at the right
// end means unlimited.
func bandwidthAt(at float32) int {
	step := int(math.Round(float64(at) * bandwidthSteps))
	if step >= bandwidthSteps {
		return 0
	}
	return minBandwidth << step
}

// syncWidgets shows the current network; where the directions differ, the one from the
// server.
func (p *labPanel) syncWidgets() {
	n := p.deps.Lab.Network()
	p.network.selected = -1
	for i, name := range p.network.names {
		if name == n.Name {
			p.network.selected = i
		}
	}
	l := &n.Down
	trip := n.Up.Latency + n.Down.Latency
	p.roundTrip.Value, p.roundTrip.ValueText = min(1, float32(trip)/float32(maxRoundTrip)), fmt.Sprintf("%d ms", trip.Milliseconds())
	p.jitter.Value, p.jitter.ValueText = min(1, float32(l.Jitter)/float32(maxJitter)), fmt.Sprintf("%d ms", l.Jitter.Milliseconds())
	p.loss.Value, p.loss.ValueText = min(1, float32(l.Loss/maxLoss)), fmt.Sprintf("%.1f %%", l.Loss*100)
	p.bandwidth.Value, p.bandwidth.ValueText = 1, lang.T("all")
	if l.Bandwidth > 0 {
		p.bandwidth.Value = max(0, float32(math.Log2(float64(l.Bandwidth)/minBandwidth))/bandwidthSteps)
		p.bandwidth.ValueText = fmt.Sprintf("%d kb/s", l.Bandwidth*8/1000)
	}
}

const labPanelWidth = 400 // points

func (p *labPanel) overlayRect(f *frame) ui.Rect {
	h := f.px(72) + f.targetHeight(36) + 4*f.targetHeight(30) + f.targetHeight(40) + 5*f.px(6)
	return ui.Rect{X: f.px(16), Y: float32(f.h) - h - f.px(12), W: min(f.px(labPanelWidth), float32(f.w)-f.px(32)), H: h}
}

func (p *labPanel) layoutPanel(f *frame) {
	r := p.overlayRect(f).Inset(f.px(16))
	y := r.Y + f.px(34)
	row := func(h float32) ui.Rect {
		at := ui.Rect{X: r.X, Y: y, W: r.W, H: f.targetHeight(h)}
		y += at.H + f.px(6)
		return at
	}
	p.network.Rect = row(36)
	for _, s := range []*ui.Slider{&p.roundTrip, &p.jitter, &p.loss, &p.bandwidth} {
		s.Rect = row(30)
	}
	foot := row(40)
	half := (foot.W - f.px(10)) / 2
	p.blackout.Rect = ui.Rect{X: foot.X, Y: foot.Y, W: half, H: foot.H}
	p.done.Rect = ui.Rect{X: foot.X + half + f.px(10), Y: foot.Y, W: half, H: foot.H}
}

func (p *labPanel) Draw(dst *ebiten.Image, f *frame) {
	p.layoutPanel(f)
	pen, box := p.deps.pen, p.overlayRect(f)
	pen.Panel(dst, box, ui.Frame{Fill: ui.PanelFill, Line: ui.Accent, Cut: f.px(12), Width: f.px(1.5), Glow: f.px(10)})
	pen.Text(dst, lang.T("NETWORK LABORATORY"), box.X+f.px(16), box.Y+f.px(28), ui.Style{Face: ui.Title, Size: f.px(17), Color: ui.Accent})
	pen.Text(dst, "F4", box.X+box.W-f.px(16), box.Y+f.px(28), ui.Style{Face: ui.Mono, Size: f.px(15), Color: ui.Muted, Align: ui.Right})
	l := widgetStyle(f, &p.form)
	on := func(w ui.Widget) bool { return p.widgets[p.form.Focus] == w }
	p.network.Draw(dst, pen, l, on(&p.network))
	for _, s := range []*ui.Slider{&p.roundTrip, &p.jitter, &p.loss, &p.bandwidth} {
		s.Draw(dst, pen, l, on(s))
	}
	p.blackout.Draw(dst, pen, l, on(&p.blackout))
	p.done.Draw(dst, pen, l, on(&p.done))
}

// drawLabBadge shows developers that the network is simulated.
func drawLabBadge(l *online.Lab, p *ui.Pen, dst *ebiten.Image, f *frame) {
	if l.Network().Name == online.NetworkOff {
		return
	}
	st := ui.Style{Face: ui.Mono, Size: f.px(14), Color: ui.Accent}
	p.Text(dst, labBadgeText(l), f.px(16), labBadgeRect(l, p, f).CenterY(), st)
}

func labBadgeText(l *online.Lab) string { return "F4  " + l.Network().Name }

// labBadgeRect is the place of the badge.
func labBadgeRect(l *online.Lab, p *ui.Pen, f *frame) ui.Rect {
	w := p.Width(labBadgeText(l), ui.Style{Face: ui.Mono, Size: f.px(14)})
	return ui.Rect{X: f.px(12), Y: float32(f.h) - f.px(27), W: w + f.px(8), H: f.px(22)}
}
