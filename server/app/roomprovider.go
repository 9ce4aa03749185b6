package app

import (
	"cmp"
	"errors"
	"net/netip"
	"time"

	"perihelion/server/config"
	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/match/rating"
	"perihelion/server/room"
	"perihelion/sim"
)

// queues are what one can queue for here.
func queues(cfg config.Config) []match.Queue {
	return []match.Queue{
		match.Quick(cfg.RoomSeats),
		match.Teams(cfg.RoomSeats &^ 1), // two teams of as many
		match.Duel(match.Pace{
			Rating:    match.Window{Start: ratingWindow, Rate: ratingWidens, Max: widestWindow},
			FillAfter: cfg.MMFillAfter,
			Timeout:   cfg.MMTimeout,
		}),
	}
}

// Whom a duel accepts: skill differs by 25/3 among everyone, and one second of
// waiting is worth half a point of it.
const (
	ratingWindow = 2.0
	ratingWidens = 0.5
	widestWindow = 15
)

// roomProvider shows the rooms to the matchmaker in its own words.
type roomProvider struct {
	rooms *room.Registry
	games sim.Games
	cfg   config.Config
}

func (h roomProvider) Rooms(q match.Queue) []match.Room {
	var open []match.Room
	for _, info := range h.rooms.List() {
		if info.Code != "" || info.Mode.String() != q.Mode || info.Rated != q.Rated || info.Free == 0 || !q.Backfill && info.Waiting.Player == "" {
			continue
		}
		wait := match.Player{ID: info.Waiting.Player, Rating: cmp.Or(info.Waiting.Rating, rating.New().Mu)}
		open = append(open, match.Room{ID: info.ID, Waiting: wait, Teams: teamStates(info, q.Teams)})
	}
	return open
}

// teamsOf says where in a room people are wanted. Who has a reserved seat counts
// as there.
func teamStates(info room.Info, teams int) []match.TeamState {
	if teams == 0 {
		return []match.TeamState{{Free: info.Free, Players: info.Seats - info.Free}}
	}
	sides := make([]match.TeamState, teams)
	for i := range sides {
		free := info.FreeByTeam[i]
		sides[i] = match.TeamState{Free: free, Players: info.Seats/teams - free}
	}
	return sides
}

func (h roomProvider) Open(s match.RoomSpec) (id, code string, err error) {
	game, mode, ok := h.games.Mode(s.Queue.Mode)
	if !ok {
		return "", "", lobby.ErrUnknownMode
	}
	c := publicRoomConfig(h.cfg)
	c.Game, c.Sim.Mode, c.Sim.Seats, c.Rated = game, mode, s.Queue.Seats, s.Rated
	c.Fill = botFill(h.cfg, mode, c.Sim.Seats)
	if !s.Bots {
		c.Fill = 0
	}
	var r *room.Room
	if s.Private {
		r, err = h.rooms.OpenPrivate(c, room.Reservation{Player: s.Player.ID, From: s.From, Rating: s.Player.Rating})
	} else {
		r, err = h.rooms.OpenFor(c, room.Owner{From: s.From})
	}
	if errors.Is(err, room.ErrPerAddr) && !s.Queue.Instant() {
		return "", "", match.ErrFull // it waits on, until the others of its address have played
	}
	if err != nil {
		return "", "", lobbyError(err)
	}
	return r.Config().ID, r.Config().Code, nil
}

func (h roomProvider) Reserve(id string, p match.Player, from netip.Addr, team int) error {
	err := h.rooms.Reserve(id, room.Reservation{Player: p.ID, From: from, Team: sim.Team(team), Rating: p.Rating})
	if errors.Is(err, room.ErrFull) || errors.Is(err, room.ErrNotFound) || errors.Is(err, room.ErrClosed) {
		return match.ErrFull // for whoever comes, a room that has just closed is as good as full
	}
	return lobbyError(err)
}

// fill is up to how many pilots bots fill a room. Teams are even, and where
// everyone is needed all seats are filled.
func botFill(cfg config.Config, mode *sim.Mode, seats int) int {
	switch {
	case mode.Alone:
		return seats
	case mode.Teams > 0:
		return min((cfg.BotFill+mode.Teams-1)/mode.Teams*mode.Teams, seats)
	}
	return min(cfg.BotFill, seats)
}

// botAfter is how long a duel whose opponent has gone waits for another until a bot
// comes, as long as a ticket would; 0: no bot ever comes, as in the queue.
func botDelay(cfg config.Config) time.Duration {
	if cfg.MMFillAfter >= cfg.MMTimeout {
		return 0
	}
	return cfg.MMFillAfter
}
