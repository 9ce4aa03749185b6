package system

import (
	"fmt"
	"sync"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

const scoreInterval = 60 // ticks between two records of the scores

// recorder is the world of the server, which also records its scores.
type recorder struct {
	*ships.World
	scores map[sim.Tick]uint64
	last   sim.Tick
	seen   []sim.Entity

	mu  sync.Mutex
	own [ownTicks][]sim.Private // of all seats, by the tick
}

const ownTicks = 1_800 // for which a snapshot may be under way

// ownAt is the state of a player at a tick, which the decoder beside a client cannot predict.
func (w *recorder) ownAt(t sim.Tick, p sim.PlayerID) (own sim.Private, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if all := w.own[t%ownTicks]; int(p) < len(all) {
		return all[p], true
	}
	return own, false
}

func (w *recorder) recordOwn() {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.own[w.Tick()%ownTicks][:0]
	for p := range sim.PlayerID(w.Config().Seats) {
		all = append(all, w.Private(p))
	}
	w.own[w.Tick()%ownTicks] = all
}

func (w *recorder) Step(inputs []sim.Input) {
	w.World.Step(inputs)
	w.recordOwn()
	w.last = w.Tick()
	if w.last%scoreInterval != 0 {
		return
	}
	if w.scores == nil {
		w.scores = map[sim.Tick]uint64{}
	}
	w.seen = w.AppendEntities(w.seen[:0])
	w.scores[w.last] = hashScores(w.seen)
}

// hashScores is a hash (FNV-1a over whole words) of every score and of the phase of the
// match.
func hashScores(es []sim.Entity) uint64 {
	h := uint64(14695981039346656037)
	for i := range es {
		if e := &es[i]; e.Kind == ships.KindScore || e.Kind == ships.KindMatch {
			h = (h ^ uint64(e.ID)) * 1099511628211
			for _, w := range e.Words {
				h = (h ^ uint64(uint32(w))) * 1099511628211
			}
		}
	}
	return h
}

// ledger knows who has each seat, by what clients were told.
type ledger struct {
	mu    sync.Mutex
	owner map[sim.PlayerID]owner
}

type owner struct {
	name  string
	epoch uint32
}

// assign notes that p was welcomed to a seat. It must be free or p's own, and the epoch
// must be newer each time.
func (l *ledger) assign(p *player, w *protocol.Welcome) error {
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
func (l *ledger) free(p *player) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.owner, p.seat)
}
