package live

import (
	"fmt"
	"testing"

	"perihelion/server/net/ws"
	"perihelion/shared/api"
)

// BenchmarkPublish measures the broadcast of a kill, without the writing.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprintf("listeners=%d", n), func(b *testing.B) {
			h := New(Config{Chat: &fakeChat{}, Metrics: &fakeMetrics{counts: map[string]int{}}, Sockets: ws.Config{PerSecond: 1}})
			w, _ := parseSubscription(nil)
			var all []*subscriber
			for range n {
				l, _ := h.subscribe(w, "")
				all = append(all, l)
			}
			kill := Event{ID: "1", Live: api.Live{Kind: api.LiveKill, Kill: &api.Kill{RoomID: "r1", Killer: "Ada", Victim: "Bob", Weapon: "rail"}}}
			for b.Loop() {
				h.broadcast(kill)
				for _, l := range all {
					<-l.queue
				}
			}
		})
	}
}
