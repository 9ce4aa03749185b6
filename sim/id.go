package sim

// Ids of entities. A projectile is named by its owner and a counter that the
// owner's client predicts, so both ends know a shot by the same id.
const (
	firstShip       EntityID = 0
	firstScore      EntityID = 2048
	firstRock       EntityID = 4096
	firstPad        EntityID = 4608
	firstScrap      EntityID = 4864
	matchID         EntityID = 5120
	firstProjectile EntityID = 8192
	firstDrop       EntityID = firstProjectile + MaxPlayers*shotsPerPlayer

	shotsPerPlayer = 16 // pulses of one owner that can be in flight at once
	dropsPerPlayer = 8  // mines and seekers of one owner; they outlive many pulses
)

// ShipID is the entity of p's ship.
func ShipID(p PlayerID) EntityID { return firstShip + EntityID(p) }

// ScoreID is the entity of p's score.
func ScoreID(p PlayerID) EntityID { return firstScore + EntityID(p) }

// ShotID is the entity of p's n-th pulse.
func ShotID(p PlayerID, n int32) EntityID {
	return firstProjectile + EntityID(p)*shotsPerPlayer + EntityID(n%shotsPerPlayer)
}

// DropID is the entity of p's n-th mine or seeker.
func DropID(p PlayerID, n int32) EntityID {
	return firstDrop + EntityID(p)*dropsPerPlayer + EntityID(n%dropsPerPlayer)
}

// Owner is the player whose ship, score or projectile id names; NoPlayer for
// anything else.
func Owner(id EntityID) PlayerID {
	switch {
	case id < firstScore:
		return PlayerID(id - firstShip)
	case id < firstRock:
		return PlayerID(id - firstScore)
	case id >= firstDrop && id < firstDrop+MaxPlayers*dropsPerPlayer:
		return PlayerID((id - firstDrop) / dropsPerPlayer)
	case id >= firstProjectile && id < firstDrop:
		return PlayerID((id - firstProjectile) / shotsPerPlayer)
	}
	return NoPlayer
}
