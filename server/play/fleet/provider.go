package fleet

import (
	"cmp"
	"errors"
	"net/netip"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/match/rating"
	"perihelion/server/play/room"
	"perihelion/sim"
)

// Which opponents a duel accepts. Ratings of all players have a standard deviation of 25/3,
// and a second of waiting widens the window by half a point.
const (
	duelWindowStart = 2.0
	duelWindowRate  = 0.5
	duelWindowMax   = 15
)

// Queues are the matchmaking queues of this server: one for each mode of a game that has
// one.
func (f *Fleet) Queues() (queues []match.Queue) {
	pace := match.Pace{
		Rating:    match.Window{Start: duelWindowStart, Rate: duelWindowRate, Max: duelWindowMax},
		FillAfter: f.cfg.FillAfter,
		Timeout:   f.cfg.MatchTimeout,
	}
	for _, g := range f.cfg.Games {
		for _, m := range g.About().Modes {
			if m.Queue == "" {
				continue
			}
			q := match.Instant(m.Queue, m.Name, m.Teams, f.cfg.publicSeats(m))
			if m.Alone {
				q = match.Paired(m.Queue, m.Name, pace)
			}
			q.Rated, q.Game, q.Text = m.Rated, g.About().Name, m.Text
			queues = append(queues, q)
		}
	}
	return queues
}

// publicSeats is the seats of a public room of mode m.
func (c *Config) publicSeats(m *sim.Mode) int {
	if m.Endless {
		return c.ArenaSeats
	}
	return seatsOf(m, c.Seats)
}

// seatsOf is the seats of a room of mode m if so many are asked for: those that the mode
// has, or else a number that its teams share.
func seatsOf(m *sim.Mode, seats int) int {
	if m.Seats > 0 {
		return m.Seats
	}
	return seats - seats%max(m.Teams, 1)
}

// provider implements match.RoomProvider.
type provider struct{ *Fleet }

// Provider gives the matchmaker access to the rooms.
func (f *Fleet) Provider() match.RoomProvider { return provider{f} }

// Regions lists where there are servers that play rooms, our own region first.
func (p provider) Regions() (all []string) {
	for _, r := range p.Fleet.Regions() {
		all = append(all, r.ID)
	}
	return all
}

// Rooms lists the public rooms into which tickets of q may be sent.
func (p provider) Rooms(q match.Queue) (open []match.Room) {
	for _, n := range p.nodes() {
		for _, info := range n.list() {
			if info.Code != "" || info.Mode.String() != q.Mode || info.Rated != q.Rated || info.Free == 0 || !q.Backfill && info.Waiting.Player == "" {
				continue
			}
			waiting := match.Player{ID: info.Waiting.Player, Rating: cmp.Or(info.Waiting.Rating, rating.New().Mu)}
			open = append(open, match.Room{ID: info.ID, Region: n.region(), Waiting: waiting, Teams: teamStates(info, q.Teams)})
		}
	}
	return open
}

// teamStates returns the players and free seats of each team of a room. Reserved seats count
// as taken.
func teamStates(info room.Info, numTeams int) []match.TeamState {
	if numTeams == 0 {
		return []match.TeamState{{Free: info.Free, Players: info.Seats - info.Free}}
	}
	teams := make([]match.TeamState, numTeams)
	for i := range teams {
		free := info.FreeByTeam[i]
		teams[i] = match.TeamState{Free: free, Players: info.Seats/numTeams - free}
	}
	return teams
}

// Open starts a room for a new match.
func (p provider) Open(s match.RoomSpec) (id, code string, err error) {
	_, mode, ok := p.cfg.Games.Mode(s.Queue.Mode)
	if !ok {
		return "", "", lobby.ErrUnknownMode
	}
	r := p.cfg.specOf(mode, s.Queue.Seats)
	r.Region = s.Region
	r.Rated, r.Private = s.Rated, s.Private
	r.First = room.Reservation{Player: s.Player.ID, From: s.From, Rating: s.Player.Rating, Beginner: s.Player.Beginner}
	if !s.Bots {
		r.Fill = 0
	}
	info, err := p.open(r)
	if errors.Is(err, room.ErrPerAddr) && !s.Queue.Instant() {
		return "", "", match.ErrFull // the ticket waits until other players of its address have played
	}
	if err != nil {
		return "", "", lobbyError(err)
	}
	return info.ID, info.Code, nil
}

// Reserve reserves a seat for a player. A room that has closed meanwhile counts as full, and so
// does one whose server does not answer.
func (p provider) Reserve(id string, player match.Player, from netip.Addr, team int) error {
	n, err := p.nodeOf(id)
	if err == nil {
		err = n.reserve(id, room.Reservation{Player: player.ID, From: from, Team: sim.Team(team), Rating: player.Rating, Beginner: player.Beginner})
	}
	if errors.Is(err, room.ErrFull) || errors.Is(err, room.ErrNotFound) || errors.Is(err, room.ErrClosed) || errors.Is(err, errNoAnswer) {
		return match.ErrFull
	}
	return lobbyError(err)
}
