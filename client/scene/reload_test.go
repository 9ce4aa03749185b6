package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/transport"
)

// reloadPage returns the client after the page was loaded again: only the preferences
// remain.
func (tc *testClient) reloadPage(opt Options) *testClient {
	tc.server.CloseConn(transport.Abnormal)
	synctest.Wait()
	next := newTestClient(tc.t, opt)
	next.deps.Prefs, next.deps.online.Prefs = tc.deps.Prefs, tc.deps.Prefs
	return next
}

func TestAReloadInAMatchGoesBackToIt(t *testing.T) {
	for name, opt := range map[string]Options{
		"from the title": {}, "of a link into a match": {Play: true}, "of the link to this room": {Room: "NOVA42"},
		"of the link to edit here": {Room: "NOVA42", Edit: "KEYKEY"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				old, _ := joinedMatch(t, Options{})
				tc := old.reloadPage(opt)
				tc.server.SetErrors(onlinetest.ErrNoRoute, nil) // the lobby is full or unreachable; it is not needed
				tc.waitForScene("finding", time.Second)
				tc.playFrame(ui.Input{})
				if s := tc.stack.top().(*matchmakingScene); s.flow == nil || s.stageText(&tc.frame) != "Back to your match" {
					t.Errorf("says %q", s.stageText(&tc.frame))
				}
				tc.waitForScene("match", time.Second)
				if want := []string{"resume"}; !slices.Equal(tc.server.Tokens, want) || len(tc.server.Requests) != 0 {
					t.Errorf("dialled with %q and asked %q, want %q and nothing", tc.server.Tokens, tc.server.Requests, want)
				}
				if m := tc.stack.top().(*matchScene); m.editKey != opt.Edit {
					t.Errorf("claims by %q, want %q", m.editKey, opt.Edit)
				}
				tc.runFor(time.Second)
				tc.stack.applyTransition(1, pop()) // the player leaves
				synctest.Wait()
				if _, ok := tc.deps.online.SavedDestination(tc.deps.Options.Room); ok {
					t.Error("a seat that was given up is still offered")
				}
				tc.closeAll()
				old.closeAll()
			})
		})
	}
}

func TestAReloadDoesNotReturnToALostSeat(t *testing.T) {
	tests := []struct {
		name  string
		opt   Options
		away  time.Duration
		first string // the token of the first connection
	}{
		{"a link to another room", Options{Room: "OTHER1"}, 0, "join"},
		{"after a long time", Options{Play: true}, 10 * time.Minute, "join"},
		{"another server", Options{Play: true, Server: "http://elsewhere.test"}, 0, "join"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				old, _ := joinedMatch(t, Options{})
				old.server.CloseConn(transport.Normal)
				time.Sleep(tt.away)
				tc := old.reloadPage(tt.opt)
				tc.waitForScene("match", 2*time.Second)
				if tc.server.Tokens[0] != tt.first {
					t.Errorf("dialled with %q, want a new seat", tc.server.Tokens)
				}
				tc.closeAll()
				old.closeAll()
			})
		})
	}
}

func TestAReloadThatComesTooLateSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, _ := joinedMatch(t, Options{})
		tc := old.reloadPage(Options{})
		tc.waitForScene("match", time.Second)
		tc.server.CloseConn(transport.BadTicket)
		tc.waitForScene("ended", time.Second)
		if s := tc.stack.top().(*endedScene); s.reason == "" || s.dest.Resume != nil {
			t.Errorf("told %q, and PLAY AGAIN goes to %+v", s.reason, s.dest)
		}
		tc.closeAll()
		old.closeAll()
	})
}
