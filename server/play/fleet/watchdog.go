package fleet

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	checkEvery   = time.Second
	stuckAfter   = 3 * time.Second // what a room publishes is up to a second old
	abandonAfter = 10 * time.Second
)

// Watchdog finds rooms whose tick does not advance, and abandons them: only that room,
// because the process has all the others.
type Watchdog struct {
	rooms    watchedRooms
	sessions Sessions
	log      *slog.Logger

	mu        sync.Mutex
	lastCheck time.Time
	ticks     map[string]tickAge
}

// watchedRooms is what a Watchdog needs of a *room.Registry.
type watchedRooms interface {
	List() []room.Info
	Abandon(id string) error
}

// Sessions closes all connections to a room. It is implemented by *session.Gate.
type Sessions interface {
	CloseRoom(id string, r transport.Reason, text string)
}

// Watchdog returns a watchdog of the rooms of f. Drive it with Run.
func (f *Fleet) Watchdog(s Sessions, log *slog.Logger) *Watchdog {
	return &Watchdog{rooms: f.rooms, sessions: s, log: log}
}

// tickAge is the tick of a room, and for how long it has not changed.
type tickAge struct {
	tick         sim.Tick
	unchangedFor time.Duration
}

// Run checks the rooms until ctx ends.
func (w *Watchdog) Run(ctx context.Context) {
	ticker := time.NewTicker(checkEvery)
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			for _, id := range w.findStuck(now, w.rooms.List()) {
				w.abandon(id)
			}
		case <-ctx.Done():
			return
		}
	}
}

// findStuck returns the rooms to abandon. At most two seconds are counted between two
// checks: if the machine was suspended, its rooms were, too, and need time to go on.
func (w *Watchdog) findStuck(now time.Time, rooms []room.Info) (stuck []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	passed := min(now.Sub(w.lastCheck), 2*checkEvery)
	seen := make(map[string]tickAge, len(rooms))
	for _, info := range rooms {
		s, known := w.ticks[info.ID]
		if !known || s.tick != info.Tick {
			s = tickAge{tick: info.Tick}
		} else {
			s.unchangedFor += passed
		}
		seen[info.ID] = s
		if s.unchangedFor > abandonAfter {
			stuck = append(stuck, info.ID)
		}
	}
	w.lastCheck, w.ticks = now, seen
	return stuck
}

func (w *Watchdog) abandon(id string) {
	if err := w.rooms.Abandon(id); err != nil {
		return // it has ended meanwhile
	}
	w.log.Error("players of a room that stands still are sent to others", "room", id)
	w.sessions.CloseRoom(id, transport.RoomCrashed, "the room does not answer any more")
}

// AllStuck reports whether there are rooms and none of them advances: then the process is to
// blame, not a room.
func (w *Watchdog) AllStuck() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.ticks {
		if s.unchangedFor <= stuckAfter {
			return false
		}
	}
	return len(w.ticks) > 0
}

// StuckRooms describes each room that does not advance, for the health check.
func (w *Watchdog) StuckRooms() (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, s := range w.ticks {
		if s.unchangedFor > stuckAfter {
			all = append(all, fmt.Sprintf("room %s stands still at tick %d for %v", id, s.tick, s.unchangedFor.Round(time.Second)))
		}
	}
	return all
}
