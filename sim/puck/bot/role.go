package bot

import (
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
)

// role is what a bot does while it has not got the puck. All of a team see the same rink,
// so each finds its own role without a word.
type role uint8

const (
	roleWing   role = iota // goes where a pass or a rebound may come
	roleChaser             // goes for the puck
	roleKeeper             // stays between the puck and the own goal
)

var (
	ownGoal  = at(-puck.HalfLength, 0)
	foesGoal = at(puck.HalfLength, 0)
)

// findRole makes the nearest to the puck the chaser, and of the others the one nearest to
// the own goal the keeper.
func (m *mind) findRole() role {
	if m.soonest() {
		return roleChaser
	}
	chaser := -1
	for i := range m.mates.all() {
		if chaser < 0 || m.reach(m.mates.list[i].pos) < m.reach(m.mates.list[chaser].pos) {
			chaser = i
		}
	}
	own := m.pos.Sub(ownGoal).Len()
	for i, o := range m.mates.all() {
		if d := o.pos.Sub(ownGoal).Len(); i != chaser && (d < own || d == own && o.player < m.Me) {
			return roleWing
		}
	}
	return roleKeeper
}

// soonest reports whether none of the own team is nearer to the puck.
func (m *mind) soonest() bool {
	own := m.reach(m.pos)
	for _, o := range m.mates.all() {
		if d := m.reach(o.pos); d < own || d == own && o.player < m.Me {
			return false
		}
	}
	return true
}

// reach is how far it is to the puck, for choosing a chaser. Who is behind the puck, on
// the side of the own goal, is better placed; a carrier is always the chaser.
func (m *mind) reach(from fixed.Vec) fixed.Num {
	soon := m.puck.Add(m.puckVel.DivInt(4))
	d := soon.Sub(from).Len()
	if from.X > soon.X {
		d += fixed.Int(80)
	}
	return d
}

// wing is -1 or 1: the side of the rink on which this wing plays, the higher one for the
// lower seat of those who are neither chaser nor keeper.
func (m *mind) wing() fixed.Num {
	higher := 0
	for _, o := range m.mates.all() {
		if o.pos.Y < m.pos.Y || o.pos.Y == m.pos.Y && o.player < m.Me {
			higher++
		}
	}
	if higher*2 >= m.mates.n {
		return 1
	}
	return -1
}
