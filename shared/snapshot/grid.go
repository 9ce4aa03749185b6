package snapshot

import (
	"math"

	"perihelion/sim"
)

const (
	cellShift = 8 // 256 units: a view overlaps few cells, a cell holds few that are out of it
	cellLimit = 127
)

// A grid finds the entities around a view. It lists them by cell, cells in rows
// from left to right, and within a cell in order of ID. Beside them it has the two lists
// that a client may hold: what is Global, and all else.
type grid struct {
	x0, y0, columns, rows int32    // the cells that are in use
	starts                []uint32 // where in entities a cell begins, and after the last one the end
	entities              []uint16 // index in the world

	box           box // around the local entities
	global, local entityList
}

// entityList is entities of one world in order of ID.
type entityList struct {
	at  []uint16 // index in the world
	ids []sim.EntityID
}

func (l *entityList) push(i int, id sim.EntityID) {
	l.at, l.ids = append(l.at, uint16(i)), append(l.ids, id)
}

func (l *entityList) truncate() { l.at, l.ids = l.at[:0], l.ids[:0] }

// A box is a rectangle in whole units; empty if x0 > x1.
type box struct{ x0, y0, x1, y1 int32 }

func (b *box) include(x, y int32) {
	b.x0, b.x1 = min(b.x0, x), max(b.x1, x)
	b.y0, b.y1 = min(b.y0, y), max(b.y1, y)
}

func (b *box) center() (x, y int32) { return b.x0/2 + b.x1/2, b.y0/2 + b.y1/2 }

func (g *grid) reset() {
	g.starts, g.entities = g.starts[:0], g.entities[:0]
	g.box = box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	g.global.truncate()
	g.local.truncate()
}

// cellOf numbers the cell of a coordinate; what is far out belongs to the
// outermost cell.
func cellOf(v int32) int32 { return min(max(v>>cellShift, -cellLimit), cellLimit) }

func (g *grid) build(es []sim.Entity) {
	g.reset()
	for i := range es {
		e := &es[i]
		if e.Global {
			g.global.push(i, e.ID)
			continue
		}
		g.local.push(i, e.ID)
		g.box.include(e.X, e.Y)
	}
	if len(g.local.at) > 0 {
		g.sort(es)
	}
}

// sort counts what is in each cell, and so knows where in entities it belongs.
func (g *grid) sort(es []sim.Entity) {
	g.x0, g.y0 = cellOf(g.box.x0), cellOf(g.box.y0)
	g.columns, g.rows = cellOf(g.box.x1)-g.x0+1, cellOf(g.box.y1)-g.y0+1
	g.starts = zeros(g.starts, int(g.columns*g.rows)+1)
	g.entities = zeros(g.entities, len(g.local.at))
	counts := g.starts[1:]
	for _, i := range g.local.at {
		counts[g.cell(&es[i])]++
	}
	for i := range counts {
		counts[i] += g.starts[i]
	}
	for k := len(g.local.at) - 1; k >= 0; k-- { // counts[i] moves from the end of a cell to its start
		i := g.local.at[k]
		at := &counts[g.cell(&es[i])]
		*at--
		g.entities[*at] = i
	}
	copy(g.starts, counts)
	g.starts[len(counts)] = uint32(len(g.entities))
}

func (g *grid) cell(e *sim.Entity) int32 {
	return (cellOf(e.Y)-g.y0)*g.columns + cellOf(e.X) - g.x0
}

// zeros is n zeros, in the memory of s if that is enough.
func zeros[T uint16 | uint32 | uint64](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// row returns the entities of the cells cx0 to cx1 of row cy.
func (g *grid) row(cx0, cx1, cy int32) []uint16 {
	cx0, cx1, cy = max(cx0-g.x0, 0), min(cx1-g.x0, g.columns-1), cy-g.y0
	if len(g.entities) == 0 || cy < 0 || cy >= g.rows || cx0 > cx1 {
		return nil
	}
	return g.entities[g.starts[cy*g.columns+cx0]:g.starts[cy*g.columns+cx1+1]]
}
