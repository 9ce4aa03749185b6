// Package sim is the contract between the netcode and a game. The netcode
// (shared, server, client/netcode) uses the types declared here and knows no
// game; a game is a package below this one that implements Game.
//
// A game is deterministic. The same Config and the same inputs, tick for tick,
// give the same World.Hash on every machine. So a game uses integers only, holds
// no map, reads no clock, starts no goroutine, and draws its random numbers from
// a generator that is part of its World (package sim/rng).
package sim

// Tick numbers the steps of a world, starting at 1. The zero Tick means none.
// Ticks do not wrap: 32 bits last two years at 60 Hz.
type Tick uint32

// PlayerID is a player's seat in the world, from 0 to Config.Seats-1.
type PlayerID uint16

const (
	MaxPlayers           = 2048 // seats of a world, at most
	NoPlayer    PlayerID = 0xffff
	DefaultRate          = 60 // ticks per second; the only place that says so
)

// Config decides everything about a match except what its players do. Both ends
// hold the same Config: the server announces it when a player joins.
type Config struct {
	Seed  uint64
	Mode  *Mode // one of About.Modes; nil: the first of them
	Seats int   // 1 to MaxPlayers
	Rate  int   // ticks per second; 0 means DefaultRate

	Points  int // that win a round; 0: as Mode has it
	Seconds int // that a round lasts; 0: as Mode has it

	// Arenas are those in which rounds are played, one after the other; nil: the first of
	// About.Arenas alone. Arena is the one in which is played now; nil: the first of them.
	// A match tells clients by its entities which one that is, so it is never sent.
	Arenas *Arenas
	Arena  *Arena

	// Editable: players change the arena while they play: see Editor. There is one, Arenas has it at
	// the beginning, and there are no rounds.
	Editable bool
}

// TicksPerSecond is the rate of c, or the default.
func (c Config) TicksPerSecond() int {
	if c.Rate == 0 {
		return DefaultRate
	}
	return c.Rate
}

// Limit is the points that win a round of c; 0 in a match without end.
func (c Config) Limit() int {
	switch {
	case c.Endless():
		return 0
	case c.Points > 0 || c.Mode == nil:
		return c.Points
	}
	return c.Mode.Points
}

// RoundSeconds is how long a round of c lasts, overtime aside; 0 in a match without end.
func (c Config) RoundSeconds() int {
	switch {
	case c.Endless():
		return 0
	case c.Seconds > 0 || c.Mode == nil:
		return c.Seconds
	}
	return c.Mode.Seconds
}

// Endless reports whether the match has no rounds.
func (c Config) Endless() bool { return c.Editable || c.Mode != nil && c.Mode.Endless }

// RoundTicks is how many ticks a round of c lasts, overtime aside.
func (c Config) RoundTicks() Tick { return Tick(c.RoundSeconds() * c.TicksPerSecond()) }

// Alone reports whether no bot plays for an absent player.
func (c Config) Alone() bool { return c.Mode != nil && c.Mode.Alone }

// Team is a team of a match, from 1; NoTeam where everyone plays for themselves.
type Team uint8

const NoTeam Team = 0

// TeamOf is the team of seat p. Seats alternate: in a match of two teams even seats are
// in the first and odd ones in the second. So it is never sent.
func (c Config) TeamOf(p PlayerID) Team {
	if c.Mode == nil || c.Mode.Teams == 0 {
		return NoTeam
	}
	return Team(int(p)%c.Mode.Teams) + 1
}

// Phase is a part of a match.
type Phase uint8

const (
	PhaseWarmup Phase = iota // waiting for a second player; nothing counts
	PhaseCountdown
	PhaseLive
	PhasePodium
	phases
)

var phaseNames = [phases]string{PhaseWarmup: "warmup", PhaseCountdown: "countdown", PhaseLive: "live", PhasePodium: "podium"}

// String is the name of p in the API, in logs and in metrics.
func (p Phase) String() string {
	if p >= phases {
		return "unknown"
	}
	return phaseNames[p]
}
