package fixed

// Angle is a direction: a full turn is 65536, growing from +X towards +Y.
type Angle uint16

// Quarter is a right angle.
const Quarter Angle = 1 << 14

// Sin is the sine of a.
func Sin(a Angle) Num { return FineSin(uint32(a)<<16) >> (fineShift - Shift) }

// Cos is the cosine of a.
func Cos(a Angle) Num { return Sin(a + Quarter) }

// Unit is the vector of length one in the direction of a.
func Unit(a Angle) Vec { return Vec{Cos(a), Sin(a)} }

// AngleDiff is the shortest turn from a to b, in 1/65536 turn; positive from +X toward +Y.
func AngleDiff(a, b Angle) int16 { return int16(b - a) }

// fineShift is the number of fraction bits of FineSin. At the rim of the largest arena a
// step of Sin would be a third of a unit, which is visible as a judder.
const fineShift = 30

// FineSin is the sine of an angle whose full turn is 2^32, times 2^30.
func FineSin(a uint32) Num {
	half, quarter := a>>31 != 0, a>>30&1 != 0
	a &= 1<<30 - 1
	if quarter {
		a = 1<<30 - a
	}
	i, frac := a>>20, Num(a&(1<<20-1))
	s := Num(sines[i])
	if frac != 0 {
		s += (Num(sines[i+1]) - s) * frac >> 20
	}
	if half {
		return -s
	}
	return s
}

// FineUnit is r long, in a direction whose full turn is 2^32.
func FineUnit(a uint32, r Num) Vec {
	return Vec{FineSin(a+1<<30) * (r >> 2) >> (fineShift - 2), FineSin(a) * (r >> 2) >> (fineShift - 2)}
}

// Direction is the angle of v; 0 for the zero vector.
func (v Vec) Direction() Angle {
	x, y := v.X.Abs(), v.Y.Abs()
	if x|y == 0 {
		return 0
	}
	var a Angle
	if y <= x {
		a = arc(Div(y, x))
	} else {
		a = Quarter - arc(Div(x, y))
	}
	if v.X < 0 {
		a = 2*Quarter - a
	}
	if v.Y < 0 {
		a = -a
	}
	return a
}

// arc is the angle whose tangent is t, for t from 0 to 1.
func arc(t Num) Angle {
	i, frac := t>>8, t&0xff
	if frac == 0 {
		return Angle(arcs[i])
	}
	low, high := Num(arcs[i]), Num(arcs[i+1])
	return Angle(low + ((high-low)*frac+0x80)>>8)
}
