package ships

import (
	"math/bits"

	"perihelion/sim"

	"perihelion/sim/fixed"
)

const (
	cellShift = 9  // cells of 512 units: a pulse's tick touches one or two
	nobody    = -1 // ends a cell's list
)

// grid finds the ships near a place. It is rebuilt every tick from what the
// World knows, and so is no part of its state.
type grid struct {
	side int     // cells along an axis
	head []int16 // by cell: the ship added last
	next []int16 // by PlayerID: the one added before
}

func newGrid(radius fixed.Num, seats int) grid {
	reach := int(radius>>fixed.Shift) + wallDepth
	side := reach>>(cellShift-1) + 1
	return grid{side: side, head: make([]int16, side*side), next: make([]int16, seats)}
}

func (g *grid) clear() {
	for i := range g.head {
		g.head[i] = nobody
	}
}

// cell is the row or column of a coordinate; what lies outside counts to the rim.
func (g *grid) cell(n fixed.Num) int {
	return min(max(int(n>>(fixed.Shift+cellShift))+g.side/2, 0), g.side-1)
}

func (g *grid) add(p sim.PlayerID, at fixed.Vec) {
	c := g.cell(at.Y)*g.side + g.cell(at.X)
	g.next[p], g.head[c] = g.head[c], int16(p)
}

// near appends to dst the players whose ships may lie between the corners a and
// b, or within reach of that box; in no useful order.
func (g *grid) near(dst []sim.PlayerID, a, b fixed.Vec, reach fixed.Num) []sim.PlayerID {
	left, right := g.cell(min(a.X, b.X)-reach), g.cell(max(a.X, b.X)+reach)
	top, bottom := g.cell(min(a.Y, b.Y)-reach), g.cell(max(a.Y, b.Y)+reach)
	for y := top; y <= bottom; y++ {
		for x := left; x <= right; x++ {
			for p := g.head[y*g.side+x]; p != nobody; p = g.next[p] {
				dst = append(dst, sim.PlayerID(p))
			}
		}
	}
	return dst
}

// lowest is the index of the lowest bit that is set.
func lowest(mask uint32) int { return bits.TrailingZeros32(mask) }
