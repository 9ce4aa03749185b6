package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	mineLife        = 25_000 // ms
	mineArmTime     = 1_000  // ms
	mineBlastRadius = 110    // units
	mineDamage      = 80

	seekerLife        = 4_000            // ms
	seekerSpeed       = 520              // units per second: faster than a ship, slower than its boost
	seekerTurn        = 65536 * 45 / 100 // 1/65536 turn per second, 162°: a sharp turn escapes it
	seekerRange       = 700              // units
	seekerCone        = 65536 / 6        // 1/65536 turn to each side of its heading
	seekerRadius      = 8                // units, on top of the ship's
	seekerDamage      = 85
	seekerBlastRadius = 40 // units; it does no damage
)

// drop is a mine or a seeker.
type drop struct {
	kind     sim.Kind
	pos, vel fixed.Vec
	heading  fixed.Angle
	born     sim.Tick
}

// playerDrops holds the mines and seekers of one player. The slot of a drop is the low
// bits of its number, as in playerPulses; a ninth one replaces the first.
type playerDrops struct {
	live  uint32
	slots [dropsPerPlayer]drop
}

// releaseDrop emits the use of an item and adds the mine or seeker that it releases, if
// any.
func (w *World) releaseDrop(p sim.PlayerID, item Item) {
	w.emitItemUse(p, item)
	d, i := w.ships[p].newDrop(item, w.tick)
	if d.kind == 0 {
		return
	}
	w.drops[p].slots[i] = d
	w.drops[p].live |= 1 << i
}

// newDrop is the mine or seeker that an item releases, and its slot. Its kind is 0 if the
// item releases nothing.
func (b *body) newDrop(item Item, now sim.Tick) (d drop, slot int32) {
	d = drop{pos: b.pos, heading: b.heading, born: now}
	switch item {
	case ItemMine:
		d.kind = KindMine
	case ItemSeeker:
		d.kind = KindSeeker
		d.vel = fixed.Unit(b.heading).Scale(fixed.Int(seekerSpeed))
	}
	return d, (b.drops - 1) & (dropsPerPlayer - 1)
}

// releasedDrop is the mine or seeker that event e, the use of an item, released in the
// tick that ended with the state own. It equals the entity that the server will send, so
// that a client can draw it before. ok is false if nothing was released.
func (a *arena) releasedDrop(own *sim.Private, e *sim.Event) (left sim.Entity, ok bool) {
	if e.Kind != EventItemUse {
		return left, false
	}
	b := bodyOf(own)
	d, i := b.newDrop(Item(e.Words[ItemUseItem]), 0)
	if d.kind == 0 {
		return left, false
	}
	return d.dropEntity(sim.PlayerID(e.Words[ItemUsePlayer]), int(i), 0, a), true
}

// emitItemUse emits the event of the use of an item.
func (w *World) emitItemUse(p sim.PlayerID, item Item) {
	at := w.ships[p].pos
	w.emit(EventItemUse, at, sim.Words{
		ItemUsePlayer: int32(p), ItemUseItem: int32(item), ItemUseX: posWord(at.X), ItemUseY: posWord(at.Y),
	})
}

// updateDrops moves seekers, and bursts drops that meet an enemy or reach the end of their
// life.
func (w *World) updateDrops() {
	for _, p := range w.players {
		g := &w.drops[p]
		for live := g.live; live != 0; live &= live - 1 {
			i := lowestBit(live)
			if !w.updateDrop(p, &g.slots[i]) {
				g.live &^= 1 << i
			}
		}
	}
}

// updateDrop updates a mine or a seeker and reports whether it is still there.
func (w *World) updateDrop(p sim.PlayerID, d *drop) bool {
	if d.born == w.tick {
		return true
	}
	if d.kind == KindMine {
		return w.updateMine(p, d)
	}
	return w.updateSeeker(p, d)
}

// updateMine bursts an armed mine when an enemy is close, and reports whether the mine is
// still there.
func (w *World) updateMine(p sim.PlayerID, d *drop) bool {
	age := int32(w.tick - d.born)
	if age >= w.arena.ticks(mineLife) {
		return false
	}
	if !d.armed(w.tick, &w.arena) || w.closestShip(p, d.pos, fixed.Int(MineTrigger)) == sim.NoPlayer {
		return true
	}
	w.nearby = w.grid.appendNear(w.nearby[:0], d.pos, d.pos, fixed.Int(mineBlastRadius))
	for _, q := range w.nearby {
		if s := &w.ships[q]; !w.arena.friends(p, q) && s.pos.Sub(d.pos).Within(fixed.Int(mineBlastRadius)) {
			w.queueHit(hit{shooter: p, victim: q, weapon: WeaponMine, damage: mineDamage, at: s.pos})
		}
	}
	w.emitBlast(d.pos, fixed.Int(mineBlastRadius))
	return false
}

func (d *drop) armed(now sim.Tick, a *arena) bool { return int32(now-d.born) >= a.ticks(mineArmTime) }

// updateSeeker turns a seeker toward its target, moves it, and reports whether it is still
// there.
func (w *World) updateSeeker(p sim.PlayerID, d *drop) bool {
	if int32(w.tick-d.born) >= w.arena.ticks(seekerLife) {
		w.emitBlast(d.pos, fixed.Int(seekerBlastRadius))
		return false
	}
	if q := w.seekerTarget(p, d); q != sim.NoPlayer {
		most := int32(seekerTurn / w.arena.rate)
		way := int32(fixed.AngleDiff(d.heading, w.ships[q].pos.Sub(d.pos).Direction()))
		d.heading += fixed.Angle(min(max(way, -most), most))
	}
	d.vel = fixed.Unit(d.heading).Scale(fixed.Int(seekerSpeed))
	way := sweep{from: d.pos, radius: fixed.Int(seekerRadius), tick: w.tick}
	d.pos = d.pos.Add(d.vel.DivInt(w.arena.rate))
	if at, vel, jumped := w.arena.passGate(d.pos, d.vel, d.pos.Len(), w.tick); jumped {
		d.pos, d.vel, d.heading, way.from = at, vel, vel.Direction(), at
	}
	way.to = d.pos
	rock := w.firstRock(&way)
	victim, at := w.firstShip(p, &way, rock.time)
	switch {
	case victim != sim.NoPlayer:
		w.queueHit(hit{shooter: p, victim: victim, weapon: WeaponSeeker, damage: seekerDamage, at: at})
	case rock.rock >= 0:
		w.damageRock(rock.rock, seekerDamage)
	case !w.arena.isInStar(d.pos, w.tick) && d.pos.Len() < w.arena.radius+fixed.Int(wallDepth):
		return true
	}
	w.emitBlast(d.pos, fixed.Int(seekerBlastRadius))
	return false
}

// seekerTarget is the nearest enemy that a seeker can see; NoPlayer if there is none.
func (w *World) seekerTarget(p sim.PlayerID, d *drop) sim.PlayerID {
	best, found := fixed.Int(seekerRange), sim.NoPlayer
	w.nearby = w.grid.appendNear(w.nearby[:0], d.pos, d.pos, best)
	for _, q := range w.nearby {
		s := &w.ships[q]
		if w.arena.friends(p, q) || !s.alive || s.protected > 0 {
			continue
		}
		to := s.pos.Sub(d.pos)
		off := int32(fixed.AngleDiff(d.heading, to.Direction()))
		if off > seekerCone || off < -seekerCone {
			continue
		}
		if dist := to.Len(); (dist < best || dist == best && q < found) && w.inSight(d.pos, to, dist) {
			best, found = dist, q
		}
	}
	return found
}

// inSight reports whether neither the star nor a rock stands between a place and what is
// at the offset to from it, dist away.
func (w *World) inSight(from, to fixed.Vec, dist fixed.Num) bool {
	if dist < fixed.One {
		return true
	}
	dir := fixed.Vec{X: fixed.Div(to.X, dist), Y: fixed.Div(to.Y, dist)}
	clear, _ := w.beamRange(ray{from, dir}, dist, viewTime{tick: w.tick})
	return clear >= dist
}

// closestShip is the living ship nearest to a position, within reach, that p may hurt.
// With p NoPlayer every ship counts. It returns NoPlayer if there is none.
func (w *World) closestShip(p sim.PlayerID, at fixed.Vec, reach fixed.Num) sim.PlayerID {
	best, found := reach, sim.NoPlayer
	w.nearby = w.grid.appendNear(w.nearby[:0], at, at, reach)
	for _, q := range w.nearby {
		s := &w.ships[q]
		if w.arena.friends(p, q) || !s.alive {
			continue
		}
		if dist := s.pos.Sub(at).Len(); dist < best || dist == best && q < found {
			best, found = dist, q
		}
	}
	return found
}

func (d *drop) dropEntity(p sim.PlayerID, slot int, now sim.Tick, a *arena) sim.Entity {
	e := sim.Entity{ID: DropID(p, int32(slot)), Kind: d.kind}
	setPosition(&e, d.pos)
	x, y := posWord(d.pos.X), posWord(d.pos.Y)
	if d.kind == KindMine {
		e.Words = sim.Words{mineX: x, mineY: y}
		if d.armed(now, a) {
			e.Words[mineArmed] = 1
		}
		return e
	}
	e.Words = sim.Words{
		SeekerX: x, SeekerY: y,
		SeekerVX: velWord(d.vel.X), SeekerVY: velWord(d.vel.Y),
		SeekerHeading: headingWord(d.heading),
	}
	return e
}
