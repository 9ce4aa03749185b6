package fleet

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// What a match may be that goes on in a private room.
const (
	minPrivateSeats = 2
	maxPrivateSeats = 32             // as in api.NewRoom
	maxPlayed       = 24 * time.Hour // by the clock of the match
)

// ContinueMatch opens a private room in which a match goes on that a player has played
// without a server: log is that of a moment of it. The player keeps the seat that a player
// has in it, and bots hold the others. lobby.BadMatch says why it cannot go on.
func (f *Fleet) ContinueMatch(player, name string, from netip.Addr, log []byte) (lobby.Destination, error) {
	m, err := f.readMoment(log)
	if err != nil {
		return lobby.Destination{}, lobby.BadMatch(describe(err))
	}
	taken, err := holdSeats(m, player, name)
	if err != nil {
		return lobby.Destination{}, lobby.BadMatch(err.Error())
	}
	m.Round = replay.Round{}
	if m.World.Phase() == sim.PhaseLive {
		m.Round = replay.Round{Phase: replay.RoundUncounted, Began: time.Now().UnixMilli(), Tick: m.World.Tick()}
	}
	c := f.cfg.roomConfig()
	c.Game, c.Sim, c.From, c.Fill = m.Game, m.Config, m, taken
	return destination(infoOf(f.rooms.OpenPrivate(c, room.Reservation{Player: player, From: from})))
}

// readMoment reads a match that somebody has sent. What it costs is bounded before the world
// is made.
func (f *Fleet) readMoment(log []byte) (*replay.Playback, error) {
	r, err := replay.NewReader(bytes.NewReader(log), f.cfg.Games)
	if err != nil {
		return nil, err
	}
	switch c := &r.Config; {
	case c.Seats < minPrivateSeats || c.Seats > maxPrivateSeats:
		return nil, fmt.Errorf("a private room has %d to %d seats, and the match %d", minPrivateSeats, maxPrivateSeats, c.Seats)
	case c.TicksPerSecond() != f.cfg.TickRate:
		return nil, fmt.Errorf("this server plays %d ticks a second, and the match %d", f.cfg.TickRate, c.TicksPerSecond())
	}
	m, err := replay.ReadMoment(r)
	if err != nil {
		return nil, err
	}
	if played := time.Duration(m.World.Tick()) * time.Second / time.Duration(f.cfg.TickRate); played > maxPlayed {
		return nil, fmt.Errorf("it has been played for longer than %v", maxPlayed)
	}
	return m, nil
}

// describe says in words why a log cannot be read.
func describe(err error) string {
	switch {
	case errors.Is(err, sim.ErrGame):
		return "the game is not installed here"
	case errors.Is(err, sim.ErrRules), errors.Is(err, replay.ErrVersion):
		return "it was played by the rules of another version; load the page again"
	}
	return "its log is damaged: " + err.Error()
}

// holdSeats gives the seat of the player in m to an account, and all others that are taken to
// bots, under names of this server.
func holdSeats(m *replay.Playback, account, name string) (taken int, err error) {
	me := sim.NoPlayer
	for p := range m.Seats {
		if m.Seats[p].Holder == replay.Player {
			if me != sim.NoPlayer {
				return 0, errors.New("more than one seat in it is yours")
			}
			me = sim.PlayerID(p)
		}
	}
	standings := m.World.AppendStandings(nil)
	if !slices.ContainsFunc(standings, func(s sim.Standing) bool { return s.Player == me }) {
		return 0, errors.New("no seat in it is yours")
	}
	clear(m.Seats)
	for i := range standings {
		p := standings[i].Player
		m.Seats[p] = replay.Seat{Holder: replay.Bot, Name: m.Game.BotName(p, m.Config.Seed), Joined: m.World.Tick()}
	}
	m.Seats[me] = replay.Seat{Holder: replay.Player, Account: account, Name: name, Joined: m.World.Tick()}
	return len(standings), nil
}
