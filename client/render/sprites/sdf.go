package sprites

import "math"

// Signed distance functions in the units of the shape, negative inside. They are
// evaluated once per texel when the atlas is painted, never per frame.

type point struct{ x, y float32 }

func hypot(x, y float32) float32 { return sqrt(x*x + y*y) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// segment is a straight line between two points. In a path each begins where the one before ends.
type segment struct {
	from, to, along point
	perLength2      float32 // 1 / length²
}

// openPaths is the lines from each point of a chain to the next.
func openPaths(chains ...[]point) (path []segment) {
	for _, ps := range chains {
		for i, from := range ps[:len(ps)-1] {
			to := ps[i+1]
			along := point{to.x - from.x, to.y - from.y}
			path = append(path, segment{from, to, along, 1 / (along.x*along.x + along.y*along.y)})
		}
	}
	return path
}

// closedPath is the lines through ps and back to the first point.
func closedPath(ps []point) []segment { return openPaths(ps, []point{ps[len(ps)-1], ps[0]}) }

// distanceSquared returns the square of the distance from x, y to the nearest of segments: one
// square root for each took a third of the time to paint the atlas. It has no min and max,
// which are calls of functions in a browser.
func distanceSquared(x, y float32, segments []segment) float32 {
	best := float32(math.MaxFloat32)
	for i := range segments {
		s := &segments[i]
		dx, dy := x-s.from.x, y-s.from.y
		if h := (dx*s.along.x + dy*s.along.y) * s.perLength2; h >= 1 {
			dx, dy = dx-s.along.x, dy-s.along.y
		} else if h > 0 {
			dx, dy = dx-s.along.x*h, dy-s.along.y*h
		}
		if d := dx*dx + dy*dy; d < best {
			best = d
		}
	}
	return best
}

// lineDistance returns the distance to the nearest of segments.
func lineDistance(x, y float32, segments []segment) float32 {
	return sqrt(distanceSquared(x, y, segments))
}

// areaDistance returns the distance to a closed path, also a concave one, negative inside.
func areaDistance(x, y float32, path []segment) float32 {
	d := lineDistance(x, y, path)
	if inside(x, y, path) {
		return -d
	}
	return d
}

// inside reports whether x, y is inside a closed path, by counting how often a ray
// crosses it.
func inside(x, y float32, path []segment) (in bool) {
	for i := range path {
		s := &path[i]
		if (s.from.y > y) != (s.to.y > y) && x < s.along.x*(y-s.from.y)/s.along.y+s.from.x {
			in = !in
		}
	}
	return in
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

func clamp(v float32) float32 {
	switch {
	case v < 0:
		return 0
	case v > 1:
		return 1
	}
	return v
}

// smoothstep goes from 0 at a to 1 at b with a smooth start and end; a may be the larger.
func smoothstep(a, b, v float32) float32 {
	t := clamp((v - a) / (b - a))
	return t * t * (3 - 2*t)
}

// exp is e to the power of v ≤ 0, as exact as a byte can show, or 0 where that rounds to 0:
// most of a tile is far from any edge.
func exp(v float32) float32 {
	if v < -8 {
		return 0
	}
	v = 1 + v/1024
	for range 10 { // squared ten times: to the power of 1024
		v *= v
	}
	return v
}

// hashNoise returns the same pseudo-random value from 0 to 1 for the same arguments.
func hashNoise(a, b, c int) float32 {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca77 ^ uint32(c)*0xc2b2ae3d
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float32(h^h>>15) / (1 << 32)
}
