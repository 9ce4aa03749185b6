package scene

import (
	"testing"

	"perihelion/client/game/faces"
)

// While something more important hides a hint, its time does not run.
func TestAHintWaitsUntilItIsVisible(t *testing.T) {
	hints := faces.All[0].Hints()
	for _, seen := range []bool{false, true} {
		h := hintProgress{list: hints}
		for range int(hints[0].MaxSeconds) + 3 {
			h.advanceHint(1, seen)
		}
		if learned := h.finished > 0; learned != seen {
			t.Errorf("seen %v: %d lessons are behind", seen, h.finished)
		}
		h = hintProgress{list: hints}
		h.performedTicks = hints[0].MinTicks // the player does it anyway
		h.advanceHint(1, seen)
		if h.advanceHint(1, seen); h.finished != 1 {
			t.Errorf("seen %v: who flies has not learned to", seen)
		}
	}
}
