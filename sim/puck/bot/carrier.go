package bot

import (
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
)

const (
	laneWidth = 50  // units that a puck needs to pass a foe
	passRange = 900 // units
)

// playCarrier plays with the puck at the stick: it shoots, passes or drives on.
func (m *mind) playCarrier() {
	target := m.goalTarget()
	toGoal := target.Sub(m.puck).Len()
	m.aim = m.driveAround()
	m.drive(unit(foesGoal.Sub(m.pos)))
	switch {
	case toGoal < fixed.Int(m.shoot):
		m.windUpShot(target, toGoal)
	case m.press > 0 && (m.nearestFoe(m.puck) < fixed.Int(m.press) || m.mateIsAhead()):
		m.pass()
	case m.charge > 0 && toGoal < fixed.Int(m.shoot+150):
		m.kick = true // keep it for the shot
	case m.charge > 0:
		m.dump()
	}
}

// windUpShot holds the kick until it is wound up, or until there is no time left.
func (m *mind) windUpShot(target fixed.Vec, toGoal fixed.Num) {
	full := puck.SlapTicks(m.Config) * int32(m.windUp) / 100
	hurry := m.charge > full/2 && (m.nearestFoe(m.puck) < fixed.Int(80) || toGoal < fixed.Int(220))
	clear := m.gap(m.puck, target) > fixed.Int(laneWidth)
	if m.charge > 0 && (hurry || m.charge >= full && (clear || m.charge >= full*2 || m.charge == puck.SlapTicks(m.Config))) {
		m.releaseKick(target)
		return
	}
	m.kick = true
}

// releaseKick lets the kick go, towards a place.
func (m *mind) releaseKick(target fixed.Vec) {
	m.kick = false
	m.aim = target.Sub(m.puck).Direction() + fixed.Angle(m.chance(3, 1, 2*m.wobble+1)-m.wobble)
}

// goalTarget is where in the goal to shoot: where the gap is widest.
func (m *mind) goalTarget() fixed.Vec {
	best, widest := foesGoal, fixed.Num(-1)
	if !m.corner {
		best.Y = fixed.Int(int(m.chance(5, 2, 121)) - 60)
		return best
	}
	for _, y := range [...]int{0, 45, -45, 85, -85} {
		to := at(puck.HalfLength, y)
		if gap := min(m.gap(m.puck, to), fixed.Int(90)); gap > widest {
			best, widest = to, gap
		}
	}
	return best
}

// pass kicks to the mate who is best placed, or drives on if nobody is.
func (m *mind) pass() {
	to, ok := m.freeMate()
	if m.hoof {
		to, ok = m.goalTarget(), m.chance(5, 6, 2) == 0
	}
	switch {
	case !ok && m.charge > 0:
		m.kick = true
	case !ok:
	case m.charge == 0:
		m.kick = true // a tap: let go in the next tick
	default:
		m.releaseKick(to)
	}
}

// freeMate is where a pass would meet a mate who is free, the one who is nearest to the
// other goal.
func (m *mind) freeMate() (to fixed.Vec, ok bool) {
	best := m.pos.X - fixed.Int(150)
	for _, o := range m.mates.all() {
		dist := o.pos.Sub(m.puck).Len()
		lead := o.pos.Add(o.vel.Scale(fixed.Div(dist, fixed.Int(puck.TapSpeed))))
		free := dist > fixed.Int(150) && dist < fixed.Int(passRange) && m.nearestFoe(o.pos) > fixed.Int(130) &&
			m.gap(m.puck, lead) > fixed.Int(laneWidth+20) && lead.X.Abs() < fixed.Int(puck.HalfLength-40) && lead.Y.Abs() < fixed.Int(puck.HalfWidth-40)
		if free && o.pos.X > best {
			best, to, ok = o.pos.X, lead, true
		}
	}
	return to, ok
}

// mateIsAhead reports whether a mate who is free is much nearer to the other goal.
func (m *mind) mateIsAhead() bool {
	to, ok := m.freeMate()
	return ok && to.X > m.pos.X+fixed.Int(250)
}

// dump kicks the puck away towards the other end, for a kick that was wound up must go.
func (m *mind) dump() {
	to, ok := m.freeMate()
	if !ok {
		to = at(puck.HalfLength-200, 300)
		if m.puck.Y < 0 {
			to.Y = -to.Y
		}
	}
	m.releaseKick(to)
}

// driveAround is where to hold the stick: towards the goal, but away from a foe beside the
// puck.
func (m *mind) driveAround() fixed.Angle {
	way := unit(foesGoal.Sub(m.pos))
	for _, o := range m.foes.all() {
		if d := m.pos.Sub(o.pos); d.Within(fixed.Int(150)) {
			way = way.Add(unit(d).Scale(fixed.One * 6 / 10))
		}
	}
	return way.Direction()
}

// drive pushes along a way, around the foes who are in it.
func (m *mind) drive(way fixed.Vec) {
	for _, o := range m.foes.all() {
		d := o.pos.Sub(m.pos)
		dist := d.Len()
		if dist == 0 || dist > fixed.Int(260) || d.Dot(way) < 0 {
			continue
		}
		side := way.Right()
		if side.Dot(d) > 0 {
			side = fixed.Vec{X: -side.X, Y: -side.Y}
		}
		way = way.Add(side.Scale(fixed.Div(fixed.Int(260)-dist, fixed.Int(200))))
	}
	m.push = unit(m.clearOfBoards(way))
	m.boost = m.energy > m.trait.boost && m.charge == 0
}

// clearOfBoards bends a way that leads into the side boards.
func (m *mind) clearOfBoards(way fixed.Vec) fixed.Vec {
	if edge := fixed.Int(puck.HalfWidth - 120); m.pos.Y.Abs() > edge && (m.pos.Y > 0) == (way.Y > 0) {
		way.Y = -way.Y / 2
	}
	return way
}
