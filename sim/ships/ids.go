package ships

import "perihelion/sim"

// Ids of entities. The id of a pulse or a drop is made of its owner and a counter that
// the owner's client predicts, so both ends use the same id.
const (
	firstShip       sim.EntityID = 0
	firstScore      sim.EntityID = 2048
	firstRock       sim.EntityID = 4096
	firstPad        sim.EntityID = 4608
	firstScrap      sim.EntityID = 4864
	matchID         sim.EntityID = 5120
	firstRacer      sim.EntityID = 6144
	firstProjectile sim.EntityID = 8192
	firstDrop       sim.EntityID = firstProjectile + sim.MaxPlayers*pulsesPerPlayer

	pulsesPerPlayer = 16 // pulses of one owner that can be in flight at once
	dropsPerPlayer  = 8  // mines and seekers of one owner at once
)

// ShipID is the entity of p's ship.
func ShipID(p sim.PlayerID) sim.EntityID { return firstShip + sim.EntityID(p) }

// ScoreID is the entity of p's score.
func ScoreID(p sim.PlayerID) sim.EntityID { return firstScore + sim.EntityID(p) }

// PulseID is the entity of p's n-th pulse.
func PulseID(p sim.PlayerID, n int32) sim.EntityID {
	return firstProjectile + sim.EntityID(p)*pulsesPerPlayer + sim.EntityID(n%pulsesPerPlayer)
}

// DropID is the entity of p's n-th mine or seeker.
func DropID(p sim.PlayerID, n int32) sim.EntityID {
	return firstDrop + sim.EntityID(p)*dropsPerPlayer + sim.EntityID(n%dropsPerPlayer)
}

// Owner is the player to whom a ship, score, racer, pulse, mine or seeker belongs; NoPlayer for
// any other entity.
func Owner(id sim.EntityID) sim.PlayerID {
	switch {
	case id < firstScore:
		return sim.PlayerID(id - firstShip)
	case id < firstRock:
		return sim.PlayerID(id - firstScore)
	case id >= firstRacer && id < firstProjectile:
		return sim.PlayerID(id - firstRacer)
	case id >= firstDrop && id < firstDrop+sim.MaxPlayers*dropsPerPlayer:
		return sim.PlayerID((id - firstDrop) / dropsPerPlayer)
	case id >= firstProjectile && id < firstDrop:
		return sim.PlayerID((id - firstProjectile) / pulsesPerPlayer)
	}
	return sim.NoPlayer
}
