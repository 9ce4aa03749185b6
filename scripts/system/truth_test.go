package system

import (
	"fmt"
	"sync"
	"time"

	"perihelion/server/room"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

const scoreEvery = 60 // ticks between looks at the scores

// truth is the world of the server, which remembers its scores.
type truth struct {
	*sim.World
	scores map[sim.Tick]uint64
	last   sim.Tick
	seen   []sim.Entity
}

func (w *truth) Step(inputs []sim.Input) {
	w.World.Step(inputs)
	w.last = w.Tick()
	if w.last%scoreEvery != 0 {
		return
	}
	if w.scores == nil {
		w.scores = map[sim.Tick]uint64{}
	}
	w.seen = w.AppendEntities(w.seen[:0])
	w.scores[w.last] = scoresOf(w.seen)
}

// scoresOf is a fingerprint of every score and of where the match stands.
func scoresOf(es []sim.Entity) uint64 {
	h := uint64(14695981039346656037)
	for i := range es {
		if e := &es[i]; e.Kind == sim.KindScore || e.Kind == sim.KindMatch {
			h = (h ^ uint64(e.ID)) * 1099511628211
			for _, w := range e.Words {
				h = (h ^ uint64(uint32(w))) * 1099511628211
			}
		}
	}
	return h
}

// ledger knows whose every seat is, by what clients were told.
type ledger struct {
	mu    sync.Mutex
	owner map[sim.PlayerID]owner
}

type owner struct {
	name  string
	epoch uint32
}

// take notes that p was welcomed to a seat, which must be free or p's own, and
// each time by a newer connection.
func (l *ledger) take(p *person, w *protocol.Welcome) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	before, taken := l.owner[w.Me]
	if taken && before.name != p.name {
		return fmt.Errorf("was given seat %d of %s", w.Me, before.name)
	}
	if taken && w.Epoch <= before.epoch {
		return fmt.Errorf("got epoch %d after %d", w.Epoch, before.epoch)
	}
	l.owner[w.Me] = owner{p.name, w.Epoch}
	return nil
}

// free notes that p gives the seat up.
func (l *ledger) free(p *person) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.owner, p.seat)
}

// gauge sums up what the room tells its metrics.
type gauge struct {
	mu      sync.Mutex
	inputs  room.InputStats
	slipped int
}

func (g *gauge) Tick(sim.Mode, time.Duration, time.Duration) {}
func (g *gauge) Buffered(int)                                {}
func (g *gauge) Hit(room.Hit)                                {}
func (g *gauge) Joined(bool)                                 {}
func (g *gauge) Ping(time.Duration)                          {}

func (g *gauge) RoomClosed(string, time.Duration) {}

func (g *gauge) Slipped(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.slipped += n
}

func (g *gauge) Inputs(t room.InputStats) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inputs.Late += t.Late
	g.inputs.Early += t.Early
	g.inputs.Flooded += t.Flooded
	g.inputs.Starved += t.Starved
}
