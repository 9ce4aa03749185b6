// Package fixed is fixed-point arithmetic: numbers with 16 fraction bits, vectors and
// angles. It uses no floating point, so every machine computes the same results. It has
// no state and is safe for concurrent use.
package fixed

import "math/bits"

// Num is a number in steps of 1/65536. It is stored in 64 bits although values
// of the game fit Q16.16, so that the difference of any two places in the
// largest arena, and a product on its way to being shifted, does not overflow.
type Num int64

const (
	Shift     = 16
	One   Num = 1 << Shift
)

// Int is n as a Num.
func Int(n int) Num { return Num(n) << Shift }

// Round is the whole number nearest to n.
func (n Num) Round() int32 { return int32((n + One/2) >> Shift) }

// Abs is n without its sign.
func (n Num) Abs() Num {
	if n < 0 {
		return -n
	}
	return n
}

// Mul is a times b, rounded down. The product of the operands must stay below
// 2^31 in plain numbers.
func Mul(a, b Num) Num { return a * b >> Shift }

// Div is a divided by b, towards zero.
func Div(a, b Num) Num { return a << Shift / b }

// Sqrt is the root of n, rounded down; 0 for a negative n.
func Sqrt(n Num) Num {
	if n <= 0 {
		return 0
	}
	return Num(Root(uint64(n) << Shift))
}

// Root is the largest integer whose square is not above n.
func Root(n uint64) uint64 {
	if n == 0 {
		return 0
	}
	// The first guess has 8 right bits, each step of Newton's method doubles them.
	shift := uint(64-bits.Len64(n)) &^ 1
	x := uint64(roots[n<<shift>>56-64]) << 24
	top := n << shift
	x = (x + top/x) >> 1
	x = (x + top/x) >> 1
	x >>= shift / 2
	for x*x > n || x > 1<<32-1 {
		x--
	}
	for x < 1<<32-1 && (x+1)*(x+1) <= n {
		x++
	}
	return x
}
