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
	kit     *Kit
	form    ui.Form
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
	widgets []ui.Widget
	waiting int // the action that waits for its new key; -1: none
}

const (
	leastText, mostText = .75, 1.5
	textSteps           = 15
	fixedWidgets        = 7 // before the keys
)

func newSettings(k *Kit) *settings {
	p := k.Prefs
	s := &settings{
		kit: k, waiting: -1,
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
	acted := s.form.Update(f.In, s.widgets...)
	if f.In.Cancel || acted == len(s.widgets)-1 {
		s.kit.Audio.Click()
		s.kit.save()
		s.kit.Devices.Forget()
		return Pop()
	}
	switch {
	case acted == len(s.widgets)-2:
		d := input.Defaults()
		s.kit.Prefs.Bindings = d.Stored()
	case acted >= fixedWidgets:
		s.waiting = acted - fixedWidgets
	}
	if acted >= 0 {
		s.kit.Audio.Click()
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
		b := &s.kit.Devices.Bindings
		s.keys[a].key = b.KeyLabel(input.Action(a), input.Keyboard)
		s.keys[a].pad = b.KeyLabel(input.Action(a), input.Gamepad)
	}
}

// layout puts the switches to the left and the keys to the right, or all in one
// column where the window is narrow.
func (s *settings) layout(f *Frame) {
	w := min(f.px(400), float32(f.W)/2-f.px(30))
	gap := f.px(44)
	left := (float32(f.W) - 2*w - gap) / 2
	y := float32(f.H) * .18
	row := min(f.px(37), float32(f.H)*.63/float32(len(s.keys)))
	place := func(r *ui.Rect, x float32, i int) { *r = ui.Rect{X: x, Y: y + float32(i)*row, W: w, H: row - f.px(4)} }
	for i, r := range []*ui.Rect{&s.volume.Rect, &s.text.Rect, &s.shake.Rect, &s.bloom.Rect, &s.screen.Rect, &s.hints.Rect, &s.full.Rect} {
		place(r, left, i)
	}
	for a := range s.keys {
		place(&s.keys[a].Rect, left+w+gap, a)
	}
	h := f.px(46)
	foot := min(y+float32(len(s.keys))*row+f.px(16), float32(f.H)-h-f.px(10))
	s.reset.Rect = ui.Rect{X: left + w + gap, Y: foot, W: w, H: h}
	s.done.Rect = ui.Rect{X: left, Y: foot, W: w, H: h}
}

// Draw implements Scene.
func (s *settings) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	p := s.kit.Pen
	veil(p, dst, f, .72)
	title(p, dst, "SETTINGS", float32(f.W)/2, float32(f.H)*.1, f.px(8), ui.Style{Face: ui.Title, Size: f.px(34), Color: ui.White, Glow: .7})
	l := look(f, &s.form)
	on := func(i int) bool { return s.form.Focus == i }
	s.volume.Draw(dst, p, l, on(0))
	s.text.Draw(dst, p, l, on(1))
	for i, t := range []*ui.Toggle{&s.shake, &s.bloom, &s.screen, &s.hints, &s.full} {
		t.Draw(dst, p, l, on(2+i))
	}
	for a := range s.keys {
		s.keys[a].draw(dst, p, l, on(fixedWidgets+a), s.waiting == a)
	}
	s.reset.Draw(dst, p, l, on(len(s.widgets)-2))
	s.done.Draw(dst, p, l, on(len(s.widgets)-1))
}
