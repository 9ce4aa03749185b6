package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	pulseWait = 200 // ms between pulses: five a second

	blinkDistance  = 220 // units: out of a fight, not out of sight
	overshieldGain = 50  // shield that an overshield adds

	countMask = 1<<30 - 1 // counters of shots stay positive
)

// shoot fires what the buttons hold and the ship can pay for.
func (b *body) fireWeapons(held sim.Buttons, d *actions, a *arena) {
	if held&ButtonPulse != 0 && b.pulseWait == 0 {
		d.pulse = true
		b.pulseWait = a.ticks(pulseWait)
		b.shots = (b.shots + 1) & countMask
		b.protected = 0
	}
	if held&ButtonRail != 0 && b.railWait == 0 && b.energy >= fixed.Int(RailCost) {
		d.rail = true
		b.railWait = a.ticks(RailWait)
		b.energy -= fixed.Int(RailCost)
		b.protected = 0
	}
}

// useItem spends the carried item. What it does to its owner happens here; what it
// leaves in the world is Step's part.
func (b *body) useItem(a *arena) Item {
	used := b.item
	b.item = NoItem
	switch used {
	case ItemOvershield:
		b.shield = min(b.shield+fixed.Int(overshieldGain), fixed.Int(maxShield))
	case ItemBlink:
		b.pos = b.pos.Add(fixed.Unit(b.heading).Scale(fixed.Int(blinkDistance)))
		if r, edge := b.pos.Len(), a.radius+fixed.Int(wallDepth); r > edge {
			b.pos = b.pos.Scale(fixed.Div(edge, r))
		}
	case ItemMine, ItemSeeker:
		b.drops = (b.drops + 1) & countMask
		b.protected = 0
	}
	return used
}
