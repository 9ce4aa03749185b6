package sprites

import "math"

// rockShape is a crystal: a jagged outline, a smaller face inside, and a facet between
// each pair of neighbouring corners.
type rockShape struct {
	outline, inner []segment
	edges          []segment   // of the facets: those inside, and from there to the outline
	facets         [][]segment // one for each side of the outline
	seed           int
}

// newRockShape returns the shape of the given number.
func newRockShape(seed int) rockShape {
	n := 8 + seed%3
	outline, inner := make([]point, n), make([]point, n)
	for i := range n {
		turn := (float32(i) + .7*hashNoise(seed, i, 1)) / float32(n)
		s, c := math.Sincos(2 * math.Pi * float64(turn))
		r := .86 + .14*hashNoise(seed, i, 2)
		in := r * (.42 + .2*hashNoise(seed, i, 3))
		outline[i] = point{r * float32(c), r * float32(s)}
		inner[i] = point{in*float32(c) - .08, in*float32(s) - .1}
	}
	g := rockShape{outline: closedPath(outline), inner: closedPath(inner), seed: seed}
	for i := range n {
		j := (i + 1) % n
		g.edges = append(g.edges, openPaths([]point{outline[i], inner[i], inner[j]})...)
		g.facets = append(g.facets, closedPath([]point{outline[i], outline[j], inner[j], inner[i]}))
	}
	return g
}

// paintRockBody shades each facet by its angle to a light at the upper left.
func (g rockShape) paintRockBody(x, y, texel float32) (light, cover float32) {
	x, y, texel = x*RockTileScale, y*RockTileScale, texel*RockTileScale
	in := edge(areaDistance(x, y, g.outline), texel)
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
	for i, facet := range g.facets {
		if !inside(x, y, facet) {
			continue
		}
		a, b := facet[0].from, facet[0].to
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
	rim := lineDistance(x, y, g.outline)
	v := edge(rim-.02, texel) + .3*exp(-rim*9)*fade
	v = max(v, .4*edge(lineDistance(x, y, g.edges)-.008, texel))
	return v * fade, v * fade
}

// paintCrack paints cracks; each stage adds some to those of the stage before.
func paintCrack(stage int) painter {
	var web []segment
	for k := range 2 + 3*stage {
		web = append(web, openPaths(fracture(k))...)
	}
	return equalAlpha(func(x, y, texel float32) float32 {
		best := lineDistance(x, y, web)
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
