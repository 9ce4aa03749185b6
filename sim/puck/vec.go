package puck

import "perihelion/sim/fixed"

// Package fixed rounds down, which is towards -X and -Y. The functions below round towards
// zero instead: what happens at one end of the rink happens alike at the other.

// scale is v times n.
func scale(v fixed.Vec, n fixed.Num) fixed.Vec { return fixed.Vec{X: mul(v.X, n), Y: mul(v.Y, n)} }

func mul(a, b fixed.Num) fixed.Num { return a * b / fixed.One }

// dot is the inner product; v and u must be shorter than 16,000.
func dot(v, u fixed.Vec) fixed.Num { return (v.X*u.X + v.Y*u.Y) / fixed.One }

func length(v fixed.Vec) fixed.Num { return fixed.Vec{X: v.X.Abs(), Y: v.Y.Abs()}.Len() }

// isWithin reports whether v is no longer than r.
func isWithin(v fixed.Vec, r fixed.Num) bool {
	return fixed.Vec{X: v.X.Abs(), Y: v.Y.Abs()}.Within(r)
}

// facing is the direction of an angle, with length one.
func facing(a fixed.Angle) fixed.Vec {
	const half = 2 * fixed.Quarter
	if a >= half {
		v := fixed.Unit(a - half)
		return fixed.Vec{X: -v.X, Y: -v.Y}
	}
	return fixed.Unit(a)
}

// limit is v, but not longer than most.
func limit(v fixed.Vec, most fixed.Num) fixed.Vec {
	if isWithin(v, most) {
		return v
	}
	return scale(v, fixed.Div(most, length(v)))
}

// unit is v with length one; the zero vector points along +X.
func unit(v fixed.Vec, length fixed.Num) fixed.Vec {
	if length == 0 {
		return fixed.Vec{X: fixed.One}
	}
	return fixed.Vec{X: fixed.Div(v.X, length), Y: fixed.Div(v.Y, length)}
}
