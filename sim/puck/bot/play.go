package bot

import (
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
)

// playChaser goes for the puck where it will be, and pokes it away from a foe.
func (m *mind) playChaser() {
	m.chase(m.intercept())
	if m.mateCarries() {
		return
	}
	switch {
	case m.charge > 0 && m.canKick():
		m.releaseKick(m.pokeTarget())
	case m.charge > 0:
		m.kick = true
	case m.foeCarries() && m.rest == 0 && m.canKick():
		m.kick = m.chance(6, 3, 100) < m.poke
	}
}

// canKick reports whether the puck will be in reach when a kick that is let go now comes.
func (m *mind) canKick() bool {
	ahead := m.puckVel.Sub(m.vel).DivInt(14)
	return m.puck.Sub(m.pos).Add(ahead).Within(fixed.Int(puck.KickReach - 12))
}

// pokeTarget is where to kick a puck that is contested: at the goal if it is near, else
// away from the own one.
func (m *mind) pokeTarget() fixed.Vec {
	if m.puck.X > fixed.Int(puck.HalfLength-m.shoot) {
		return m.goalTarget()
	}
	to := at(puck.HalfLength, 0)
	to.Y = m.puck.Y * 2
	return to
}

// intercept is where the puck can be met: the first place on its way that it reaches no
// sooner than we do.
func (m *mind) intercept() fixed.Vec {
	const step = fixed.One / 10
	speed := fixed.Int(4 * m.trait.push)
	for n := range fixed.Num(12) {
		t := n * step
		there := m.puck.Add(m.puckVel.Scale(t - fixed.Mul(t, t)*35/200))
		there.X = min(max(there.X, -fixed.Int(puck.HalfLength-20)), fixed.Int(puck.HalfLength-20))
		there.Y = min(max(there.Y, -fixed.Int(puck.HalfWidth-20)), fixed.Int(puck.HalfWidth-20))
		if there.Sub(m.pos).Len()-fixed.Int(puck.StickReach) <= fixed.Mul(speed, t) {
			return there
		}
	}
	return m.puck
}

// chase goes through a place, at full speed.
func (m *mind) chase(to fixed.Vec) {
	way := to.Sub(m.pos)
	// What is left of the speed across the way would make an orbit of it.
	n := unit(way)
	across := m.vel.Sub(n.Scale(m.vel.Dot(n)))
	m.push = unit(n.Scale(fixed.Int(300)).Sub(across))
	m.boost = m.energy > m.trait.boost && !way.Within(fixed.Int(120))
}

// moveTo goes to a place and stops there.
func (m *mind) moveTo(to fixed.Vec) {
	way := to.Sub(m.pos)
	want := way.Scale(fixed.One * 3).Sub(m.vel)
	if want.Within(fixed.Int(80)) {
		m.push = want.DivInt(80)
		return
	}
	m.push = unit(want)
	m.boost = m.energy > m.trait.boost && !way.Within(fixed.Int(300))
}

// playKeeper stays between the puck and the own goal, and goes where a shot will come.
func (m *mind) playKeeper() {
	to := m.puck.Sub(ownGoal)
	dist := to.Len()
	out := min(max(dist*30/100, fixed.Int(75)), fixed.Int(330))
	if m.mateCarries() && dist > fixed.Int(1_000) {
		out = dist * 45 / 100
	}
	m.moveTo(ownGoal.Add(unit(to).Scale(out)))
	if y, ok := m.shotAt(m.pos.X); ok {
		m.moveTo(fixed.Vec{X: m.pos.X, Y: y})
		m.boost = m.energy > m.trait.boost
	}
	switch {
	case m.charge > 0 && m.canKick():
		m.releaseKick(m.pokeTarget())
	case m.charge > 0:
		m.kick = true
	case m.foeCarries() && m.rest == 0 && m.canKick():
		m.kick = m.chance(6, 4, 100) < m.poke
	}
}

// shotAt is where the puck will cross a line across the rink, if it is on its way into the
// own goal.
func (m *mind) shotAt(x fixed.Num) (y fixed.Num, ok bool) {
	if m.puckVel.X > -fixed.Int(200) || m.puck.X < x {
		return 0, false
	}
	goal := m.puck.Y + fixed.Mul(m.puckVel.Y, fixed.Div(m.puck.X-ownGoal.X, -m.puckVel.X))
	y = m.puck.Y + fixed.Mul(m.puckVel.Y, fixed.Div(m.puck.X-x, -m.puckVel.X))
	return y, goal.Abs() < fixed.Int(puck.GoalHalf+60)
}

// playWing goes ahead of a mate who has the puck, and behind it while a foe has it.
func (m *mind) playWing() {
	side := m.wing()
	to := fixed.Vec{X: m.puck.X - fixed.Int(180), Y: side * fixed.Int(230)}
	if m.mateCarries() || m.carries() {
		to = fixed.Vec{X: m.puck.X + fixed.Int(300), Y: side * fixed.Int(310)}
	}
	to.X = min(max(to.X, -fixed.Int(700)), fixed.Int(850))
	m.moveTo(to)
	m.boost = m.boost && m.energy > 70
	// A puck that comes is taken, and one that lies before the goal shot.
	if m.charge > 0 && m.canKick() {
		m.releaseKick(m.goalTarget())
	} else if m.charge > 0 {
		m.kick = true
	}
}
