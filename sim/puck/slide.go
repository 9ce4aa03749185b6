package puck

import "perihelion/sim/fixed"

// disc is the puck.
type disc struct{ pos, vel fixed.Vec }

// inNet reports whether the puck is wholly behind a goal line. It stays there until the
// next face-off; nobody can touch it.
func (d *disc) inNet() bool { return d.pos.X.Abs() > fixed.Int(HalfLength+PuckRadius) }

// slide moves the puck by one sub-step, as if it were alone in the rink.
func (d *disc) slide(t *timing) {
	d.vel = d.vel.Sub(fixed.Vec{X: percent(d.vel.X, puckDrag), Y: percent(d.vel.Y, puckDrag)}.DivInt(t.per))
	d.vel = slow(d.vel, fixed.Int(puckStop)/fixed.Num(t.per))
	d.vel = limit(d.vel, fixed.Int(TopSpeed))
	d.pos = d.pos.Add(d.vel.DivInt(t.per))
}

// board keeps the puck inside the boards and the nets, and lets it bounce off the posts.
// caught: it was in a net before this sub-step, and stays there.
func (d *disc) board(caught bool) (hit impact) {
	if d.pos.Y.Abs() < fixed.Int(GoalHalf) {
		d.net(caught)
		return d.posts()
	}
	if caught || d.pos.X.Abs() > fixed.Int(HalfLength) {
		d.net(true)
		return hit
	}
	pos, normal, out := confine(d.pos, fixed.Int(PuckRadius))
	if out {
		d.pos = pos
		d.vel, hit.force = bounce(d.vel, normal, bounceBoard)
		hit.at = d.pos
	}
	return hit
}

// net holds the puck between the sides and the back of a net, and behind the line once it
// was caught.
func (d *disc) net(caught bool) {
	x := d.pos.X.Abs()
	if x <= fixed.Int(HalfLength) && !caught {
		return
	}
	end := sign(d.pos.X)
	if most := fixed.Int(GoalHalf - PuckRadius); d.pos.Y.Abs() > most {
		side := sign(d.pos.Y)
		d.pos.Y = side * most
		d.vel, _ = bounce(d.vel, fixed.Vec{Y: -side * fixed.One}, bounceNet)
	}
	if most := fixed.Int(HalfLength + GoalDepth - PuckRadius); x > most {
		d.pos.X = end * most
		d.vel, _ = bounce(d.vel, fixed.Vec{X: -end * fixed.One}, bounceNet)
	}
	if least := fixed.Int(HalfLength+PuckRadius) + fixed.One; caught && x < least {
		d.pos.X = end * least
		d.vel, _ = bounce(d.vel, fixed.Vec{X: end * fixed.One}, bounceNet)
	}
}

// posts lets the puck bounce off the post that is nearest.
func (d *disc) posts() (hit impact) {
	post := fixed.Vec{X: sign(d.pos.X) * fixed.Int(HalfLength), Y: sign(d.pos.Y) * fixed.Int(GoalHalf)}
	to, reach := d.pos.Sub(post), fixed.Int(PostRadius+PuckRadius)
	if d.inNet() || !isWithin(to, reach) {
		return hit
	}
	n := unit(to, length(to))
	d.pos = post.Add(scale(n, reach))
	d.vel, hit.force = bounce(d.vel, n, bouncePost)
	hit.at = d.pos
	return hit
}
