package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const killCreditTime = 4_000 // ms: dying by star or rock within this time after an attack gives the attacker the kill

// hit is damage found in this tick and not applied yet. All hits are found before any is
// applied, so that two lethal shots of one tick kill both ships.
type hit struct {
	shooter, victim sim.PlayerID
	weapon          Weapon
	damage          int32
	at              fixed.Vec
	rewind          int32 // ticks of rewind, or of a pulse's head start
	capped          bool
}

func (w *World) queueHit(h hit) { w.hits = append(w.hits, h) }

// applyDamage applies the hits of this tick. A ship that is protected or already dead
// takes no damage.
func (w *World) applyDamage() {
	for i := 0; i < len(w.hits); i++ { // a mirror adds some
		h := w.hits[i]
		v := &w.ships[h.victim]
		if !v.alive || v.protected > 0 {
			continue
		}
		v.attacker, v.attacked = h.shooter, w.tick
		if h.weapon == WeaponRail {
			w.countRail(&w.ships[h.shooter].score.railHits)
		}
		w.emitHit(h)
		w.reflect(h, v)
		if v.takeDamage(fixed.Int(int(h.damage)), &w.arena) {
			v.kill(&w.arena)
			w.recordKill(h.victim, h.shooter, h.weapon)
		}
	}
}

// reflect sends a part of what the shield of v takes of a hit back to who shot.
func (w *World) reflect(h hit, v *ship) {
	back := int32(min(fixed.Int(int(h.damage)), v.shield).Round()) * v.stats().Mirror / 100
	if back > 0 && h.weapon != WeaponMirror {
		w.queueHit(hit{shooter: h.victim, victim: h.shooter, weapon: WeaponMirror, damage: back, at: w.ships[h.shooter].pos})
	}
}

// emitHit emits the event of a hit. Shooter and victim get it wherever they look: a mine
// may lie far from its owner, and the camera of a dead player is at their killer.
func (w *World) emitHit(h hit) {
	words := sim.Words{
		HitShooter: int32(h.shooter), HitVictim: int32(h.victim),
		HitWeapon: int32(h.weapon), HitDamage: h.damage,
		HitX: posWord(h.at.X), HitY: posWord(h.at.Y),
		HitRewind: h.rewind,
	}
	if h.capped {
		words[HitCapped] = 1
	}
	w.emit(EventHit, h.at, words).Party = [2]sim.PlayerID{h.shooter, h.victim}
}

// killCredit is who gets the kill when the star or a rock killed s: the last attacker, if
// the attack was not too long ago, or NoPlayer.
func (w *World) killCredit(s *ship) sim.PlayerID {
	if s.attacker == sim.NoPlayer || w.tick-s.attacked > sim.Tick(w.arena.ticks(killCreditTime)) {
		return sim.NoPlayer
	}
	return s.attacker
}

// recordKill records the death of p, whose body is already dead: it emits the event and
// counts the score.
func (w *World) recordKill(p, killer sim.PlayerID, weapon Weapon) {
	s := &w.ships[p]
	s.killer = killer
	s.attacker = sim.NoPlayer
	points := w.pointsOfKill(p, killer)
	e := w.emit(EventKill, s.pos, sim.Words{
		KillKiller: int32(killer), KillVictim: int32(p), KillWeapon: int32(weapon),
		KillPoints: points,
	})
	e.Global = true
	w.scoreDeath(p, killer, points)
	if weapon != WeaponStar {
		w.spawnScraps(s.pos, scrapsPerShip)
	}
	if killer != sim.NoPlayer && w.ships[killer].alive {
		k := &w.ships[killer].body
		full := k.stats()
		k.hull = min(k.hull+fixed.Int(full.Siphon), fixed.Int(full.Hull))
	}
}
