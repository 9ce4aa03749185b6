package editor

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"perihelion/sim/ships/layout"
)

// keepNeeded leaves the first star and the first place to start, if more than these would go: so all
// can be selected and removed, to begin anew.
func (e *Editor) keepNeeded(gone map[string]fields) {
	a := e.present
	star, spawn := a.Stars[0].ID, a.Spawns[0].ID
	needed := map[string]bool{
		star:  !slices.ContainsFunc(a.Stars, func(s layout.Star) bool { _, goes := gone[s.ID]; return !goes }),
		spawn: !slices.ContainsFunc(a.Spawns, func(s layout.Spawn) bool { _, goes := gone[s.ID]; return !goes }),
	}
	if len(gone) <= len(a.Stars)+len(a.Spawns) {
		return
	}
	for id, is := range needed {
		if is {
			delete(gone, id)
		}
	}
}

// Remove takes away what is selected, with its images; of a pair of gates both.
func (e *Editor) Remove() error {
	t, gone := newTwins(e.present, e.Symmetry), map[string]fields{}
	for _, id := range e.selected {
		if _, goes := gone[id]; goes {
			continue
		}
		for _, twin := range t.of(id, gone) {
			gone[twin] = nil
		}
	}
	for _, g := range e.present.Gates {
		if _, goes := gone[g.ID]; goes {
			gone[g.To] = nil
		}
	}
	delete(gone, "")
	e.keepNeeded(gone)
	var edits []layout.Edit
	for _, id := range slices.Sorted(maps.Keys(gone)) {
		edits = append(edits, layout.Edit{Op: layout.Remove, Object: id})
	}
	if err := e.commit(edits); err != nil {
		return err
	}
	e.dropGone()
	return nil
}

// Duplicate puts a copy of what is selected beside it, and selects the copies.
func (e *Editor) Duplicate() error {
	m := e.newMaker()
	for _, id := range e.selected {
		o, ok := objectNamed(e.present, id)
		switch {
		case !ok:
		case o.list == listGates:
			other, _ := objectNamed(e.present, e.present.Gates[o.number].To)
			m.addPairs(e.beside(o), e.beside(other))
		default:
			m.addImages(o.list, e.beside(o))
		}
	}
	return m.commitMade()
}

// beside are the fields of a copy of an object: two steps of the grid further on its orbit.
func (e *Editor) beside(o object) (list fields) {
	for _, f := range e.present.Fields(o.id) {
		switch f.Name {
		case fieldID, fieldTo:
			continue
		case fieldPhase:
			v, _ := strconv.Atoi(f.Value)
			f.Value = strconv.Itoa((v + int(math.Round(2*turn/SnapAngles))) & (turn - 1))
		}
		list = append(list, f)
	}
	return list
}
