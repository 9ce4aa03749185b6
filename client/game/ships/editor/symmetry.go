package editor

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"perihelion/sim/ships/layout"
)

const turn = 1 << 16 // of a phase

// Symmetry is what edits are repeated by, so that an arena is as fair to one side as to another.
type Symmetry struct {
	Fold   int  // so many images around the middle; 1: none but the object itself
	Mirror bool // and the mirror image of each across the line from left to right, which goes round the other way
}

// MaxFold is the highest Symmetry.Fold.
const MaxFold = 8

// ErrOwnImage: an object that is its own image cannot go where its image would be another one.
var ErrOwnImage = errors.New("editor: it is its own image")

// image is one of the images of a symmetry.
type image struct {
	turn   int // by which it is turned
	mirror bool
}

// images are those of a symmetry, the first is the object itself.
func (s Symmetry) images() (list []image) {
	for i := range max(s.Fold, 1) {
		at := (i*turn + s.Fold/2) / max(s.Fold, 1)
		list = append(list, image{at, false})
		if s.Mirror {
			list = append(list, image{at, true})
		}
	}
	return list
}

// valueOf is the value of a field of the image of an object on an orbit.
func (m image) valueOf(field string, v int) int {
	switch {
	case field == fieldPhase && m.mirror:
		return (m.turn - v) & (turn - 1)
	case field == fieldPhase:
		return (m.turn + v) & (turn - 1)
	case field == fieldPeriod && m.mirror:
		return -v
	}
	return v
}

// of are the fields of the image of an object. What is on no orbit, or rests in the middle, is its own
// image.
func (m image) of(o fields) fields {
	if distance, on := o.value(fieldDistance); !on || distance == 0 {
		return o
	}
	out := slices.Clone(o)
	for i := range out {
		if v, err := strconv.Atoi(out[i].Value); err == nil {
			out[i].Value = strconv.Itoa(m.valueOf(out[i].Name, v))
		}
	}
	return out
}

// shape is an object without its name, its place on the orbit, and the gate to which it leads.
func shape(list string, o fields) string {
	var b strings.Builder
	b.WriteString(list)
	for _, f := range o {
		if f.Name != fieldID && f.Name != fieldTo && f.Name != fieldPhase {
			b.WriteString("," + f.Value)
		}
	}
	return b.String()
}

// By how much two phases may differ that are one, since a turn is no multiple of 3: those of an object
// and its own image, and those of two.
const (
	ownImage   = 2
	otherImage = 2 * ownImage
)

// alike reports whether two objects of a list are the same but for their names, and their phases
// differ by no more than within.
func alike(a, b fields, within int) bool {
	one, _ := a.value(fieldPhase)
	other, _ := b.value(fieldPhase)
	off := (one - other) & (turn - 1)
	return min(off, turn-off) <= within && shape("", a) == shape("", b)
}

// twins finds the images of objects in an arena.
type twins struct {
	images []image
	ids    map[string][]string // the objects of each shape
	lists  map[string]string   // of each object
	fields map[string]fields   // likewise
}

func newTwins(a *layout.Arena, s Symmetry) *twins {
	t := &twins{s.images(), map[string][]string{}, map[string]string{}, map[string]fields{}}
	for _, o := range objectsOf(a) {
		own := fields(a.Fields(o.id))
		at := shape(o.list, own)
		t.ids[at], t.lists[o.id], t.fields[o.id] = append(t.ids[at], o.id), o.list, own
	}
	return t
}

// of are the images of an object in the arena, one for each image of the symmetry; "": there is none.
// Those that are taken are those of another object in the same place.
func (t *twins) of(id string, taken map[string]fields) (list []string) {
	own := t.fields[id]
	var wants []fields
	for _, m := range t.images {
		want := m.of(own)
		at := slices.IndexFunc(wants, func(before fields) bool { return alike(before, want, ownImage) })
		wants = append(wants, want)
		switch {
		case alike(want, own, ownImage):
			list = append(list, id)
		case at >= 0:
			list = append(list, list[at])
		default:
			list = append(list, t.matching(t.lists[id], want, taken))
		}
	}
	return list
}

// matching is the object of a list that has such fields.
func (t *twins) matching(list string, want fields, taken map[string]fields) string {
	for _, id := range t.ids[shape(list, want)] {
		if _, is := taken[id]; !is && alike(want, t.fields[id], otherImage) {
			return id
		}
	}
	return ""
}

// edits are those that set fields of objects, and those of their images likewise. Set says which
// fields an object gets. An object that is the image of one before it goes with that.
func (t *twins) edits(ids []string, set func(id string) fields) (edits []layout.Edit, err error) {
	taken := map[string]fields{}
	for _, id := range ids {
		changed := set(id)
		if _, goes := taken[id]; goes || len(changed) == 0 {
			continue
		}
		after := t.fields[id].with(changed)
		given := map[string]fields{}
		for i, twin := range t.of(id, taken) {
			want := t.images[i].of(after)
			if before, twice := given[twin]; twice && !alike(before, want, ownImage) {
				return nil, ErrOwnImage
			} else if !twice && twin != "" {
				given[twin] = want
				edits = append(edits, t.difference(twin, want)...)
			}
		}
		maps.Copy(taken, given)
	}
	return edits, nil
}

// difference are the edits that give an object fields.
func (t *twins) difference(id string, want fields) (edits []layout.Edit) {
	for i, f := range t.fields[id] {
		if f.Name != fieldID && f.Name != fieldTo && f.Value != want[i].Value {
			edits = append(edits, layout.Edit{Op: layout.Set, Object: id, Field: f.Name, Value: want[i].Value})
		}
	}
	return edits
}
