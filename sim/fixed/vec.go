package fixed

// Vec is a position, a velocity or a direction.
type Vec struct{ X, Y Num }

func (v Vec) Add(u Vec) Vec { return Vec{v.X + u.X, v.Y + u.Y} }
func (v Vec) Sub(u Vec) Vec { return Vec{v.X - u.X, v.Y - u.Y} }

// Scale is v times n, exact to 1/65536 in each axis.
func (v Vec) Scale(n Num) Vec { return Vec{Mul(v.X, n), Mul(v.Y, n)} }

// DivInt is v divided by a whole number, such as a tick rate.
func (v Vec) DivInt(n int64) Vec { return Vec{v.X / Num(n), v.Y / Num(n)} }

// Dot is the inner product; v and u must be shorter than 16,000.
func (v Vec) Dot(u Vec) Num { return (v.X*u.X + v.Y*u.Y) >> Shift }

// Right is v turned a quarter from +X towards +Y.
func (v Vec) Right() Vec { return Vec{-v.Y, v.X} }

// Len is the length of v, to 1/16384. Two opposite ends of the largest arena
// are 2^32 steps apart, whose square is one bit too many: hence the shift.
func (v Vec) Len() Num {
	x, y := v.X>>2, v.Y>>2
	return Num(Root(uint64(x*x+y*y))) << 2
}

// Within reports whether v is no longer than r.
func (v Vec) Within(r Num) bool {
	x, y, d := v.X>>2, v.Y>>2, r>>2
	return x*x+y*y <= d*d
}
