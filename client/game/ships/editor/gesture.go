package editor

import (
	"slices"

	"perihelion/sim/ships/layout"
)

// gesture is a drag that goes on.
type gesture struct {
	on      bool
	box     bool // selects what lies in it; else what is selected is dragged
	grip    grip
	object  string // that was grasped
	from    Pointer
	to      Pointer
	twins   *twins
	edits   []layout.Edit // that it makes so far
	preview *layout.Arena // with these; nil: none, or they are not allowed
	err     error         // why not
}

// Press is the pointer that goes down. It reports whether the editor takes the drag that follows:
// else nothing is there, and the view may be moved. Box: a drag over nothing selects.
func (e *Editor) Press(at Sight, p Pointer, box bool) (taken bool) {
	e.gesture = gesture{on: true, from: p, to: p}
	if e.Tool != Select {
		return true
	}
	id, g := e.hit(at, p)
	switch {
	case id == "" && !box:
		e.gesture.on = false
		return false
	case id == "":
		e.gesture.box = true
		return true
	case p.Add:
		e.toggle(id)
	case !slices.Contains(e.selected, id):
		e.selected = []string{id}
	}
	e.gesture.grip, e.gesture.object = g, id
	return true
}

// Drag is the pointer while it is down.
func (e *Editor) Drag(at Sight, p Pointer) {
	d := &e.gesture
	if !d.on {
		return
	}
	d.to = p
	if e.Tool != Select || d.box || length(p.X-d.from.X, p.Y-d.from.Y) < p.Reach/2 && d.preview == nil {
		return
	}
	if d.twins == nil {
		d.twins = newTwins(e.present, e.Symmetry)
	}
	d.edits, d.err = e.dragged(at.of(e.present))
	if d.err == nil && len(d.edits) > 0 {
		var next *layout.Arena
		if next, _, d.err = e.present.Apply(d.edits); d.err == nil {
			d.preview = next
		}
	}
}

// Release is the pointer that goes up: what was dragged stays there. The error says why it cannot.
func (e *Editor) Release(at Sight, p Pointer) error {
	e.Drag(at, p)
	d := e.gesture
	e.gesture = gesture{}
	switch {
	case !d.on:
		return nil
	case e.Tool != Select:
		return e.put(at, p)
	case d.box:
		e.selectBox(at, d.from, p)
		return nil
	case d.err != nil:
		return d.err
	case d.preview == nil:
		return nil // a click
	}
	return e.commit(d.edits)
}

// Cancel gives up a drag: everything is as it was.
func (e *Editor) Cancel() { e.gesture = gesture{} }

// Busy reports whether a drag goes on.
func (e *Editor) Busy() bool { return e.gesture.on }

// Refused is why what is dragged may not be where it is; nil: it may.
func (e *Editor) Refused() error { return e.gesture.err }

// Box is the area in which a drag selects, in world units; ok is false if there is none.
func (e *Editor) Box() (x, y, w, h float32, ok bool) {
	d := &e.gesture
	x, y = min(d.from.X, d.to.X), min(d.from.Y, d.to.Y)
	return x, y, max(d.from.X, d.to.X) - x, max(d.from.Y, d.to.Y) - y, d.box
}

// selectBox selects what lies between two corners.
func (e *Editor) selectBox(at Sight, from, to Pointer) {
	if !to.Add {
		e.selected = nil
	}
	if length(to.X-from.X, to.Y-from.Y) < to.Reach {
		return // a click on nothing
	}
	for _, m := range e.Marks(at) {
		in := m.X >= min(from.X, to.X) && m.X <= max(from.X, to.X) && m.Y >= min(from.Y, to.Y) && m.Y <= max(from.Y, to.Y)
		if in && m.Outer == 0 && !m.Selected {
			e.selected = append(e.selected, m.ID)
		}
	}
}

func (e *Editor) toggle(id string) {
	if i := slices.Index(e.selected, id); i >= 0 {
		e.selected = slices.Delete(slices.Clone(e.selected), i, i+1)
		return
	}
	e.selected = append(e.selected, id)
}

// Selected are the ids of what is selected. Nobody changes the list.
func (e *Editor) Selected() []string { return e.selected }

// SelectedList is the list of the first object that is selected; "": nothing is.
func (e *Editor) SelectedList() string {
	if len(e.selected) == 0 {
		return ""
	}
	o, _ := objectNamed(e.present, e.selected[0])
	return o.list
}

// SelectNext selects the object after the one that is selected, in the order of the lists; by is -1
// for the one before.
func (e *Editor) SelectNext(by int) {
	all := objectsOf(e.present)
	if len(all) == 0 {
		return
	}
	at := -min(by, 0) - 1 // before the first one
	if len(e.selected) > 0 {
		at = slices.IndexFunc(all, func(o object) bool { return o.id == e.selected[0] })
	}
	e.selected = []string{all[(at+by+len(all))%len(all)].id}
}

// SelectAll selects everything, or nothing.
func (e *Editor) SelectAll(all bool) {
	e.selected = nil
	for _, o := range objectsOf(e.present) {
		if all {
			e.selected = append(e.selected, o.id)
		}
	}
}
