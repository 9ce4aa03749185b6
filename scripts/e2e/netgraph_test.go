//go:build e2e

package e2e

import (
	"net/url"
	"testing"
	"time"
)

// TestTheNetGraphOnABadNetwork simulates a network of 120 ms of round trip and 20 ms of
// jitter each way in a page, and checks what the graph shows.
func TestTheNetGraphOnABadNetwork(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_ROOM_SEATS=8", "PERIHELION_BOT_FILL=8")
	chrome := startChromium(t)
	query := url.Values{"play": {"1"}, "bot": {"1"}, "name": {"Ada"}, "dev": {"1"}, "netsim": {"120ms jitter 20ms"}}
	ada := newTab(t, chrome, "Ada", base+"/?"+query.Encode())
	awaitState(t, ada, maxWait, "seat", hasSeat)
	ada.pressKey(f3)
	awaitState(t, ada, maxWait, "net graph", func(s clientState) bool { return s.Graph })
	time.Sleep(12 * time.Second) // until the charts are full
	takeScreenshot(t, ada, "badnetwork")
	s := awaitState(t, ada, maxWait, "controls", hasSeat)
	if s.RTT < 120 {
		t.Errorf("a round trip of %.0f ms, want 120 to 160 and what a slow page adds", s.RTT)
	}
}
