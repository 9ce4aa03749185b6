package ships

import (
	"math"
	"slices"

	"perihelion/client/game/ships/editor"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// editMarks are what the editor draws over the arena.
type editMarks struct {
	list []editor.Mark
	cam  render.Camera
	b    *sprites.Batch
}

// markColors are those of the lists of an arena; the others are white.
var markColors = map[string]rgba.Color{
	"stars": render.Fire, "rocks": rgba.Hex(0xc9b8a0), "belts": rgba.Hex(0xc9b8a0), "gates": rgba.Hex(0xbe82ff),
	"pads": render.Good, "spawns": rgba.Hex(0x78c8ff), "zones": rgba.Hex(0xffd25a),
}

const fullTurn = 2 * math.Pi

// drawMarks draws what the editor adds to the arena.
func (e *arenaEditor) drawMarks(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	m := &e.marks
	m.cam, m.b = cam, b
	m.list = e.model.Marks(sightOf(v))
	s := e.EditState(v)
	if s.Snap {
		m.drawGrid(s.Radius, s.Dragging)
	}
	m.drawSymmetry(e.model.Symmetry, s.Radius)
	for i := range m.list {
		m.drawMark(&m.list[i], s.Refused != "")
	}
	for _, o := range e.others {
		for i := range m.list {
			if slices.Contains(o.Selected, m.list[i].ID) {
				m.drawOutline(&m.list[i], 9, o.Color.Glow(.9))
			}
		}
	}
	if x, y, w, h, ok := e.model.Box(); ok {
		m.drawBox(x, y, w, h)
	}
}

// ring draws a circle around a point of the world.
func (m *editMarks) ring(x, y, r, width float32, c rgba.Color) {
	sx, sy := m.cam.ToScreen(x, y)
	m.b.AddArc(sx, sy, r*m.cam.Scale, 0, fullTurn, width, c)
}

// drawGrid draws the grid to which things snap, brighter in a drag.
func (m *editMarks) drawGrid(radius float32, bright bool) {
	k := float32(.07)
	if bright {
		k = .16
	}
	c := render.GridLine.Mix(render.White, .4).Glow(k)
	const rings, spokes = 9, editor.SnapAngles / 3
	for i := range rings {
		m.ring(0, 0, radius*float32(i+1)/10, 1.5, c)
	}
	for i := range spokes {
		cos, sin := sprites.UnitVector(float32(i) * fullTurn / spokes)
		m.line(cos*radius*.1, sin*radius*.1, cos*radius*.95, sin*radius*.95, c)
	}
}

func (m *editMarks) line(x0, y0, x1, y1 float32, c rgba.Color) {
	ax, ay := m.cam.ToScreen(x0, y0)
	bx, by := m.cam.ToScreen(x1, y1)
	m.b.AddLine(ax, ay, bx, by, 1.5, c)
}

// drawSymmetry draws the lines that part the images.
func (m *editMarks) drawSymmetry(s editor.Symmetry, radius float32) {
	c := render.Own.Glow(.35)
	if s.Fold > 1 {
		for i := range s.Fold {
			cos, sin := sprites.UnitVector((float32(i) + .5) * fullTurn / float32(s.Fold))
			m.line(0, 0, cos*radius, sin*radius, c)
		}
	}
	if s.Mirror {
		m.line(-radius, 0, radius, 0, render.Friend.Glow(.5))
	}
}

// drawMark draws an object: its orbit, its rim, and handles if it is selected.
func (m *editMarks) drawMark(o *editor.Mark, refused bool) {
	c, known := markColors[o.List]
	if !known {
		c = render.White
	}
	k, width := float32(.4), float32(2)
	if o.Selected {
		c, k, width = c.Mix(render.White, .5), .95, 3
		if refused {
			c = render.Bad
		}
	}
	if o.Orbit > 0 {
		m.ring(0, 0, o.Orbit, 1.5, c.Glow(.22*k))
	}
	m.drawOutline(o, width, c.Glow(k))
	if o.Selected {
		m.drawHandles(o, c)
	}
	if o.Outer == 0 {
		x, y := m.cam.ToScreen(o.X, o.Y)
		m.b.AddUpright(sprites.Disc, x, y, 8, 8, c.Glow(k))
	}
}

// drawOutline draws the rim of an object, or both of a ring.
func (m *editMarks) drawOutline(o *editor.Mark, width float32, c rgba.Color) {
	if o.Outer == 0 {
		m.ring(o.X, o.Y, o.Radius, width, c)
		return
	}
	m.ring(0, 0, o.Outer, width, c)
	if o.Inner > 0 {
		m.ring(0, 0, o.Inner, width, c)
	}
	x, y := m.cam.ToScreen(0, 0)
	m.b.AddArc(x, y, (o.Inner+o.Outer)/2*m.cam.Scale, 0, fullTurn, (o.Outer-o.Inner)*m.cam.Scale, c.Fade(.07))
}

const (
	handles    = 4 // of a rim
	handleSize = 9 // pixels at most
)

// drawHandles draws the squares by which an object is resized.
func (m *editMarks) drawHandles(o *editor.Mark, c rgba.Color) {
	size := min(handleSize, (o.Radius+o.Outer)*m.cam.Scale*.6)
	for i := range handles {
		cos, sin := sprites.UnitVector(float32(i) * fullTurn / handles)
		m.drawHandle(o.X+cos*(o.Radius+o.Outer), o.Y+sin*(o.Radius+o.Outer), size, c)
		if o.Inner > 0 {
			m.drawHandle(cos*o.Inner, sin*o.Inner, size, c)
		}
	}
}

func (m *editMarks) drawHandle(x, y, size float32, c rgba.Color) {
	sx, sy := m.cam.ToScreen(x, y)
	m.b.AddRect(sx-size/2-1.5, sy-size/2-1.5, size+3, size+3, ui.Background)
	m.b.AddRect(sx-size/2, sy-size/2, size, size, c.Glow(1))
}

// drawBox draws the area in which a drag selects.
func (m *editMarks) drawBox(x, y, w, h float32) {
	c := render.Own.Glow(.8)
	m.line(x, y, x+w, y, c)
	m.line(x, y+h, x+w, y+h, c)
	m.line(x, y, x, y+h, c)
	m.line(x+w, y, x+w, y+h, c)
	sx, sy := m.cam.ToScreen(x, y)
	m.b.AddRect(sx, sy, w*m.cam.Scale, h*m.cam.Scale, render.Own.Glow(.08))
}
