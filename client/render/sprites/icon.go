package sprites

// paintIcon paints chains of strokes, the way every icon is drawn.
func paintIcon(w float32, chains ...[]point) painter {
	return equalAlpha(func(x, y, texel float32) float32 {
		best := float32(4)
		for _, c := range chains {
			best = min(best, polylineDistance(x, y, c))
		}
		return fadeAtBorder(x, y, stroke(best, w, texel))
	})
}

// fadeAtBorder lets light end before the tile does.
func fadeAtBorder(x, y, light float32) float32 { return light * smoothstep(1, .88, max(x, -x, y, -y)) }

func closePath(ps []point) []point { return append(ps, ps[0]) }

// itemIcons differ in outline, not only in colour: shield, leap, mine, missile.
var itemIcons = [itemCount]painter{
	paintIcon(.07, []point{{0, -.75}, {.62, -.5}, {.55, .15}, {0, .75}, {-.55, .15}, {-.62, -.5}, {0, -.75}}, []point{{0, -.3}, {0, .3}}, []point{{-.28, 0}, {.28, 0}}),
	paintIcon(.07, []point{{-.8, .45}, {-.3, 0}, {-.8, -.45}}, []point{{-.2, .55}, {.45, 0}, {-.2, -.55}}, []point{{.7, -.3}, {.7, .3}}),
	paintIcon(.06, closePath(regularPolygon(8, .42, 0)), []point{{-.85, 0}, {-.42, 0}}, []point{{.42, 0}, {.85, 0}}, []point{{0, -.85}, {0, -.42}}, []point{{0, .42}, {0, .85}}),
	paintIcon(.065, []point{{.8, -.8}, {.5, -.05}, {-.3, .65}, {-.65, .3}, {.05, -.5}, {.8, -.8}}, []point{{-.35, .35}, {-.75, .75}}),
}

// weaponIcons stand in the kill feed: pulse, rail, seeker, mine, star, rock.
var weaponIcons = [weaponCount]painter{
	paintIcon(.08, []point{{-.8, 0}, {-.35, 0}}, []point{{-.1, 0}, {.3, 0}}, []point{{.55, 0}, {.8, 0}}),
	paintIcon(.06, []point{{-.85, .14}, {.85, .14}}, []point{{-.85, -.14}, {.85, -.14}}, []point{{.35, -.5}, {.85, 0}, {.35, .5}}),
	paintIcon(.065, []point{{.8, -.8}, {.5, -.05}, {-.3, .65}, {-.65, .3}, {.05, -.5}, {.8, -.8}}, []point{{-.35, .35}, {-.75, .75}}),
	paintIcon(.06, closePath(regularPolygon(8, .42, 0)), []point{{-.85, 0}, {-.42, 0}}, []point{{.42, 0}, {.85, 0}}, []point{{0, -.85}, {0, -.42}}, []point{{0, .42}, {0, .85}}),
	paintIcon(.06, closePath(regularPolygon(12, .38, 0)), []point{{.6, 0}, {.85, 0}}, []point{{-.6, 0}, {-.85, 0}}, []point{{0, .6}, {0, .85}}, []point{{0, -.6}, {0, -.85}},
		[]point{{.42, .42}, {.6, .6}}, []point{{-.42, .42}, {-.6, .6}}, []point{{.42, -.42}, {.6, -.6}}, []point{{-.42, -.42}, {-.6, -.6}}),
	paintIcon(.06, []point{{-.7, -.1}, {-.2, -.7}, {.55, -.5}, {.75, .2}, {.2, .7}, {-.5, .55}, {-.7, -.1}}, []point{{-.2, -.7}, {0, 0}, {.75, .2}}, []point{{0, 0}, {-.5, .55}}),
}
