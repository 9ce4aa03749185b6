package scene

import (
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/prefs"
	"perihelion/client/ui"
)

// settingsScene changes the preferences. Changes take effect at once, and are saved when
// the scene is left.
type settingsScene struct {
	menu
	volume, music, textSize, deadZone ui.Slider

	shake, bloom, flashes, killCam, lessons, fullscreen ui.Toggle
	screenRelative, vibration, leftHanded, autoFire     ui.Toggle
	options                                             []settingRow // those on the left
	language                                            languageRow
	colors                                              colorModeRow
	loadout                                             loadoutRow // in games that have one
	keys                                                []keyButton
	reset, done                                         ui.Button
	roll                                                ui.RowScroller
	rowsRect                                            ui.Rect // area of the rows
	rowHeight                                           float32 // height of a row in pixels
	rowCount                                            int     // number of rows of the longest column
	waitingFor                                          int     // index in keys of the action that waits for a new key; -1: none
}

// settingRow is a widget of the settings and where it is.
type settingRow struct {
	widget ui.Widget
	rect   *ui.Rect
}

const (
	minTextSize, maxTextSize = .75, 1.5
	textSteps                = 15
	volumeSteps              = 20
	deadZoneSteps            = 9
)

func newSettingsScene(deps *Deps) *settingsScene {
	s := &settingsScene{
		menu: menu{deps: deps}, waitingFor: -1,
		reset: ui.Button{Label: "DEFAULT KEYS"},
		done:  ui.Button{Label: "DONE", Primary: true},
	}
	s.addOptions()
	for _, o := range s.options {
		s.widgets = append(s.widgets, o.widget)
	}
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

// makeOptions makes the options as they are now.
func (s *settingsScene) makeOptions() {
	deps, p := s.deps, s.deps.Prefs
	s.volume = ui.Slider{Label: "Volume", Value: p.Volume, Steps: volumeSteps}
	s.music = ui.Slider{Label: "Music", Value: p.Music, Steps: volumeSteps}
	s.textSize = ui.Slider{Label: "Text size", Value: (p.TextScale - minTextSize) / (maxTextSize - minTextSize), Steps: textSteps}
	s.language = newLanguageRow(p.Language)
	s.shake = ui.Toggle{Label: "Shake the view when hit", On: p.Shake}
	s.colors = newColorModeRow(p.Colors)
	s.bloom = ui.Toggle{Label: "Let bright things shine", On: p.Bloom}
	s.flashes = ui.Toggle{Label: "Flashes of explosions and hits", On: p.Flashes}
	s.killCam = ui.Toggle{Label: "Show again how you were killed", On: deps.killCamOn()}
	s.lessons = ui.Toggle{Label: "Teach me while I play", On: deps.teaches()}
	s.fullscreen = ui.Toggle{Label: "Fill the screen", On: deps.Platform.Fullscreen()}
	s.screenRelative = ui.Toggle{Label: "Keys push along the screen, not the ship", On: p.ScreenRelative}
	s.autoFire = ui.Toggle{Label: "Aim and fire for me, to play with one hand", On: p.AutoFire}
	s.leftHanded = ui.Toggle{Label: "Left-handed touch controls", On: p.LeftHanded}
	s.vibration = ui.Toggle{Label: "Vibration of gamepad and phone", On: p.Vibration}
	s.deadZone = ui.Slider{Label: "Stick dead zone", Value: (p.DeadZone - prefs.MinDeadZone) / (prefs.MaxDeadZone - prefs.MinDeadZone), Steps: deadZoneSteps}
}

// addOptions lists the options, as they are now.
func (s *settingsScene) addOptions() {
	s.makeOptions()
	s.options = []settingRow{
		{&s.volume, &s.volume.Rect},
		{&s.music, &s.music.Rect},
		{&s.textSize, &s.textSize.Rect},
		{&s.language, &s.language.Rect},
		{&s.colors, &s.colors.Rect},
		{&s.shake, &s.shake.Rect},
		{&s.bloom, &s.bloom.Rect},
		{&s.flashes, &s.flashes.Rect},
		{&s.killCam, &s.killCam.Rect},
		{&s.lessons, &s.lessons.Rect},
		{&s.fullscreen, &s.fullscreen.Rect},
		{&s.screenRelative, &s.screenRelative.Rect},
		{&s.autoFire, &s.autoFire.Rect},
		{&s.leftHanded, &s.leftHanded.Rect},
		{&s.vibration, &s.vibration.Rect},
		{&s.deadZone, &s.deadZone.Rect},
	}
	if r, ok := s.deps.newLoadoutRow(s.deps.face); ok {
		s.loadout = r
		s.options = append(s.options, settingRow{&s.loadout, &s.loadout.Rect})
	}
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
	p.Volume, p.Music = s.volume.Value, s.music.Value
	p.TextScale = minTextSize + s.textSize.Value*(maxTextSize-minTextSize)
	if s.bloom.On != p.Bloom {
		s.deps.quality.restoreBloom()
	}
	if on := s.killCam.On; on != s.deps.killCamOn() {
		p.KillCam = &on
	}
	p.Colors = s.colors.chosen()
	p.Shake, p.Bloom, p.Flashes = s.shake.On, s.bloom.On, s.flashes.On
	p.ScreenRelative, p.AutoFire, p.LeftHanded, p.Vibration = s.screenRelative.On, s.autoFire.On, s.leftHanded.On, s.vibration.On
	p.DeadZone = prefs.MinDeadZone + s.deadZone.Value*(prefs.MaxDeadZone-prefs.MinDeadZone)
	if tag := s.language.chosen(); tag != p.Language {
		p.Language, s.deps.Options.Language = tag, "" // chosen by hand, it counts more than that of this run
	}
	if s.fullscreen.On != s.deps.Platform.Fullscreen() {
		s.deps.Platform.SetFullscreen(s.fullscreen.On)
	}
	if s.lessons.On != s.deps.teaches() {
		s.deps.setTeaching(s.lessons.On)
	}
	if s.loadout.face != nil {
		s.loadout.keep(s.deps)
	}
	s.deps.applyPrefs()
	s.colors.nameModes()
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
	s.volume.ValueText, s.music.ValueText = percentText(s.volume.Value), percentText(s.music.Value)
	s.textSize.ValueText, s.deadZone.ValueText = percentText(s.deps.Prefs.TextScale), percentText(s.deps.Prefs.DeadZone)
	for i := range s.keys {
		d, k := s.deps.Devices, &s.keys[i]
		k.key, k.pad = d.KeyLabel(k.action, input.Keyboard), d.KeyLabel(k.action, input.Gamepad)
	}
}

// percentText shows a share of 1.
func percentText(share float32) string { return strconv.Itoa(int(share*100+.5)) + " %" }

// layoutSettings puts the options on the left and the keys on the right, or all in one
// column in a narrow window. Only as many rows are visible as fit.
func (s *settingsScene) layoutSettings(f *frame) {
	foot := f.targetHeight(46)
	top := max(f.px(52), float32(f.h)*.12)
	s.rowsRect = ui.Rect{Y: top, H: float32(f.h) - foot - f.px(22) - top}
	first, w, gap := 0, min(f.px(400), float32(f.w)/2-f.px(36)), f.px(44)
	s.rowCount = max(len(s.keys), len(s.options))
	if float32(f.w) < f.px(720) {
		first, w, gap, s.rowCount = len(s.options), float32(f.w)-f.px(60), 0, len(s.options)+len(s.keys)
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
	for i, o := range s.options {
		*o.rect = s.rowRect(f, left, w, i)
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
	i, keys := s.form.Focus, s.form.Focus-len(s.options)
	switch twoColumns := s.rowCount < len(s.options)+len(s.keys); {
	case keys >= len(s.keys):
		return // the buttons at the bottom
	case twoColumns && keys >= 0:
		i = keys
	}
	s.roll.ScrollTo(i, s.rowsRect, s.rowCount, s.rowHeight)
	s.layoutSettings(f)
}

func (s *settingsScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutSettings(f)
	p := s.deps.pen
	drawDim(p, dst, f, .92)
	size := min(f.px(34), s.rowsRect.Y*.42)
	drawSpaced(p, dst, lang.T("SETTINGS"), float32(f.w)/2, s.rowsRect.Y*.55, f.px(8), ui.Style{Face: ui.Title, Size: size, Color: ui.White, Glow: .7})
	for a := range s.keys {
		s.keys[a].waiting = s.waitingFor == a
	}
	p.Text(dst, lang.F("client %s", s.deps.Options.Build), f.px(12), f.px(12), ui.Style{Size: f.px(12), Color: ui.Muted}) // for bug reports
	s.drawWidgets(dst, f)
	if bar, ok := s.roll.ScrollbarRect(s.rowsRect, s.rowCount, s.rowHeight, f.px(4)); ok {
		bar.X += f.px(12)
		p.Fill(dst, bar, ui.Border.Mix(ui.Cyan, .5).Fade(.8))
	}
}
