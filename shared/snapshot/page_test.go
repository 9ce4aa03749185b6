package snapshot

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed FORMAT.md
var page string

// The page is what others program from: the numbers on it must be ours.
func TestThePageTellsOurNumbers(t *testing.T) {
	for _, want := range []string{
		fmt.Sprintf("in every %dth frame after it", checkEvery),
		fmt.Sprintf("n ≤ %d", maxSkipped), fmt.Sprintf("ticks ≤ %d", maxSpan),
		fmt.Sprintf("kind g(%d)=v", idOrder), fmt.Sprintf("u(%d)=kind", kindBits),
		fmt.Sprintf("g(%d)=ago", agoOrder), fmt.Sprintf("blips    = g(%d)=n ", blipsOrder), fmt.Sprintf("u(%d)=k n × g(k)=gap", gapBits),
		fmt.Sprintf("1 up to %d seats, and beyond seats / %d, rounded up, but %d at most", strippedSeats, strippedSeats, maxStrips),
		fmt.Sprintf("*b* = %d up to %d seats, and %d beyond", newRadarGrid(1).bits, strippedSeats, newRadarGrid(1024).bits),
		fmt.Sprintf("g(%d)=n n × { g(%d)=skip g(order)", privateOrder, skippedOrder),
		fmt.Sprintf("g(%d)=n  n × entry", changesOrder), fmt.Sprintf("g(%d)=n  n × spawned", spawnedOrder),
		fmt.Sprintf("0 u(%d)                       a position", nearBits),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
