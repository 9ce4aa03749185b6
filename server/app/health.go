package app

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/room"
	"perihelion/sim"
)

// stuckAfter is how long a room may stand still. What a room shows of itself is
// up to a second old.
const stuckAfter = 3 * time.Second

func (a *App) health() lobby.Health {
	return lobby.Health{
		Alive: func() error { return a.watch.look(time.Now(), a.rooms.List()) },
		Ready: func() error {
			if a.draining.Load() {
				return errors.New("the server is about to stop")
			}
			return nil
		},
	}
}

func (a *App) gauges() {
	a.metrics.Census(a.rooms.List)
	a.metrics.Gauge("players_capacity", "Seats that humans can hold.", func() float64 { return float64(a.cfg.MaxPlayers) })
}

// watchdog notices rooms whose tick no longer moves. It has no clock of its own:
// it compares what it sees each time somebody asks.
type watchdog struct {
	mu   sync.Mutex
	seen map[string]sighting
}

type sighting struct {
	tick  sim.Tick
	since time.Time // when this tick was first seen
}

// look names a room that stands still, if there is one.
func (w *watchdog) look(now time.Time, rooms []room.Info) (stuck error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := make(map[string]sighting, len(rooms))
	for _, info := range rooms {
		last, known := w.seen[info.ID]
		if !known || last.tick != info.Tick {
			last = sighting{info.Tick, now}
		}
		seen[info.ID] = last
		if still := now.Sub(last.since); still > stuckAfter {
			stuck = fmt.Errorf("room %s stands still at tick %d for %v", info.ID, info.Tick, still.Round(time.Second))
		}
	}
	w.seen = seen
	return stuck
}
