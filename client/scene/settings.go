package scene

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/ui"
)

// settings changes what prefs remember. Every change holds at once and is saved
// when the scene is left.
type settings struct {
	menu
	volume  ui.Slider
	text    ui.Slider
	shake   ui.Toggle
	bloom   ui.Toggle
	screen  ui.Toggle
	hints   ui.Toggle
	full    ui.Toggle
	keys    [input.Actions]keyButton
	reset   ui.Button
	done    ui.Button
	roll    ui.RowScroller
	rows    ui.Rect // where the rows are
	high    float32 // of a row
	left    int     // rows of the longest column
	waiting int     // the action that waits for its new key; -1: none
}

const (
	leastText, mostText = .75, 1.5
	textSteps           = 15
)

func newSettings(k *Kit) *settings {
	p := k.Prefs
	s := &settings{
		menu: menu{kit: k}, waiting: -1,
		volume: ui.Slider{Label: "Volume", Value: p.Volume, Steps: 20},
		text:   ui.Slider{Label: "Text size", Value: (p.TextScale - leastText) / (mostText - leastText), Steps: textSteps},
		shake:  ui.Toggle{Label: "Shake the view when hit", On: p.Shake},
		bloom:  ui.Toggle{Label: "Let bright things shine", On: p.Bloom},
		screen: ui.Toggle{Label: "Keys push along the screen, not the ship", On: p.ScreenRelative},
		hints:  ui.Toggle{Label: "Explain the controls", On: p.HintsLearned < len(lessons)},
		full:   ui.Toggle{Label: "Fill the screen", On: k.Desk.Fullscreen()},
		reset:  ui.Button{Label: "DEFAULT KEYS"},
		done:   ui.Button{Label: "DONE", Primary: true},
	}
	s.widgets = []ui.Widget{&s.volume, &s.text, &s.shake, &s.bloom, &s.screen, &s.hints, &s.full}
	for a := range s.keys {
		s.keys[a].action = input.Action(a)
		s.widgets = append(s.widgets, &s.keys[a])
	}
	s.widgets = append(s.widgets, &s.reset, &s.done)
	k.Devices.RefreshKeyLabels()
	s.relabel()
	return s
}

// Name implements Scene.
func (s *settings) Name() string { return "settings" }

// Update implements Scene.
func (s *settings) Update(f *Frame) Move {
	s.layout(f)
	if s.waiting >= 0 {
		s.bind()
		return Move{}
	}
	had, in := s.form.Focus, f.In
	f.In = s.roll.Update(in, s.rows, s.left, s.high, f.Unit)
	acted := s.act(f)
	f.In = in
	if s.form.Focus != had {
		s.show(f)
	}
	if f.In.Cancel || acted == &s.done {
		s.kit.save()
		return Pop()
	}
	if acted == &s.reset {
		d := input.DefaultBindings()
		s.kit.Prefs.Bindings = d.Encode()
	}
	if b, ok := acted.(*keyButton); ok {
		s.waiting = int(b.action)
	}
	if acted != nil {
		s.keep()
	}
	return Move{}
}

// keep makes what the widgets say true.
func (s *settings) keep() {
	p := s.kit.Prefs
	p.Volume = s.volume.Value
	p.TextScale = leastText + s.text.Value*(mostText-leastText)
	s.kit.plain = s.kit.plain && s.bloom.On == p.Bloom // whoever asks for it gets it
	p.Shake, p.Bloom, p.ScreenRelative = s.shake.On, s.bloom.On, s.screen.On
	if s.full.On != s.kit.Desk.Fullscreen() {
		s.kit.Desk.SetFullscreen(s.full.On)
	}
	if s.hints.On != (p.HintsLearned < len(lessons)) {
		p.HintsLearned = 0
		if !s.hints.On {
			p.HintsLearned = len(lessons)
		}
	}
	s.kit.apply()
	s.relabel()
}

// bind waits for the key that the player wants for an action. Escape keeps the
// old one.
func (s *settings) bind() {
	src, ok := s.kit.Devices.AnyJustPressed()
	if !ok {
		return
	}
	a := input.Action(s.waiting)
	s.waiting = -1
	if src == input.Escape && a != input.Menu {
		return
	}
	b := s.kit.Devices.Bindings
	b.Bind(a, src)
	s.kit.Prefs.Bindings = b.Encode()
	s.keep()
}

func (s *settings) relabel() {
	s.volume.ValueText = strconv.Itoa(int(s.volume.Value*100+.5)) + " %"
	s.text.ValueText = strconv.Itoa(int(s.kit.Prefs.TextScale*100+.5)) + " %"
	for a := range s.keys {
		d := s.kit.Devices
		s.keys[a].key = d.KeyLabel(input.Action(a), input.Keyboard)
		s.keys[a].pad = d.KeyLabel(input.Action(a), input.Gamepad)
	}
}

// layout puts the switches to the left and the keys to the right, or all in one
// column where the window is narrow: as many rows as there is room for.
func (s *settings) layout(f *Frame) {
	switches := []*ui.Rect{&s.volume.Rect, &s.text.Rect, &s.shake.Rect, &s.bloom.Rect, &s.screen.Rect, &s.hints.Rect, &s.full.Rect}
	foot := f.high(46)
	top := max(f.px(52), float32(f.H)*.12)
	s.rows = ui.Rect{Y: top, H: float32(f.H) - foot - f.px(22) - top}
	first, w, gap := 0, min(f.px(400), float32(f.W)/2-f.px(36)), f.px(44)
	s.left = len(s.keys)
	if float32(f.W) < f.px(720) {
		first, w, gap, s.left = len(switches), float32(f.W)-f.px(60), 0, len(switches)+len(s.keys)
	}
	left := (float32(f.W) - 2*w - gap) / 2
	right := left + w + gap
	if first > 0 {
		left = f.px(30)
		right = left
	}
	least := max(f.px(32), f.Least+f.px(4))
	fit := max(1, min(s.left, int(s.rows.H/least)))
	s.high = max(least, min(f.px(37), s.rows.H/float32(fit)))
	s.rows = ui.Rect{X: left, Y: top, W: right + w - left, H: s.high * float32(fit)}
	for i, r := range switches {
		*r = s.row(f, left, w, i)
	}
	for a := range s.keys {
		s.keys[a].Rect = s.row(f, right, w, first+a)
	}
	c := column{x: left, y: float32(f.H) - foot - f.px(10), w: s.rows.W, gap: f.px(12)}
	c.y = min(c.y, s.rows.Y+s.rows.H+f.px(16))
	buttons := c.parts(foot, 2)
	s.done.Rect, s.reset.Rect = buttons[0], buttons[1]
}

// row is where row i of a column goes. Those out of sight keep their order, for the
// arrows, above and below the window.
func (s *settings) row(f *Frame, x, w float32, i int) ui.Rect {
	y := s.rows.Y + float32(i-s.roll.First)*s.high
	switch {
	case i < s.roll.First:
		y -= float32(f.H)
	case i >= s.roll.First+int(s.rows.H/s.high+.5):
		y += float32(f.H)
	}
	return ui.Rect{X: x, Y: y, W: w, H: s.high - f.px(4)}
}

// show brings what has the focus into sight.
func (s *settings) show(f *Frame) {
	i := s.form.Focus
	if switches := s.left - len(s.keys); i >= len(s.widgets)-2 {
		return // the buttons at the foot
	} else if switches == 0 && i >= len(s.widgets)-2-len(s.keys) {
		i -= len(s.widgets) - 2 - len(s.keys) // they have a column of their own
	}
	s.roll.ScrollTo(i, s.rows, s.left, s.high)
	s.layout(f)
}

// Draw implements Scene.
func (s *settings) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	p := s.kit.Pen
	veil(p, dst, f, .92)
	size := min(f.px(34), s.rows.Y*.42)
	title(p, dst, "SETTINGS", float32(f.W)/2, s.rows.Y*.55, f.px(8), ui.Style{Face: ui.Title, Size: size, Color: ui.White, Glow: .7})
	for a := range s.keys {
		s.keys[a].waiting = s.waiting == a
	}
	p.Text(dst, "client "+s.kit.Options.Build, f.px(12), f.px(12), ui.Style{Size: f.px(12), Color: ui.Muted}) // for those who report a fault
	s.paint(dst, f)
	if bar, ok := s.roll.ScrollbarRect(s.rows, s.left, s.high, f.px(4)); ok {
		bar.X += f.px(12)
		p.Fill(dst, bar, ui.Border.Mix(ui.Cyan, .5).Fade(.8))
	}
}
