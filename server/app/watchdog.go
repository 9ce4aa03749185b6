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
	watchEvery  = time.Second
	stuckAfter  = 3 * time.Second // what a room shows of itself is up to a second old
	giveUpAfter = 10 * time.Second
)

// watchdog notices rooms whose tick no longer moves, and gives them up: that room,
// not the process, in which all the others play.
type watchdog struct {
	rooms interface {
		List() []room.Info
		Abandon(id string) error
	}
	sessions interface {
		CloseRoom(id string, r transport.Reason, text string)
	}
	log *slog.Logger

	mu     sync.Mutex
	looked time.Time
	seen   map[string]sighting
}

// sighting is a tick that a room shows, and for how long it has.
type sighting struct {
	tick  sim.Tick
	still time.Duration
}

// run looks at the rooms until ctx ends.
func (w *watchdog) run(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			for _, id := range w.look(now, w.rooms.List()) {
				w.giveUp(id)
			}
		case <-ctx.Done():
			return
		}
	}
}

// look names the rooms to give up. Between two looks there pass two seconds at the
// most, whatever the clock says: a machine that stood still stood still with its
// rooms, and they must have time to move.
func (w *watchdog) look(now time.Time, rooms []room.Info) (hopeless []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	passed := min(now.Sub(w.looked), 2*watchEvery)
	seen := make(map[string]sighting, len(rooms))
	for _, info := range rooms {
		s, known := w.seen[info.ID]
		if !known || s.tick != info.Tick {
			s = sighting{tick: info.Tick}
		} else {
			s.still += passed
		}
		seen[info.ID] = s
		if s.still > giveUpAfter {
			hopeless = append(hopeless, info.ID)
		}
	}
	w.looked, w.seen = now, seen
	return hopeless
}

func (w *watchdog) giveUp(id string) {
	if err := w.rooms.Abandon(id); err != nil {
		return // it has just ended after all
	}
	w.log.Error("players of a room that stands still are sent to others", "room", id)
	w.sessions.CloseRoom(id, transport.RoomCrashed, "the room does not answer any more")
}

// stuck is a sentence about each room that stands still.
func (w *watchdog) stuck() (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, s := range w.seen {
		if s.still > stuckAfter {
			all = append(all, fmt.Sprintf("room %s stands still at tick %d for %v", id, s.tick, s.still.Round(time.Second)))
		}
	}
	return all
}
