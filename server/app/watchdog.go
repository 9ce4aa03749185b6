package app

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"perihelion/server/room"
	"perihelion/shared/transport"
	"perihelion/sim"
)

const (
	checkEvery   = time.Second
	stuckAfter   = 3 * time.Second // what a room shows of itself is up to a second old
	abandonAfter = 10 * time.Second
)

// watchdog notices rooms whose tick no longer moves, and gives them up: that room,
// not the process, in which all the others play.
type Watchdog struct {
	rooms interface {
		List() []room.Info
		Abandon(id string) error
	}
	sessions interface {
		CloseRoom(id string, r transport.Reason, text string)
	}
	log *slog.Logger

	mu        sync.Mutex
	lastCheck time.Time
	ticks     map[string]tickAge
}

// sighting is a tick that a room shows, and for how long it has.
type tickAge struct {
	tick         sim.Tick
	unchangedFor time.Duration
}

// run looks at the rooms until ctx ends.
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

// look names the rooms to give up. Between two looks there pass two seconds at the
// most, whatever the clock says: a machine that stood still stood still with its
// rooms, and they must have time to move.
func (w *Watchdog) findStuck(now time.Time, rooms []room.Info) (hopeless []string) {
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
			hopeless = append(hopeless, info.ID)
		}
	}
	w.lastCheck, w.ticks = now, seen
	return hopeless
}

func (w *Watchdog) abandon(id string) {
	if err := w.rooms.Abandon(id); err != nil {
		return // it has just ended after all
	}
	w.log.Error("players of a room that stands still are sent to others", "room", id)
	w.sessions.CloseRoom(id, transport.RoomCrashed, "the room does not answer any more")
}

// stuck is a sentence about each room that stands still.
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
