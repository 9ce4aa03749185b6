package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// changeHeat heats a ship at distance r from the star up, or lets it cool.
func (b *body) changeHeat(r fixed.Num, a *arena) {
	if r < a.heat {
		b.heat = min(b.heat+a.closeness(r, a.heat)*heatGain*fixed.Num(b.stats().starGain)/100/fixed.Num(a.rate), fixed.Int(FullHeat))
		return
	}
	b.heat = max(b.heat-fixed.Int(FullHeat)/fixed.Num(coolTime*a.rate), 0)
}

// heatStep is how hot a ship is in steps, from 0 to HeatSteps.
func (b *body) heatStep() int32 { return int32(b.heat * HeatSteps / fixed.Int(FullHeat)) }

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
	if v.pos.Len() < w.corona || w.ships[killer].pos.Len() < w.corona {
		points *= coronaKill
	}
	if v.held&ButtonBounty != 0 {
		points *= bountyKill
	}
	return points
}
