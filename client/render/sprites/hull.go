package sprites

// hullShape is the outline of a ship with its nose towards +X. Only one half is stored,
// the painters mirror it. It stays within the unit circle, which is the hit circle.
type hullShape struct {
	half   []segment // from nose to stern, y ≥ 0, and back on the axis
	panels []segment // lines inside the outline
	canopy point     // centre on the axis, and radius
}

// hullShapes are in the order of the classes of the game. They differ so much that players
// can tell them apart at a glance.
var hullShapes = [HullShapes]hullShape{
	{ // dart
		half:   closedPath([]point{{1, 0}, {.1, .22}, {-.75, .72}, {-.52, .18}, {-.62, 0}}),
		panels: openPaths([]point{{.1, .22}, {-.52, .18}}), canopy: point{.3, .07},
	},
	{ // needle: long spine, small fins
		half:   closedPath([]point{{1, 0}, {.55, .12}, {.2, .16}, {-.05, .5}, {-.2, .5}, {-.2, .2}, {-.7, .22}, {-.88, .48}, {-.82, 0}}),
		panels: openPaths([]point{{.2, .16}, {-.7, .22}}), canopy: point{.45, .05},
	},
	{ // hammer: broad head
		half:   closedPath([]point{{.7, 0}, {.75, .3}, {.6, .62}, {.3, .62}, {.22, .26}, {-.45, .22}, {-.8, .5}, {-.85, .2}, {-.7, 0}}),
		panels: openPaths([]point{{.75, .3}, {.22, .26}, {.22, 0}}), canopy: point{.45, .1},
	},
	{ // shell: a broad back, two horns
		half:   closedPath([]point{{.5, 0}, {.55, .16}, {.9, .4}, {.55, .74}, {-.2, .82}, {-.72, .5}, {-.6, .16}, {-.7, 0}}),
		panels: openPaths([]point{{.55, .16}, {-.6, .16}}, []point{{.55, .74}, {.2, .3}, {-.72, .5}}), canopy: point{.1, .1},
	},
}

// outlineDistance returns the distance to the mirrored outline, negative inside.
func (h hullShape) outlineDistance(x, y float32) float32 {
	d := h.edgeDistance(x, y)
	if inside(x, max(y, -y), h.half) {
		return -d
	}
	return d
}

// edgeDistance returns the distance to the mirrored outline.
func (h hullShape) edgeDistance(x, y float32) float32 {
	return lineDistance(x, max(y, -y), h.half[:len(h.half)-1]) // without the axis
}

// paintBody paints dark metal with light edges. It is opaque, so that a ship hides what is
// below it.
func paintBody(h hullShape) painter {
	return func(x, y, texel float32) (float32, float32) {
		x, y, texel = x*ShipTileScale, y*ShipTileScale, texel*ShipTileScale
		d := h.outlineDistance(x, y)
		in := edge(d, texel)
		if in == 0 {
			return 0, 0
		}
		light := .1 + .42*exp(-max(d, -d)*7) + .1*smoothstep(-1, 1, x)
		if y < 0 {
			light *= .72 // one side is darker, which makes the hull look three-dimensional
		}
		return in * light, in * .94
	}
}

// paintLine paints the outline, the panel lines and the canopy.
func paintLine(h hullShape) painter {
	return equalAlpha(func(x, y, texel float32) float32 {
		x, y, texel = x*ShipTileScale, max(y, -y)*ShipTileScale, texel*ShipTileScale
		v := edge(h.edgeDistance(x, y)-.045, texel)
		v = max(v, .4*edge(lineDistance(x, y, h.panels)-.016, texel))
		dx, dy := (x-h.canopy.x)/2.2, y
		return max(v, smoothstep(h.canopy.y, h.canopy.y*.3, hypot(dx, dy)))
	})
}

// paintGlow paints the light around the outline.
func paintGlow(h hullShape) painter {
	return equalAlpha(func(x, y, texel float32) float32 {
		fade := smoothstep(1, .6, hypot(x, y))
		d := h.edgeDistance(x*ShipTileScale, y*ShipTileScale)
		return (.8*exp(-d*d*70) + .4*exp(-d*5)) * fade
	})
}
