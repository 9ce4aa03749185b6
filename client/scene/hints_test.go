package scene

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/sim/ships"
)

// While something more important hides a hint, its time does not run.
func TestAHintWaitsUntilItIsVisible(t *testing.T) {
	v := &netcode.View{}
	v.Own[ships.OwnAlive] = 1
	for _, seen := range []bool{false, true} {
		var h hintProgress
		for range int(hintList[0].maxSeconds) + 3 {
			h.advanceHint(v, 1, seen)
		}
		if learned := h.finished > 0; learned != seen {
			t.Errorf("seen %v: %d lessons are behind", seen, h.finished)
		}
		h = hintProgress{}
		h.performedTicks = hintList[0].minTicks // the player does it anyway
		h.advanceHint(v, 1, seen)
		if h.advanceHint(v, 1, seen); h.finished != 1 {
			t.Errorf("seen %v: who flies has not learned to", seen)
		}
	}
}
