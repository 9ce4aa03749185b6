package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/room"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// yard is rooms and sessions that a watchdog watches.
type fakeRooms struct {
	mu    sync.Mutex
	rooms []room.Info
	given []string
	sent  []string
}

func (y *fakeRooms) List() []room.Info {
	y.mu.Lock()
	defer y.mu.Unlock()
	for i := range y.rooms {
		if y.rooms[i].ID != "stuck" {
			y.rooms[i].Tick += 60
		}
	}
	return append([]room.Info(nil), y.rooms...)
}

func (y *fakeRooms) Abandon(id string) error {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.given = append(y.given, id)
	for i := range y.rooms {
		if y.rooms[i].ID == id {
			y.rooms = append(y.rooms[:i], y.rooms[i+1:]...)
			return nil
		}
	}
	return room.ErrNotFound
}

func (y *fakeRooms) CloseRoom(id string, r transport.Reason, _ string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.sent = append(y.sent, fmt.Sprint(id, " ", uint16(r)))
}

func TestTheWatchdogGivesUpOneRoomAndNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		y := &fakeRooms{rooms: []room.Info{{ID: "well", Tick: 1}, {ID: "stuck", Tick: 7}}}
		w := &Watchdog{rooms: y, sessions: y, log: slog.New(slog.DiscardHandler)}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(6 * time.Second)
		y.mu.Lock()
		given := slices.Clone(y.given)
		y.mu.Unlock()
		if got := w.StuckRooms(); len(got) != 1 || len(given) != 0 {
			t.Errorf("after 6 s: stuck %q, given up %q; want one to be told of and none given up", got, given)
		}
		time.Sleep(10 * time.Second)
		stop()
		<-done
		if fmt.Sprint(y.given, y.sent) != "[stuck] [stuck 4010]" || len(w.StuckRooms()) != 0 {
			t.Errorf("after 16 s: given up %q, told %q, stuck %q", y.given, y.sent, w.StuckRooms())
		}
	})
}

func TestAMachineThatStoodStillLosesNoRoom(t *testing.T) {
	w := &Watchdog{}
	now := time.Unix(1000, 0)
	rooms := []room.Info{{ID: "a", Tick: 1}, {ID: "b", Tick: 1}}
	for _, step := range []struct {
		name  string
		after time.Duration
		tick  sim.Tick
	}{
		{"they play", time.Second, 60}, {"nothing new for a moment", time.Second, 60}, {"the machine was asleep", time.Hour, 60}, {"they play on", time.Second, 120},
	} {
		now = now.Add(step.after)
		rooms[0].Tick, rooms[1].Tick = step.tick, step.tick
		if got := w.findStuck(now, rooms); len(got) != 0 {
			t.Errorf("%s: given up %q", step.name, got)
		}
	}
	if got := w.StuckRooms(); len(got) != 0 {
		t.Errorf("stuck: %q", got)
	}
}
