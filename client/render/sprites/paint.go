package sprites

// painterOf is the catalogue of pictures.
func painterOf(s Sprite) painter {
	switch {
	case s < iconItem:
		return simple[s]
	case s < iconWeapon:
		return itemIcons[s-iconItem]
	case s < shipBody:
		return weaponIcons[s-iconWeapon]
	case s < shipLine:
		return paintBody(hulls[s-shipBody])
	case s < shipGlow:
		return paintLine(hulls[s-shipLine])
	case s < rockBody:
		return paintGlow(hulls[s-shipGlow])
	case s < rockLine:
		return crystal(int(s - rockBody)).body
	case s < rockCrack:
		return crystal(int(s - rockLine)).line
	}
	return paintCrack(int(s - rockCrack))
}

// edge is 1 inside a distance of zero, 0 outside, smooth over a texel.
func edge(d, texel float32) float32 { return clamp(.5 - d/texel) }

// stroke is a line of half-width w along d == 0 with a halo of light around it.
func stroke(d, w, texel float32) float32 {
	d = max(d, -d)
	return edge(d-w, texel) + .35*exp(-d*d/(w*w*14))
}

// both paints light with as much cover.
func both(f func(x, y, texel float32) float32) painter {
	return func(x, y, texel float32) (float32, float32) {
		v := f(x, y, texel)
		return v, v
	}
}

// outline paints a closed shape as an icon: a bright edge, faint within.
func outline(ps []point) painter {
	return both(func(x, y, texel float32) float32 {
		d := polygon(x, y, ps)
		return framed(x, y, max(stroke(d, .07, texel), .3*edge(d, texel)))
	})
}

var padInner, padOuter = regular(6, .62, 0), regular(6, .88, 0)

var simple = [iconItem]painter{
	Blank: func(x, y, texel float32) (float32, float32) { return 1, 1 },
	Beam: both(func(x, y, texel float32) float32 {
		d := max(y, -y)
		return smooth(1, .1, d)
	}),
	Dot: both(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smooth(1, 0, r) * exp(-r*r*3.2)
	}),
	Disc: both(func(x, y, texel float32) float32 { return edge(hypot(x, y)-.94, texel) }),
	Ring: both(func(x, y, texel float32) float32 {
		d := hypot(x, y) - .9
		return max(edge(max(d, -d)-.03, texel), .4*exp(-d*d*400)) * smooth(1, .97, hypot(x, y))
	}),
	Shock: both(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smooth(1, .93, r) * smooth(.45, .93, r) * smooth(.2, .93, r)
	}),
	Bubble: both(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return edge(r-.96, texel*2) * (.07 + .93*clamp(r*r*r*r*r*r*r*r))
	}),
	Flame: both(func(x, y, texel float32) float32 {
		t := (x + 1) / 2 // 0 at the nozzle
		w := .55 * (1 - t) * (.55 + .45*smooth(0, .18, t))
		return smooth(w*1.6, 0, max(y, -y)) * smooth(1, .1, t) * smooth(0, .05, t)
	}),
	Bolt: both(func(x, y, texel float32) float32 {
		t := (x + 1) / 2 // 1 at the head
		w := .1 + .5*t*t
		return smooth(w, 0, max(y, -y)) * t * t * smooth(1, .86, t)
	}),
	Smoke: both(func(x, y, texel float32) float32 {
		r := hypot(x, y)
		return smooth(1, .2, r+.25*cloud(x*2.3+7, y*2.3)) * .8
	}),
	Shard: both(func(x, y, texel float32) float32 {
		return edge(polygon(x, y, []point{{.9, 0}, {-.3, .6}, {-.7, -.4}}), texel)
	}),
	Flare: both(func(x, y, texel float32) float32 {
		x, y = max(x, -x), max(y, -y)
		return clamp(.035/(x*y*6+.02+.3*hypot(x, y)*hypot(x, y))-.08) * smooth(1, .4, hypot(x, y))
	}),
	Crown:   outline([]point{{-.75, .5}, {-.85, -.35}, {-.4, .05}, {0, -.6}, {.4, .05}, {.85, -.35}, {.75, .5}}),
	Chevron: outline([]point{{.8, 0}, {-.6, .7}, {-.25, 0}, {-.6, -.7}}),
	Mine: both(func(x, y, texel float32) float32 {
		spikes := min(segment(x, y, point{-.85, 0}, point{.85, 0}), segment(x, y, point{0, -.85}, point{0, .85}),
			segment(x, y, point{-.6, -.6}, point{.6, .6}), segment(x, y, point{.6, -.6}, point{-.6, .6}))
		d := hypot(x, y) - .5
		return framed(x, y, max(stroke(spikes, .035, texel)*smooth(.3, .5, hypot(x, y)), stroke(d, .06, texel), .25*edge(d, texel)))
	}),
	Seeker: outline([]point{{.9, 0}, {.3, .26}, {-.5, .26}, {-.85, .6}, {-.6, 0}, {-.85, -.6}, {-.5, -.26}, {.3, -.26}}),
	Scrap:  outline([]point{{.5, -.3}, {.1, .65}, {-.55, .2}, {-.2, -.6}}),
	Pad: both(func(x, y, texel float32) float32 {
		inner, outer := polygon(x, y, padInner), polygon(x, y, padOuter)
		return framed(x, y, max(.5*stroke(inner, .02, texel), stroke(outer, .035, texel), .1*edge(outer, texel)))
	}),
	Hit: both(func(x, y, texel float32) float32 {
		x, y = max(x, -x), max(y, -y)
		return framed(x, y, stroke(segment(x, y, point{.35, .35}, point{.75, .75}), .06, texel))
	}),
}

// cloud is smooth noise between -1 and 1.
func cloud(x, y float32) float32 {
	i, j := int(x+64)-64, int(y+64)-64
	fx, fy := smooth(0, 1, x-float32(i)), smooth(0, 1, y-float32(j))
	a := scatter(i, j, 9) + (scatter(i+1, j, 9)-scatter(i, j, 9))*fx
	b := scatter(i, j+1, 9) + (scatter(i+1, j+1, 9)-scatter(i, j+1, 9))*fx
	return (a+(b-a)*fy)*2 - 1
}
