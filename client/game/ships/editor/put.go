package editor

import (
	"fmt"
	"slices"
	"strings"

	"perihelion/sim/ships/layout"
)

// Tool is what a press on the arena does.
type Tool uint8

// The tools. Each but the first puts a new object where it is pressed.
const (
	Select Tool = iota
	Star
	BlackHole
	Rock
	Belt
	Gates // a pair
	Pads
	Spawn
	Checkpoint
	Beacon
	Comet

	Tools // how many there are
)

// made is what a tool makes.
var made = [Tools]struct {
	list string
	with fields // beside id and place
}{
	Star:       {listStars, fields{setText("kind", layout.KindStar)}},
	BlackHole:  {listStars, fields{setText("kind", layout.KindBlack)}},
	Rock:       {list: listRocks},
	Belt:       {listBelts, fields{setNumber("count", 24)}},
	Gates:      {list: listGates},
	Pads:       {listPads, fields{setNumber("count", 4)}},
	Spawn:      {list: listSpawns},
	Checkpoint: {listZones, fields{setText("use", layout.UseCheckpoint)}},
	Beacon:     {listZones, fields{setText("use", layout.UseBeacon)}},
	Comet:      {listZones, fields{setText("use", layout.UseComet)}},
}

// ringWidth is the width of a new ring, in 1/1000 of the radius.
const ringWidth = 100

// leastCourse is how many checkpoints the first one comes with: fewer are no lap.
const leastCourse = 3

// maker collects edits that add objects.
type maker struct {
	e        *Editor
	symmetry Symmetry
	named    map[string]int // how many ids were given in each list
	seen     []fields       // what was added: where two images are one, that one is added once
	edits    []layout.Edit
	ids      []string // of what was asked for, without its images
}

func (e *Editor) newMaker() *maker {
	return &maker{e: e, symmetry: e.Symmetry, named: map[string]int{}}
}

// put makes what the tool makes, at the pointer, with its images. Then that is selected.
func (e *Editor) put(at Sight, p Pointer) error {
	how := made[e.Tool]
	distance, angle := at.of(e.present).polar(p.X, p.Y)
	d, phase := e.snapOrbit(distance, angle)
	m := e.newMaker()
	switch how.list {
	case listBelts, listPads, listSpawns:
		ring := fields{setNumber(fieldInner, max(d-ringWidth/2, 0)), setNumber(fieldOuter, d+ringWidth/2)}
		m.addImages(how.list, append(ring, how.with...))
	case listGates:
		m.addPairs(orbitFields(d, phase), orbitFields(d, phase+turn/2))
	default:
		if e.Tool == Checkpoint && len(e.present.Course) == 0 {
			for m.symmetry.Fold < leastCourse {
				m.symmetry.Fold += e.Symmetry.Fold
			}
		}
		m.addImages(how.list, append(orbitFields(d, phase), how.with...))
	}
	return m.commitMade()
}

// commitMade makes the edits, and selects what was made.
func (m *maker) commitMade() error {
	if err := m.e.commit(m.edits); err != nil {
		return err
	}
	m.e.Tool = Select
	m.e.selected = m.ids
	return nil
}

func orbitFields(distance, phase int) fields {
	return fields{setNumber(fieldDistance, distance), setNumber(fieldPhase, phase&(turn-1))}
}

// makeObject adds one object.
func (m *maker) makeObject(list, id string, with fields) {
	m.edits = append(m.edits, layout.Edit{Op: layout.Add, List: list, Value: append(fields{setText(fieldID, id)}, with...).asJSON()})
}

// isAmong reports whether an object is among others.
func isAmong(o fields, others []fields) bool {
	return slices.ContainsFunc(others, func(s fields) bool { return alike(s, o, ownImage) })
}

// nextID is a new id for an object of a list.
func (m *maker) nextID(list string) string {
	for {
		m.named[list]++
		id := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(list, "s"), m.named[list], m.e.author)
		if m.e.present.Fields(id) == nil {
			return id
		}
	}
}

// addImages adds an object and its images, but for what is an image of one that was added before.
func (m *maker) addImages(list string, with fields) {
	if isAmong(with, m.seen) {
		return
	}
	var own []fields
	for i, image := range m.symmetry.images() {
		if o := image.of(with); !isAmong(o, own) {
			own = append(own, o)
			id := m.nextID(list)
			m.makeObject(list, id, o)
			if i == 0 {
				m.ids = append(m.ids, id)
			}
		}
	}
	m.seen = append(m.seen, own...)
}

// addPairs adds a pair of gates and its images, likewise.
func (m *maker) addPairs(one, other fields) {
	if isAmong(one, m.seen) || isAmong(other, m.seen) {
		return
	}
	var own []fields
	for i, image := range m.symmetry.images() {
		a, b := image.of(one), image.of(other)
		if isAmong(a, own) || isAmong(b, own) {
			continue
		}
		own = append(own, a, b)
		from, to := m.nextID(listGates), m.nextID(listGates)
		m.makeObject(listGates, from, append(slices.Clone(a), setText(fieldTo, to)))
		m.makeObject(listGates, to, append(slices.Clone(b), setText(fieldTo, from)))
		if i == 0 {
			m.ids = append(m.ids, from)
		}
	}
	m.seen = append(m.seen, own...)
}
