package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	pulseRange = 800   // units worth a shot
	railRange  = 1_150 // units
	railSave   = 20    // energy that stays in the tank
)

// aim turns the ship and fires.
func (m *mind) aim(in *sim.Input) {
	if m.foe.dist == 0 {
		in.Axes[ships.AxisAim] = int32(uint16(m.vel.Direction()))
		if m.farDist > 0 {
			in.Axes[ships.AxisAim] = int32(uint16(m.far.Direction()))
		}
		return
	}
	if m.railReady() && m.aimRail(in) {
		return
	}
	m.aimPulse(in)
}

// aimPulse leads the foe by the time that a pulse needs to meet him.
func (m *mind) aimPulse(in *sim.Input) {
	rel := m.foe.vel.Sub(m.vel)
	at := m.foe.to
	for range 2 {
		when := at.Len() / ships.PulseSpeed
		at = m.foe.to.Add(rel.Scale(when * fixed.Num(m.lead) / 100))
	}
	want := at.Direction()
	in.Axes[ships.AxisAim] = int32(uint16(want) + uint16(m.error(m.wobble, 1)))
	if at.Len() > fixed.Int(pulseRange) || m.chance(5, 2, 100) < m.rest {
		return
	}
	off := fixed.Num(turn(m.next(uint16(in.Axes[ships.AxisAim])), fixed.Angle(uint16(in.Axes[ships.AxisAim]))))
	// An angle of n/65536 turn is an arc of n·2π/65536 radii.
	if off*at.Len()/10_430 < fixed.Int(int(m.trigger)) {
		in.Buttons |= ships.ButtonPulse
	}
}

// error is how far the hand is off, up to most to either side.
func (m *mind) error(most int32, salt uint64) int32 { return m.chance(m.sloth, salt, 2*most+1) - most }

// next is the heading after a tick of turning towards aim.
func (m *mind) next(aim uint16) fixed.Angle {
	most := int32(ships.TurnRate / m.rate)
	way := int32(fixed.Turn(m.heading, fixed.Angle(aim)))
	return m.heading + fixed.Angle(min(max(way, -most), most))
}

func turn(a, b fixed.Angle) int32 {
	n := int32(fixed.Turn(a, b))
	return max(n, -n)
}

// railReady is true in a third of the stretches of two seconds: who lives by the
// rail alone is no fun to meet.
func (m *mind) railReady() bool {
	soon := int32(m.rate / 8) // time to turn from the lead to the foe himself
	return m.spread > 0 && m.chance(7, 7, 3) == 0 && m.Own[ships.OwnRailWait] <= soon &&
		m.Own[ships.OwnEnergy] >= int32(fixed.Int(ships.RailCost+railSave)) && m.foe.dist < fixed.Int(railRange)
}

// aimRail points at the foe where he is seen: the server rewinds to what was
// seen. It reports whether it is worth waiting for.
func (m *mind) aimRail(in *sim.Input) bool {
	from := m.vel.Over(m.rate) // the ship moves on before it fires
	want := m.foe.to.Sub(from).Direction()
	aim := uint16(want) + uint16(m.error(m.spread, 3))
	if turn(m.heading, fixed.Angle(aim)) > int32(ships.TurnRate/6) {
		return false
	}
	in.Axes[ships.AxisAim] = int32(aim)
	if m.Own[ships.OwnRailWait] <= 1 && m.next(aim) == fixed.Angle(aim) {
		in.Buttons |= ships.ButtonRail
	}
	return true
}

// useItem spends what the ship carries when it is worth most.
func (m *mind) useItem(in *sim.Input) {
	if m.foe.dist == 0 || m.Own[ships.OwnHeld]&int32(ships.ButtonItem) != 0 {
		return // the button must be let go to be pressed again
	}
	near := m.foe.dist < fixed.Int(600)
	use := false
	switch ships.Item(m.Own[ships.OwnItem]) {
	case ships.ItemOvershield:
		use = near && m.Own[ships.OwnShield] < int32(fixed.Int(25))
	case ships.ItemBlink:
		use = m.threat && m.health < 60 && m.blinkIsSafe()
	case ships.ItemMine:
		use = m.foe.dist < fixed.Int(260)
	case ships.ItemSeeker:
		use = near && turn(m.heading, m.foe.to.Direction()) < 6_000
	}
	if use {
		in.Buttons |= ships.ButtonItem
	}
}

// blinkIsSafe is false if a blink would end in or behind the star.
func (m *mind) blinkIsSafe() bool {
	end := m.pos.Add(fixed.Unit(m.heading).Scale(fixed.Int(260)))
	return end.Len() > ships.CoronaRadius(m.Config) && end.Len() < ships.ArenaRadius(m.Config)
}
