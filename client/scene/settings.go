package scene

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/ui"
)

// settingsScene changes the preferences. Changes take effect at once, and are saved when
// the scene is left.
type settingsScene struct {
	menu
	volume         ui.Slider
	textSize       ui.Slider
	shake          ui.Toggle
	bloom          ui.Toggle
	screenRelative ui.Toggle
	killCam        ui.Toggle
	hints          ui.Toggle
	fullscreen     ui.Toggle
	keys           []keyButton
	reset          ui.Button
	done           ui.Button
	roll           ui.RowScroller
	rowsRect       ui.Rect // area of the rows
	rowHeight      float32 // height of a row in pixels
	rowCount       int     // number of rows of the longest column
	waitingFor     int     // index in keys of the action that waits for a new key; -1: none
}

const (
	minTextSize, maxTextSize = .75, 1.5
	textSteps                = 15
)

func newSettingsScene(deps *Deps) *settingsScene {
	p := deps.Prefs
	s := &settingsScene{
		menu: menu{deps: deps}, waitingFor: -1,
		volume:         ui.Slider{Label: "Volume", Value: p.Volume, Steps: 20},
		textSize:       ui.Slider{Label: "Text size", Value: (p.TextScale - minTextSize) / (maxTextSize - minTextSize), Steps: textSteps},
		shake:          ui.Toggle{Label: "Shake the view when hit", On: p.Shake},
		bloom:          ui.Toggle{Label: "Let bright things shine", On: p.Bloom},
		screenRelative: ui.Toggle{Label: "Keys push along the screen, not the ship", On: p.ScreenRelative},
		killCam:        ui.Toggle{Label: "Show again how you were killed", On: deps.killCamOn()},
		hints:          ui.Toggle{Label: "Explain the controls", On: deps.hintsLearned() < len(deps.face.Hints())},
		fullscreen:     ui.Toggle{Label: "Fill the screen", On: deps.Platform.Fullscreen()},
		reset:          ui.Button{Label: "DEFAULT KEYS"},
		done:           ui.Button{Label: "DONE", Primary: true},
	}
	s.widgets = []ui.Widget{&s.volume, &s.textSize, &s.shake, &s.bloom, &s.screenRelative, &s.killCam, &s.hints, &s.fullscreen}
	actions := deps.Devices.Controls().AppendActions(nil)
	s.keys = make([]keyButton, len(actions))
	for i, a := range actions {
		s.keys[i].action, s.keys[i].Label = a, deps.Devices.Controls().Label(a)
		s.widgets = append(s.widgets, &s.keys[i])
	}
	s.widgets = append(s.widgets, &s.reset, &s.done)
	deps.Devices.RefreshKeyLabels()
	s.updateLabels()
	return s
}

func (s *settingsScene) Name() string { return "settings" }

func (s *settingsScene) Update(f *frame) transition {
	s.layoutSettings(f)
	if s.waitingFor >= 0 {
		s.bindKey()
		return transition{}
	}
	focusBefore, in := s.form.Focus, f.in
	f.in = s.roll.Update(in, s.rowsRect, s.rowCount, s.rowHeight, f.unit)
	activated := s.updateWidgets(f)
	f.in = in
	if s.form.Focus != focusBefore {
		s.scrollToFocus(f)
	}
	if f.in.Cancel || activated == &s.done {
		s.deps.savePrefs()
		return pop()
	}
	if activated == &s.reset {
		c := s.deps.Devices.Controls()
		d := c.DefaultBindings()
		s.deps.Prefs.Bindings = c.EncodeBindings(&d, s.deps.Prefs.Bindings)
	}
	if b, ok := activated.(*keyButton); ok {
		s.waitingFor = int(b.action)
	}
	if activated != nil {
		s.applyChanges()
	}
	return transition{}
}

// applyChanges copies the widgets' values to the preferences and applies them.
func (s *settingsScene) applyChanges() {
	p := s.deps.Prefs
	p.Volume = s.volume.Value
	p.TextScale = minTextSize + s.textSize.Value*(maxTextSize-minTextSize)
	s.deps.lowQuality = s.deps.lowQuality && s.bloom.On == p.Bloom // turning bloom on by hand overrides the quality governor
	if on := s.killCam.On; on != s.deps.killCamOn() {
		p.KillCam = &on
	}
	p.Shake, p.Bloom, p.ScreenRelative = s.shake.On, s.bloom.On, s.screenRelative.On
	if s.fullscreen.On != s.deps.Platform.Fullscreen() {
		s.deps.Platform.SetFullscreen(s.fullscreen.On)
	}
	if all := len(s.deps.face.Hints()); s.hints.On != (s.deps.hintsLearned() < all) {
		if s.hints.On {
			all = 0
		}
		p.SetHintsLearned(s.deps.face.Name(), all)
	}
	s.deps.applyPrefs()
	s.updateLabels()
}

// bindKey waits for the new key of an action. Escape keeps the old one.
func (s *settingsScene) bindKey() {
	src, ok := s.deps.Devices.AnyJustPressed()
	if !ok {
		return
	}
	a := s.keys[s.waitingFor].action
	s.waitingFor = -1
	if src == input.Escape && a != input.Menu {
		return
	}
	b := s.deps.Devices.Bindings
	b.Bind(a, src)
	s.deps.Prefs.Bindings = s.deps.Devices.Controls().EncodeBindings(&b, s.deps.Prefs.Bindings)
	s.applyChanges()
}

func (s *settingsScene) updateLabels() {
	s.volume.ValueText = strconv.Itoa(int(s.volume.Value*100+.5)) + " %"
	s.textSize.ValueText = strconv.Itoa(int(s.deps.Prefs.TextScale*100+.5)) + " %"
	for i := range s.keys {
		d, k := s.deps.Devices, &s.keys[i]
		k.key, k.pad = d.KeyLabel(k.action, input.Keyboard), d.KeyLabel(k.action, input.Gamepad)
	}
}

// layoutSettings puts the options on the left and the keys on the right, or all in one
// column in a narrow window. Only as many rows are visible as fit.
func (s *settingsScene) layoutSettings(f *frame) {
	switches := []*ui.Rect{&s.volume.Rect, &s.textSize.Rect, &s.shake.Rect, &s.bloom.Rect, &s.screenRelative.Rect, &s.killCam.Rect, &s.hints.Rect, &s.fullscreen.Rect}
	foot := f.targetHeight(46)
	top := max(f.px(52), float32(f.h)*.12)
	s.rowsRect = ui.Rect{Y: top, H: float32(f.h) - foot - f.px(22) - top}
	first, w, gap := 0, min(f.px(400), float32(f.w)/2-f.px(36)), f.px(44)
	s.rowCount = len(s.keys)
	if float32(f.w) < f.px(720) {
		first, w, gap, s.rowCount = len(switches), float32(f.w)-f.px(60), 0, len(switches)+len(s.keys)
	}
	left := (float32(f.w) - 2*w - gap) / 2
	right := left + w + gap
	if first > 0 {
		left = f.px(30)
		right = left
	}
	minHeight := max(f.px(32), f.minTarget+f.px(4))
	fit := max(1, min(s.rowCount, int(s.rowsRect.H/minHeight)))
	s.rowHeight = max(minHeight, min(f.px(37), s.rowsRect.H/float32(fit)))
	s.rowsRect = ui.Rect{X: left, Y: top, W: right + w - left, H: s.rowHeight * float32(fit)}
	for i, r := range switches {
		*r = s.rowRect(f, left, w, i)
	}
	for a := range s.keys {
		s.keys[a].Rect = s.rowRect(f, right, w, first+a)
	}
	c := column{x: left, y: float32(f.h) - foot - f.px(10), w: s.rowsRect.W, gap: f.px(12)}
	c.y = min(c.y, s.rowsRect.Y+s.rowsRect.H+f.px(16))
	buttons := c.nextRowParts(foot, 2)
	s.done.Rect, s.reset.Rect = buttons[0], buttons[1]
}

// rowRect is the place of row i. Hidden rows lie above and below the window, in order, so
// that the arrow keys reach them.
func (s *settingsScene) rowRect(f *frame, x, w float32, i int) ui.Rect {
	y := s.rowsRect.Y + float32(i-s.roll.First)*s.rowHeight
	switch {
	case i < s.roll.First:
		y -= float32(f.h)
	case i >= s.roll.First+int(s.rowsRect.H/s.rowHeight+.5):
		y += float32(f.h)
	}
	return ui.Rect{X: x, Y: y, W: w, H: s.rowHeight - f.px(4)}
}

// scrollToFocus scrolls to the widget that has the focus.
func (s *settingsScene) scrollToFocus(f *frame) {
	i := s.form.Focus
	if switches := s.rowCount - len(s.keys); i >= len(s.widgets)-2 {
		return // the buttons at the bottom
	} else if switches == 0 && i >= len(s.widgets)-2-len(s.keys) {
		i -= len(s.widgets) - 2 - len(s.keys) // the keys have their own column
	}
	s.roll.ScrollTo(i, s.rowsRect, s.rowCount, s.rowHeight)
	s.layoutSettings(f)
}

func (s *settingsScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutSettings(f)
	p := s.deps.pen
	drawDim(p, dst, f, .92)
	size := min(f.px(34), s.rowsRect.Y*.42)
	drawSpaced(p, dst, "SETTINGS", float32(f.w)/2, s.rowsRect.Y*.55, f.px(8), ui.Style{Face: ui.Title, Size: size, Color: ui.White, Glow: .7})
	for a := range s.keys {
		s.keys[a].waiting = s.waitingFor == a
	}
	p.Text(dst, "client "+s.deps.Options.Build, f.px(12), f.px(12), ui.Style{Size: f.px(12), Color: ui.Muted}) // for bug reports
	s.drawWidgets(dst, f)
	if bar, ok := s.roll.ScrollbarRect(s.rowsRect, s.rowCount, s.rowHeight, f.px(4)); ok {
		bar.X += f.px(12)
		p.Fill(dst, bar, ui.Border.Mix(ui.Cyan, .5).Fade(.8))
	}
}
