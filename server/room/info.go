package room

import (
	"slices"
	"sync/atomic"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Info is what the lobby and the operator see of a room.
type Info struct {
	ID, Code      string
	Mode          sim.Mode
	Phase         sim.Phase
	Players, Bots int // players: seats that humans hold, connected or not
	Seats         int
	Spectators    int
	Free          int        // seats that are neither a human's nor promised; known to the Registry only
	FreeByTeam    [sides]int // the same for each side, where there are sides
	Rated         bool
	Waiting       Waiting // whom the matchmaker may send an opponent; zero: nobody
	Leader        string  // who is ahead; empty: nobody yet
	Points        int     // of the leader, or of his side
	Limit         int     // that wins
	Tick          sim.Tick
	Typical, Slow time.Duration // what a tick costs: median and 99th percentile of the last ones
}

// face is what a room shows to other goroutines.
type face struct {
	phase         atomic.Int32
	players, bots atomic.Int32
	spectators    atomic.Int32
	byTeam        [sides]atomic.Int32      // players of each side
	people        atomic.Pointer[[]string] // accounts of the players
	held          atomic.Pointer[[]string] // of those whose connection is gone
	leader        atomic.Pointer[string]
	points        atomic.Int32
	tick          atomic.Uint32
	typical, slow atomic.Int64
	waiting       atomic.Pointer[Waiting]

	// In Unix nanoseconds:
	expect          atomic.Int64 // until when someone whose seat is reserved may still come
	emptied, played atomic.Int64 // as of the room

	reclaimed atomic.Bool // by the registry: the room is to end
}

// Info is safe to call from anywhere. It is at most a second old.
func (r *Room) Info() Info {
	f := &r.face
	return Info{
		ID: r.cfg.ID, Code: r.cfg.Code, Mode: r.cfg.Sim.Mode,
		Phase:   sim.Phase(f.phase.Load()),
		Players: int(f.players.Load()), Bots: int(f.bots.Load()), Seats: r.cfg.Sim.Seats,
		Spectators: int(f.spectators.Load()),
		Rated:      r.cfg.Rated, Waiting: *f.waiting.Load(),
		Leader: *f.leader.Load(), Points: int(f.points.Load()), Limit: r.cfg.Sim.Limit(),
		Tick:    sim.Tick(f.tick.Load()),
		Typical: time.Duration(f.typical.Load()), Slow: time.Duration(f.slow.Load()),
	}
}

// show brings Info up to date.
func (r *Room) show() {
	humans, bots := r.census()
	f := &r.face
	f.players.Store(int32(humans))
	f.bots.Store(int32(bots))
	f.spectators.Store(int32(len(r.gallery.places)))
	r.showPeople()
	r.showLeader()
	r.showWaiting()
	f.phase.Store(int32(r.world.Phase()))
	f.tick.Store(uint32(r.world.Tick()))
	typical, slow := r.costs.percentiles()
	f.typical.Store(int64(typical))
	f.slow.Store(int64(slow))
	if humans > 0 {
		r.emptied = r.now
	}
	f.emptied.Store(r.emptied.UnixNano())
	f.played.Store(r.played.UnixNano())
}

// showPeople tells who sits where.
func (r *Room) showPeople() {
	f := &r.face
	people := r.count(human)
	for i := range f.byTeam {
		f.byTeam[i].Store(int32(people[1+i]))
	}
	r.people = r.people[:0]
	r.held = r.held[:0]
	for p := range r.seats {
		s := &r.seats[p]
		if s.holder == human {
			r.people = append(r.people, s.player)
		}
		if s.holder == human && s.peer == nil {
			r.held = append(r.held, s.player)
		}
	}
	showIfNew(&f.people, r.people)
	showIfNew(&f.held, r.held)
}

// showIfNew shows a copy of list, unless it is shown already.
func showIfNew(to *atomic.Pointer[[]string], list []string) {
	if !slices.Equal(list, *to.Load()) {
		shown := slices.Clone(list)
		to.Store(&shown)
	}
}

// showLeader tells who is ahead.
func (r *Room) showLeader() {
	f, name, points := &r.face, "", 0
	r.standings = r.world.AppendStandings(r.standings[:0])
	if len(r.standings) > 0 && r.standings[0].Score > 0 {
		name, points = r.nameOf(r.standings[0].Player), r.standings[0].Score
	}
	if name != *f.leader.Load() {
		shown := name // of its own, or every look would be one for the heap
		f.leader.Store(&shown)
	}
	f.points.Store(int32(points))
}

// seats reports whether a player sits here.
func (f *face) seats(player string) bool { return slices.Contains(*f.people.Load(), player) }

// holds reports whether a seat here is kept for a player who is not connected.
func (f *face) holds(player string) bool { return slices.Contains(*f.held.Load(), player) }

// load is what a tick costs, as of the last look.
func (r *Room) load() protocol.Load {
	f := &r.face
	return protocol.Load{Typical: time.Duration(f.typical.Load()), Slow: time.Duration(f.slow.Load())}
}

// costs remembers what the last ticks cost.
type costs struct {
	recent [512]time.Duration // eight seconds at 60 Hz
	n      int
	sorted [512]time.Duration // scratch
}

func (c *costs) add(d time.Duration) {
	c.recent[c.n%len(c.recent)] = d
	c.n++
}

func (c *costs) percentiles() (median, p99 time.Duration) {
	n := min(c.n, len(c.recent))
	if n == 0 {
		return 0, 0
	}
	s := c.sorted[:n]
	copy(s, c.recent[:n])
	slices.Sort(s)
	return s[n/2], s[n*99/100]
}
