package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// menu is the base of most scenes: a list of widgets, one of which has the focus.
type menu struct {
	deps     *Deps
	form     ui.Form
	widgets  []ui.Widget
	sameSize []*ui.Button // buttons beside each other, whose labels get the same font size
}

// updateWidgets passes the player's input to the widgets, and returns the one that was
// activated, or nil.
func (m *menu) updateWidgets(f *frame) ui.Widget {
	m.offerTextInputs(f)
	at := m.form.Update(f.in, m.widgets...)
	if at < 0 {
		return nil
	}
	m.deps.audio.PlayClick()
	return m.widgets[at]
}

// offerTextInputs lets native text inputs replace the fields of the top scene.
func (m *menu) offerTextInputs(f *frame) {
	for i, w := range m.widgets {
		if field, ok := w.(*ui.Field); ok && m.deps.offerTextInput(f, field, &m.form, i == m.form.Focus) {
			m.form.Focus, m.form.ByPointer = i, true
		}
	}
}

// setFocus moves the focus to w.
func (m *menu) setFocus(w ui.Widget) {
	for i := range m.widgets {
		if m.widgets[i] == w {
			m.form.Focus = i
		}
	}
}

// hasFocus reports whether w has the focus.
func (m *menu) hasFocus(w ui.Widget) bool {
	return m.form.Focus < len(m.widgets) && m.widgets[m.form.Focus] == w
}

// drawWidgets draws the widgets.
func (m *menu) drawWidgets(dst *ebiten.Image, f *frame) {
	l := widgetStyle(f, &m.form)
	ui.MatchLabelSizes(m.deps.pen, f.unit, m.sameSize...)
	for i, w := range m.widgets {
		if r := w.Bounds(); r.Y >= float32(f.h) || r.Y+r.H <= 0 {
			continue // scrolled out of sight
		}
		w.Draw(dst, m.deps.pen, l, f.top && i == m.form.Focus)
	}
}

// listControls returns the widgets for state.
func (m *menu) listControls() []Control {
	list := make([]Control, 0, len(m.widgets))
	m.eachControl(func(_ int, c Control) { list = append(list, c) })
	return list
}

// focusControl moves the focus to the widget of control n of listControls.
func (m *menu) focusControl(n int) {
	m.eachControl(func(widget int, _ Control) {
		if n == 0 {
			m.form.Focus = widget
		}
		n--
	})
}

// eachControl calls take for each control, with the index of its widget.
func (m *menu) eachControl(take func(widget int, c Control)) {
	for i, w := range m.widgets {
		focus := i == m.form.Focus
		switch w := w.(type) {
		case *ui.Tabs:
			for n := range w.Names {
				c := newControl(w.NameOf(n), w.TabRect(n), focus && n == w.Selected)
				c.Role, c.Value, c.Group = roleTab, onOff(n == w.Selected), i
				take(i, c)
			}
		case ui.Labelled:
			c := newControl(w.Caption(), w.(ui.Widget).Bounds(), focus)
			c.Role, c.Value = roleAndValue(w)
			c.Group = i
			take(i, c)
		}
	}
}

// The roles of controls, as in ARIA.
const (
	roleButton  = "button"
	roleTab     = "tab"
	roleSwitch  = "switch"
	roleSlider  = "slider"
	roleTextbox = "textbox"
	roleList    = "list" // its rows are a Table
)

// roleAndValue is what kind of control w is, and what it is set to.
func roleAndValue(w ui.Labelled) (role, value string) {
	switch w := w.(type) {
	case *ui.Toggle:
		return roleSwitch, onOff(w.On)
	case *ui.Slider:
		return roleSlider, w.ValueText
	case *ui.Field:
		return roleTextbox, w.Value()
	case *ui.List:
		return roleList, ""
	case *editButton:
		if w.switches {
			return roleSwitch, onOff(w.on)
		}
	}
	return roleButton, ""
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func newControl(label string, r ui.Rect, focus bool) Control {
	return Control{Label: label, X: r.X, Y: r.Y, W: r.W, H: r.H, Focus: focus}
}

// drawSheet draws a panel with a heading, and returns the space below the heading.
func drawSheet(p *ui.Pen, dst *ebiten.Image, f *frame, r ui.Rect, heading string, line rgba.Color) ui.Rect {
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: line, Cut: f.px(12), Width: f.px(1.5), Glow: f.px(9)})
	p.Text(dst, heading, r.X+f.px(16), r.Y+f.px(21), ui.Style{Face: ui.Title, Size: f.px(15), Color: ui.White, Glow: .35})
	p.Gradient(dst, ui.Rect{X: r.X + f.px(14), Y: r.Y + f.px(36), W: r.W - f.px(28), H: max(1, f.px(1))}, line.Fade(.8), rgba.Color{})
	return belowHeading(f, r)
}

// belowHeading is the space of a sheet below its heading.
func belowHeading(f *frame, r ui.Rect) ui.Rect {
	return ui.Rect{X: r.X + f.px(16), Y: r.Y + f.px(44), W: r.W - f.px(32), H: r.H - f.px(56)}
}
