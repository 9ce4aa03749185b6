package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	spawnTries        = 8
	safeSpawnDistance = 1_100 // units: a larger distance from the nearest enemy is no better
)

// respawn starts a new life for every dead player whose time to wait is over.
func (w *World) respawn() {
	for _, p := range w.players {
		if s := &w.ships[p]; !s.alive && s.respawn == 0 {
			w.spawn(p, w.spawnPoint(p))
		}
	}
}

// spawn starts a life of p at a position, with the velocity of a circular orbit, if that is
// no faster than a cruise.
func (w *World) spawn(p sim.PlayerID, at fixed.Vec) {
	s := &w.ships[p]
	out := at.Direction()
	vel := fixed.Unit(out + fixed.Quarter).Scale(min(w.arena.orbitSpeed(), fixed.Int(cruiseSpeed)))
	s.respawnAt(at, vel, &w.arena)
	s.from, s.killer, s.attacker = at, sim.NoPlayer, sim.NoPlayer
	s.actions = actions{}
	w.grid.insert(p, at)
	w.emit(EventSpawn, at, sim.Words{spawnPlayer: int32(p), spawnX: posWord(at.X), spawnY: posWord(at.Y)})
}

// spawnPoint is the best of some random positions for p: the one that is farthest from
// enemies. A position inside a rock does no harm: the rock pushes the ship out while it is
// still protected.
func (w *World) spawnPoint(p sim.PlayerID) (best fixed.Vec) {
	low := w.arena.radius * 3 / 10
	wide := int(w.arena.radius*85/100-low) >> fixed.Shift
	most := fixed.Num(-1)
	for range spawnTries {
		at := fixed.FineUnit(w.spawnDirection(p), low+fixed.Int(w.random.Below(wide)))
		safe := fixed.Int(safeSpawnDistance)
		if q := w.closestShip(p, at, safe); q != sim.NoPlayer {
			safe = w.ships[q].pos.Sub(at).Len()
		}
		if safe > most {
			best, most = at, safe
		}
	}
	return best
}
