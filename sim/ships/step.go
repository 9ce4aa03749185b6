package ships

import (
	"perihelion/sim"
)

// Step advances the world by one tick. inputs is indexed by PlayerID and has
// Config.Seats elements; those of empty seats are ignored.
func (w *World) Step(inputs []sim.Input) {
	w.tick++
	w.flare = w.arena.flareAt(w.tick).On(w.tick)
	w.events, w.hits = w.events[:0], w.hits[:0]
	for i := range w.orbits {
		w.rockAt[i] = w.orbits[i].position(w.tick)
	}
	for _, p := range w.players {
		w.ships[p].moveShip(w, inputs[p])
		w.foreseen[p] = w.ships[p].body
	}
	w.savePoses()
	w.rebuildGrid()
	w.movePulses()
	w.applyActions(inputs)
	w.updateDrops()
	w.applyDamage()
	w.collectPickups()
	w.stepPowerup()
	w.restoreRocks()
	w.refillPads()
	w.respawn()
	w.stepGoal()
	w.updatePhase()
	w.surprising, w.disturbed = w.disturbed, false
}

// AsPredicted reports whether the ship of p is, after the last Step, what its player could predict:
// nobody else has changed it, nor what it may have flown into. Where players change the arena, they
// may know of a change a moment later.
func (w *World) AsPredicted(p sim.PlayerID) bool {
	return !w.surprising && !w.cfg.Editable && w.foreseen[p] == w.ships[p].body
}

// moveShip is the part of a Step that concerns one ship only: exactly what its player can
// predict.
func (s *ship) moveShip(w *World, in sim.Input) {
	s.from = s.pos
	s.thrust, s.strafe = sign(int8(in.Axes[AxisThrust])), sign(int8(in.Axes[AxisStrafe]))
	s.actions = w.stepBody(&s.body, in, w.tick)
	if s.actions.jumped || s.actions.item == ItemBlink {
		s.from = s.pos // a shot cannot hit a ship on the way of a jump
	}
	if s.edits {
		s.killer, s.attacker = sim.NoPlayer, sim.NoPlayer
	}
	if w.match.phase == sim.PhasePodium {
		s.takeVote(in.Axes[AxisClass], w.rotation.count)
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

// rebuildGrid enters every living ship into the grid.
func (w *World) rebuildGrid() {
	w.grid.reset()
	for _, p := range w.players {
		if s := &w.ships[p]; s.alive {
			w.grid.insert(p, s.pos)
		}
	}
}
