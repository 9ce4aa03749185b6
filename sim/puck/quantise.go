package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// The resolution of the wire, and of the world between two ticks.
const (
	posShift   = fixed.Shift - sim.PositionShift // 1/16 unit
	velShift   = fixed.Shift - 2                 // 1/4 unit per second
	angleShift = 6                               // 1/1024 turn
	angleStep  = 1 << angleShift
)

// roundTo rounds to the nearest multiple of 1<<shift, and what lies between two away from
// zero.
func roundTo(n fixed.Num, shift uint) fixed.Num {
	if n < 0 {
		return -roundTo(-n, shift)
	}
	return (n + 1<<(shift-1)) >> shift << shift
}

func roundPos(v fixed.Vec) fixed.Vec {
	return fixed.Vec{X: roundTo(v.X, posShift), Y: roundTo(v.Y, posShift)}
}

func roundVel(v fixed.Vec) fixed.Vec {
	return fixed.Vec{X: roundTo(v.X, velShift), Y: roundTo(v.Y, velShift)}
}

func roundAngle(a fixed.Angle) fixed.Angle { return (a + angleStep/2) &^ (angleStep - 1) }

// roundState rounds what moved in a tick.
func (b *body) roundState() {
	b.pos, b.vel = roundPos(b.pos), roundVel(limit(b.vel, fixed.Int(TopSpeed)))
}

func (d *disc) roundState() {
	d.pos, d.vel = roundPos(d.pos), roundVel(limit(d.vel, fixed.Int(TopSpeed)))
}

// words are a rounded vector as two words.
func words(v fixed.Vec, shift uint) (x, y int32) { return int32(v.X >> shift), int32(v.Y >> shift) }

// vecOf undoes words.
func vecOf(x, y int32, shift uint) fixed.Vec {
	return fixed.Vec{X: fixed.Num(x) << shift, Y: fixed.Num(y) << shift}
}

const pushSide = 2*pushMost + 1

// pushWord packs a push into one word.
func pushWord(x, y int8) int32 { return (int32(x)+pushMost)*pushSide + int32(y) + pushMost }

// pushOf is where a skater pushes, -7 to 7 along each axis, as SkaterPush says it.
func pushOf(word int32) (x, y int8) {
	word = min(max(word, 0), pushSide*pushSide-1)
	return int8(word/pushSide - pushMost), int8(word%pushSide - pushMost)
}
