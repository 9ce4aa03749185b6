package live

import (
	"fmt"
	"testing"

	"perihelion/server/ws"
	"perihelion/shared/api"
)

// BenchmarkPublish tells listeners of a kill: what the hub does beside writing.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprintf("listeners=%d", n), func(b *testing.B) {
			h := New(Config{Chat: &fakeChat{}, Metrics: &tally{counts: map[string]int{}}, Sockets: ws.Config{PerSecond: 1}})
			w, _ := readWants(nil)
			var all []*listener
			for range n {
				l, _ := h.listen(w, "")
				all = append(all, l)
			}
			kill := api.Live{Kind: api.LiveKill, Kill: &api.Kill{RoomID: "r1", Killer: "Ada", Victim: "Bob", Weapon: "rail"}}
			for b.Loop() {
				h.publish(kill)
				for _, l := range all {
					<-l.queue
				}
			}
		})
	}
}
