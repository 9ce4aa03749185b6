package feel

import (
	"math"
	"sync"
	"time"

	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// recorder is the world of the room, and records what happens in it. The room steps it
// and the players read the record, so it has a lock.
type recorder struct {
	*ships.World

	mu     sync.Mutex
	ticks  []tickRecord // by tick; the first belongs to tick 0
	hits   []hitRecord  // by rails
	fired  []int        // rails, by player
	dealt  []int        // hits by any weapon, by player
	spawns [][]sim.Tick // by player: when the server put the ship somewhere
	events []sim.Event
}

// tickRecord is the world after one tick.
type tickRecord struct {
	at     time.Time
	ships  []shipRecord
	inputs []sim.Input // that the tick was played with
}

// shipRecord is the true state of a ship.
type shipRecord struct {
	x, y      float64 // world units
	alive     bool
	protected bool
	shots     int32 // pulses so far
}

// hitRecord is a rail that has hit, by the server.
type hitRecord struct {
	tick            sim.Tick
	shooter, victim sim.PlayerID
	rewind          int32 // ticks
}

func newRecorder(cfg sim.Config) *recorder {
	return &recorder{World: ships.New(cfg), ticks: make([]tickRecord, 1), spawns: make([][]sim.Tick, cfg.Seats), fired: make([]int, cfg.Seats), dealt: make([]int, cfg.Seats)}
}

// Step plays a tick and records its result.
func (r *recorder) Step(inputs []sim.Input) {
	r.World.Step(inputs)
	r.mu.Lock()
	defer r.mu.Unlock()
	now := tickRecord{at: time.Now(), inputs: append([]sim.Input(nil), inputs...)}
	for p := range inputs {
		private := r.World.Private(sim.PlayerID(p))
		own := ships.OwnOf(&private)
		now.ships = append(now.ships, shipRecord{
			x: harness.Units(own.Pos.X), y: harness.Units(own.Pos.Y),
			alive: own.Alive, protected: own.Protected > 0, shots: own.Shots,
		})
	}
	r.ticks = append(r.ticks, now)
	r.events = r.World.AppendEvents(r.events[:0])
	for i := range r.events {
		r.recordEvent(&r.events[i])
	}
}

func (r *recorder) recordEvent(e *sim.Event) {
	if spawn, ok := ships.SpawnOf(e); ok {
		r.spawns[spawn.Player] = append(r.spawns[spawn.Player], e.Tick)
	}
	if rail, ok := ships.RailOf(e); ok {
		r.fired[rail.Shooter]++
	}
	hit, ok := ships.HitOf(e)
	if ok && hit.Shooter != sim.NoPlayer && hit.Shooter != hit.Victim {
		r.dealt[hit.Shooter]++
	}
	if ok && hit.Weapon == ships.WeaponRail {
		r.hits = append(r.hits, hitRecord{tick: e.Tick, shooter: hit.Shooter, victim: hit.Victim, rewind: hit.Rewind})
	}
}

// tickAt is the record of tick t; ok is false if it was not played yet.
func (r *recorder) tickAt(t sim.Tick) (rec tickRecord, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if int(t) >= len(r.ticks) || t == 0 {
		return tickRecord{}, false
	}
	return r.ticks[t], true
}

// newest is the tick played last.
func (r *recorder) newest() sim.Tick {
	r.mu.Lock()
	defer r.mu.Unlock()
	return sim.Tick(len(r.ticks) - 1)
}

// spawned reports whether the server put the ship of p somewhere after tick a and not
// after tick b.
func (r *recorder) spawned(p sim.PlayerID, a, b sim.Tick) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := len(r.spawns[p]) - 1; i >= 0; i-- {
		if t := r.spawns[p][i]; a < t && t <= b {
			return true
		}
	}
	return false
}

// blinked reports whether the ship of p went further in one tick than it can fly, after
// tick a and not after tick b.
func (r *recorder) blinked(p sim.PlayerID, a, b sim.Tick) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for t := max(a, 1) + 1; t <= b && int(t) < len(r.ticks); t++ {
		from, to := r.ticks[t-1].ships[p], r.ticks[t].ships[p]
		if math.Hypot(to.x-from.x, to.y-from.y) > ships.Leap {
			return true
		}
	}
	return false
}

// distance is how far player p flew, and how many pulses the player shot.
func (r *recorder) distance(p sim.PlayerID) (units float64, pulses int) {
	for i := 2; i < len(r.ticks); i++ {
		a, b := r.ticks[i-1].ships[p], r.ticks[i].ships[p]
		if way := math.Hypot(b.x-a.x, b.y-a.y); a.alive && b.alive && way < ships.Leap {
			units += way
		}
		pulses += int(b.shots - a.shots)
	}
	return units, pulses
}
