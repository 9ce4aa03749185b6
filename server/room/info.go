package room

import (
	"slices"
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// Info is what the lobby and the operator see of a room.
type Info struct {
	ID, Code      string
	Mode          sim.Mode
	Phase         sim.Phase
	Players, Bots int // players: seats that humans hold, connected or not
	Seats         int
	Tick          sim.Tick
	Typical, Slow time.Duration // what a tick costs: median and 99th percentile of the last ones
}

// face is what a room shows to other goroutines.
type face struct {
	seats         int
	phase         atomic.Int32
	players, bots atomic.Int32
	tick          atomic.Uint32
	typical, slow atomic.Int64
	expect        atomic.Int64 // until when someone with a ticket may still come, in Unix nanoseconds
}

// Info is safe to call from anywhere. It is at most a second old.
func (r *Room) Info() Info {
	f := &r.face
	return Info{
		ID: r.cfg.ID, Code: r.cfg.Code, Mode: r.cfg.Sim.Mode,
		Phase:   sim.Phase(f.phase.Load()),
		Players: int(f.players.Load()), Bots: int(f.bots.Load()), Seats: f.seats,
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
	f.phase.Store(int32(r.world.Phase()))
	f.tick.Store(uint32(r.world.Tick()))
	typical, slow := r.costs.percentiles()
	f.typical.Store(int64(typical))
	f.slow.Store(int64(slow))
	if humans > 0 {
		r.emptied = r.now
	}
}

// closeIfDeserted ends a room that nobody has sat in for long and that nobody
// holds a ticket for.
func (r *Room) closeIfDeserted() {
	if r.now.Sub(r.emptied) >= r.cfg.Linger && r.now.UnixNano() >= r.face.expect.Load() {
		r.end(ClosedEmpty, transport.RoomClosed, "")
	}
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
