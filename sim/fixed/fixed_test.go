package fixed

import (
	"math"
	"math/rand"
	"testing"
)

func TestTablesHoldTheRightValues(t *testing.T) {
	for i, got := range sines {
		if want := int32(math.Round(math.Sin(float64(i)*math.Pi/2048) * (1 << 30))); got != want {
			t.Errorf("sines[%d] = %d, want %d", i, got, want)
		}
	}
	for i, got := range arcs {
		if want := uint16(math.Round(math.Atan(float64(i)/256) / (2 * math.Pi) * 65536)); got != want {
			t.Errorf("arcs[%d] = %d, want %d", i, got, want)
		}
	}
}

func TestSineAndCosineAreExactEverywhere(t *testing.T) {
	for a := range 1 << 16 {
		turn := float64(a) / 65536 * 2 * math.Pi
		if got, want := float64(Sin(Angle(a)))/65536, math.Sin(turn); math.Abs(got-want) > 3.0/65536 {
			t.Fatalf("Sin(%d) = %v, want %v", a, got, want)
		}
		if got, want := float64(Cos(Angle(a)))/65536, math.Cos(turn); math.Abs(got-want) > 3.0/65536 {
			t.Fatalf("Cos(%d) = %v, want %v", a, got, want)
		}
	}
}

func TestFineUnitIsExactAtTheRimOfTheLargestArena(t *testing.T) {
	luck := rand.New(rand.NewSource(1))
	for range 10_000 {
		a := luck.Uint32()
		got := FineUnit(a, Int(24_000))
		turn := float64(a) / (1 << 32) * 2 * math.Pi
		x, y := float64(got.X)/65536, float64(got.Y)/65536
		if off := math.Hypot(x-24_000*math.Cos(turn), y-24_000*math.Sin(turn)); off > 0.02 {
			t.Fatalf("FineUnit(%d) is off by %v", a, off)
		}
	}
}

func TestDirectionUndoesUnit(t *testing.T) {
	for a := range 1 << 16 {
		v := Unit(Angle(a)).Scale(Int(1000))
		if off := AngleDiff(v.Direction(), Angle(a)); off < -3 || off > 3 {
			t.Fatalf("Unit(%d).Direction() is off by %d", a, off)
		}
	}
	if got := (Vec{}).Direction(); got != 0 {
		t.Errorf("direction of nothing = %d, want 0", got)
	}
}

func TestRootIsTheLargestWhoseSquareFits(t *testing.T) {
	check := func(n uint64) {
		r := Root(n)
		if r > 1<<32-1 || r*r > n || (r < 1<<32-1 && (r+1)*(r+1) <= n) {
			t.Fatalf("Root(%d) = %d", n, r)
		}
	}
	for n := range uint64(70_000) {
		check(n)
	}
	luck := rand.New(rand.NewSource(1))
	for range 200_000 {
		n := luck.Uint64() >> luck.Intn(64)
		check(n)
		r := Root(n)
		check(r * r)
		if r > 0 {
			check(r*r - 1)
		}
	}
	check(math.MaxUint64)
}

func TestLengthsDoNotOverflowAcrossTheLargestArena(t *testing.T) {
	v := Vec{Int(54_000), Int(-54_000)}
	if got, want := float64(v.Len())/65536, math.Hypot(54_000, 54_000); math.Abs(got-want) > 0.01 {
		t.Errorf("Len = %v, want %v", got, want)
	}
	if !v.Within(Int(76_400)) || v.Within(Int(76_300)) {
		t.Error("Within disagrees with Len")
	}
}

func TestMulDivSqrt(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want Num
	}{
		{"three halves times two", Mul(One*3/2, 2*One), 3 * One},
		{"a negative product rounds down", Mul(-1, One/2), -1},
		{"one by four", Div(One, 4*One), One / 4},
		{"root of two and a quarter", Sqrt(One * 9 / 4), One * 3 / 2},
		{"root of a negative", Sqrt(-One), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s = %d, want %d", c.name, c.got, c.want)
		}
	}
}

func BenchmarkRoot(b *testing.B) {
	var sum uint64
	for i := range b.N {
		sum += Root(uint64(i) * 0x9e3779b97f4a7c15)
	}
	_ = sum
}
