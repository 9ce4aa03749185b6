package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/transport"
)

// goBack presses the browser's Back button.
func (tc *testClient) goBack() {
	tc.history.pressed = tc.history.captured
	tc.playFrame(ui.Input{})
}

func TestBackInAMatchAsksOnce(t *testing.T) {
	over := map[string]func(tc *testClient, m *matchScene){
		"with nothing over it":   func(*testClient, *matchScene) {},
		"with the pause menu":    func(tc *testClient, m *matchScene) { tc.stack.applyTransition(1, push(newPauseMenu(m))) },
		"with a line half typed": func(_ *testClient, m *matchScene) { m.chat.openFor(0) },
		"with the settings":      func(tc *testClient, m *matchScene) { tc.stack.applyTransition(1, push(newSettingsScene(m.deps))) },
		"with a broken connection": func(tc *testClient, _ *matchScene) {
			tc.server.SetErrors(nil, onlinetest.ErrNoRoute)
			tc.server.CloseConn(transport.Abnormal)
			tc.runFor(100 * time.Millisecond)
		},
	}
	for name, cover := range over {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc, m := joinedMatch(t, Options{})
				cover(tc, m)
				tc.goBack()
				if top := tc.stack.top().Name(); top != "pause" || !m.leaveAsked {
					t.Fatalf("Back leads to %s, asked %v, want the pause menu that asks", top, m.leaveAsked)
				}
				tc.playFrame(ui.Input{Cancel: true})
				tc.runFor(100 * time.Millisecond)
				tc.goBack()
				if top := tc.stack.top().Name(); top != "pause" {
					t.Fatalf("Back after playing on leads to %s, want to be asked again", top)
				}
				tc.goBack()
				if top := tc.stack.top(); top != tc.stack.base() || tc.history.captured || !tc.history.cleared {
					t.Errorf("Back again leads to %s, held %v, address cleared %v; want the title, as if there had been no match", top.Name(), tc.history.captured, tc.history.cleared)
				}
				if _, ok := tc.deps.online.SavedDestination(tc.deps.Options.Room); ok {
					t.Error("a seat that was given up is still offered")
				}
				tc.closeAll()
			})
		})
	}
}

func TestBackIsNotCapturedOutsideOfAMatch(t *testing.T) {
	ends := map[string]func(tc *testClient){
		"by the menu":            func(tc *testClient) { tc.stack.applyTransition(1, home()) },
		"by a close of the room": func(tc *testClient) { tc.server.CloseConn(transport.Kicked); tc.waitForScene("ended", time.Second) },
		"for another match": func(tc *testClient) {
			tc.server.SetErrors(onlinetest.ErrNoRoute, nil)
			tc.server.CloseConn(transport.RoomClosed)
			tc.waitForScene("finding", time.Second)
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc, _ := joinedMatch(t, Options{})
				if !tc.history.captured {
					t.Fatal("Back in a match leaves the page")
				}
				end(tc)
				if tc.history.captured {
					t.Error("Back is kept from the browser after the match")
				}
				tc.closeAll()
			})
		})
	}
}
