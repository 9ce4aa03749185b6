package ships

import "perihelion/sim"

// Concerns reports whether an event is p's own doing or suffering, so that a
// client shows it with p's ship, ahead of everyone else's.
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

// Leader is who wears the crown, as far as a client can see; NoPlayer: nobody.
func Leader(seen []sim.Entity) sim.PlayerID {
	for i := range seen {
		if e := &seen[i]; e.Kind == KindMatch {
			return sim.PlayerID(e.Words[MatchLeader])
		}
	}
	return sim.NoPlayer
}

// ReceiptOf is the receipt of a hit that somebody dealt; ok is false for any other
// event.
func ReceiptOf(e *sim.Event) (r sim.Receipt, ok bool) {
	if e.Kind != EventHit || e.Words[HitShooter] == int32(sim.NoPlayer) {
		return r, false
	}
	return sim.Receipt{
		Shooter: sim.PlayerID(e.Words[HitShooter]), Victim: sim.PlayerID(e.Words[HitVictim]),
		Rewind: sim.Tick(e.Words[HitRewind]), Capped: e.Words[HitCapped] != 0,
	}, true
}

// A Kill is a death and whose merit it was.
type Kill struct {
	Killer, Victim sim.PlayerID // Killer: NoPlayer if it was nobody's
	Weapon         Weapon
}

// KillOf is what a kill says; ok is false for any other event.
func KillOf(e *sim.Event) (k Kill, ok bool) {
	if e.Kind != EventKill {
		return k, false
	}
	return Kill{
		Killer: sim.PlayerID(e.Words[KillKiller]), Victim: sim.PlayerID(e.Words[KillVictim]),
		Weapon: Weapon(e.Words[KillWeapon]),
	}, true
}
