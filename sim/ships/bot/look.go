package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
	"perihelion/sim/ships"
)

const (
	hitWay     = 50 // units: a shot that will pass closer is dodged
	foresight  = fixed.One * 7 / 10
	mineFear   = 190 // units
	prizeRange = 900 // units from which a pad is worth the way
)

func luck(a, b, c uint64) uint64 { return rng.Mix(rng.Mix(a<<16^b) + c) }

// look makes a mind of what is seen.
func look(s *sim.Sight, t trait) mind {
	m := mind{
		Sight: s, trait: t, rate: int64(s.Config.TicksPerSecond()), side: s.Config.TeamOf(s.Me),
		pos:     fixed.Vec{X: fixed.Num(s.Own[ships.OwnX]), Y: fixed.Num(s.Own[ships.OwnY])},
		vel:     fixed.Vec{X: fixed.Num(s.Own[ships.OwnVX]), Y: fixed.Num(s.Own[ships.OwnVY])},
		heading: fixed.Angle(s.Own[ships.OwnHeading]),
		health:  fixed.Num(s.Own[ships.OwnHull] + s.Own[ships.OwnShield]).Round(),
	}
	ahead := fixed.Unit(m.heading)
	m.lean = fixed.Vec{X: ahead.X * ships.ViewLeanX, Y: ahead.Y * ships.ViewLeanY}
	for i := range s.Seen {
		m.notice(&s.Seen[i])
	}
	return m
}

func (m *mind) notice(e *sim.Entity) {
	switch e.Kind {
	case ships.KindShip:
		if e.ID == ships.ShipID(m.Me) {
			m.thrust, m.strafe = e.Words[ships.ShipThrust], e.Words[ships.ShipStrafe]
			return
		}
		if !m.friend(e.ID) {
			m.noticeShip(e)
		}
	case ships.KindPulse:
		if !m.friend(e.ID) {
			m.noticePulse(e)
		}
	case ships.KindSeeker:
		if !m.friend(e.ID) {
			to := m.to(e.Words[ships.SeekerX], e.Words[ships.SeekerY])
			m.flinch(to, wireVel(e.Words[ships.SeekerVX], e.Words[ships.SeekerVY]))
		}
	case ships.KindMine:
		if !m.friend(e.ID) {
			m.noticeMine(m.to(e.Words[ships.MineX], e.Words[ships.MineY]))
		}
	case ships.KindScrap:
		if m.Own[ships.OwnHull] < int32(fixed.Int(80)) {
			m.want(m.to(e.Words[ships.ScrapX], e.Words[ships.ScrapY]))
		}
	case ships.KindPad:
		m.noticePad(e)
	}
}

// friend reports whether something is the bot's own, or of its side.
func (m *mind) friend(id sim.EntityID) bool {
	p := ships.Owner(id)
	return p == m.Me || m.side != sim.NoTeam && m.Config.TeamOf(p) == m.side
}

// to is the way from here to a place of the wire.
func (m *mind) to(x, y int32) fixed.Vec {
	const shift = fixed.Shift - sim.PositionShift
	return fixed.Vec{X: fixed.Num(x)<<shift - m.pos.X, Y: fixed.Num(y)<<shift - m.pos.Y}
}

// wireVel is a velocity of the wire, which is in 1/4 unit per second.
func wireVel(x, y int32) fixed.Vec {
	return fixed.Vec{X: fixed.Num(x) << (fixed.Shift - 2), Y: fixed.Num(y) << (fixed.Shift - 2)}
}

// visible reports whether a player would see what is there from here.
func (m *mind) visible(to fixed.Vec) bool {
	x, y := to.X-m.lean.X, to.Y-m.lean.Y
	return x.Abs() <= fixed.Int(ships.ViewHalfWidth) && y.Abs() <= fixed.Int(ships.ViewHalfHeight)
}

// noticeShip weighs an enemy in view, or marks a blip on the minimap.
func (m *mind) noticeShip(e *sim.Entity) {
	to := m.to(e.Words[ships.ShipX], e.Words[ships.ShipY])
	dist := to.Len()
	if !m.visible(to) {
		if m.farDist == 0 || dist < m.farDist {
			m.far, m.farDist = to, max(dist, 1)
		}
		return
	}
	rank := dist + fixed.Int(int(e.Words[ships.ShipHull]+e.Words[ships.ShipShield])*3)
	if e.Words[ships.ShipFlags]&ships.FlagProtected != 0 {
		rank += fixed.Int(2_000)
	}
	if m.foe.dist == 0 || rank < m.foe.rank {
		m.foe = foe{to, wireVel(e.Words[ships.ShipVX], e.Words[ships.ShipVY]), max(dist, 1), rank}
	}
}

// noticePulse flies an enemy's pulse straight on from its birth: near enough.
func (m *mind) noticePulse(e *sim.Entity) {
	if m.dodge == 0 {
		return
	}
	age := int64(int32(m.Tick)-e.Words[ships.PulseBorn]) & 1023
	vel := wireVel(e.Words[ships.PulseVX], e.Words[ships.PulseVY])
	to := m.to(e.Words[ships.PulseX], e.Words[ships.PulseY])
	to = to.Add(fixed.Vec{X: vel.X * fixed.Num(age), Y: vel.Y * fixed.Num(age)}.Over(m.rate))
	m.flinch(to, vel)
}

// flinch adds a push away from something that flies at us.
func (m *mind) flinch(to, vel fixed.Vec) {
	if !m.visible(to) {
		return
	}
	rel := vel.Sub(m.vel)
	speed := rel.Dot(rel)
	if speed < fixed.One {
		return
	}
	when := fixed.Div(-to.Dot(rel), speed)
	if when <= 0 || when > foresight {
		return
	}
	miss := to.Add(rel.Scale(when))
	gap := miss.Len()
	if gap > fixed.Int(hitWay) {
		return
	}
	m.threat = m.threat || gap < fixed.Int(hitWay/2)
	side := rel.Right()
	if side.Dot(miss) > 0 {
		side = fixed.Vec{X: -side.X, Y: -side.Y}
	}
	m.away = m.away.Add(unit(side))
}

func (m *mind) noticeMine(to fixed.Vec) {
	if dist := to.Len(); m.dodge > 0 && dist < fixed.Int(mineFear) {
		m.away = m.away.Sub(unit(to))
	}
}

func (m *mind) noticePad(e *sim.Entity) {
	if e.Words[ships.PadItem] == int32(ships.NoItem) || m.Own[ships.OwnItem] != int32(ships.NoItem) {
		return
	}
	x, y := ships.PadAt(m.Config, int(e.ID-ships.PadID(0)), m.Tick)
	m.want(fixed.Vec{X: x - m.pos.X, Y: y - m.pos.Y})
}

// want keeps the nearest thing worth having.
func (m *mind) want(to fixed.Vec) {
	dist := to.Len()
	if dist < fixed.Int(prizeRange) && (m.prizeAt == 0 || dist < m.prizeAt) {
		m.prize, m.prizeAt = to, max(dist, 1)
	}
}

// unit is v with length one; the zero vector stays zero.
func unit(v fixed.Vec) fixed.Vec {
	n := v.Len()
	if n == 0 {
		return v
	}
	return fixed.Vec{X: fixed.Div(v.X, n), Y: fixed.Div(v.Y, n)}
}
