package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// joinedMatch is a client in a match that has received Welcome.
func joinedMatch(t *testing.T, opt Options) (*testClient, *matchScene) {
	opt.Play = opt.Room == ""
	tc := newTestClient(t, opt)
	tc.saveGuest("", "mine")
	tc.waitForScene("match", time.Second)
	tc.runFor(100 * time.Millisecond)
	m := tc.stack.top().(*matchScene)
	if m.session.ResumeToken() != "resume" {
		t.Fatalf("ticket back is %q, want the one of Welcome", m.session.ResumeToken())
	}
	return tc, m
}

func TestALostConnectionResumesItsSeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, m := joinedMatch(t, Options{})
		tc.server.CloseConn(transport.Abnormal)
		tc.runFor(time.Second)
		if want := []string{"join", "resume"}; !slices.Equal(tc.server.Tokens, want) || !m.session.Connected() {
			t.Errorf("dialled with %q, cut %v, want %q", tc.server.Tokens, !m.session.Connected(), want)
		}
		tc.closeAll()
	})
}

func TestHowMatchesEnd(t *testing.T) {
	tests := []struct {
		name   string
		reason transport.Reason
		scene  string
		asked  int // number of lobby requests
	}{
		{"kicked", transport.Kicked, "ended", 1},
		{"joined from elsewhere", transport.Replaced, "ended", 1},
		{"a proxy goes away", transport.GoingAway, "match", 1},
		{"the server restarts", transport.Restarting, "match", 1},
		{"the room is too busy", transport.TryAgain, "match", 1},
		{"the room closed", transport.RoomClosed, "match", 2},
		{"the ticket is no longer good", transport.BadTicket, "match", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc, _ := joinedMatch(t, Options{})
				tc.server.CloseConn(tt.reason)
				tc.runFor(3 * time.Second)
				if got := tc.stack.top().Name(); got != tt.scene || len(tc.server.Requests) != tt.asked {
					t.Errorf("scene %s, lobby asked %q, want %s and %d", got, tc.server.Requests, tt.scene, tt.asked)
				}
				tc.closeAll()
			})
		})
	}
}

func TestLeavingSaysGoodbyeAndInvitingCopies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, m := joinedMatch(t, Options{Room: "NOVA42"})
		m.session.Client.View(time.Now())
		m.showTestView(t, m.session.Client.View(time.Now()))
		tc.stack.applyTransition(1, push(newPauseMenu(m)))
		tc.playFrame(ui.Input{Nav: ui.NavNext})
		tc.playFrame(enterKey)
		if want := "http://game.test/?room=NOVA42"; tc.platform.copied != want {
			t.Errorf("copied %q, want %q", tc.platform.copied, want)
		}
		tc.playFrame(ui.Input{Nav: ui.NavPrev})
		tc.playFrame(ui.Input{Nav: ui.NavPrev})
		tc.playFrame(enterKey)
		tc.waitForScene("title", time.Second)
		tc.runFor(time.Second)
		if !slices.Contains(tc.server.Received, protocol.TypeBye) {
			t.Errorf("the server heard %v, want a goodbye", tc.server.Received)
		}
		tc.closeAll()
	})
}

func TestAMatchGoesOnBelowItsMenu(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, m := joinedMatch(t, Options{})
		tc.stack.applyTransition(1, push(newPauseMenu(m)))
		tc.server.CloseConn(transport.Kicked)
		tc.waitForScene("ended", time.Second)
		if got := len(tc.stack.scenes); got != 2 {
			t.Errorf("%d scenes, want the menu gone with its match", got)
		}
		tc.closeAll()
	})
}
