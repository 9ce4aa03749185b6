package session

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// The page is what others write clients from.
func TestThePageOfTheProtocolTellsOurLimits(t *testing.T) {
	page, err := os.ReadFile("../../../shared/protocol/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	l := Limits{}.withDefaults()
	for _, want := range []string{
		fmt.Sprintf("| %d %s | up to %d ms | every snapshot |", Full, Full, halfLag.Milliseconds()),
		fmt.Sprintf("| %d %s | %d to %d ms | every second one |", Half, Half, halfLag.Milliseconds(), lowLag.Milliseconds()),
		fmt.Sprintf("| %d %s | %d ms to %d s | %d a second, of %d bytes", Low, Low, lowLag.Milliseconds(), holdLag/time.Second, time.Second/lowEvery, lowBudget),
		fmt.Sprintf("| %d %s | more than %d s | one a second |", Hold, Hold, holdLag/time.Second),
		fmt.Sprintf("| closed | %d s of Inputs that confirm nothing |", giveUpAfter/time.Second),
		fmt.Sprintf("lasted for %d ms, and raised by one after %d s", lowerAfter.Milliseconds(), raiseAfter/time.Second),
		fmt.Sprintf("twice as long, up to %d s", maxRaiseAfter/time.Second),
		fmt.Sprintf("after %d s it\ngets a State every %d s", giveUpAfter/time.Second, sleepEvery/time.Second),
		fmt.Sprintf("in the last %d ticks", ackedTicks),
		fmt.Sprintf("not twice within %.1f s", keyframeEvery.Seconds()),
		fmt.Sprintf("| no Hello | %d s |", l.Hello/time.Second),
		fmt.Sprintf("| the room does not answer | %d s |", l.Join/time.Second),
		fmt.Sprintf("that wait for the client | %d of them |", maxReliable),
		fmt.Sprintf("more than %d messages or %d KiB a second", l.Messages, l.Bytes>>10),
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
