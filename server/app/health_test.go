package app

import (
	"testing"
	"time"

	"perihelion/server/room"
)

func TestWatchdogBarksAtRoomsThatStandStill(t *testing.T) {
	var w watchdog
	now := time.Unix(1000, 0)
	steps := []struct {
		name  string
		after time.Duration
		rooms []room.Info
		barks bool
	}{
		{"a new room", 0, []room.Info{{ID: "a", Tick: 1}}, false},
		{"it plays", 10 * time.Second, []room.Info{{ID: "a", Tick: 600}}, false},
		{"it shows nothing new for a moment", time.Second, []room.Info{{ID: "a", Tick: 600}}, false},
		{"it stands still", 3 * time.Second, []room.Info{{ID: "a", Tick: 600}, {ID: "b", Tick: 1}}, true},
		{"it is gone", time.Second, []room.Info{{ID: "b", Tick: 60}}, false},
		{"no rooms", time.Hour, nil, false},
	}
	for _, s := range steps {
		now = now.Add(s.after)
		if err := w.look(now, s.rooms); (err != nil) != s.barks {
			t.Errorf("%s: look = %v, want an error: %v", s.name, err, s.barks)
		}
	}
}
