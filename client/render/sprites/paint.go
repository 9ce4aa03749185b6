package sprites

// painterOf returns the painter of s.
func painterOf(s Sprite) painter {
	switch {
	case s < iconItem:
		return simpleSprites[s]
	case s < iconWeapon:
		return itemIcons[s-iconItem]
	case s < shipBody:
		return weaponIcons[s-iconWeapon]
	case s < shipLine:
		return paintBody(hullShapes[s-shipBody])
	case s < shipGlow:
		return paintLine(hullShapes[s-shipLine])
	case s < rockBody:
		return paintGlow(hullShapes[s-shipGlow])
	case s < rockLine:
		return newRockShape(int(s - rockBody)).paintRockBody
	case s < rockCrack:
		return newRockShape(int(s - rockLine)).paintRockEdges
	}
	return paintCrack(int(s - rockCrack))
}

// edge is 1 where d is negative and 0 where it is positive, smooth over one texel.
func edge(d, texel float32) float32 { return clamp(.5 - d/texel) }

// stroke is a line of half-width w along d == 0 with a glow.
func stroke(d, w, texel float32) float32 {
	d = max(d, -d)
	return edge(d-w, texel) + .35*exp(-d*d/(w*w*14))
}

// equalAlpha returns a painter whose alpha equals the brightness f.
func equalAlpha(f func(x, y, texel float32) float32) painter {
	return func(x, y, texel float32) (float32, float32) {
		v := f(x, y, texel)
		return v, v
	}
}

// paintOutline paints a closed shape with a bright edge and a faint inside.
func paintOutline(ps []point) painter {
	path := closedPath(ps)
	return equalAlpha(func(x, y, texel float32) float32 {
		d := areaDistance(x, y, path)
		return fadeAtBorder(x, y, max(stroke(d, .07, texel), .3*edge(d, texel)))
	})
}

var (
	padInner, padOuter = closedPath(regularPolygon(6, .62, 0)), closedPath(regularPolygon(6, .88, 0))
	shardPath          = closedPath([]point{{.9, 0}, {-.3, .6}, {-.7, -.4}})
	mineSpikes         = openPaths([]point{{-.85, 0}, {.85, 0}}, []point{{0, -.85}, {0, .85}}, []point{{-.6, -.6}, {.6, .6}}, []point{{.6, -.6}, {-.6, .6}})
	hitMark            = openPaths([]point{{.35, .35}, {.75, .75}})
)

// simpleSprites are the painters of the sprites before iconItem.
var simpleSprites = [iconItem]painter{
	Solid: func(x, y, texel float32) (float32, float32) { return 1, 1 },
	Beam: equalAlpha(func(x, y, texel float32) float32 {
		d := max(y, -y)
		return smoothstep(1, .1, d)
	}),
	Dot: equalAlpha(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smoothstep(1, 0, r) * exp(-r*r*3.2)
	}),
	Disc: equalAlpha(func(x, y, texel float32) float32 { return edge(hypot(x, y)-.94, texel) }),
	Ring: equalAlpha(func(x, y, texel float32) float32 {
		d := hypot(x, y) - .9
		return max(edge(max(d, -d)-.03, texel), .4*exp(-d*d*400)) * smoothstep(1, .97, hypot(x, y))
	}),
	Shock: equalAlpha(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smoothstep(1, .93, r) * smoothstep(.45, .93, r) * smoothstep(.2, .93, r)
	}),
	Bubble: equalAlpha(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return edge(r-.96, texel*2) * (.07 + .93*clamp(r*r*r*r*r*r*r*r))
	}),
	Flame: equalAlpha(func(x, y, texel float32) float32 {
		t := (x + 1) / 2 // 0 at the nozzle
		w := .55 * (1 - t) * (.55 + .45*smoothstep(0, .18, t))
		return smoothstep(w*1.6, 0, max(y, -y)) * smoothstep(1, .1, t) * smoothstep(0, .05, t)
	}),
	Bolt: equalAlpha(func(x, y, texel float32) float32 {
		t := (x + 1) / 2 // 1 at the head
		w := .1 + .5*t*t
		return smoothstep(w, 0, max(y, -y)) * t * t * smoothstep(1, .86, t)
	}),
	Smoke: equalAlpha(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smoothstep(1, .2, r+.25*valueNoise(x*2.3+7, y*2.3)) * .8
	}),
	Shard: equalAlpha(func(x, y, texel float32) float32 {
		return edge(areaDistance(x, y, shardPath), texel)
	}),
	Flare: equalAlpha(func(x, y, texel float32) float32 {
		x, y = max(x, -x), max(y, -y)
		return clamp(.035/(x*y*6+.02+.3*hypot(x, y)*hypot(x, y))-.08) * smoothstep(1, .4, hypot(x, y))
	}),
	Crown:   paintOutline([]point{{-.75, .5}, {-.85, -.35}, {-.4, .05}, {0, -.6}, {.4, .05}, {.85, -.35}, {.75, .5}}),
	Chevron: paintOutline([]point{{.8, 0}, {-.6, .7}, {-.25, 0}, {-.6, -.7}}),
	Mine: equalAlpha(func(x, y, texel float32) float32 {
		spikes := lineDistance(x, y, mineSpikes)
		d := hypot(x, y) - .5
		return fadeAtBorder(x, y, max(stroke(spikes, .035, texel)*smoothstep(.3, .5, hypot(x, y)), stroke(d, .06, texel), .25*edge(d, texel)))
	}),
	Seeker: paintOutline([]point{{.9, 0}, {.3, .26}, {-.5, .26}, {-.85, .6}, {-.6, 0}, {-.85, -.6}, {-.5, -.26}, {.3, -.26}}),
	Scrap:  paintOutline([]point{{.5, -.3}, {.1, .65}, {-.55, .2}, {-.2, -.6}}),
	Pad: equalAlpha(func(x, y, texel float32) float32 {
		inner, outer := lineDistance(x, y, padInner), areaDistance(x, y, padOuter)
		return fadeAtBorder(x, y, max(.5*stroke(inner, .02, texel), stroke(outer, .035, texel), .1*edge(outer, texel)))
	}),
	Hit: equalAlpha(func(x, y, texel float32) float32 {
		x, y = max(x, -x), max(y, -y)
		return fadeAtBorder(x, y, stroke(lineDistance(x, y, hitMark), .06, texel))
	}),
}

// valueNoise is smooth noise between -1 and 1.
func valueNoise(x, y float32) float32 {
	i, j := int(x+64)-64, int(y+64)-64
	fx, fy := smoothstep(0, 1, x-float32(i)), smoothstep(0, 1, y-float32(j))
	a := hashNoise(i, j, 9) + (hashNoise(i+1, j, 9)-hashNoise(i, j, 9))*fx
	b := hashNoise(i, j+1, 9) + (hashNoise(i+1, j+1, 9)-hashNoise(i, j+1, 9))*fx
	return (a+(b-a)*fy)*2 - 1
}

// paintIcon paints lines of half-width w, the style of all icons.
func paintIcon(w float32, chains ...[]point) painter {
	lines := openPaths(chains...)
	return equalAlpha(func(x, y, texel float32) float32 {
		return fadeAtBorder(x, y, stroke(lineDistance(x, y, lines), w, texel))
	})
}

// fadeAtBorder makes light fade to 0 before the border of the tile.
func fadeAtBorder(x, y, light float32) float32 { return light * smoothstep(1, .88, max(x, -x, y, -y)) }

// closePath appends the first point.
func closePath(ps []point) []point { return append(ps, ps[0]) }

// itemIcons differ in shape, not only in colour: shield, blink, mine, seeker.
var itemIcons = [itemCount]painter{
	paintIcon(.07, []point{{0, -.75}, {.62, -.5}, {.55, .15}, {0, .75}, {-.55, .15}, {-.62, -.5}, {0, -.75}}, []point{{0, -.3}, {0, .3}}, []point{{-.28, 0}, {.28, 0}}),
	paintIcon(.07, []point{{-.8, .45}, {-.3, 0}, {-.8, -.45}}, []point{{-.2, .55}, {.45, 0}, {-.2, -.55}}, []point{{.7, -.3}, {.7, .3}}),
	paintIcon(.06, closePath(regularPolygon(8, .42, 0)), []point{{-.85, 0}, {-.42, 0}}, []point{{.42, 0}, {.85, 0}}, []point{{0, -.85}, {0, -.42}}, []point{{0, .42}, {0, .85}}),
	paintIcon(.065, []point{{.8, -.8}, {.5, -.05}, {-.3, .65}, {-.65, .3}, {.05, -.5}, {.8, -.8}}, []point{{-.35, .35}, {-.75, .75}}),
}

// weaponIcons are for the kill feed: pulse, rail, seeker, mine, star, rock, mirror.
var weaponIcons = [weaponCount]painter{
	paintIcon(.08, []point{{-.8, 0}, {-.35, 0}}, []point{{-.1, 0}, {.3, 0}}, []point{{.55, 0}, {.8, 0}}),
	paintIcon(.06, []point{{-.85, .14}, {.85, .14}}, []point{{-.85, -.14}, {.85, -.14}}, []point{{.35, -.5}, {.85, 0}, {.35, .5}}),
	paintIcon(.065, []point{{.8, -.8}, {.5, -.05}, {-.3, .65}, {-.65, .3}, {.05, -.5}, {.8, -.8}}, []point{{-.35, .35}, {-.75, .75}}),
	paintIcon(.06, closePath(regularPolygon(8, .42, 0)), []point{{-.85, 0}, {-.42, 0}}, []point{{.42, 0}, {.85, 0}}, []point{{0, -.85}, {0, -.42}}, []point{{0, .42}, {0, .85}}),
	paintIcon(.06, closePath(regularPolygon(12, .38, 0)), []point{{.6, 0}, {.85, 0}}, []point{{-.6, 0}, {-.85, 0}}, []point{{0, .6}, {0, .85}}, []point{{0, -.6}, {0, -.85}},
		[]point{{.42, .42}, {.6, .6}}, []point{{-.42, .42}, {-.6, .6}}, []point{{.42, -.42}, {.6, -.6}}, []point{{-.42, -.42}, {-.6, -.6}}),
	paintIcon(.06, []point{{-.7, -.1}, {-.2, -.7}, {.55, -.5}, {.75, .2}, {.2, .7}, {-.5, .55}, {-.7, -.1}}, []point{{-.2, -.7}, {0, 0}, {.75, .2}}, []point{{0, 0}, {-.5, .55}}),
	paintIcon(.065, []point{{.5, -.8}, {.5, .8}}, []point{{-.8, -.5}, {.35, 0}, {-.8, .5}}, []point{{-.45, .62}, {-.8, .5}, {-.72, .12}}),
}
