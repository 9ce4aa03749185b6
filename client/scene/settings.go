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
	waiting int // the action that waits for its new key; -1: none
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
		text:   ui.Slider{Label: "Text size", Value: (p.Text - leastText) / (mostText - leastText), Steps: textSteps},
		shake:  ui.Toggle{Label: "Shake the view when hit", On: p.Shake},
		bloom:  ui.Toggle{Label: "Let bright things shine", On: p.Bloom},
		screen: ui.Toggle{Label: "Keys push along the screen, not the ship", On: p.Screen},
		hints:  ui.Toggle{Label: "Explain the controls", On: p.Hints < len(lessons)},
		full:   ui.Toggle{Label: "Fill the screen", On: k.Desk.Fullscreen()},
		reset:  ui.Button{Label: "DEFAULT KEYS"},
		done:   ui.Button{Label: "DONE", Main: true},
	}
	s.widgets = []ui.Widget{&s.volume, &s.text, &s.shake, &s.bloom, &s.screen, &s.hints, &s.full}
	for a := range s.keys {
		s.keys[a].action = input.Action(a)
		s.widgets = append(s.widgets, &s.keys[a])
	}
	s.widgets = append(s.widgets, &s.reset, &s.done)
	k.Devices.Keycaps()
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
	acted := s.act(f)
	if f.In.Cancel || acted == &s.done {
		s.kit.save()
		return Pop()
	}
	if acted == &s.reset {
		d := input.Defaults()
		s.kit.Prefs.Bindings = d.Stored()
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
	p.Text = leastText + s.text.Value*(mostText-leastText)
	s.kit.plain = s.kit.plain && s.bloom.On == p.Bloom // whoever asks for it gets it
	p.Shake, p.Bloom, p.Screen = s.shake.On, s.bloom.On, s.screen.On
	if s.full.On != s.kit.Desk.Fullscreen() {
		s.kit.Desk.SetFullscreen(s.full.On)
	}
	if s.hints.On != (p.Hints < len(lessons)) {
		p.Hints = 0
		if !s.hints.On {
			p.Hints = len(lessons)
		}
	}
	s.kit.apply()
	s.relabel()
}

// bind waits for the key that the player wants for an action. Escape keeps the
// old one.
func (s *settings) bind() {
	src, ok := s.kit.Devices.Any()
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
	s.kit.Prefs.Bindings = b.Stored()
	s.keep()
}

func (s *settings) relabel() {
	s.volume.Shown = strconv.Itoa(int(s.volume.Value*100+.5)) + " %"
	s.text.Shown = strconv.Itoa(int(s.kit.Prefs.Text*100+.5)) + " %"
	for a := range s.keys {
		d := s.kit.Devices
		s.keys[a].key = d.KeyLabel(input.Action(a), input.Keyboard)
		s.keys[a].pad = d.KeyLabel(input.Action(a), input.Gamepad)
	}
}

// layout puts the switches to the left and the keys to the right, or all in one
// column where the window is narrow.
func (s *settings) layout(f *Frame) {
	rows := []*ui.Rect{&s.volume.Rect, &s.text.Rect, &s.shake.Rect, &s.bloom.Rect, &s.screen.Rect, &s.hints.Rect, &s.full.Rect}
	narrow := float32(f.W) < f.px(720)
	w, gap := min(f.px(400), float32(f.W)/2-f.px(30)), f.px(44)
	left := (float32(f.W) - 2*w - gap) / 2
	right, y, high := left+w+gap, float32(f.H)*.18, len(s.keys)
	if narrow {
		w = float32(f.W) - f.px(60)
		left, right, y, high = f.px(30), f.px(30), f.px(90), len(rows)+len(s.keys)
	}
	row := min(f.px(37), (float32(f.H)-y-f.px(76))/float32(high))
	place := func(r *ui.Rect, x float32, i int) { *r = ui.Rect{X: x, Y: y + float32(i)*row, W: w, H: row - f.px(4)} }
	for i, r := range rows {
		place(r, left, i)
	}
	first := 0
	if narrow {
		first = len(rows)
	}
	for a := range s.keys {
		place(&s.keys[a].Rect, right, first+a)
	}
	c := column{x: left, y: min(y+float32(high)*row+f.px(16), float32(f.H)-f.px(56)), w: right + w - left, gap: f.px(12)}
	foot := c.parts(f.px(46), 2)
	s.done.Rect, s.reset.Rect = foot[0], foot[1]
}

// Draw implements Scene.
func (s *settings) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	p := s.kit.Pen
	veil(p, dst, f, .72)
	title(p, dst, "SETTINGS", float32(f.W)/2, min(float32(f.H)*.1, f.px(60)), f.px(8), ui.Style{Face: ui.Title, Size: f.px(34), Color: ui.White, Glow: .7})
	for a := range s.keys {
		s.keys[a].waiting = s.waiting == a
	}
	p.Text(dst, "client "+s.kit.Options.Build, f.px(16), float32(f.H)-f.px(20), ui.Style{Size: f.px(14), Color: ui.Quiet}) // for those who report a fault
	s.paint(dst, f)
}
