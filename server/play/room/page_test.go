package room

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// The page is what others write clients from.
func TestThePageOfTheProtocolTellsOurRules(t *testing.T) {
	page, err := os.ReadFile("../../../shared/protocol/PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("for a tick more than %d ahead is dropped", maxAhead),
		fmt.Sprintf("go on for up to\n  %d ticks", maxRepeat),
		fmt.Sprintf("After %d s without a new input a bot", botTakeoverAfter/time.Second),
		fmt.Sprintf("Every *interval* ticks (%d)", defaultInterval),
		fmt.Sprintf("no newer than %d intervals after the newest ack", maxViewLead),
		fmt.Sprintf("the median of\n  the last %d s, plus the screen's delay, plus %d ms", rttWindow/time.Second, rewindMargin.Milliseconds()),
		fmt.Sprintf("what the %dth percentile of the last %d s of arrivals\n  asks for", interpPercentile, ackGapWindow/time.Second),
		fmt.Sprintf("within %.1f and %.0f intervals, coming down by %.0f ms a second", minInterpDelay, maxInterpDelay, 1000*interpDelayShrink),
		fmt.Sprintf("the least of the last %.1f s", (measuresKept * measureEvery).Seconds()),
		fmt.Sprintf("the shortest round trip of the last %d s", pingEvery),
		fmt.Sprintf("changed by %d ms and an eighth", pingStep.Milliseconds()),
		fmt.Sprintf("| a seat whose connection is gone | %d s |", defaultHold/time.Second),
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
