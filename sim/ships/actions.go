package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	overshieldGain = 50 // shield that an overshield adds

	itemPause    = 500 // ms between two of several items
	itemBits     = 3
	spareBits    = 2
	mostSpare    = 1<<spareBits - 1 // items beside the one that a ship carries
	mostItemWait = 255              // ticks

	countMask = 1<<30 - 1 // keeps the counters of pulses and drops positive
)

// actions are what the ship of one player did in one tick beside moving: the part of an
// input that affects others, which Step applies.
type actions struct {
	boost, burning, pulse, rail bool
	jumped                      bool // through a gate
	returns                     bool // into play: its player does not edit any more
	item                        Item
	rockDamage                  fixed.Num // damage taken from rocks
	killedBy                    Weapon    // star, rock or none: what killed the ship in this tick
}

// fireWeapons fires the weapons whose buttons are held, if they are ready and there is
// enough energy.
func (b *body) fireWeapons(held sim.Buttons, d *actions, a *arena) {
	if held&ButtonPulse != 0 && b.pulseWait == 0 {
		d.pulse = true
		b.pulseWait = a.ticks(b.stats().pulseWait)
		b.shots = (b.shots + b.stats().Bolts) & countMask
		b.protected = 0
	}
	if held&ButtonRail != 0 && b.railWait == 0 && b.energy >= b.railCost() {
		d.rail = true
		b.railWait = a.ticks(b.stats().RailWait)
		b.energy -= b.railCost()
		b.protected = 0
	}
}

// useItem uses up the carried item and returns it; several need a pause between them. Its effect on the ship happens here;
// what it puts into the world (a mine, a seeker) is added by World.releaseDrop.
func (b *body) useItem(a *arena) Item {
	if b.itemWait > 0 {
		return NoItem
	}
	used := b.item
	if b.spare--; b.spare < 0 {
		b.item, b.spare = NoItem, 0
	} else {
		b.itemWait = a.ticks(itemPause)
	}
	switch used {
	case ItemOvershield:
		b.shield = min(b.shield+fixed.Int(overshieldGain), fixed.Int(b.stats().Shield+overshieldGain))
	case ItemBlink:
		b.pos = b.pos.Add(fixed.Unit(b.heading).Scale(fixed.Int(BlinkDistance)))
		if r, edge := b.pos.Len(), a.radius+fixed.Int(wallDepth); r > edge {
			b.pos = b.pos.Scale(fixed.Div(edge, r))
		}
	case ItemMine, ItemSeeker:
		b.drops = (b.drops + 1) & countMask
		b.protected = 0
	}
	return used
}

// applyActions applies what the ships did in this tick to the world: shots, items, deaths.
func (w *World) applyActions(inputs []sim.Input) {
	for _, p := range w.players {
		s := &w.ships[p]
		d := &s.actions
		if d.rockDamage > 0 {
			w.emitHit(hit{shooter: sim.NoPlayer, victim: p, weapon: WeaponRock, damage: int32(d.rockDamage >> fixed.Shift), at: s.pos})
		}
		if d.killedBy != WeaponNone {
			w.recordKill(p, w.killCredit(s), d.killedBy)
			continue
		}
		if d.pulse {
			w.fireShot(p, inputs[p])
		}
		if d.rail {
			w.fireRail(p, inputs[p])
		}
		if d.item != NoItem {
			w.releaseDrop(p, d.item)
		}
	}
}
