package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Concerns reports whether p did or suffered an event, so that a client shows it in time
// with p's ship, which is ahead of all others.
func Concerns(e *sim.Event, p sim.PlayerID) bool {
	if e.To != sim.NoPlayer {
		return e.To == p
	}
	who := int32(p)
	switch e.Kind {
	case EventRail, EventSpawn, EventPickup, EventItemUse, EventAward, EventPowerup:
		return e.Words[0] == who
	case EventHit:
		return e.Words[HitShooter] == who || e.Words[HitVictim] == who
	case EventKill:
		return e.Words[KillKiller] == who || e.Words[KillVictim] == who
	}
	return false
}

// receiptOf is how a hit by a player was judged; ok is false for any other event.
func receiptOf(e *sim.Event) (r sim.Receipt, ok bool) {
	h, ok := HitOf(e)
	if !ok || h.Shooter == sim.NoPlayer {
		return r, false
	}
	return sim.Receipt{Shooter: h.Shooter, Victim: h.Victim, Rewind: sim.Tick(h.Rewind), Capped: h.Capped}, true
}

// Kill is a death and who gets the kill.
type Kill struct {
	Killer, Victim sim.PlayerID // Killer: NoPlayer if nobody gets it
	Weapon         Weapon
	Points         int32 // for the killer; 0 if there is none
}

// KillOf reads a kill; ok is false for any other event.
func KillOf(e *sim.Event) (k Kill, ok bool) {
	if e.Kind != EventKill {
		return k, false
	}
	return Kill{
		Killer: sim.PlayerID(e.Words[KillKiller]), Victim: sim.PlayerID(e.Words[KillVictim]),
		Weapon: Weapon(e.Words[KillWeapon]), Points: e.Words[KillPoints],
	}, true
}

// emit adds an event of this tick. Its id is its number within the tick. The caller may
// change the event until the next emit.
func (w *World) emit(k sim.Kind, at fixed.Vec, words sim.Words) *sim.Event {
	e := sim.Event{
		Entity: sim.Entity{ID: sim.EntityID(len(w.events)), Kind: k, Words: words},
		Tick:   w.tick, To: sim.NoPlayer, Party: [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer},
	}
	setPosition(&e.Entity, at)
	w.events = append(w.events, e)
	return &w.events[len(w.events)-1]
}

// emitBlast emits the burst of a rock, a mine or a seeker.
func (w *World) emitBlast(at fixed.Vec, size fixed.Num) {
	w.emit(EventBlast, at, sim.Words{blastX: posWord(at.X), blastY: posWord(at.Y), blastSize: size.Round()})
}

// Rail is a beam that was fired.
type Rail struct {
	Shooter  sim.PlayerID
	From, To Point
	Hit      bool  // it ended in a ship
	Heat     int32 // of the shooter, 0 to HeatSteps
}

// RailOf reads a beam; ok is false for any other event.
func RailOf(e *sim.Event) (r Rail, ok bool) {
	if e.Kind != EventRail {
		return r, false
	}
	w := &e.Words
	return Rail{
		Shooter: sim.PlayerID(w[RailShooter]),
		From:    Point{w[RailX0], w[RailY0]}, To: Point{w[RailX1], w[RailY1]},
		Hit: w[RailHit] != 0, Heat: w[railHeat],
	}, true
}

// Hit is damage to a ship, and how the shot was judged.
type Hit struct {
	Point
	Shooter, Victim sim.PlayerID // Shooter: NoPlayer if it was the star or a rock
	Weapon          Weapon
	Damage          int32
	Rewind          int32 // ticks
	Capped          bool
}

// HitOf reads a hit; ok is false for any other event.
func HitOf(e *sim.Event) (h Hit, ok bool) {
	if e.Kind != EventHit {
		return h, false
	}
	w := &e.Words
	return Hit{
		Point:   Point{w[HitX], w[HitY]},
		Shooter: sim.PlayerID(w[HitShooter]), Victim: sim.PlayerID(w[HitVictim]),
		Weapon: Weapon(w[HitWeapon]), Damage: w[HitDamage],
		Rewind: w[HitRewind], Capped: w[HitCapped] != 0,
	}, true
}

// Spawn is the begin of a life.
type Spawn struct {
	Point
	Player sim.PlayerID
}

// SpawnOf reads a spawn; ok is false for any other event.
func SpawnOf(e *sim.Event) (s Spawn, ok bool) {
	if e.Kind != EventSpawn {
		return s, false
	}
	return Spawn{Point{e.Words[spawnX], e.Words[spawnY]}, sim.PlayerID(e.Words[spawnPlayer])}, true
}

// Blast is the burst of a rock, a mine or a seeker.
type Blast struct {
	Point
	Size int32 // radius in units
}

// BlastOf reads a blast; ok is false for any other event.
func BlastOf(e *sim.Event) (b Blast, ok bool) {
	if e.Kind != EventBlast {
		return b, false
	}
	return Blast{Point{e.Words[blastX], e.Words[blastY]}, e.Words[blastSize]}, true
}

// Pickup is an item or a scrap that a ship took.
type Pickup struct {
	Point
	player sim.PlayerID
	Item   Item // NoItem: a scrap
}

// PickupOf reads a pickup; ok is false for any other event.
func PickupOf(e *sim.Event) (p Pickup, ok bool) {
	if e.Kind != EventPickup {
		return p, false
	}
	w := &e.Words
	return Pickup{Point{w[pickupX], w[pickupY]}, sim.PlayerID(w[pickupPlayer]), Item(w[pickupItem])}, true
}

// ItemUse is the use of an item.
type ItemUse struct {
	Point
	player sim.PlayerID
	Item   Item
}

// ItemUseOf reads the use of an item; ok is false for any other event.
func ItemUseOf(e *sim.Event) (u ItemUse, ok bool) {
	if e.Kind != EventItemUse {
		return u, false
	}
	w := &e.Words
	return ItemUse{Point{w[ItemUseX], w[ItemUseY]}, sim.PlayerID(w[ItemUsePlayer]), Item(w[ItemUseItem])}, true
}

// Award is a title that a player earned in the round that just ended.
type Award struct {
	Player sim.PlayerID
	Title  Title
	Value  int32 // what it counts depends on the title
}

// AwardOf reads an award; ok is false for any other event.
func AwardOf(e *sim.Event) (a Award, ok bool) {
	if e.Kind != EventAward {
		return a, false
	}
	w := &e.Words
	return Award{sim.PlayerID(w[AwardPlayer]), Title(w[AwardTitle]), w[AwardValue]}, true
}
