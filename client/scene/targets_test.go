package scene

import (
	"perihelion/client/ui"
)

// targets are what can be pressed on a scene.
func (p *paper) targets(top Scene) (list []target) {
	if m, ok := top.(*match); ok {
		return p.glass(m)
	}
	add := func(name string, r ui.Rect, reads bool) {
		if r != (ui.Rect{}) && meets(r, ui.Rect{W: float32(p.frame.W), H: float32(p.frame.H)}) {
			list = append(list, target{name, r, reads})
		}
	}
	for _, w := range widgetsOf(top) {
		switch w := w.(type) {
		case *ui.Tabs:
			for i, name := range w.Names {
				add(name, w.TabRect(i), false)
			}
		case *ui.List:
			add("a row of "+w.Name, ui.Rect{X: w.X, Y: w.Y, W: w.W, H: min(w.RowHeight, w.H)}, false)
		case *ui.Log:
			add(w.Name, w.Rect, true)
		case *picker:
			add(w.label(), w.Rect, false)
		case ui.Labelled:
			add(w.Caption(), w.(ui.Widget).Bounds(), false)
		}
	}
	return list
}

// glass are the controls for thumbs: what is drawn must be clear of texts, and what is
// hit is a little larger.
func (p *paper) glass(m *match) (list []target) {
	if m.view == nil {
		return nil
	}
	if m.chat.open {
		list = append(list, target{"what one types", m.chat.field.Rect, false})
	}
	sticks, spots := m.thumbs(&p.frame)
	for i := range sticks {
		s := &sticks[i]
		list = append(list, target{"stick", around(s.X, s.Y, s.Radius), false})
	}
	for i := range spots {
		s := &spots[i]
		list = append(list, target{glassLabels[s.Action], around(s.X, s.Y, s.Radius), 2.6*s.Radius >= p.frame.Least})
	}
	return list
}

func widgetsOf(top Scene) []ui.Widget {
	switch s := top.(type) {
	case *homeScene:
		return s.widgets
	case *finding:
		return s.widgets
	case *rooms:
		return s.widgets
	case *private:
		return s.widgets
	case *partyScene:
		return s.widgets
	case *ranks:
		return s.widgets
	case *profile:
		return s.widgets
	case *device:
		return s.widgets
	case *erase:
		return s.widgets
	case *settings:
		return s.widgets
	case *chatRoom:
		return s.widgets
	case *ended:
		return s.widgets
	case *pauseMenu:
		return s.widgets
	case *pilots:
		return s.widgets
	case *labPanel:
		return s.widgets
	}
	panic("no widgets are known of the scene " + top.Name())
}
