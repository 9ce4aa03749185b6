package scene

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"

	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestAutopilotWorksOnlyOnDeveloperServers(t *testing.T) {
	const tick = 77
	for name, dev := range map[string]bool{"a server for players": false, "a server for developers": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, Options{Bot: true})
				defer tc.closeAll()
				tc.server.Handlers = map[string]http.HandlerFunc{"GET meta": onlinetest.RespondJSON(api.Meta{Protocol: protocol.Version, Dev: dev})}
				tc.runFor(time.Second)
				tc.playFrame(enterKey)
				tc.waitForScene("match", time.Second)
				m := tc.stack.Top().(*matchScene)
				m.view, m.session.Played = &netcode.View{Ready: true, OwnTick: tick, Config: sim.Config{Seats: 2, Rate: sim.DefaultRate}}, true
				tc.playFrame(ui.Input{})
				if botFlew := m.nextInput().View == tick; botFlew != dev {
					t.Errorf("the ship flew itself: %v, want %v", botFlew, dev)
				}
			})
		})
	}
}
