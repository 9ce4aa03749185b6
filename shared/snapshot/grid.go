package snapshot

import (
	"slices"

	"perihelion/sim"
)

const (
	cellShift = 8 // 256 units: a view overlaps few cells, a cell holds few that are out of it
	cellLimit = 127
)

// A grid finds the entities around a view. It lists them by cell, cells in rows
// from left to right, and within a cell in order of ID.
type grid struct {
	cells    []uint16 // of the entity at the same place in entities
	entities []uint16 // index in the world
	keys     []uint32 // scratch: cell and index

	global    []uint16 // index in the world of what everyone sees
	globalIDs []sim.EntityID
}

func (g *grid) reset() {
	g.cells, g.entities, g.keys = g.cells[:0], g.entities[:0], g.keys[:0]
	g.global, g.globalIDs = g.global[:0], g.globalIDs[:0]
}

// cellOf numbers the cell of a coordinate; what is far out belongs to the
// outermost cell.
func cellOf(v int32) int32 { return min(max(v>>cellShift, -cellLimit), cellLimit) }

func cellKey(cx, cy int32) uint16 { return uint16(cy+cellLimit)<<8 | uint16(cx+cellLimit) }

func (g *grid) build(es []sim.Entity) {
	g.reset()
	for i := range es {
		e := &es[i]
		if e.Global {
			g.global, g.globalIDs = append(g.global, uint16(i)), append(g.globalIDs, e.ID)
			continue
		}
		g.keys = append(g.keys, uint32(cellKey(cellOf(e.X), cellOf(e.Y)))<<16|uint32(i))
	}
	slices.Sort(g.keys)
	for _, k := range g.keys {
		g.cells = append(g.cells, uint16(k>>16))
		g.entities = append(g.entities, uint16(k))
	}
}

// row returns the entities of the cells cx0 to cx1 of row cy.
func (g *grid) row(cx0, cx1, cy int32) []uint16 {
	from, _ := slices.BinarySearch(g.cells, cellKey(cx0, cy))
	last := cellKey(cx1, cy)
	to := from
	for to < len(g.cells) && g.cells[to] <= last {
		to++
	}
	return g.entities[from:to]
}
