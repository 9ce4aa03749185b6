package scene

import (
	"slices"
	"strconv"

	"perihelion/client/game"
	"perihelion/client/ui"
)

// editPanel shows what can be set of what is selected: a row for each field.
type editPanel struct {
	shown     bool
	rect      ui.Rect
	title     string
	names     []string // of the fields that the rows are for
	fields    []game.EditField
	rows      []ui.Widget
	scroller  ui.RowScroller
	visible   int // rows
	rowHeight float32
	duplicate editButton
	remove    editButton
	all       editButton // selects everything
	changed   int        // 1 + the row of a slider that is held; 0: none
}

// fill makes the rows for the fields of what is selected, and gives them their values.
func (p *editPanel) fill(s *editScene) {
	p.duplicate.Label, p.remove.Label, p.all.Label = "DUPLICATE", "DELETE", "SELECT ALL"
	p.shown = s.side == sideArena || s.side == sideSelected && len(s.state.Selected) > 0
	p.title, p.fields = s.state.Title, s.state.Fields
	if !slices.EqualFunc(p.names, p.fields, func(name string, f game.EditField) bool { return name == f.Name }) {
		p.names, p.rows, p.changed, p.scroller = nil, nil, 0, ui.RowScroller{}
		for i := range p.fields {
			p.names = append(p.names, p.fields[i].Name)
			p.rows = append(p.rows, rowOf(&p.fields[i]))
		}
	}
	for i := range p.rows {
		if p.changed != i+1 {
			p.showValue(s, i)
		}
	}
}

// rowOf is the widget for a field.
func rowOf(f *game.EditField) ui.Widget {
	switch {
	case len(f.Options) > 0:
		t := &ui.Tabs{}
		for _, o := range f.Options {
			t.Names = append(t.Names, o.Label)
		}
		return t
	case f.Least == f.Most:
		return &ui.Field{Placeholder: f.Label, Limit: f.Limit, EnterSends: true}
	}
	return &ui.Slider{Label: f.Label, Steps: max((f.Most-f.Least)/max(f.Step, 1), 1)}
}

// showValue gives row i the value of its field, unless the player changes it just now.
func (p *editPanel) showValue(s *editScene, i int) {
	f := &p.fields[i]
	switch w := p.rows[i].(type) {
	case *ui.Slider:
		v, _ := strconv.Atoi(f.Value)
		w.Value, w.ValueText = float32(v-f.Least)/float32(f.Most-f.Least), f.Words
	case *ui.Tabs:
		w.Selected = max(slices.IndexFunc(f.Options, func(o game.EditOption) bool { return o.Value == f.Value }), 0)
	case *ui.Field:
		if !s.hasFocus(w) && w.Value() != f.Value {
			w.SetValue(f.Value)
		}
	}
}

// inSight are the widgets that are in sight.
func (p *editPanel) inSight() []ui.Widget {
	list := slices.Clone(p.rows[min(p.scroller.First, len(p.rows)):min(p.scroller.First+p.visible, len(p.rows))])
	if !p.ofSelection() {
		return append(list, &p.all)
	}
	return append(list, &p.duplicate, &p.remove)
}

// ofSelection reports whether it is not the arena of which the fields are shown.
func (p *editPanel) ofSelection() bool { return p.title != "" && !slices.Contains(p.names, "title") }

// scroll lets the player scroll through the rows.
func (p *editPanel) scroll(s *editScene, f *frame, in *ui.Input) *ui.Input {
	if !p.shown || len(p.rows) <= p.visible || p.changed > 0 {
		return in
	}
	return p.scroller.Update(in, p.rowsRect(f), len(p.rows), p.rowHeight, f.unit)
}

// handleFields does what a widget of the panel was changed for.
func (p *editPanel) handleFields(s *editScene, f *frame, w ui.Widget) {
	switch w {
	case &p.duplicate:
		s.do(game.EditDuplicate)
		return
	case &p.remove:
		s.do(game.EditRemove)
		return
	case &p.all:
		s.side = sideSelected
		s.do(game.EditSelectAll)
		return
	}
	i := slices.Index(p.rows, w)
	switch w := w.(type) {
	case *ui.Slider:
		p.changed = i + 1
		p.setField(s, i, p.numberAt(i, w.Value), false)
	case *ui.Tabs:
		if i >= 0 {
			p.setField(s, i, p.fields[i].Options[w.Selected].Value, true)
		}
	case *ui.Field:
		if i >= 0 {
			p.setField(s, i, w.Value(), true)
			s.form.Focus, s.form.ByPointer = 0, true
		}
	}
	if p.changed > 0 && !f.in.Down {
		i, p.changed = p.changed-1, 0
		p.setField(s, i, p.numberAt(i, p.rows[i].(*ui.Slider).Value), true)
	}
}

func (p *editPanel) setField(s *editScene, i int, value string, final bool) {
	s.tell(s.editor.SetField(p.names[i], value, final))
	for _, f := range s.editor.EditState(s.match.view).Fields { // while it is dragged the words follow
		if w, is := p.rows[i].(*ui.Slider); is && f.Name == p.names[i] {
			w.ValueText = f.Words
		}
	}
}

// numberAt is the number at a place of the slider of row i: a step of the field.
func (p *editPanel) numberAt(i int, at float32) string {
	f := &p.fields[i]
	n := f.Least + int(at*float32(f.Most-f.Least)+.5)
	if step := max(f.Step, 1); n != f.Least && n != f.Most {
		n = (n + step/2) / step * step
		if n < 0 {
			n -= n % step
		}
	}
	return strconv.Itoa(min(max(n, f.Least), f.Most))
}
