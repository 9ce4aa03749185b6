package sprites

// hull is a silhouette, nose towards +X, one side of it: painters mirror it. It
// stays within the unit circle, which is the ship that shots can hit.
type hull struct {
	side  []point   // from nose to stern, y ≥ 0
	panel [][]point // lines within
	cabin point     // the canopy, on the spine
}

// hulls differ in outline enough to be told apart without colour.
var hulls = [Silhouettes]hull{
	{ // dart
		side:  []point{{1, 0}, {.1, .22}, {-.75, .72}, {-.52, .18}, {-.62, 0}},
		panel: [][]point{{{.1, .22}, {-.52, .18}}}, cabin: point{.3, .07},
	},
	{ // fork: two prongs
		side:  []point{{.35, 0}, {.42, .2}, {.98, .42}, {.1, .66}, {-.72, .5}, {-.5, .16}, {-.66, 0}},
		panel: [][]point{{{.42, .2}, {-.5, .16}}, {{.1, .66}, {-.1, .2}}}, cabin: point{0, .09},
	},
	{ // manta: swept crescent
		side:  []point{{.8, 0}, {.62, .2}, {.2, .5}, {-.5, .95}, {-.28, .4}, {-.6, .2}, {-.5, 0}},
		panel: [][]point{{{.2, .5}, {-.28, .4}}, {{.62, .2}, {-.6, .2}}}, cabin: point{.35, .09},
	},
	{ // needle: long spine, small fins
		side:  []point{{1, 0}, {.55, .12}, {.2, .16}, {-.05, .5}, {-.2, .5}, {-.2, .2}, {-.7, .22}, {-.88, .48}, {-.82, 0}},
		panel: [][]point{{{.2, .16}, {-.7, .22}}}, cabin: point{.45, .05},
	},
	{ // hammer: broad head
		side:  []point{{.7, 0}, {.75, .3}, {.6, .62}, {.3, .62}, {.22, .26}, {-.45, .22}, {-.8, .5}, {-.85, .2}, {-.7, 0}},
		panel: [][]point{{{.22, .26}, {.22, 0}}, {{.75, .3}, {.22, .26}}}, cabin: point{.45, .1},
	},
	{ // kite: a faceted gem
		side:  []point{{.92, 0}, {.25, .5}, {-.2, .62}, {-.82, .22}, {-.62, 0}},
		panel: [][]point{{{.25, .5}, {.1, 0}}, {{.1, 0}, {-.82, .22}}, {{-.2, .62}, {.1, 0}}}, cabin: point{.35, .09},
	},
}

// distance is to the outline; a mirrored side is a closed one.
func (h hull) distance(x, y float32) float32 { return polygon(x, max(y, -y), h.side) }

// rim is the distance to the outline's drawn part: not along the spine.
func (h hull) rim(x, y float32) float32 { return polyline(x, max(y, -y), h.side) }

// paintBody is dark metal lit from its edges, opaque, so that ships occlude.
func paintBody(h hull) painter {
	return func(x, y, texel float32) (float32, float32) {
		x, y, texel = x*ShipSpan, y*ShipSpan, texel*ShipSpan
		d := h.distance(x, y)
		in := edge(d, texel)
		light := .1 + .42*exp(-h.rim(x, y)*7) + .1*smooth(-1, 1, x)
		if y < 0 {
			light *= .72 // one flank in shade gives the hull a keel
		}
		return in * light, in * .94
	}
}

// paintLine is the outline, the panels and the canopy: what is brightest.
func paintLine(h hull) painter {
	return both(func(x, y, texel float32) float32 {
		x, y, texel = x*ShipSpan, max(y, -y)*ShipSpan, texel*ShipSpan
		v := edge(h.rim(x, y)-.045, texel)
		for _, p := range h.panel {
			v = max(v, .4*edge(polyline(x, y, p)-.016, texel))
		}
		dx, dy := (x-h.cabin.x)/2.2, y
		return max(v, smooth(h.cabin.y, h.cabin.y*.3, hypot(dx, dy)))
	})
}

// paintGlow is the light the outline sheds.
func paintGlow(h hull) painter {
	return both(func(x, y, texel float32) float32 {
		fade := smooth(1, .6, hypot(x, y))
		d := h.rim(x*ShipSpan, y*ShipSpan)
		return (.8*exp(-d*d*70) + .4*exp(-d*5)) * fade
	})
}
