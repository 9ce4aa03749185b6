package sprites

import "math"

// rockShape is a crystal: a jagged outline, a smaller face inside, and a facet between
// each pair of neighbouring corners.
type rockShape struct {
	outline, inner []point
	seed           int
}

// newRockShape returns the shape of the given number.
func newRockShape(seed int) rockShape {
	n := 8 + seed%3
	g := rockShape{outline: make([]point, n), inner: make([]point, n), seed: seed}
	for i := range n {
		turn := (float32(i) + .7*hashNoise(seed, i, 1)) / float32(n)
		s, c := math.Sincos(2 * math.Pi * float64(turn))
		r := .86 + .14*hashNoise(seed, i, 2)
		in := r * (.42 + .2*hashNoise(seed, i, 3))
		g.outline[i] = point{r * float32(c), r * float32(s)}
		g.inner[i] = point{in*float32(c) - .08, in*float32(s) - .1}
	}
	return g
}

// paintRockBody shades each facet by its angle to a light at the upper left.
func (g rockShape) paintRockBody(x, y, texel float32) (light, cover float32) {
	x, y, texel = x*RockTileScale, y*RockTileScale, texel*RockTileScale
	in := edge(polygonDistance(x, y, g.outline), texel)
	if in == 0 {
		return 0, 0
	}
	shade := float32(.3)
	if !inside(x, y, g.inner) {
		shade = g.facetShade(x, y)
	}
	return in * (shade + .015*valueNoise(x*14, y*14)), in
}

// facetShade returns the brightness of the facet that contains the point.
func (g rockShape) facetShade(x, y float32) float32 {
	for i, a := range g.outline {
		j := (i + 1) % len(g.outline)
		b := g.outline[j]
		flank := [...]point{a, b, g.inner[j], g.inner[i]}
		if !inside(x, y, flank[:]) {
			continue
		}
		mx, my := a.x+b.x, a.y+b.y
		facing := -(mx*.6 + my*.8) / hypot(mx, my)
		return .2 + .15*facing + .07*hashNoise(g.seed, i, 4)
	}
	return .16
}

// paintRockEdges paints the edges between the facets; the outline is the brightest.
func (g rockShape) paintRockEdges(x, y, texel float32) (light, cover float32) {
	fade := smoothstep(1, .9, hypot(x, y))
	x, y, texel = x*RockTileScale, y*RockTileScale, texel*RockTileScale
	rim, table := polygonDistance(x, y, g.outline), polygonDistance(x, y, g.inner)
	v := edge(max(rim, -rim)-.02, texel) + .3*exp(-max(rim, -rim)*9)*fade
	v = max(v, .45*edge(max(table, -table)-.008, texel))
	spoke := float32(math.MaxFloat32)
	for i := range g.outline {
		spoke = min(spoke, segmentDistanceSquared(x, y, g.outline[i], g.inner[i]))
	}
	v = max(v, .35*edge(sqrt(spoke)-.008, texel))
	return v * fade, v * fade
}

// paintCrack paints cracks; each stage adds some to those of the stage before.
func paintCrack(stage int) painter {
	var webs [][]point
	for k := range 2 + 3*stage {
		webs = append(webs, fracture(k))
	}
	return equalAlpha(func(x, y, texel float32) float32 {
		best := float32(4)
		for _, w := range webs {
			best = min(best, polylineDistance(x, y, w))
		}
		return edge(best-.012, texel) + .5*exp(-best*26)
	})
}

// fracture returns a jagged line from near the outline inward.
func fracture(k int) []point {
	turn := 2 * math.Pi * float64(float32(k)*.381966+.1) // the golden angle spaces any number of cracks evenly
	s, c := math.Sincos(turn)
	var ps []point
	for i := range 5 {
		r := .72 - .15*float32(i)
		side := (hashNoise(k, i, 5) - .5) * .3
		ps = append(ps, point{r*float32(c) - side*float32(s), r*float32(s) + side*float32(c)})
	}
	return ps
}
