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
	case EventRail, EventSpawn, EventPickup, EventItemUse, EventAward:
		return e.Words[0] == who
	case EventHit:
		return e.Words[HitShooter] == who || e.Words[HitVictim] == who
	case EventKill:
		return e.Words[KillKiller] == who || e.Words[KillVictim] == who
	}
	return false
}

// Leader is the player who leads, as far as a client can see; NoPlayer: nobody.
func Leader(seen []sim.Entity) sim.PlayerID {
	for i := range seen {
		if e := &seen[i]; e.Kind == KindMatch {
			return sim.PlayerID(e.Words[MatchLeader])
		}
	}
	return sim.NoPlayer
}

// ReceiptOf is how a hit by a player was judged; ok is false for any other event.
func ReceiptOf(e *sim.Event) (r sim.Receipt, ok bool) {
	if e.Kind != EventHit || e.Words[HitShooter] == int32(sim.NoPlayer) {
		return r, false
	}
	return sim.Receipt{
		Shooter: sim.PlayerID(e.Words[HitShooter]), Victim: sim.PlayerID(e.Words[HitVictim]),
		Rewind: sim.Tick(e.Words[HitRewind]), Capped: e.Words[HitCapped] != 0,
	}, true
}

// Kill is a death and who gets the kill.
type Kill struct {
	Killer, Victim sim.PlayerID // Killer: NoPlayer if nobody gets it
	Weapon         Weapon
}

// KillOf reads a kill; ok is false for any other event.
func KillOf(e *sim.Event) (k Kill, ok bool) {
	if e.Kind != EventKill {
		return k, false
	}
	return Kill{
		Killer: sim.PlayerID(e.Words[KillKiller]), Victim: sim.PlayerID(e.Words[KillVictim]),
		Weapon: Weapon(e.Words[KillWeapon]),
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
	w.emit(EventBlast, at, sim.Words{BlastX: posWord(at.X), BlastY: posWord(at.Y), BlastSize: size.Round()})
}
