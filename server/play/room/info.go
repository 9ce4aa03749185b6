package room

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Info is what the lobby and the operator see of a room.
type Info struct {
	ID, Code      string
	Epoch         int64
	Mode          *sim.Mode
	Phase         sim.Phase
	Players, Bots int // players: seats held by players, connected or not
	Seats         int
	Free          int            // seats that no player holds and that are not reserved; known to the Registry only
	FreeByTeam    [teamCount]int // the same for each team, where there are teams
	Rated         bool
	Waiting       Waiting // whom the matchmaker may send an opponent; zero: nobody
	Leader        string  // who is ahead; empty: nobody yet
	Points        int     // of the leader, or of their team
	Limit         int     // that wins
	Tick          sim.Tick
	Typical, Slow time.Duration // what a tick costs: median and 99th percentile of the last ones
	Throttle      int           // per cent of the snapshots that are left out; above 0: the room is overloaded
}

// publishedInfo is what the goroutine of a room shares with others.
type publishedInfo struct {
	phase         atomic.Int32
	players, bots atomic.Int32
	byTeam        [teamCount]atomic.Int32  // players of each team
	accounts      atomic.Pointer[[]string] // accounts of the players
	heldAccounts  atomic.Pointer[[]string] // of those whose connection is gone
	leader        atomic.Pointer[string]
	points        atomic.Int32
	tick          atomic.Uint32
	typical, slow atomic.Int64
	throttle      atomic.Int32
	waiting       atomic.Pointer[Waiting]

	// In Unix nanoseconds:
	reservedUntil          atomic.Int64 // until when someone whose seat is reserved may still come
	emptySince, lastPlayed atomic.Int64 // as of the room

	goesOn atomic.Bool // the room has crashed, and its match is to be restored

	// Set by the registry:
	reclaimed atomic.Bool // the room is to end
	abandoned atomic.Bool // it was given up, and counted as closed
}

// Info is safe to call from anywhere. It is at most a second old.
func (r *Room) Info() Info {
	f := &r.info
	return Info{
		ID: r.cfg.ID, Code: r.cfg.Code, Epoch: r.cfg.Epoch, Mode: r.cfg.Sim.Mode,
		Phase:   sim.Phase(f.phase.Load()),
		Players: int(f.players.Load()), Bots: int(f.bots.Load()), Seats: r.cfg.Sim.Seats,
		Rated: r.cfg.Rated, Waiting: *f.waiting.Load(),
		Leader: *f.leader.Load(), Points: int(f.points.Load()), Limit: r.cfg.Sim.Limit(),
		Tick:    sim.Tick(f.tick.Load()),
		Typical: time.Duration(f.typical.Load()), Slow: time.Duration(f.slow.Load()),
		Throttle: int(f.throttle.Load()),
	}
}

// publishInfo brings Info up to date.
func (m *match) publishInfo() {
	humans, bots := m.countPlayersAndBots()
	f := m.info
	f.players.Store(int32(humans))
	f.bots.Store(int32(bots))
	m.publishPlayers()
	m.publishLeader()
	m.publishWaiting()
	f.phase.Store(int32(m.world.Phase()))
	f.tick.Store(uint32(m.world.Tick()))
	typical, slow := m.costs.percentiles()
	f.typical.Store(int64(typical))
	f.slow.Store(int64(slow))
	f.throttle.Store(int32(100 - 100*m.cfg.Interval/m.interval()))
	if humans > 0 {
		m.emptySince = m.now
	}
	f.emptySince.Store(m.emptySince.UnixNano())
	f.lastPlayed.Store(m.lastPlayed.UnixNano())
}

// publishPlayers tells who sits where.
func (m *match) publishPlayers() {
	f := m.info
	people := m.countByTeam(holderPlayer)
	for i := range f.byTeam {
		f.byTeam[i].Store(int32(people[1+i]))
	}
	m.scratchAccounts = m.scratchAccounts[:0]
	m.scratchHeld = m.scratchHeld[:0]
	for p := range m.seats {
		s := &m.seats[p]
		if s.holder == holderPlayer {
			m.scratchAccounts = append(m.scratchAccounts, s.player)
		}
		if s.holder == holderPlayer && s.peer == nil {
			m.scratchHeld = append(m.scratchHeld, s.player)
		}
	}
	storeIfChanged(&f.accounts, m.scratchAccounts)
	storeIfChanged(&f.heldAccounts, m.scratchHeld)
}

// storeIfChanged stores a copy of list, unless an equal one is there.
func storeIfChanged(to *atomic.Pointer[[]string], list []string) {
	if !slices.Equal(list, *to.Load()) {
		shown := slices.Clone(list)
		to.Store(&shown)
	}
}

// publishLeader tells who is ahead.
func (m *match) publishLeader() {
	f, name, points := m.info, "", 0
	m.standings = m.world.AppendStandings(m.standings[:0])
	if len(m.standings) > 0 && m.standings[0].Score > 0 {
		name, points = m.nameOf(m.standings[0].Player), m.standings[0].Score
	}
	if name != *f.leader.Load() {
		shown := name // of its own, or every look would be one for the heap
		f.leader.Store(&shown)
	}
	f.points.Store(int32(points))
}

// hasPlayer reports whether a player sits here.
func (f *publishedInfo) hasPlayer(player string) bool {
	return slices.Contains(*f.accounts.Load(), player)
}

// holdsSeatFor reports whether a seat here is kept for a player who is not connected.
func (f *publishedInfo) holdsSeatFor(player string) bool {
	return slices.Contains(*f.heldAccounts.Load(), player)
}

// load is what a tick costs, as of the last look.
func (m *match) load() protocol.Load {
	f := m.info
	return protocol.Load{Typical: time.Duration(f.typical.Load()), Slow: time.Duration(f.slow.Load())}
}

// PlayerInfo is whoever holds a seat, as the operator sees them.
type PlayerInfo struct {
	Seat      sim.PlayerID
	Player    string // account; empty: a bot
	Name      string
	Connected bool // a person, and not only expected back
	Away      bool // a bot flies for them
	Ping      time.Duration
}

// Players lists who sits in the room. It waits for the room until ctx ends.
func (r *Room) Players(ctx context.Context) ([]PlayerInfo, error) {
	return ask(ctx, r, (*match).playerInfos)
}

func (m *match) playerInfos() (all []PlayerInfo) {
	for p := range m.seats {
		if s := &m.seats[p]; s.holder != holderNone {
			all = append(all, PlayerInfo{
				Seat: sim.PlayerID(p), Player: s.player, Name: s.name,
				Connected: s.peer != nil, Away: s.away, Ping: s.ping,
			})
		}
	}
	return all
}
