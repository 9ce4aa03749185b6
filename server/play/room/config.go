package room

import (
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// Config describes a room. The zero value of every field but ID, Game, Sim works.
type Config struct {
	ID       string
	Code     string        // opens a private room to those who know it; empty: public
	Game     sim.Game      // what is played; none: the default of the Registry
	Sim      sim.Config    //
	Interval int           // ticks between snapshots; 0 means 2
	Rated    bool          // rounds count for the ratings of who plays them
	Fill     int           // bots keep the number of pilots at this; 0: no bots
	BotAfter time.Duration // how long a player of a public duel waits for an opponent until a bot takes the seat; 0: no bot does
	Hold     time.Duration // how long a seat outlives its socket; 0 means 20 s
	Linger   time.Duration // how long an empty room stays open; 0 means 30 s
	Idle     time.Duration // how long a room stays open whose players touch nothing; 0 means 5 min
	Journal  Journal       // nil: nobody stores the log
	Crashes  int           // of the rooms that have played the match before

	// From is the match that goes on here; nil: a new one. It is the room's from New on.
	From *replay.Playback

	Metrics  Metrics  // nil: nobody counts
	Observer Observer // nil: nobody listens
}

const (
	defaultInterval = 2 // 30 Hz at 60 ticks per second
	defaultHold     = 20 * time.Second
	defaultLinger   = 30 * time.Second
	defaultIdle     = 5 * time.Minute
)

func (c Config) withDefaults() Config {
	if c.Sim.Rate == 0 {
		c.Sim.Rate = sim.DefaultRate
	}
	if c.Sim.Mode == nil {
		c.Sim.Mode = c.Game.About().Modes[0]
	}
	if c.Interval == 0 {
		c.Interval = defaultInterval
	}
	if c.Hold == 0 {
		c.Hold = defaultHold
	}
	if c.Linger == 0 {
		c.Linger = defaultLinger
	}
	if c.Idle == 0 {
		c.Idle = defaultIdle
	}
	if c.Journal == nil {
		c.Journal = nopJournal{}
	}
	if c.Metrics == nil {
		c.Metrics = nopMetrics{}
	}
	if c.Observer == nil {
		c.Observer = nopObserver{}
	}
	return c
}
