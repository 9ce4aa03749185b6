package scene

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// pressKeys plays one frame in which these keys and buttons are held; in is what menus
// receive.
func (tc *testClient) pressKeys(in ui.Input, held ...input.Source) {
	d := tc.deps.Devices
	r := d.Raw()
	was := r.Held
	*r = input.Raw{}
	for _, s := range held {
		r.Held[s], r.JustPressed[s] = true, !was[s]
	}
	d.ProcessRaw(float32(tc.frame.w), float32(tc.frame.h), 1, 1./60)
	tc.playFrame(in)
}

// showTestView shows v as if it came from the server.
func (m *matchScene) showTestView(t *testing.T, v *netcode.View) {
	t.Helper()
	if err := m.showGame(m.deps.Games[0]); err != nil {
		t.Fatal(err)
	}
	m.view, m.session.Played = v, true
}

// sampleButtons plays a frame and samples the input of one tick, as if the server had
// given us the controls.
func (tc *testClient) sampleButtons(m *matchScene) sim.Buttons {
	m.showTestView(tc.t, &netcode.View{Ready: true})
	tc.playFrame(ui.Input{})
	return m.nextInput().Buttons
}

var (
	mouseLeft = input.Mouse(ebiten.MouseButtonLeft)
	boostKey  = input.Key(ebiten.KeySpace)
	itemKey   = input.Key(ebiten.KeyE)
)

func TestTheClickOnPlayDoesNotFire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.pressKeys(ui.Input{}, mouseLeft, itemKey, boostKey) // a click into the name field, and typing there
		tc.pressKeys(enterKey, mouseLeft)
		tc.waitForScene("match", time.Second)
		m := tc.stack.top().(*matchScene)
		if got := tc.sampleButtons(m); got != 0 {
			t.Errorf("the first tick holds %b, want nothing", got)
		}
		tc.pressKeys(ui.Input{}, mouseLeft)
		if got := tc.sampleButtons(m); got != 0 {
			t.Errorf("the button that was down all the time fires: %b", got)
		}
		tc.pressKeys(ui.Input{})
		tc.pressKeys(ui.Input{}, mouseLeft)
		if got := tc.sampleButtons(m); got != ships.ButtonPulse {
			t.Errorf("pressed in the match: %b, want the pulse", got)
		}
	})
}

// TestAButtonThatIsHeldFromBeforeTheFirstTickFires presses it in the match, but before the first input
// is sampled: who holds fire while the clock is set means it.
func TestAButtonThatIsHeldFromBeforeTheFirstTickFires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.pressKeys(enterKey)
		tc.waitForScene("match", time.Second)
		m := tc.stack.top().(*matchScene)
		tc.pressKeys(ui.Input{})
		m.sampledAt = time.Time{} // however soon it came
		tc.pressKeys(ui.Input{}, mouseLeft)
		m.sampledAt = time.Time{}
		tc.pressKeys(ui.Input{}, mouseLeft)
		if got := tc.sampleButtons(m); got != ships.ButtonPulse {
			t.Errorf("held since before the first tick: %b, want the pulse", got)
		}
	})
}

// TestWhatIsPressedInAMenuDoesNotFire returns to the match from everything that can lie
// over it.
func TestKeysPressedInAMenuDoNotFire(t *testing.T) {
	tests := []struct {
		name  string
		open  func(tc *testClient, m *matchScene)
		leave func(tc *testClient)
	}{
		{
			"pause menu", func(tc *testClient, m *matchScene) { tc.pressKeys(ui.Input{}, input.Key(ebiten.KeyEscape)) },
			func(tc *testClient) { tc.pressKeys(ui.Input{Cancel: true}, mouseLeft, boostKey) },
		},
		{
			"chat", func(tc *testClient, m *matchScene) { tc.pressKeys(ui.Input{}, input.Key(ebiten.KeyEnter)) },
			func(tc *testClient) { tc.pressKeys(ui.Input{Runes: []rune("e"), Accept: true}, itemKey, mouseLeft) },
		},
		{
			"quick chat", func(tc *testClient, m *matchScene) {
				m.wheel = chatWheel{open: true, staysOpen: true, action: input.Quick, selected: -1}
			},
			func(tc *testClient) { tc.pressKeys(ui.Input{Runes: []rune("1")}, itemKey, mouseLeft) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc, m := joinedMatch(t, Options{})
				defer tc.closeAll()
				tc.sampleButtons(m)
				tt.open(tc, m)
				tc.pressKeys(ui.Input{})
				if tc.sampleButtons(m); !m.keysTaken {
					t.Fatal("it does not take the keys")
				}
				tt.leave(tc)
				tc.sampleButtons(m)
				tc.pressKeys(ui.Input{}, mouseLeft)
				if got := tc.sampleButtons(m); m.keysTaken || got != 0 {
					t.Errorf("back in the match, busy %v, held %b, want nothing", m.keysTaken, got)
				}
			})
		})
	}
}

func TestKeysPressedDuringAGapAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, m := joinedMatch(t, Options{})
		defer tc.closeAll()
		tc.sampleButtons(m)
		tc.pressKeys(ui.Input{})
		tc.pressKeys(ui.Input{}, itemKey) // the connection is silent: no tick is played
		tc.pressKeys(ui.Input{})
		tc.runFor(maxInputGap + time.Second)
		if got := tc.sampleButtons(m); got != 0 {
			t.Errorf("after the silence the ship does %b, want nothing", got)
		}
	})
}

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
				m := tc.stack.top().(*matchScene)
				m.showTestView(t, &netcode.View{Ready: true, OwnTick: tick, Config: sim.Config{Seats: 2, Rate: sim.DefaultRate}})
				tc.playFrame(ui.Input{})
				if botFlew := m.nextInput().View == tick; botFlew != dev {
					t.Errorf("the ship flew itself: %v, want %v", botFlew, dev)
				}
			})
		})
	}
}
