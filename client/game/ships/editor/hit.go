package editor

import (
	"cmp"
	"math"
	"slices"
)

// Pointer is a mouse or a finger on the arena, in world units.
type Pointer struct {
	X, Y  float32
	Reach float32 // as near as that is on it
	Add   bool    // to what is selected, as with Shift
}

// grip is the part of an object that is under a pointer.
type grip uint8

const (
	gripNone grip = iota
	gripBody
	gripRim   // of an object on an orbit: it changes its size
	gripInner // the rims of a ring
	gripOuter
)

// Mark is an object as it is drawn, in world units.
type Mark struct {
	ID, List     string
	X, Y, Radius float32 // of what is on an orbit
	Orbit        float32 // its distance from the middle; 0: it is in the middle, or a ring
	Inner, Outer float32 // of a ring; both 0: it is none
	Selected     bool
}

// Marks are all objects, as they are seen at a moment.
func (e *Editor) Marks(at Sight) (list []Mark) {
	a := e.Arena()
	at = at.of(a)
	for _, o := range objectsOf(a) {
		list = append(list, e.mark(at, &o))
	}
	return list
}

func (e *Editor) mark(at Sight, o *object) Mark {
	m := Mark{ID: o.id, List: o.list, Selected: slices.Contains(e.selected, o.id)}
	if o.orbit == nil {
		m.Inner, m.Outer = at.share(o.inner), at.share(o.outer)
		return m
	}
	m.X, m.Y = at.orbitAt(o.orbit)
	m.Radius, m.Orbit = at.sizeOf(o), at.share(o.orbit.Distance)
	return m
}

// hit is what lies under a pointer: of several the smallest.
func (e *Editor) hit(at Sight, p Pointer) (id string, g grip) {
	marks := e.Marks(at)
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(size(&a), size(&b)) })
	for i := range marks {
		m := &marks[i]
		if g = m.gripAt(p); g != gripNone {
			if g == gripRim && !m.Selected {
				g = gripBody // only what is selected has a rim to be seen
			}
			return m.ID, g
		}
	}
	return "", gripNone
}

// size orders marks: what goes round before rings.
func size(m *Mark) float32 {
	if m.Outer > 0 {
		return 1e6 + m.Outer - m.Inner
	}
	return m.Radius
}

// gripAt is the part of a mark at a pointer.
func (m *Mark) gripAt(p Pointer) grip {
	if m.Outer > 0 {
		away := length(p.X, p.Y)
		switch {
		case near(away, m.Outer, p.Reach):
			return gripOuter
		case m.Inner > 0 && near(away, m.Inner, p.Reach): // else the stars say where a belt begins
			return gripInner
		}
		return gripNone
	}
	away := length(p.X-m.X, p.Y-m.Y)
	switch {
	case near(away, m.Radius, p.Reach) && away > m.Radius/2:
		return gripRim
	case away <= max(m.Radius, p.Reach):
		return gripBody
	}
	return gripNone
}

func near(a, b, reach float32) bool { return a >= b-reach && a <= b+reach }

func length(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }
