package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// holder is who a seat belongs to.
type holder uint8

const (
	holderNone holder = iota
	holderBot
	holderPlayer
)

// seat is a place in the match. It outlives the socket of its player: a bot
// flies on, and the player comes back to the same seat.
type seat struct {
	holder     holder
	player     string           // account
	account    protocol.Account // the same, as other players see it
	name       string
	rating     float64  // expected skill of its player when they came; 0: unknown
	joinedTick sim.Tick // when it was given to its holder

	// epoch counts the connections that had this seat, whoever's: it never goes
	// back, so nothing stale ever matches. A ticket of an older epoch is honoured
	// until a connection made by a newer one has proved that it works, or a
	// socket that breaks before Welcome arrives would lock its player out.
	epoch, confirmedEpoch uint32

	peer           Peer // nil while the socket is gone
	queue          *InputQueue
	halfW          int32
	disconnectedAt time.Time // when the socket went
	silent         bool      // the client is there but says nothing
	away           bool      // a bot flies the ship of a player, or nobody does, and everyone can see it

	inputs        inputBuffer
	viewValidator viewValidator
	ping          time.Duration
}

// absent reports whether a bot should fly the ship of a player.
func (s *seat) absent() bool { return s.peer == nil || s.silent }

// markHeard notes that the client is there after all. It gets as long again before
// a bot takes over, for its first inputs are meant for ticks to come.
func (s *seat) markHeard(played sim.Tick) {
	if s.silent {
		s.silent, s.inputs.lastTick = false, played
	}
}

// connect gives the seat to a new connection and returns the old one, if any.
func (s *seat) connect(about *sim.About, req *Request, played sim.Tick) (old Peer) {
	old = s.peer
	s.epoch++
	s.peer, s.queue = req.Peer, &InputQueue{}
	s.halfW = clampHalfW(about, req.HalfW)
	s.silent = false
	s.inputs.reset(about.Inputs, played)
	s.viewValidator = viewValidator{}
	return old
}

// clampHalfW is the half width of a view, in units, that a player may have who asks for w.
func clampHalfW(about *sim.About, w int32) int32 {
	return min(max(w, about.View.MinHalfWidth), about.View.MaxHalfWidth)
}
