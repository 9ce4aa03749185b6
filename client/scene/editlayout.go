package scene

import "perihelion/client/ui"

// In points.
const (
	editToolWidth  = 62
	editToolHeight = 46
	editPanelWidth = 268
	editMargin     = 6
)

// isUpright reports whether the window is higher than wide: then tools and panel are below.
func (f *frame) isUpright() bool { return f.h > f.w }

// layoutEdit places the bar at the top, the tools, and the panel.
func (s *editScene) layoutEdit(f *frame) {
	m := f.px(editMargin)
	bottom := s.layoutBar(f)
	if f.isUpright() {
		top := s.layoutToolRows(f)
		s.layoutPanel(f, ui.Rect{X: m, Y: max(bottom, float32(f.h)*.52), W: float32(f.w) - 2*m, H: top - max(bottom, float32(f.h)*.52) - m})
	} else {
		s.layoutToolColumns(f, bottom)
		w := min(f.px(editPanelWidth), float32(f.w)*.42)
		s.layoutPanel(f, ui.Rect{X: float32(f.w) - w - m, Y: bottom + m, W: w, H: float32(f.h) - bottom - 2*m})
	}
	s.arrangeWidgets()
}

// layoutBar places the buttons at the top, in as many rows as they need, and returns where they end.
func (s *editScene) layoutBar(f *frame) (bottom float32) {
	m, h := f.px(editMargin), f.targetHeight(34)
	least := max(f.px(72), f.minTarget)
	columns := min(max(int((float32(f.w)-m)/(least+m)), 1), len(s.bar))
	rows := (len(s.bar) + columns - 1) / columns
	columns = (len(s.bar) + rows - 1) / rows
	w := min((float32(f.w)-m)/float32(columns)-m, f.px(96))
	for i, b := range s.bar {
		b.Rect = ui.Rect{X: m + float32(i%columns)*(w+m), Y: m + float32(i/columns)*(h+m), W: w, H: h}
	}
	return m + float32(rows)*(h+m)
}

// layoutToolColumns places the tools at the left.
func (s *editScene) layoutToolColumns(f *frame, top float32) {
	m, w, h := f.px(editMargin), max(f.px(editToolWidth), f.minTarget), f.targetHeight(editToolHeight)
	room := float32(f.h) - top - 2*m
	rows := min(max(int((room+m/2)/(h+m/2)), 1), len(s.tools))
	columns := (len(s.tools) + rows - 1) / rows
	rows = (len(s.tools) + columns - 1) / columns
	for i, b := range s.tools {
		b.Rect = ui.Rect{X: m + float32(i/rows)*(w+m/2), Y: top + m + float32(i%rows)*(h+m/2), W: w, H: h}
	}
}

// layoutToolRows places the tools at the bottom, and returns where they begin.
func (s *editScene) layoutToolRows(f *frame) (top float32) {
	m, h := f.px(editMargin), f.targetHeight(editToolHeight)
	const columns = 6
	rows := (len(s.tools) + columns - 1) / columns
	w := (float32(f.w) - m - columns*m) / columns
	top = float32(f.h) - float32(rows)*(h+m)
	for i, b := range s.tools {
		b.Rect = ui.Rect{X: m + float32(i%columns)*(w+m), Y: top + float32(i/columns)*(h+m), W: w, H: h}
	}
	return top
}

// layoutPanel places what is shown of the panel in a part of the window, as high as it needs to be.
func (s *editScene) layoutPanel(f *frame, room ui.Rect) {
	s.saving.layoutSaving(f, room)
	s.roster.layoutPeople(f, room)
	p := &s.panel
	p.rowHeight = f.targetHeight(32)
	head, foot := f.px(34), f.px(16)+f.targetHeight(34)
	p.visible = min(max(int((room.H-head-foot)/p.rowHeight), 1), len(p.rows))
	p.rect = room
	p.rect.H = head + foot + float32(p.visible)*p.rowHeight
	if f.isUpright() {
		p.rect.Y = room.Y + room.H - p.rect.H
	}
	in := p.rowsRect(f)
	for i, w := range p.rows {
		r := ui.Rect{X: in.X, Y: in.Y + float32(i-p.scroller.First)*p.rowHeight, W: in.W, H: p.rowHeight}
		placeRow(w, r)
	}
	y, w := p.rect.Y+p.rect.H-f.targetHeight(34)-f.px(8), (in.W-f.px(8))/2
	p.all.Rect = ui.Rect{X: in.X, Y: y, W: in.W, H: f.targetHeight(34)}
	p.duplicate.Rect = ui.Rect{X: in.X, Y: y, W: w, H: f.targetHeight(34)}
	p.remove.Rect = ui.Rect{X: in.X + w + f.px(8), Y: y, W: w, H: f.targetHeight(34)}
}

// placeRow gives a row its place.
func placeRow(w ui.Widget, r ui.Rect) {
	switch w := w.(type) {
	case *ui.Slider:
		w.Rect = r
	case *ui.Tabs:
		w.Rect = r
	case *ui.Field:
		w.Rect = r
	}
}

// rowsRect is where the rows are.
func (p *editPanel) rowsRect(f *frame) ui.Rect {
	return ui.Rect{X: p.rect.X + f.px(12), Y: p.rect.Y + f.px(34), W: p.rect.W - f.px(24), H: float32(p.visible) * p.rowHeight}
}

// overControls reports whether a point of the window is not the arena's.
func (s *editScene) overControls(x, y float32) bool {
	for _, w := range s.widgets {
		if w.Bounds().Contains(x, y) {
			return true
		}
	}
	r, shown := s.sideRect()
	return shown && r.Contains(x, y)
}

// sideRect is what is shown beside the arena; shown is false if nothing is.
func (s *editScene) sideRect() (r ui.Rect, shown bool) {
	switch {
	case s.side == sideSave:
		return s.saving.rect, true
	case s.side == sidePeople:
		return s.roster.rect, true
	}
	return s.panel.rect, s.panel.shown
}
