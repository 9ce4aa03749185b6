package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
)

// observe makes a mind of what is seen.
func observe(s *sim.Sight, t trait) mind {
	m := mind{
		Sight: s, trait: t, team: s.Config.TeamOf(s.Me), carrier: sim.NoPlayer,
		charge: s.Own[puck.OwnCharge], rest: s.Own[puck.OwnRest], energy: int(s.Own[puck.OwnEnergy] / 64),
	}
	m.turned = m.team == 2
	m.pos = m.rotate(fixed.Vec{X: fixed.Num(s.Own[puck.OwnX]), Y: fixed.Num(s.Own[puck.OwnY])})
	m.vel = m.rotate(fixed.Vec{X: fixed.Num(s.Own[puck.OwnVX]), Y: fixed.Num(s.Own[puck.OwnVY])})
	for i := range s.Seen {
		m.readEntity(&s.Seen[i])
	}
	m.role = m.findRole()
	return m
}

func (m *mind) readEntity(e *sim.Entity) {
	switch e.Kind {
	case puck.KindPuck:
		m.puck, m.puckVel = m.wire(e.Words[puck.PuckX], e.Words[puck.PuckY], 4), m.wire(e.Words[puck.PuckVX], e.Words[puck.PuckVY], 2)
		m.carrier = sim.PlayerID(e.Words[puck.PuckCarrier])
	case puck.KindSkater:
		o := other{
			player: puck.Owner(e.ID),
			pos:    m.wire(e.Words[puck.SkaterX], e.Words[puck.SkaterY], 4),
			vel:    m.wire(e.Words[puck.SkaterVX], e.Words[puck.SkaterVY], 2),
		}
		switch {
		case o.player == m.Me:
		case m.Config.TeamOf(o.player) == m.team:
			m.mates.addSkater(o)
		default:
			m.foes.addSkater(o)
		}
	}
}

// rotate turns a vector so that the team attacks towards +X, or back.
func (m *mind) rotate(v fixed.Vec) fixed.Vec {
	if m.turned {
		return fixed.Vec{X: -v.X, Y: -v.Y}
	}
	return v
}

// wire is two words with that many bits behind the point.
func (m *mind) wire(x, y int32, shift uint) fixed.Vec {
	return m.rotate(fixed.Vec{X: fixed.Num(x) << (fixed.Shift - shift), Y: fixed.Num(y) << (fixed.Shift - shift)})
}

func (m *mind) carries() bool { return m.carrier == m.Me }

// mateCarries reports whether the puck is at a stick of the own team.
func (m *mind) mateCarries() bool {
	return m.carrier != sim.NoPlayer && m.Config.TeamOf(m.carrier) == m.team
}

// foeCarries reports whether the puck is at a stick of the other team.
func (m *mind) foeCarries() bool {
	return m.carrier != sim.NoPlayer && m.Config.TeamOf(m.carrier) != m.team
}

// nearestFoe is the distance of the foe who is nearest to a place.
func (m *mind) nearestFoe(to fixed.Vec) fixed.Num {
	nearest := fixed.Int(10_000)
	for _, o := range m.foes.all() {
		nearest = min(nearest, o.pos.Sub(to).Len())
	}
	return nearest
}

// gap is how far the nearest foe is from the way between two places, but for foes behind
// its start.
func (m *mind) gap(from, to fixed.Vec) fixed.Num {
	way := to.Sub(from)
	length := way.Len()
	if length == 0 {
		return 0
	}
	n, widest := unit(way), fixed.Int(10_000)
	for _, o := range m.foes.all() {
		d := o.pos.Sub(from)
		along := d.Dot(n)
		if along < 0 || along > length {
			continue
		}
		widest = min(widest, d.Dot(n.Right()).Abs())
	}
	return widest
}

// unit is v with length one; the zero vector stays zero.
func unit(v fixed.Vec) fixed.Vec {
	n := v.Len()
	if n == 0 {
		return v
	}
	return fixed.Vec{X: fixed.Div(v.X, n), Y: fixed.Div(v.Y, n)}
}

func at(x, y int) fixed.Vec { return fixed.Vec{X: fixed.Int(x), Y: fixed.Int(y)} }
