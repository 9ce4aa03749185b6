package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"

	"perihelion/client/online"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

var enterKey = ui.Input{Accept: true}

func TestEnterOnTheTitleStartsAMatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Server: "http://game.test"})
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		want := []string{"guest ", "quick as token of Brooks 692"}
		if !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		if p := tc.deps.Prefs; p.Name != "Brooks 692" || p.Token != "token of Brooks 692" {
			t.Errorf("remembered %q, %q, want what the server called us", p.Name, p.Token)
		}
		tc.closeAll()
	})
}

func TestOptionsChooseTheDestination(t *testing.T) {
	tests := []struct {
		name string
		opt  Options
		want string
	}{
		{"-play", Options{Play: true, Name: "Ada"}, "quick as token of Ada"},
		{"-room", Options{Room: "ABCDEF", Name: "Ada"}, "join ABCDEF as token of Ada"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, tt.opt)
				tc.waitForScene("match", time.Second)
				if got := tc.server.Requests[1]; got != tt.want {
					t.Errorf("asked for %q, want %q", got, tt.want)
				}
				tc.closeAll()
			})
		})
	}
}

func TestAGuestIsReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "Ada", Server: "http://game.test"})
		tc.saveGuest("Ada", "kept")
		tc.waitForScene("match", time.Second)
		if want := []string{"quick as kept"}; !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		tc.closeAll()
	})
}

func TestAForgottenGuestIsCreatedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "Ada"})
		tc.saveGuest("Ada", "stale")
		tc.waitForScene("match", time.Second)
		want := []string{"quick as stale", "guest Ada", "quick as token of Ada"}
		if !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		tc.closeAll()
	})
}

func TestABadNameDoesNotLeaveTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "a\u202eb"})
		s := tc.stack.Top().(*titleScene)
		s.nameField = ui.Field{Limit: 40}
		s.nameField.SetValue("much too long for anyone to read")
		tc.playFrame(ui.Input{})
		if tc.stack.Top().Name() != "title" || s.errText == "" {
			t.Errorf("scene %s, complaint %q", tc.stack.Top().Name(), s.errText)
		}
	})
}

func TestAServerThatIsDownIsTriedAgainAndThenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true})
		tc.server.SetErrors(onlinetest.ErrNoRoute, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Minute)
		s := tc.stack.Top().(*matchmakingScene)
		if got := len(tc.server.Requests); got != online.MaxTries || !s.needsPlayer() {
			t.Errorf("%d tries in a minute, stuck %v, want %d and then the player's word", got, s.needsPlayer(), online.MaxTries)
		}
		tc.server.SetErrors(nil, nil)
		tc.playFrame(enterKey) // TRY AGAIN
		tc.waitForScene("match", time.Second)
		tc.closeAll()
	})
}

func TestErrorsWithoutRetryAreShownAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Room: "ABCDEF"})
		tc.saveGuest("", "mine")
		tc.server.SetErrors(&api.Problem{Title: "Not Found", Detail: "no room has this code", Status: 404}, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		s := tc.stack.Top().(*matchmakingScene)
		if !s.needsPlayer() || s.failure.Text != "No room has this code." || s.tries != 1 {
			t.Errorf("stuck %v with %q after %d tries", s.needsPlayer(), s.failure.Text, s.tries)
		}
		tc.playFrame(ui.Input{Cancel: true})
		tc.waitForScene("title", time.Second)
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true})
		tc.saveGuest("", "mine")
		tc.server.SetErrors(&api.Problem{Title: "Full", Status: 503, Retry: 10 * time.Second}, nil)
		tc.waitForScene("finding", time.Second)
		tc.runFor(9 * time.Second)
		if got := len(tc.server.Requests); got != 1 {
			t.Errorf("asked %d times within the ten seconds", got)
		}
		tc.runFor(2 * time.Second)
		if got := len(tc.server.Requests); got != 2 {
			t.Errorf("asked %d times in eleven seconds, want 2", got)
		}
		tc.closeAll()
	})
}

// joinedMatch is a client in a match that has received Welcome.
func joinedMatch(t *testing.T, opt Options) (*testClient, *matchScene) {
	opt.Play = opt.Room == ""
	tc := newTestClient(t, opt)
	tc.saveGuest("", "mine")
	tc.waitForScene("match", time.Second)
	tc.runFor(100 * time.Millisecond)
	m := tc.stack.Top().(*matchScene)
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
				if got := tc.stack.Top().Name(); got != tt.scene || len(tc.server.Requests) != tt.asked {
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
		m.view = m.session.Client.View(time.Now())
		tc.stack.applyTransition(1, Push(newPauseMenu(m)))
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
		tc.stack.applyTransition(1, Push(newPauseMenu(m)))
		tc.server.CloseConn(transport.Kicked)
		tc.waitForScene("ended", time.Second)
		if got := len(tc.stack.scenes); got != 2 {
			t.Errorf("%d scenes, want the menu gone with its match", got)
		}
		tc.closeAll()
	})
}
