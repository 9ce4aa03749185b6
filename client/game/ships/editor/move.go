package editor

import (
	"math"
	"slices"

	"perihelion/sim/ships/layout"
)

// The grid to which positions snap: it has the angles that symmetries of 2, 3, 4, 6 and 8 images
// need.
const (
	SnapDistance = 25 // 1/1000 of the radius
	SnapAngles   = 72 // of a turn
	snapSize     = 10 // units of a radius
)

// dragged are the edits that the drag makes.
func (e *Editor) dragged(at Sight) ([]layout.Edit, error) {
	d := &e.gesture
	ids := []string{d.object}
	if d.grip == gripBody {
		ids = append(ids, e.selected...)
	}
	return d.twins.edits(ids, func(id string) fields {
		o, ok := objectNamed(e.present, id)
		switch {
		case !ok:
			return nil
		case o.orbit == nil:
			return e.draggedRing(at, &o)
		case d.grip == gripRim:
			return e.resized(at, &o)
		}
		return e.moved(at, &o)
	})
}

// delta is by how far the pointer was dragged, as orbits have it: everything that is selected goes
// round together.
func (e *Editor) delta(at Sight) (distance, angle float64) {
	d0, a0 := at.polar(e.gesture.from.X, e.gesture.from.Y)
	d1, a1 := at.polar(e.gesture.to.X, e.gesture.to.Y)
	return d1 - d0, a1 - a0
}

// moved is an object on an orbit at its new place. One that was in the middle comes to the pointer.
func (e *Editor) moved(at Sight, o *object) fields {
	distance, angle := e.delta(at)
	phase := float64(o.orbit.Phase) + angle
	if o.orbit.Distance == 0 {
		_, to := at.polar(e.gesture.to.X, e.gesture.to.Y)
		phase = to - at.turned(o.orbit.Period)
	}
	d, p := e.snapOrbit(float64(o.orbit.Distance)+distance, phase)
	return fields{setNumber(fieldDistance, clamp(e.present, o.id, fieldDistance, d)), setNumber(fieldPhase, p)}
}

// snapOrbit is the next place on the grid, if positions snap.
func (e *Editor) snapOrbit(distance, phase float64) (d, p int) {
	if e.Snap {
		distance = math.Round(distance/SnapDistance) * SnapDistance
		phase = math.Round(math.Round(phase*SnapAngles/turn) * turn / SnapAngles)
	}
	return int(math.Round(distance)), int(math.Round(phase)) & (turn - 1)
}

// resized is an object whose rim is at the pointer.
func (e *Editor) resized(at Sight, o *object) fields {
	x, y := at.orbitAt(o.orbit)
	r := float64(length(e.gesture.to.X-x, e.gesture.to.Y-y)) * float64(o.radius) / float64(at.sizeOf(o))
	if e.Snap {
		r = math.Round(r/snapSize) * snapSize
	}
	return fields{setNumber(fieldRadius, clamp(e.present, o.id, fieldRadius, int(math.Round(r))))}
}

// draggedRing is a ring of which a rim is at the pointer.
func (e *Editor) draggedRing(at Sight, o *object) fields {
	by, _ := e.delta(at)
	name, was := fieldOuter, o.outer
	if e.gesture.grip == gripInner {
		name, was = fieldInner, o.inner
	}
	d, _ := e.snapOrbit(float64(was)+by, 0)
	return fields{setNumber(name, clamp(e.present, o.id, name, d))}
}

// clamp is v within the range of a field.
func clamp(a *layout.Arena, id, name string, v int) int {
	for _, f := range a.Fields(id) {
		if f.Name == name {
			return min(max(v, f.Least), f.Most)
		}
	}
	return v
}

// Nudge moves what is selected by so many steps of the grid along its orbit, and between orbits.
func (e *Editor) Nudge(along, out int) error {
	t := newTwins(e.present, e.Symmetry)
	edits, err := t.edits(e.selected, func(id string) fields {
		o, ok := objectNamed(e.present, id)
		if !ok || o.orbit == nil {
			return nil
		}
		distance, phase := float64(out*SnapDistance), math.Round(float64(along)*turn/SnapAngles)
		if !e.Snap {
			distance, phase = float64(out), float64(along)*turn/SnapAngles/8
		}
		d, p := e.snapOrbit(float64(o.orbit.Distance)+distance, float64(o.orbit.Phase)+phase)
		return fields{setNumber(fieldDistance, clamp(e.present, id, fieldDistance, d)), setNumber(fieldPhase, p)}
	})
	if err != nil {
		return err
	}
	return e.commit(edits)
}

// Fields are what can be set of what is selected: of the first one, or with nothing selected of the
// arena.
func (e *Editor) Fields() (list []layout.Field) {
	id := ""
	if len(e.selected) > 0 {
		id = e.selected[0]
	}
	for _, f := range e.Arena().Fields(id) {
		if f.Name != fieldID && f.Least != f.Most || f.Choices != nil || f.Name == "title" || f.Name == "name" {
			list = append(list, f)
		}
	}
	return list
}

// Set gives a field of everything that is selected another value, which is JSON.
func (e *Editor) Set(field, value string) error {
	e.gesture = gesture{}
	edits, err := e.setting(field, value)
	if err != nil {
		return err
	}
	return e.commit(edits)
}

// setting are the edits of Set.
func (e *Editor) setting(field, value string) ([]layout.Edit, error) {
	if len(e.selected) == 0 {
		if slices.ContainsFunc(e.present.Fields(""), func(f layout.Field) bool { return f.Name == field && f.Value == value }) {
			return nil, nil
		}
		return []layout.Edit{{Op: layout.Set, Field: field, Value: value}}, nil
	}
	return newTwins(e.present, e.Symmetry).edits(e.selected, func(id string) fields {
		for _, f := range e.present.Fields(id) {
			if f.Name == field && f.Value != value {
				return fields{{Name: field, Value: value}}
			}
		}
		return nil
	})
}

// Try shows what Set would do, until the next call of Set, Try or Cancel.
func (e *Editor) Try(field, value string) error {
	e.gesture = gesture{}
	edits, err := e.setting(field, value)
	if err != nil || len(edits) == 0 {
		return err
	}
	next, _, err := e.present.Apply(edits)
	if err != nil {
		return err
	}
	e.gesture.preview = next
	return nil
}
