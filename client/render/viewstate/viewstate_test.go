package viewstate

import (
	"math"
	"testing"

	"perihelion/client/netcode"
)

func approxEqual(a, b, by float32) bool { return a-b < by && b-a < by }

func TestHeadingTurnsByTheShorterWay(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to uint8
		want     float64 // of 256 in a turn, half way
	}{
		{"straight", 10, 20, 15}, {"over zero", 250, 6, 256}, {"back over zero", 6, 250, 256}, {"still", 77, 77, 77},
	} {
		cos, sin := InterpolateHeading(c.from, c.to, .5)
		a := c.want * 2 * math.Pi / 256
		if !approxEqual(cos, float32(math.Cos(a)), 1e-4) || !approxEqual(sin, float32(math.Sin(a)), 1e-4) {
			t.Errorf("%s: %v, %v; want the angle %v", c.name, cos, sin, a)
		}
	}
}

func TestStaleEntitiesFade(t *testing.T) {
	for stale, want := range map[float32]float32{0: 1, .5: .5, 1: 0, 9: 0} {
		if got := Opacity(&netcode.Seen{Stale: stale}); got != want {
			t.Errorf("stale for %v s: %v, want %v", stale, got, want)
		}
	}
}
