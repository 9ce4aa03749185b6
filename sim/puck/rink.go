package puck

import "perihelion/sim/fixed"

// impact is a bounce: how hard, and where; force 0: there was none.
type impact struct {
	force fixed.Num
	at    fixed.Vec
}

// confine brings a circle of radius r back inside the boards, which have round corners.
// normal points into the rink where it was out.
func confine(pos fixed.Vec, r fixed.Num) (in, normal fixed.Vec, out bool) {
	x, y := pos.X.Abs(), pos.Y.Abs()
	cx, cy := x-fixed.Int(HalfLength-Corner), y-fixed.Int(HalfWidth-Corner)
	if cx > 0 && cy > 0 {
		return confineCorner(pos, fixed.Vec{X: cx, Y: cy}, r)
	}
	in = pos
	if most := fixed.Int(HalfLength) - r; x > most {
		in.X, normal.X, out = sign(pos.X)*most, -sign(pos.X)*fixed.One, true
	}
	if most := fixed.Int(HalfWidth) - r; y > most {
		in.Y, normal.Y, out = sign(pos.Y)*most, -sign(pos.Y)*fixed.One, true
	}
	return in, normal, out
}

// confineCorner is confine for a circle whose middle is by corner away from that of the
// arc.
func confineCorner(pos, corner fixed.Vec, r fixed.Num) (in, normal fixed.Vec, out bool) {
	most := fixed.Int(Corner) - r
	if isWithin(corner, most) {
		return pos, normal, false
	}
	n := unit(corner, length(corner))
	in = fixed.Vec{
		X: sign(pos.X) * (fixed.Int(HalfLength-Corner) + mul(n.X, most)),
		Y: sign(pos.Y) * (fixed.Int(HalfWidth-Corner) + mul(n.Y, most)),
	}
	return in, fixed.Vec{X: -sign(pos.X) * n.X, Y: -sign(pos.Y) * n.Y}, true
}

func sign(n fixed.Num) fixed.Num {
	if n < 0 {
		return -1
	}
	return 1
}

// bounce is a velocity after an obstacle whose surface points along normal, and the speed
// towards the obstacle before. What is left of that speed is in percent.
func bounce(vel, normal fixed.Vec, left int) (after fixed.Vec, force fixed.Num) {
	towards := -dot(vel, normal)
	if towards <= 0 {
		return vel, 0
	}
	return vel.Add(scale(normal, towards+percent(towards, left))), towards
}
