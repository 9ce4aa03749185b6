package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Ids of entities.
const (
	firstSkater sim.EntityID = 0
	puckID      sim.EntityID = 64
	firstScore  sim.EntityID = 128
	matchID     sim.EntityID = 192
)

// SkaterID is the entity of p's skater.
func SkaterID(p sim.PlayerID) sim.EntityID { return firstSkater + sim.EntityID(p) }

// scoreID is the entity of p's score.
func scoreID(p sim.PlayerID) sim.EntityID { return firstScore + sim.EntityID(p) }

// Owner is the player whose skater or score id names; NoPlayer for anything else.
func Owner(id sim.EntityID) sim.PlayerID {
	switch {
	case id < puckID:
		return sim.PlayerID(id - firstSkater)
	case id >= firstScore && id < matchID:
		return sim.PlayerID(id - firstScore)
	}
	return sim.NoPlayer
}

// AppendEntities appends everything that clients may see to dst, in order of ID. On a
// client's world it is all that moves, but for the client's own skater.
func (w *World) AppendEntities(dst []sim.Entity) []sim.Entity {
	for _, p := range w.players {
		if w.client && p == w.me {
			continue
		}
		e := sim.Entity{ID: SkaterID(p), Kind: KindSkater, Global: true, Radar: true, Words: w.skaters[p].words(w.frozen())}
		placeEntity(&e, w.skaters[p].pos)
		dst = append(dst, e)
	}
	e := sim.Entity{ID: puckID, Kind: KindPuck, Global: true, Radar: true, Words: w.puck.words(w.carrier, w.frozen())}
	placeEntity(&e, w.puck.pos)
	dst = append(dst, e)
	if w.client {
		return dst
	}
	for _, p := range w.players {
		dst = append(dst, w.skaters[p].tally.entity(p, w.cfg.TeamOf(p)))
	}
	return append(dst, w.match.entity(w.cfg.Limit()))
}

// placeEntity sets where e is, for interest management.
func placeEntity(e *sim.Entity, at fixed.Vec) { e.X, e.Y = at.X.Round(), at.Y.Round() }

func (b *body) words(frozen bool) (w sim.Words) {
	w[SkaterX], w[SkaterY] = words(b.pos, posShift)
	w[SkaterVX], w[SkaterVY] = words(b.vel, velShift)
	w[SkaterHeading], w[SkaterAim] = int32(b.heading>>angleShift), int32(b.aim>>angleShift)
	w[SkaterPush] = pushWord(b.pushX, b.pushY)
	w[SkaterEnergy], w[SkaterCharge] = b.energy, b.charge
	w[SkaterSwing], w[SkaterRest] = b.swing, b.rest
	w[SkaterFlags] = flag(b.boosting, flagBoost) | flag(b.held&ButtonKick != 0, flagHoldKick) |
		flag(b.held&ButtonBoost != 0, flagHoldBoost) | flag(frozen, flagFrozen)
	return w
}

func flag(on bool, bit int32) int32 {
	if on {
		return bit
	}
	return 0
}

// bodyFrom undoes words, through Private.
func bodyFrom(w *sim.Words, t *timing) body {
	var own sim.Private
	pos, vel := vecOf(w[SkaterX], w[SkaterY], posShift), vecOf(w[SkaterVX], w[SkaterVY], velShift)
	own[OwnX], own[OwnY] = int32(pos.X), int32(pos.Y)
	own[OwnVX], own[OwnVY] = int32(vel.X), int32(vel.Y)
	own[OwnHeading], own[OwnAim] = w[SkaterHeading]<<angleShift, w[SkaterAim]<<angleShift
	own[OwnPush], own[OwnEnergy] = w[SkaterPush], w[SkaterEnergy]
	own[OwnCharge], own[OwnSwing], own[OwnRest] = w[SkaterCharge], w[SkaterSwing], w[SkaterRest]
	own[OwnBoosting] = w[SkaterFlags] & flagBoost
	held := sim.Buttons(0)
	if w[SkaterFlags]&flagHoldKick != 0 {
		held |= ButtonKick
	}
	if w[SkaterFlags]&flagHoldBoost != 0 {
		held |= ButtonBoost
	}
	own[OwnHeld] = int32(held)
	return bodyOf(&own, t)
}

func (d *disc) words(carrier sim.PlayerID, frozen bool) (w sim.Words) {
	w[PuckX], w[PuckY] = words(d.pos, posShift)
	w[PuckVX], w[PuckVY] = words(d.vel, velShift)
	w[PuckCarrier], w[PuckFrozen] = int32(carrier), flag(frozen, 1)
	return w
}

// discFrom undoes words. Whatever they are, the puck is near enough to the rink for the
// next sub-step to bring it back.
func discFrom(w *sim.Words) disc {
	d := disc{vecOf(w[PuckX], w[PuckY], posShift), limit(vecOf(w[PuckVX], w[PuckVY], velShift), fixed.Int(TopSpeed+1))}
	x, y := fixed.Int(HalfLength+GoalDepth), fixed.Int(HalfWidth)
	d.pos = fixed.Vec{X: min(max(d.pos.X, -x), x), Y: min(max(d.pos.Y, -y), y)}
	d.vel = roundVel(d.vel)
	return d
}
