package sim

import "perihelion/sim/fixed"

// PlaceShift is the scale of Place: 1<<PlaceShift is one world unit.
const PlaceShift = fixed.Shift

// Place is where the thing is that p's player controls, for a client that
// smooths its corrections; ok is false while there is none.
func (own *Private) Place() (x, y int32, ok bool) {
	return own[OwnX], own[OwnY], own[OwnAlive] != 0
}

// Concerns reports whether an event is p's own doing or suffering, so that a
// client shows it with p's ship, ahead of everyone else's.
func Concerns(e *Event, p PlayerID) bool {
	if e.To != NoPlayer {
		return e.To == p
	}
	who := int32(p)
	switch e.Kind {
	case EventRail, EventSpawn, EventPickup, EventItem, EventHonour:
		return e.Words[0] == who
	case EventHit:
		return e.Words[HitShooter] == who || e.Words[HitVictim] == who
	case EventKill:
		return e.Words[KillKiller] == who || e.Words[KillVictim] == who
	}
	return false
}

// Leader is who wears the crown, as far as a client can see; NoPlayer: nobody.
func Leader(seen []Entity) PlayerID {
	for i := range seen {
		if e := &seen[i]; e.Kind == KindMatch {
			return PlayerID(e.Words[MatchLeader])
		}
	}
	return NoPlayer
}

// A Receipt is what the server vouches for about a hit.
type Receipt struct {
	Shooter, Victim PlayerID
	Rewind          Tick // how long before its tick it struck
	Capped          bool // its shooter saw a world even older
}

// ReceiptOf is the receipt of a hit that somebody dealt; ok is false for any other
// event.
func ReceiptOf(e *Event) (r Receipt, ok bool) {
	if e.Kind != EventHit || e.Words[HitShooter] == int32(NoPlayer) {
		return r, false
	}
	return Receipt{
		Shooter: PlayerID(e.Words[HitShooter]), Victim: PlayerID(e.Words[HitVictim]),
		Rewind: Tick(e.Words[HitRewind]), Capped: e.Words[HitCapped] != 0,
	}, true
}

// A Kill is a death and whose merit it was.
type Kill struct {
	Killer, Victim PlayerID // Killer: NoPlayer if it was nobody's
	Weapon         Weapon
}

// KillOf is what a kill says; ok is false for any other event.
func KillOf(e *Event) (k Kill, ok bool) {
	if e.Kind != EventKill {
		return k, false
	}
	return Kill{
		Killer: PlayerID(e.Words[KillKiller]), Victim: PlayerID(e.Words[KillVictim]),
		Weapon: Weapon(e.Words[KillWeapon]),
	}, true
}
