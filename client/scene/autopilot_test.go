package scene

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestShipsFlyThemselvesOnServersForDevelopersOnly(t *testing.T) {
	const tick = 77
	for name, dev := range map[string]bool{"a server for players": false, "a server for developers": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th := newTheatre(t, Options{Bot: true})
				defer th.close()
				th.server.other = map[string]http.HandlerFunc{"GET meta": says(api.Meta{Protocol: protocol.Version, Dev: dev})}
				th.idle(time.Second)
				th.play(enter)
				th.wait("match", time.Second)
				m := th.stack.Top().(*match)
				m.view, m.ready = &netcode.View{Ready: true, OwnTick: tick, Config: sim.Config{Seats: 2, Rate: sim.DefaultRate}}, true
				th.play(ui.Input{})
				if flew := m.fly().View == tick; flew != dev {
					t.Errorf("the ship flew itself: %v, want %v", flew, dev)
				}
			})
		})
	}
}
