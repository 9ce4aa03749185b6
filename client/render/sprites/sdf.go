package sprites

import "math"

// Distances to shapes, in the units of the shape; negative inside. They are
// evaluated once per texel when the sheet is painted, never per frame.

type point struct{ x, y float32 }

func hypot(x, y float32) float32 { return sqrt(x*x + y*y) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

func segmentDistance(x, y float32, a, b point) float32 {
	return sqrt(segmentDistanceSquared(x, y, a, b))
}

// segmentDistanceSquared is the square of segment. Of many segments the nearest is found by it
// first: a root for each was a third of the time to paint the sheet.
func segmentDistanceSquared(x, y float32, a, b point) float32 {
	px, py, bx, by := x-a.x, y-a.y, b.x-a.x, b.y-a.y
	h := clamp((px*bx + py*by) / (bx*bx + by*by))
	dx, dy := px-bx*h, py-by*h
	return dx*dx + dy*dy
}

// polygonDistance is the distance to a closed outline, concave ones included.
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

// inside counts how often a ray from the point crosses a closed outline.
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

// polylineDistance is the distance to the nearest of a chain of segments.
func polylineDistance(x, y float32, ps []point) float32 {
	best := float32(math.MaxFloat32)
	for i := 1; i < len(ps); i++ {
		best = min(best, segmentDistanceSquared(x, y, ps[i-1], ps[i]))
	}
	return sqrt(best)
}

// regularPolygon is an outline of n corners on a circle of radius r.
func regularPolygon(n int, r, turn float32) []point {
	ps := make([]point, n)
	for i := range ps {
		s, c := math.Sincos(2 * math.Pi * float64(float32(i)/float32(n)+turn))
		ps[i] = point{r * float32(c), r * float32(s)}
	}
	return ps
}

func clamp(v float32) float32 { return max(0, min(1, v)) }

// smoothstep eases from 0 at a to 1 at b; a may be the larger.
func smoothstep(a, b, v float32) float32 {
	t := clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

// exp of what a byte would round to zero is zero: most of a tile is far from any edge.
func exp(v float32) float32 {
	if v < -8 {
		return 0
	}
	return float32(math.Exp(float64(v)))
}

// scatter is noise: the same value between 0 and 1 for the same numbers.
func hashNoise(a, b, c int) float32 {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca77 ^ uint32(c)*0xc2b2ae3d
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float32(h^h>>15) / (1 << 32)
}
