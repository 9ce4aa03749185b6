package ships

import "perihelion/sim"

// The words of a KindPowerup and of an EventPowerup.
const (
	powerupX         = iota
	powerupY         //
	powerupGives     // a Powerup
	powerupOpens     // the tick from which on it can be taken
	powerupHolder    // who takes it; NoPlayer: nobody
	powerupProgress  // 0 to 255
	powerupContested // 0, 1
)

const (
	powerupPlayer = iota // who took it; NoPlayer: it is announced
	powerupTaken         // a Powerup
	powerupTakenX
	powerupTakenY
)

const (
	voteOffers  = 0         // and the two behind it: arenas of the match to choose from, from 1; 0: none
	voteCounts  = maxOffers // votes for each
	voteIsReady = 2 * maxOffers
	votePlayers = voteIsReady + 1
)

// PowerupState is what the words of a KindPowerup say.
type PowerupState struct {
	Point
	Gives       Powerup
	Opens, Ends sim.Tick
	Holder      sim.PlayerID // who takes it; NoPlayer: nobody
	Progress    int32        // 0 to 255
	Contested   bool         // enemies are in the zone together
}

// PowerupStateOf reads the words of a KindPowerup.
func PowerupStateOf(cfg *sim.Config, w *sim.Words) PowerupState {
	opens := sim.Tick(w[powerupOpens])
	return PowerupState{
		Point: Point{w[powerupX], w[powerupY]}, Gives: Powerup(min(uint32(w[powerupGives]), uint32(powerups-1))),
		Opens: opens, Ends: opens + sim.Tick(powerupOpen*int64(cfg.TicksPerSecond())/1000),
		Holder: sim.PlayerID(w[powerupHolder]), Progress: w[powerupProgress], Contested: w[powerupContested] != 0,
	}
}

// PowerupEvent is a powerup that is announced, or that somebody took.
type PowerupEvent struct {
	Point
	Player sim.PlayerID // who took it; NoPlayer: it is announced
	Gives  Powerup
}

// PowerupEventOf reads what happened to a powerup; ok is false for any other event.
func PowerupEventOf(e *sim.Event) (u PowerupEvent, ok bool) {
	if e.Kind != EventPowerup {
		return u, false
	}
	w := &e.Words
	return PowerupEvent{Point{w[powerupTakenX], w[powerupTakenY]}, sim.PlayerID(w[powerupPlayer]), Powerup(w[powerupTaken])}, true
}
