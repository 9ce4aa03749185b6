// Package fleet decides where rooms are played and who is placed into them: on this server, or
// on another that it hears of over a bus; how new rooms are configured, which queues there are, how much of the server one player or address
// may use, and which rooms have to be given up. It implements lobby.Rooms for players who
// choose a room, and match.RoomProvider for the matchmaker; the rooms themselves are those
// of a room.Registry. All of it is safe for concurrent use.
package fleet

import (
	"errors"
	"log/slog"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// Config is how rooms are configured, and their limits.
type Config struct {
	Node     string    // id of this server
	Region   string    // where this server stands
	URL      string    // by which players reach its rooms; "": as they reach any server
	Plays    bool      // rooms may be opened here; false: only on other servers
	Games    sim.Games // the first one is the default
	TickRate int
	Interval int // ticks between snapshots

	Seats           int               // of a public room
	ArenaSeats      int               // of a public room of a mode without end
	BotFill         int               // bots keep a room at this many players
	Points, Seconds int               // of a round; 0: the default of its mode
	Arenas          sim.Arenas        // of public rooms, in turn, where the game has them; none: its first one
	Added           sim.Arenas        // that private rooms may have, too
	Featured        func() sim.Arenas // that public rooms have besides, as many as fit; nil: none
	ReconnectWindow time.Duration

	Library func(player, ref string) (text string, err error) // an arena that players have made; nil: there are none
	Played  func(player, ref string)                          // a room was opened for one; nil if Library is

	Linger time.Duration // how long an empty room stays open
	Idle   time.Duration // how long a room stays open whose players do nothing

	FillAfter    time.Duration // how long a duel waits for a player before it gets a bot
	MatchTimeout time.Duration // when a ticket for a duel expires

	MaxRooms       int
	MaxPlayers     int
	PrivateShare   int // per cent of both that private rooms may take
	RoomsPerAddr   int
	ReservationTTL time.Duration

	OpenJournal func(room.Saved) room.Journal // as in room.RegistryConfig
	Words       room.TextFilter               // as in room.RegistryConfig
	Flush       time.Duration                 // as in room.Config
}

// Fleet is the rooms that players may be sent to. Make one with New.
type Fleet struct {
	cfg   Config
	rooms *room.Registry // those of this server
	log   *slog.Logger

	cluster *Cluster // the other servers; nil: there are none
	others  []node   // besides; for tests
}

// New returns a fleet without rooms. observer is told what happens in rooms.
func New(cfg Config, observer room.Observer, log *slog.Logger, m room.Metrics) *Fleet {
	f := &Fleet{cfg: cfg, log: log, rooms: room.NewRegistry(room.RegistryConfig{
		Node:           cfg.Node,
		MaxRooms:       cfg.MaxRooms,
		MaxPlayers:     cfg.MaxPlayers,
		ReservationTTL: cfg.ReservationTTL,
		Observer:       observer,
		OpenJournal:    cfg.OpenJournal,
		Words:          cfg.Words,
		Quota:          cfg.quota(),
	}, cfg.Games[0], log, m)}
	return f
}

// Registry holds the rooms.
func (f *Fleet) Registry() *room.Registry { return f.rooms }

// Modes are the names of all modes that a room can have, each with the name of its game.
func (f *Fleet) Modes() map[string]string {
	modes := map[string]string{}
	for _, g := range f.cfg.Games {
		for _, m := range g.About().Modes {
			modes[m.Name] = g.About().Name
		}
	}
	return modes
}

// maxPrivatePerPlayer is how many private rooms one player may have open: enough to leave a
// wrong one and open another before the first has closed.
const maxPrivatePerPlayer = 3

// quota limits how much of the server one player, one address, and private rooms may use.
// Even on the smallest server one room may be private.
func (c *Config) quota() room.Quota {
	return room.Quota{
		PrivateRooms: max(c.MaxRooms*c.PrivateShare/100, 1),
		PrivateSeats: max(c.MaxPlayers*c.PrivateShare/100, 1),
		PerPlayer:    maxPrivatePerPlayer,
		PerAddr:      c.RoomsPerAddr,
	}
}

// roomConfig is the configuration of a public room of the default mode.
func (c *Config) roomConfig() room.Config {
	return room.Config{
		Sim:      sim.Config{Seats: c.Seats, Rate: c.TickRate, Points: c.Points, Seconds: c.Seconds},
		Interval: c.Interval,
		Fill:     c.BotFill,
		BotAfter: c.botDelay(),
		Hold:     c.ReconnectWindow,
		Linger:   c.Linger,
		Idle:     c.Idle,
		Flush:    c.Flush,
	}
}

// arenaBotShare is the part of the seats of an arena that bots keep filled: one in so many.
// Those who come first must meet somebody.
const arenaBotShare = 4

// Restore opens a room in which a match goes on that another room has left: from, and its
// journal. After an error the journal is closed.
func (f *Fleet) Restore(s room.Saved, from *replay.Playback, j room.Journal) error {
	c := f.cfg.roomConfig()
	c.ID, c.Code, c.Rated, c.Fill, c.Crashes, c.Epoch = s.ID, s.Code, s.Rated, s.Fill, s.Crashes, s.Epoch
	c.Owner, c.EditKey = s.Owner.Player, s.EditKey
	c.Game, c.Sim, c.From, c.Journal = from.Game, from.Config, from, j
	c.Interval = max(from.Config.TicksPerSecond()*f.cfg.Interval/f.cfg.TickRate, 1)
	err := f.rooms.Restore(c, s.Owner)
	switch {
	case errors.Is(err, room.ErrDraining):
		j.Close(room.JournalPaused)
	case err != nil:
		j.Close(room.JournalOver)
	}
	return err
}

// botFill is how many players bots fill a room up to: all seats where everyone is needed,
// and as many on each team where there are teams.
func (c *Config) botFill(mode *sim.Mode, seats int) int {
	switch {
	case mode.Endless && c.BotFill > 0:
		return seats / arenaBotShare
	case mode.Alone, mode.Seats > 0 && c.BotFill > 0:
		return seats
	case mode.Teams > 0:
		return min((c.BotFill+mode.Teams-1)/mode.Teams*mode.Teams, seats)
	}
	return min(c.BotFill, seats)
}

// botDelay is how long a duel whose opponent has left waits for another one before it gets a
// bot, as long as a ticket would wait; 0: it never gets a bot, like tickets in the queue.
func (c *Config) botDelay() time.Duration {
	if c.FillAfter >= c.MatchTimeout {
		return 0
	}
	return c.FillAfter
}

// HurryTimeout is what is left of a drain when the operator asks again to stop.
const HurryTimeout = 10 * time.Second

// Drain closes the rooms for new players and waits until their rounds have ended: until
// deadline, or less if all are done, or at most HurryTimeout longer when hurry receives.
func (f *Fleet) Drain(deadline time.Time, hurry <-chan struct{}) {
	f.rooms.Drain(deadline)
	ended := make(chan struct{})
	go func() { // ends with the rooms, which the caller closes at the latest
		f.rooms.Wait()
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return
		case <-time.After(time.Until(deadline)):
			return
		case <-hurry:
			if soon := time.Now().Add(HurryTimeout); soon.Before(deadline) {
				deadline = soon
				f.log.Info("draining faster", "rooms", len(f.rooms.List()), "for", HurryTimeout)
				f.rooms.Drain(deadline)
			}
		}
	}
}
