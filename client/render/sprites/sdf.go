package sprites

import "math"

// Signed distance functions in the units of the shape, negative inside. They are
// evaluated once per texel when the atlas is painted, never per frame.

type point struct{ x, y float32 }

func hypot(x, y float32) float32 { return sqrt(x*x + y*y) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// segmentDistance returns the distance from x, y to the segment from a to b.
func segmentDistance(x, y float32, a, b point) float32 {
	return sqrt(segmentDistanceSquared(x, y, a, b))
}

// segmentDistanceSquared is the square of segmentDistance. The nearest of many segments is
// searched with it: one square root for each took a third of the time to paint the atlas.
func segmentDistanceSquared(x, y float32, a, b point) float32 {
	px, py, bx, by := x-a.x, y-a.y, b.x-a.x, b.y-a.y
	h := clamp((px*bx + py*by) / (bx*bx + by*by))
	dx, dy := px-bx*h, py-by*h
	return dx*dx + dy*dy
}

// polygonDistance returns the distance to a closed outline, also a concave one.
func polygonDistance(x, y float32, ps []point) float32 {
	best, a := float32(math.MaxFloat32), ps[len(ps)-1]
	for _, b := range ps {
		best = min(best, segmentDistanceSquared(x, y, a, b))
		a = b
	}
	if inside(x, y, ps) {
		return -sqrt(best)
	}
	return sqrt(best)
}

// inside reports whether x, y is inside a closed outline, by counting how often a ray
// crosses it.
func inside(x, y float32, ps []point) (in bool) {
	a := ps[len(ps)-1]
	for _, b := range ps {
		if (a.y > y) != (b.y > y) && x < (b.x-a.x)*(y-a.y)/(b.y-a.y)+a.x {
			in = !in
		}
		a = b
	}
	return in
}

// polylineDistance returns the distance to the nearest segment of an open line.
func polylineDistance(x, y float32, ps []point) float32 {
	best := float32(math.MaxFloat32)
	for i := 1; i < len(ps); i++ {
		best = min(best, segmentDistanceSquared(x, y, ps[i-1], ps[i]))
	}
	return sqrt(best)
}

// regularPolygon returns n corners on a circle of radius r; turn is the rotation as a
// share of a full turn.
func regularPolygon(n int, r, turn float32) []point {
	ps := make([]point, n)
	for i := range ps {
		s, c := math.Sincos(2 * math.Pi * float64(float32(i)/float32(n)+turn))
		ps[i] = point{r * float32(c), r * float32(s)}
	}
	return ps
}

func clamp(v float32) float32 { return max(0, min(1, v)) }

// smoothstep goes from 0 at a to 1 at b with a smooth start and end; a may be the larger.
func smoothstep(a, b, v float32) float32 {
	t := clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

// exp is e to the power of v, or 0 where a byte would round the result to 0: most of a
// tile is far from any edge.
func exp(v float32) float32 {
	if v < -8 {
		return 0
	}
	return float32(math.Exp(float64(v)))
}

// hashNoise returns the same pseudo-random value from 0 to 1 for the same arguments.
func hashNoise(a, b, c int) float32 {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca77 ^ uint32(c)*0xc2b2ae3d
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float32(h^h>>15) / (1 << 32)
}
