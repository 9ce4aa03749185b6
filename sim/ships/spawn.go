package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	spawnTries        = 8
	safeSpawnDistance = 1_100 // units: a larger distance from the nearest enemy is no better
)

// respawn starts a new life for every dead player whose time to wait is over, and for who has edited
// and flies again: where they were, if it is safe there.
func (w *World) respawn() {
	for _, p := range w.players {
		switch s := &w.ships[p]; {
		case s.alive, s.edits, s.respawn > 0:
		case s.actions.returns && w.isSafe(p, s.pos):
			w.spawn(p, s.pos)
		default:
			w.spawn(p, w.spawnPoint(p))
		}
	}
}

// isSafe reports whether p may begin at a position: no enemy is near, and no star burns there.
func (w *World) isSafe(p sim.PlayerID, at fixed.Vec) bool {
	star, away := w.arena.nearestStar(at, at.Len(), w.tick)
	return away > star.coronaIn(true) && w.closestShip(p, at, fixed.Int(safeSpawnDistance)) == sim.NoPlayer
}

// spawn starts a life of p at a position, with the velocity of a circular orbit, if that is
// no faster than a cruise; in a race on the way to the next checkpoint.
func (w *World) spawn(p sim.PlayerID, at fixed.Vec) {
	s := &w.ships[p]
	out := at.Direction()
	vel := fixed.Unit(out + fixed.Quarter).Scale(min(w.arena.orbitSpeed(), fixed.Int(cruiseSpeed)))
	if w.arena.isRace {
		vel = w.courseDirection(s.score.points, at).Scale(fixed.Int(raceLaunch))
	}
	s.respawnAt(at, vel, &w.arena)
	s.from, s.killer, s.attacker = at, sim.NoPlayer, sim.NoPlayer
	s.actions = actions{}
	w.grid.insert(p, at)
	w.emit(EventSpawn, at, sim.Words{spawnPlayer: int32(p), spawnX: posWord(at.X), spawnY: posWord(at.Y)})
}

// spawnRing is the ring in which a ship begins: the distance of its inner rim, and how many units
// it is wide. Of several it is a random one.
func (w *World) spawnRing() (low fixed.Num, wide int) {
	all := w.arena.layout.Spawns
	s := &all[0]
	if len(all) > 1 {
		s = &all[w.random.Below(len(all))]
	}
	low = w.arena.share(s.Inner)
	return low, int(w.arena.share(s.Outer)-low) >> fixed.Shift
}

// spawnPoint is the best of some random positions for p: the one that is farthest from
// enemies. A position inside a rock does no harm: the rock pushes the ship out while it is
// still protected.
func (w *World) spawnPoint(p sim.PlayerID) (best fixed.Vec) {
	if w.arena.isRace {
		return w.raceSpawnPoint(p)
	}
	low, wide := w.spawnRing()
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
