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
		fmt.Sprintf("g(%d)=ago", agoOrder), fmt.Sprintf("g(%d)=n n × { u(8)=x", blipsOrder),
		fmt.Sprintf("g(%d)=n n × { g(%d)=skip g(order)", privateOrder, skippedOrder),
		fmt.Sprintf("g(%d)=n  n × entry", changesOrder), fmt.Sprintf("g(%d)=n  n × spawned", spawnedOrder),
		fmt.Sprintf("0 u(%d)                       a position", nearBits),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
