package hud

import (
	"strings"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
)

// measuredHUD returns a HUD that has recorded a connection for five seconds, and its View.
func measuredHUD(t testing.TB) (*HUD, *netcode.View) {
	t.Helper()
	h, v := newTestHUD(t), testView()
	v.Stats = netcode.Stats{
		RTT: 121 * time.Millisecond, Jitter: 20 * time.Millisecond, Delay: 96 * time.Millisecond,
		Interval: 2, Slack: 31 * time.Millisecond, SlackTarget: 33 * time.Millisecond, ClockScale: 1.012,
		Load: protocol.Load{Typical: 430 * time.Microsecond, Slow: 2700 * time.Microsecond},
	}
	for i := range 300 {
		v.Stats.ServerTick++
		if i%2 == 0 {
			v.Stats.Snapshots++
			v.Stats.BytesIn += 60
			v.Stats.BytesByType[17] += 60
			v.Stats.BytesOut += 20
		}
		h.Update(v, 1.0/60)
	}
	return h, v
}

func TestNetGraphShowsItsValuesAndDiagnosis(t *testing.T) {
	h, v := measuredHUD(t)
	v.Stats.Moved, v.Stats.Misses = 7, 1
	h.netGraph.sinceSummary = summaryStep
	servers := Servers{"wss://a.example:8443/v1/play", "wss://b.example/v1/play", 2, 84 * time.Millisecond}
	h.BuildFrame(v, testCamera, Options{Scale: 1, NetGraph: true, Servers: servers})
	text := h.AllText()
	for _, want := range []string{
		"all good", "121", "20", "96", "31", "33", "30", "of  30", "full rate", "1.8", "0.6", "0.4", "2.7", "+ 1.2", "60", "7", "1",
		"moved 2 ×, gap 84 ms: a.example:8443, standby b.example",
	} {
		if !strings.Contains(text, want+" ") {
			t.Errorf("the net graph lacks %q: %s", want, text)
		}
	}
}

func TestNetGraphAllocatesNothing(t *testing.T) {
	h, v := measuredHUD(t)
	for _, open := range []bool{false, true} {
		show := Options{Scale: 1, NetGraph: open}
		h.BuildFrame(v, testCamera, show)
		if n := testing.AllocsPerRun(10, func() {
			h.Update(v, 1.0/1000)
			h.BuildFrame(v, testCamera, show)
		}); n > 0 {
			t.Errorf("open %v: %v allocations a frame", open, n)
		}
	}
}
