package feel

import (
	"math"
	"sync"
	"time"

	"perihelion/sim"
)

// A tap is the world of the room, with a record of what truly happened. The room
// plays it and the pilots look things up, so it has a lock.
type tap struct {
	*sim.World

	mu     sync.Mutex
	truths []truth      // by tick; the first belongs to tick 0
	hits   []hit        // by rails
	fired  []int        // rails, by player
	placed [][]sim.Tick // by player: when the server put the ship somewhere
	events []sim.Event
}

// A truth is the world after one tick.
type truth struct {
	at    time.Time
	ships []place
	held  []sim.Input // what the tick was played with
}

// A place is where a ship was.
type place struct {
	x, y      float64 // units
	alive     bool
	protected bool
	shots     int32 // pulses so far
}

// A hit is a rail that the server says has hit.
type hit struct {
	tick            sim.Tick
	shooter, victim sim.PlayerID
	rewind          int32 // ticks
}

func newTap(cfg sim.Config) *tap {
	return &tap{World: sim.New(cfg), truths: make([]truth, 1), placed: make([][]sim.Tick, cfg.Seats), fired: make([]int, cfg.Seats)}
}

// Step plays a tick and writes down what came of it.
func (w *tap) Step(held []sim.Input) {
	w.World.Step(held)
	w.mu.Lock()
	defer w.mu.Unlock()
	now := truth{at: time.Now(), held: append([]sim.Input(nil), held...)}
	for p := range held {
		own := w.World.Private(sim.PlayerID(p))
		now.ships = append(now.ships, place{
			x: exact(own[sim.OwnX]), y: exact(own[sim.OwnY]),
			alive: own[sim.OwnAlive] != 0, protected: own[sim.OwnProtected] > 0, shots: own[sim.OwnShots],
		})
	}
	w.truths = append(w.truths, now)
	w.events = w.World.AppendEvents(w.events[:0])
	for i := range w.events {
		w.note(&w.events[i])
	}
}

func (w *tap) note(e *sim.Event) {
	switch {
	case e.Kind == sim.EventSpawn:
		p := e.Words[sim.SpawnPlayer]
		w.placed[p] = append(w.placed[p], e.Tick)
	case e.Kind == sim.EventRail:
		w.fired[e.Words[sim.RailShooter]]++
	case e.Kind == sim.EventHit && e.Words[sim.HitWeapon] == int32(sim.WeaponRail):
		w.hits = append(w.hits, hit{
			tick:    e.Tick,
			shooter: sim.PlayerID(e.Words[sim.HitShooter]), victim: sim.PlayerID(e.Words[sim.HitVictim]),
			rewind: e.Words[sim.HitRewind],
		})
	}
}

// at is the truth of tick t; ok is false if it was not played yet.
func (w *tap) at(t sim.Tick) (truth, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if int(t) >= len(w.truths) || t == 0 {
		return truth{}, false
	}
	return w.truths[t], true
}

// newest is the tick played last.
func (w *tap) newest() sim.Tick {
	w.mu.Lock()
	defer w.mu.Unlock()
	return sim.Tick(len(w.truths) - 1)
}

// moved reports whether the server put the ship of p somewhere after tick a and
// not after tick b.
func (w *tap) moved(p sim.PlayerID, a, b sim.Tick) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := len(w.placed[p]) - 1; i >= 0; i-- {
		if t := w.placed[p][i]; a < t && t <= b {
			return true
		}
	}
	return false
}

// blinked reports whether the ship of p went further in one tick than it can fly,
// after tick a and not after tick b.
func (w *tap) blinked(p sim.PlayerID, a, b sim.Tick) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for t := max(a, 1) + 1; t <= b && int(t) < len(w.truths); t++ {
		from, to := w.truths[t-1].ships[p], w.truths[t].ships[p]
		if math.Hypot(to.x-from.x, to.y-from.y) > sim.Leap {
			return true
		}
	}
	return false
}

// exact is a number of Q16.16.
func exact(n int32) float64 { return float64(n) / (1 << sim.PlaceShift) }
