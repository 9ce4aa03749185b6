package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Words are coarser than the numbers of the simulation; these shifts convert between
// them. The units are at the words of each kind.
const (
	posShift     = fixed.Shift - sim.PositionShift
	velShift     = fixed.Shift - 2
	headingShift = 8

	velLimit = 1<<(velBits-1) - 1
)

func posWord(n fixed.Num) int32 { return int32((n + 1<<(posShift-1)) >> posShift) }

func velWord(n fixed.Num) int32 {
	return int32(min(max((n+1<<(velShift-1))>>velShift, -velLimit), velLimit))
}

func headingWord(a fixed.Angle) int32 { return int32((a + 1<<(headingShift-1)) >> headingShift) }

func fromWords(x, y int32, shift uint) fixed.Vec {
	return fixed.Vec{X: fixed.Num(x) << shift, Y: fixed.Num(y) << shift}
}

// setPosition sets where e is, for interest management.
func setPosition(e *sim.Entity, at fixed.Vec) { e.X, e.Y = at.X.Round(), at.Y.Round() }
