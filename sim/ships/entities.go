package ships

import "perihelion/sim"

// AppendEntities appends everything that clients may see to dst, in order of ID. On a
// client's world those are the pulses of its player.
func (w *World) AppendEntities(dst []sim.Entity) []sim.Entity {
	if w.client {
		return w.appendPulses(dst)
	}
	dst = w.appendShips(dst)
	for _, p := range w.players {
		dst = append(dst, w.ships[p].scoreEntity(p, w.cfg.TeamOf(p)))
	}
	dst = w.appendObjects(dst)
	dst = append(dst, w.match.matchEntity(w.cfg.Limit(), w.rotation.place))
	if w.mode != nil && !w.arena.isRace {
		dst = append(dst, w.goal.goalEntity())
	}
	if u, ok := w.currentPowerup(); ok {
		dst = append(dst, w.powerupEntity(&u))
	}
	if w.match.phase == sim.PhasePodium {
		dst = append(dst, w.voteEntity())
	}
	if w.arena.isRace {
		dst = w.appendRacers(dst)
	}
	dst = w.appendPulses(dst)
	for _, p := range w.players {
		g := &w.drops[p]
		for live := g.live; live != 0; live &= live - 1 {
			i := lowestBit(live)
			dst = append(dst, g.slots[i].dropEntity(p, i, w.tick, &w.arena))
		}
	}
	return dst
}

func (w *World) appendShips(dst []sim.Entity) []sim.Entity {
	for _, p := range w.players {
		if s := &w.ships[p]; s.alive {
			dst = append(dst, s.shipEntity(p, p == w.match.leader))
		}
	}
	return dst
}

func (w *World) appendObjects(dst []sim.Entity) []sim.Entity {
	for i := range w.rocks {
		dst = append(dst, sim.Entity{
			ID: RockID(i), Kind: KindRock, Global: true, Words: sim.Words{rockHull: w.rocks[i].hull},
		})
	}
	for i := range w.pads {
		dst = append(dst, sim.Entity{
			ID: PadID(i), Kind: KindPad, Global: true, Words: sim.Words{padItem: int32(w.pads[i].item)},
		})
	}
	for i := range w.scraps {
		if w.scraps[i].until != 0 {
			dst = append(dst, w.scraps[i].scrapEntity(i))
		}
	}
	return dst
}

func (w *World) appendPulses(dst []sim.Entity) []sim.Entity {
	for _, p := range w.players {
		g := &w.pulses[p]
		for live := g.live; live != 0; live &= live - 1 {
			i := lowestBit(live)
			dst = append(dst, g.slots[i].pulseEntity(p, i))
		}
	}
	return dst
}

// AppendEvents appends what happened in the last Step to dst; on a client's world, in the
// last Predict.
func (w *World) AppendEvents(dst []sim.Event) []sim.Event { return append(dst, w.events...) }

func (s *ship) shipEntity(p sim.PlayerID, leader bool) sim.Entity {
	e := sim.Entity{ID: ShipID(p), Kind: KindShip, Radar: true, Words: sim.Words{
		ShipX: posWord(s.pos.X), ShipY: posWord(s.pos.Y),
		ShipVX: velWord(s.vel.X), ShipVY: velWord(s.vel.Y),
		ShipHeading: headingWord(s.heading),
		ShipThrust:  int32(s.thrust), ShipStrafe: int32(s.strafe),
		ShipHull: s.hull.Round(), ShipShield: s.shield.Round(),
		ShipFlags: s.flags(leader), ShipHeat: s.heatStep(), ShipClass: int32(s.class),
	}}
	setPosition(&e, s.pos)
	return e
}

func (s *ship) flags(leader bool) (flags int32) {
	for _, f := range [...]struct {
		on   bool
		flag int32
	}{
		{s.actions.boost, FlagBoost},
		{s.protected > 0, FlagProtected},
		{leader, FlagLeader},
		{s.actions.burning, FlagBurning},
		{s.held&ButtonBounty != 0, FlagBounty},
	} {
		if f.on {
			flags |= f.flag
		}
	}
	return flags
}
