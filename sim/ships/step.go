package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// moveShip is a ship's own part of a Step: exactly what its player can predict.
func (s *ship) moveShip(w *World, in sim.Input) {
	s.from = s.pos
	s.thrust, s.strafe = sign(int8(in.Axes[AxisThrust])), sign(int8(in.Axes[AxisStrafe]))
	s.actions = w.stepBody(&s.body, in, w.tick)
	if s.actions.item == ItemBlink {
		s.from = s.pos // a blink is no way that a shot could cross
	}
	if s.actions.burning {
		s.score.coronaTicks++
	}
}

func sign(n int8) int8 {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// rebuildGrid files every living ship under its place.
func (w *World) rebuildGrid() {
	w.grid.reset()
	for _, p := range w.players {
		if s := &w.ships[p]; s.alive {
			w.grid.insert(p, s.pos)
		}
	}
}

// applyActions does what the ships' inputs do to others.
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
			w.firePulse(p, inputs[p])
		}
		if d.rail {
			w.fireRail(p, inputs[p])
		}
		if d.item != NoItem {
			w.releaseDrop(p, d.item)
		}
	}
}

// emit notes an event for this tick. Its id is its number within the tick.
func (w *World) emit(k sim.Kind, at fixed.Vec, words sim.Words) *sim.Event {
	e := sim.Event{
		Entity: sim.Entity{ID: sim.EntityID(len(w.events)), Kind: k, Words: words},
		Tick:   w.tick, To: sim.NoPlayer, Party: [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer},
	}
	setPosition(&e.Entity, at)
	w.events = append(w.events, e)
	return &w.events[len(w.events)-1]
}

// emitBlast notes that something burst.
func (w *World) emitBlast(at fixed.Vec, size fixed.Num) {
	w.emit(EventBlast, at, sim.Words{BlastX: posWord(at.X), BlastY: posWord(at.Y), BlastSize: size.Round()})
}
