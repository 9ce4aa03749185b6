package protocol

import (
	"math"

	"perihelion/sim"
)

// maxRoster is how many lines one roster frame may hold, and how many players it may say have
// left: the most that surely fit MaxServerFrame.
const maxRoster = 512

// Player is a line of the roster.
type Player struct {
	ID   sim.PlayerID
	Name string
	Bot  bool
	Away bool // the socket is gone, a bot flies the ship
	Ping int  // milliseconds
	Role Role // in a room whose arena is changed

	Account Account // 0: a bot
	Looks   Looks
}

// Looks are the numbers of what a player has chosen to be seen by: see package deeds. A client
// draws one that it does not know as the default, 0.
type Looks struct {
	Title, Trail, Lines, KillSound uint8
}

const (
	playerBot = 1 << iota
	playerAway
	playerRole  = iota // from this bit on
	playerFlags = int(roles)<<playerRole - 1
)

// Roster tells who sits where. When Full, nothing that was told before counts; what is not in it
// follows, as what has changed does.
type Roster struct {
	Full    bool
	Players []Player
	Left    []sim.PlayerID
}

// AppendRoster appends the frame [18, full, [[id, name, flags, ping, account, title, trail, lines, kill sound]…], [id…]].
func AppendRoster(dst []byte, o *Roster) []byte {
	if len(o.Players) > maxRoster || len(o.Left) > maxRoster {
		panic("protocol: roster too long for a frame")
	}
	dst = header(dst, TypeRoster, 3)
	dst = appendBool(dst, o.Full)
	dst = appendArray(dst, len(o.Players))
	for i := range o.Players {
		dst = appendPlayer(dst, &o.Players[i])
	}
	dst = appendArray(dst, len(o.Left))
	for _, p := range o.Left {
		dst = appendUint(dst, uint64(p))
	}
	return dst
}

func appendPlayer(dst []byte, p *Player) []byte {
	flags := byte(p.Role) << playerRole
	if p.Bot {
		flags |= playerBot
	}
	if p.Away {
		flags |= playerAway
	}
	dst = appendArray(dst, 9)
	dst = appendUint(dst, uint64(p.ID))
	dst = appendStr(dst, p.Name)
	dst = append(dst, flags)
	dst = appendUint(dst, uint64(min(max(p.Ping, 0), math.MaxUint16)))
	dst = appendUint(dst, uint64(p.Account))
	dst = appendUint(dst, uint64(p.Looks.Title))
	dst = appendUint(dst, uint64(p.Looks.Trail))
	dst = appendUint(dst, uint64(p.Looks.Lines))
	return appendUint(dst, uint64(p.Looks.KillSound))
}

// DecodeRoster reads a Roster. It takes memory for the lines that are there, not
// for those that are announced.
func DecodeRoster(frame []byte) (o Roster, err error) {
	r := openFields(frame, TypeRoster, 3)
	o.Full = r.bool()
	for range r.count(maxRoster) {
		if r.err != nil {
			break
		}
		o.Players = append(o.Players, r.line())
	}
	for range r.count(maxRoster) {
		if r.err != nil {
			break
		}
		o.Left = append(o.Left, r.player(sim.MaxPlayers-1))
	}
	if err := decoded(&r, TypeRoster); err != nil {
		return Roster{}, err
	}
	return o, nil
}

func (r *reader) line() (p Player) {
	r.fields(9)
	p.ID = r.player(sim.MaxPlayers - 1)
	p.Name = r.text(MaxName)
	flags := r.uint(uint64(playerFlags))
	p.Bot, p.Away, p.Role = flags&playerBot != 0, flags&playerAway != 0, Role(flags>>playerRole)
	p.Ping = int(r.uint(math.MaxUint16))
	p.Account = Account(r.uint(math.MaxUint64))
	for _, n := range [...]*uint8{&p.Looks.Title, &p.Looks.Trail, &p.Looks.Lines, &p.Looks.KillSound} {
		*n = uint8(r.uint(math.MaxUint8))
	}
	return p
}

// MaxPings is how many pings one frame may tell.
const MaxPings = 32

// Ping is the round trip of a player, in milliseconds.
type Ping struct {
	Player sim.PlayerID
	Ping   int
}

// AppendPings appends the frame [22, [id, ping, id, ping…]] of at most MaxPings pings.
func AppendPings(dst []byte, pings []Ping) []byte {
	dst = appendArray(header(dst, TypePings, 1), 2*len(pings))
	for _, p := range pings {
		dst = appendUint(appendUint(dst, uint64(p.Player)), uint64(min(max(p.Ping, 0), math.MaxUint16)))
	}
	return dst
}

// DecodePings reads the pings of players. Some may not be in the roster yet.
func DecodePings(frame []byte) (pings []Ping, err error) {
	r := openFields(frame, TypePings, 1)
	n := r.count(2 * MaxPings)
	if n%2 != 0 {
		r.fail(errFields)
	}
	for range n / 2 {
		pings = append(pings, Ping{Player: r.player(sim.MaxPlayers - 1), Ping: int(r.uint(math.MaxUint16))})
	}
	if err := decoded(&r, TypePings); err != nil {
		return nil, err
	}
	return pings, nil
}
