package fleet

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// fakeRooms is rooms and sessions for a watchdog.
type fakeRooms struct {
	mu        sync.Mutex
	rooms     []room.Info
	abandoned []string
	sent      []string
}

func (f *fakeRooms) List() []room.Info {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.rooms {
		if f.rooms[i].ID != "stuck" {
			f.rooms[i].Tick += 60
		}
	}
	return append([]room.Info(nil), f.rooms...)
}

func (f *fakeRooms) Abandon(id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.abandoned = append(f.abandoned, id)
	for i := range f.rooms {
		if f.rooms[i].ID == id {
			f.rooms = append(f.rooms[:i], f.rooms[i+1:]...)
			return nil
		}
	}
	return room.ErrNotFound
}

func (f *fakeRooms) CloseRoom(id string, r transport.Reason, _ string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = append(f.sent, fmt.Sprint(id, " ", uint16(r)))
}

func TestTheWatchdogAbandonsOneRoomAndNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeRooms{rooms: []room.Info{{ID: "well", Tick: 1}, {ID: "stuck", Tick: 7}}}
		w := &Watchdog{rooms: f, sessions: f, log: slog.New(slog.DiscardHandler)}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { w.Run(ctx); close(done) }()
		time.Sleep(6 * time.Second)
		f.mu.Lock()
		given := slices.Clone(f.abandoned)
		f.mu.Unlock()
		if got := w.StuckRooms(); len(got) != 1 || len(given) != 0 {
			t.Errorf("after 6 s: stuck %q, given up %q; want one to be told of and none given up", got, given)
		}
		time.Sleep(10 * time.Second)
		stop()
		<-done
		if fmt.Sprint(f.abandoned, f.sent) != "[stuck] [stuck 4010]" || len(w.StuckRooms()) != 0 {
			t.Errorf("after 16 s: given up %q, told %q, stuck %q", f.abandoned, f.sent, w.StuckRooms())
		}
	})
}

func TestASuspendedMachineLosesNoRoom(t *testing.T) {
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

func TestOneRoomThatAdvancesIsEnoughToBeAlive(t *testing.T) {
	w, now := &Watchdog{}, time.Unix(1000, 0)
	if w.AllStuck() {
		t.Error("a server without rooms is stuck")
	}
	for second := range 10 {
		now = now.Add(time.Second)
		w.findStuck(now, []room.Info{{ID: "a", Tick: 1}, {ID: "b", Tick: sim.Tick(second)}})
	}
	if w.AllStuck() || len(w.StuckRooms()) != 1 {
		t.Errorf("one of two stands still: all %t, stuck %q", w.AllStuck(), w.StuckRooms())
	}
	for range 5 {
		now = now.Add(time.Second)
		w.findStuck(now, []room.Info{{ID: "a", Tick: 1}, {ID: "b", Tick: 9}})
	}
	if !w.AllStuck() {
		t.Errorf("both stand still, stuck %q", w.StuckRooms())
	}
}
