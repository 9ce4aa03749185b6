package ships

import (
	"math/bits"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

const (
	cellShift = 9  // cells of 512 units: the way of a pulse in one tick touches one or two
	emptyCell = -1 // ends the list of a cell
)

// grid finds the ships near a position. It is rebuilt in every tick, so it is not part of
// the saved state.
type grid struct {
	width int     // cells along an axis
	head  []int16 // by cell: the ship added last
	next  []int16 // by PlayerID: the one added before
}

func newGrid(radius fixed.Num, seats int) grid {
	reach := int(radius>>fixed.Shift) + wallDepth
	width := reach>>(cellShift-1) + 1
	return grid{width: width, head: make([]int16, width*width), next: make([]int16, seats)}
}

func (g *grid) reset() {
	for i := range g.head {
		g.head[i] = emptyCell
	}
}

// cell is the row or column of a coordinate; coordinates outside the grid give its first
// or last one.
func (g *grid) cell(n fixed.Num) int {
	return min(max(int(n>>(fixed.Shift+cellShift))+g.width/2, 0), g.width-1)
}

func (g *grid) insert(p sim.PlayerID, at fixed.Vec) {
	c := g.cell(at.Y)*g.width + g.cell(at.X)
	g.next[p], g.head[c] = g.head[c], int16(p)
}

// appendNear appends to dst the players whose ships may lie in the box with corners a and
// b, or within reach of it, in no particular order.
func (g *grid) appendNear(dst []sim.PlayerID, a, b fixed.Vec, reach fixed.Num) []sim.PlayerID {
	left, right := g.cell(min(a.X, b.X)-reach), g.cell(max(a.X, b.X)+reach)
	top, bottom := g.cell(min(a.Y, b.Y)-reach), g.cell(max(a.Y, b.Y)+reach)
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			for p := g.head[y*g.width+x]; p != emptyCell; p = g.next[p] {
				dst = append(dst, sim.PlayerID(p))
			}
		}
	}
	return dst
}

// lowestBit is the index of the lowest bit that is set.
func lowestBit(mask uint32) int { return bits.TrailingZeros32(mask) }
