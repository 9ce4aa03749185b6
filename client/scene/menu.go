package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// menu is what most scenes are: widgets, of which one has the focus.
type menu struct {
	kit     *Kit
	form    ui.Form
	widgets []ui.Widget
	row     []*ui.Button // those beside each other, whose labels are of one size
}

// act lets the widgets have the player's input, and returns the one that acted.
func (m *menu) act(f *Frame) ui.Widget {
	m.typing(f)
	at := m.form.Update(f.In, m.widgets...)
	if at < 0 {
		return nil
	}
	m.kit.Audio.Click()
	return m.widgets[at]
}

// typing has the platform's own lines of text stand in for the fields of the scene on
// top, where it has such.
func (m *menu) typing(f *Frame) {
	for i, w := range m.widgets {
		if field, ok := w.(*ui.Field); ok && m.kit.offer(f, field, &m.form, i == m.form.Focus) {
			m.form.Focus, m.form.ByPointer = i, true
		}
	}
}

// focus moves the focus to w.
func (m *menu) focus(w ui.Widget) {
	for i := range m.widgets {
		if m.widgets[i] == w {
			m.form.Focus = i
		}
	}
}

// has reports whether w has the focus.
func (m *menu) has(w ui.Widget) bool {
	return m.form.Focus < len(m.widgets) && m.widgets[m.form.Focus] == w
}

// paint draws the widgets.
func (m *menu) paint(dst *ebiten.Image, f *Frame) {
	l := look(f, &m.form)
	ui.MatchLabelSizes(m.kit.Pen, f.Unit, m.row...)
	for i, w := range m.widgets {
		if r := w.Bounds(); r.Y >= float32(f.H) || r.Y+r.H <= 0 {
			continue // scrolled out of sight
		}
		w.Draw(dst, m.kit.Pen, l, f.Top && i == m.form.Focus)
	}
}

// controls implements told.
func (m *menu) controls() []Control {
	list := make([]Control, 0, len(m.widgets))
	for i, w := range m.widgets {
		focus := i == m.form.Focus
		switch w := w.(type) {
		case *ui.Tabs:
			for n, name := range w.Names {
				list = append(list, control(name, w.TabRect(n), focus && n == w.Selected))
			}
		case ui.Labelled:
			list = append(list, control(w.Caption(), w.(ui.Widget).Bounds(), focus))
		}
	}
	return list
}

func control(label string, r ui.Rect, focus bool) Control {
	return Control{Label: label, X: r.X, Y: r.Y, W: r.W, H: r.H, Focus: focus}
}

// sheet is a panel with a heading, for widgets to lie on. It returns what is left
// below the heading.
func sheet(p *ui.Pen, dst *ebiten.Image, f *Frame, r ui.Rect, heading string, line rgba.Color) ui.Rect {
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: line, Cut: f.px(12), Width: f.px(1.5), Glow: f.px(9)})
	p.Text(dst, heading, r.X+f.px(16), r.Y+f.px(21), ui.Style{Face: ui.Title, Size: f.px(15), Color: ui.White, Glow: .35})
	p.Gradient(dst, ui.Rect{X: r.X + f.px(14), Y: r.Y + f.px(36), W: r.W - f.px(28), H: max(1, f.px(1))}, line.Fade(.8), rgba.Color{})
	return below(f, r)
}

// below is what a sheet leaves below its heading.
func below(f *Frame, r ui.Rect) ui.Rect {
	return ui.Rect{X: r.X + f.px(16), Y: r.Y + f.px(44), W: r.W - f.px(32), H: r.H - f.px(56)}
}
