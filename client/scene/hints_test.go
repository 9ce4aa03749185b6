package scene

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/sim"
)

// A lesson that gave way to something more important was not read, and so its time does
// not run.
func TestALessonWaitsUntilItCanBeRead(t *testing.T) {
	v := &netcode.View{}
	v.Own[sim.OwnAlive] = 1
	for _, seen := range []bool{false, true} {
		var h hints
		for range int(lessons[0].most) + 3 {
			h.update(v, 1, seen)
		}
		if learned := h.learned > 0; learned != seen {
			t.Errorf("seen %v: %d lessons are behind", seen, h.learned)
		}
		h = hints{}
		h.ticks = lessons[0].ticks // the player does it all the same
		h.update(v, 1, seen)
		if h.update(v, 1, seen); h.learned != 1 {
			t.Errorf("seen %v: who flies has not learned to", seen)
		}
	}
}
