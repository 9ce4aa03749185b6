package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// changeHeat heats a ship that is r away from a star up, or lets it cool.
func (b *body) changeHeat(s *star, r fixed.Num, a *arena) {
	if full := fixed.Int(FullHeat); r < s.heat && b.heat <= full {
		b.heat = min(b.heat+s.closeness(r, s.heat)*heatGain*fixed.Num(b.stats().starGain)/100/fixed.Num(a.rate), full)
		return
	}
	b.heat = max(b.heat-fixed.Int(FullHeat)/fixed.Num(coolTime*a.rate), 0)
}

// heatStep is how hot a ship is in steps, from 0 to HeatSteps.
func (b *body) heatStep() int32 { return min(int32(b.heat*HeatSteps/fixed.Int(FullHeat)), HeatSteps) }

// hotter is the damage of a shot at a step of heat.
func hotter(damage, step int32) int32 { return damage * (100 + hotDamage*step) / 100 }

// railCost is the energy that a rail takes: less from a hot ship.
func (b *body) railCost() fixed.Num {
	return fixed.Int(b.stats().RailCost - hotRail*int(b.heatStep()))
}

// killPoints is what a kill is worth to the killer: more if killer or victim is in the
// corona or if there is a bounty on the victim, and nothing if there is no killer.
func (w *World) killPoints(victim, killer sim.PlayerID) int32 {
	if killer == sim.NoPlayer {
		return 0
	}
	v, points := &w.ships[victim], int32(1)
	if w.isInCorona(v.pos) || w.isInCorona(w.ships[killer].pos) {
		points *= coronaKill
	}
	if v.held&ButtonBounty != 0 {
		points *= bountyKill
	}
	return points
}

// isInCorona reports whether a position is in the corona of a star, or that near to a black
// hole.
func (w *World) isInCorona(at fixed.Vec) bool {
	s, away := w.arena.nearestStar(at, at.Len(), w.tick)
	return away < s.coronaIn(w.flare)
}
