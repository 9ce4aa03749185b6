package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
	"perihelion/sim/ships"
)

const (
	dodgeDistance = 50 // units: a shot that will pass closer is dodged
	dodgeTime     = fixed.One * 7 / 10
	mineDistance  = 190 // units
)

func hash(a, b, c uint64) uint64 { return rng.Mix(rng.Mix(a<<16^b) + c) }

// perceive builds a brain from what the bot may see.
func perceive(s *sim.Sight, own *ships.Own, t trait, likes temper) brain {
	b := brain{
		Sight: s, trait: t, temper: likes, rate: int64(s.Config.TicksPerSecond()), team: s.Config.TeamOf(s.Me),
		own: *own, pos: own.Pos, vel: own.Vel, heading: own.Heading,
		health: (own.Hull + own.Shield).Round(),
	}
	b.luck = rng.Mix(s.Config.Seed)
	b.noticeStars()
	ahead := fixed.Unit(b.heading)
	b.viewOffset = fixed.Vec{X: ahead.X * ships.ViewLeanX, Y: ahead.Y * ships.ViewLeanY}
	for i := range s.Seen {
		if e := &s.Seen[i]; e.Kind == ships.KindGoal {
			b.noticeGoal(e) // first, for who has it is worth more
		}
	}
	for i := range s.Seen {
		b.noticeEntity(&s.Seen[i])
	}
	return b
}

func (b *brain) noticeEntity(e *sim.Entity) {
	switch e.Kind {
	case ships.KindShip:
		if e.ID == ships.ShipID(b.Me) {
			s := ships.ShipOf(&e.Words)
			b.thrust, b.strafe = s.Thrust, s.Strafe
			return
		}
		if !b.isFriendly(e.ID) {
			b.noticeShip(e)
		}
	case ships.KindPulse:
		if !b.isFriendly(e.ID) {
			b.noticePulse(e)
		}
	case ships.KindSeeker:
		if !b.isFriendly(e.ID) {
			to := b.offsetTo(ships.PointOf(&e.Words))
			b.dodgeProjectile(to, wireVel(ships.SeekerVelocityOf(&e.Words)))
		}
	case ships.KindMine:
		if !b.isFriendly(e.ID) {
			b.noticeMine(b.offsetTo(ships.PointOf(&e.Words)))
		}
	case ships.KindScrap:
		b.noticeScrap(b.offsetTo(ships.PointOf(&e.Words)))
	case ships.KindPowerup:
		b.noticePowerup(e)
	case ships.KindScore:
		b.noticeScore(e)
	case ships.KindPad:
		b.noticePad(e)
	case ships.KindRock:
		if ships.RockHullOf(&e.Words) == 0 {
			b.broken |= 1 << uint((e.ID-ships.RockID(0))&63)
		}
	}
}

// isFriendly reports whether an entity belongs to the bot or its team.
func (b *brain) isFriendly(id sim.EntityID) bool {
	p := ships.Owner(id)
	return p == b.Me || b.team != sim.NoTeam && b.Config.TeamOf(p) == b.team
}

// offsetTo is the vector from the bot to a position in words.
func (b *brain) offsetTo(p ships.Point) fixed.Vec {
	const shift = fixed.Shift - sim.PositionShift
	return fixed.Vec{X: fixed.Num(p.X)<<shift - b.pos.X, Y: fixed.Num(p.Y)<<shift - b.pos.Y}
}

// wireVel converts a velocity in words, which is in 1/4 unit per second.
func wireVel(x, y int32) fixed.Vec {
	return fixed.Vec{X: fixed.Num(x) << (fixed.Shift - 2), Y: fixed.Num(y) << (fixed.Shift - 2)}
}

// isVisible reports whether a player in this ship would see what is at an offset.
func (b *brain) isVisible(to fixed.Vec) bool {
	x, y := to.X-b.viewOffset.X, to.Y-b.viewOffset.Y
	return x.Abs() <= fixed.Int(ships.ViewHalfWidth) && y.Abs() <= fixed.Int(ships.ViewHalfHeight)
}

// noticeShip rates an enemy in view, or remembers the nearest blip beyond it.
func (b *brain) noticeShip(e *sim.Entity) {
	to := b.offsetTo(ships.PointOf(&e.Words))
	dist := to.Len()
	if !b.isVisible(to) {
		if ships.Owner(e.ID) != b.goal.Holder && b.huntsHolder() && b.goal.Holder != b.Me {
			return // there is somebody better to look for
		}
		if b.blipDist == 0 || dist < b.blipDist {
			b.blip, b.blipDist = to, max(dist, 1)
		}
		return
	}
	s := ships.ShipOf(&e.Words)
	rank := dist + fixed.Int(int(s.Hull+s.Shield)*3)
	if s.Protected {
		rank += fixed.Int(2_000)
	}
	if ships.Owner(e.ID) == b.goal.Holder && b.goal.known {
		rank -= fixed.Int(chaseRank)
	}
	if b.enemy.dist == 0 || rank < b.enemy.rank {
		b.enemy = enemy{to, b.perceivedVel(&s), max(dist, 1), rank}
	}
}

// perceivedVel is the velocity of a ship as the bot takes it to be: it sees what the engines
// do, but only after its reaction.
func (b *brain) perceivedVel(s *ships.Ship) fixed.Vec {
	forward := fixed.Unit(fixed.Angle(s.Heading) << 8)
	push := forward.Scale(fixed.Int(int(s.Thrust))).Add(forward.Right().Scale(fixed.Int(int(s.Strafe))))
	late := fixed.Num(ships.StatsOf(s.Class).Thrust) << fixed.Shift * fixed.Num(b.reaction) / 1000
	return wireVel(s.VX, s.VY).Sub(push.Scale(late))
}

// noticePulse moves an enemy's pulse straight on from its birth, which is precise enough.
func (b *brain) noticePulse(e *sim.Entity) {
	if b.dodge == 0 {
		return
	}
	birth := ships.BirthOf(&e.Words)
	age := int64(int32(b.Tick)-birth.Tick) & (ships.BirthPeriod - 1)
	vel := wireVel(birth.VX, birth.VY)
	to := b.offsetTo(birth.Point)
	to = to.Add(fixed.Vec{X: vel.X * fixed.Num(age), Y: vel.Y * fixed.Num(age)}.DivInt(b.rate))
	b.dodgeProjectile(to, vel)
}

// dodgeProjectile adds a push away from something that will pass close by.
func (b *brain) dodgeProjectile(to, vel fixed.Vec) {
	if !b.isVisible(to) {
		return
	}
	rel := vel.Sub(b.vel)
	speed := rel.Dot(rel)
	if speed < fixed.One {
		return
	}
	when := fixed.Div(-to.Dot(rel), speed)
	if when <= 0 || when > dodgeTime {
		return
	}
	miss := to.Add(rel.Scale(when))
	gap := miss.Len()
	if gap > fixed.Int(dodgeDistance) {
		return
	}
	b.threat = b.threat || gap < fixed.Int(dodgeDistance/2)
	side := rel.Right()
	if side.Dot(miss) > 0 {
		side = fixed.Vec{X: -side.X, Y: -side.Y}
	}
	b.avoid = b.avoid.Add(unit(side))
}

func (b *brain) noticeMine(to fixed.Vec) {
	if dist := to.Len(); b.dodge > 0 && dist < fixed.Int(mineDistance) {
		b.avoid = b.avoid.Sub(unit(to))
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
