package scene

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

var enter = ui.Input{Accept: true}

func TestEnterOnTheTitleIsAMatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Server: "http://game.test"})
		th.play(enter)
		th.wait("match", time.Second)
		want := []string{"guest ", "quick as token of Brooks 692"}
		if !slices.Equal(th.server.asked, want) {
			t.Errorf("asked for %q, want %q", th.server.asked, want)
		}
		if p := th.kit.Prefs; p.Name != "Brooks 692" || p.Token != "token of Brooks 692" {
			t.Errorf("remembered %q, %q, want what the server called us", p.Name, p.Token)
		}
		th.close()
	})
}

func TestWaysThatOptionsTake(t *testing.T) {
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
				th := newTheatre(t, tt.opt)
				th.wait("match", time.Second)
				if got := th.server.asked[1]; got != tt.want {
					t.Errorf("asked for %q, want %q", got, tt.want)
				}
				th.close()
			})
		})
	}
}

func TestAGuestIsReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Play: true, Name: "Ada", Server: "http://game.test"})
		th.known("Ada", "kept")
		th.wait("match", time.Second)
		if want := []string{"quick as kept"}; !slices.Equal(th.server.asked, want) {
			t.Errorf("asked for %q, want %q", th.server.asked, want)
		}
		th.close()
	})
}

func TestAGuestWhomTheServerForgotBecomesANewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Play: true, Name: "Ada"})
		th.known("Ada", "stale")
		th.wait("match", time.Second)
		want := []string{"quick as stale", "guest Ada", "quick as token of Ada"}
		if !slices.Equal(th.server.asked, want) {
			t.Errorf("asked for %q, want %q", th.server.asked, want)
		}
		th.close()
	})
}

func TestABadNameDoesNotLeaveTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Play: true, Name: "a\u202eb"})
		h := th.stack.Top().(*homeScene)
		h.name = ui.Field{Limit: 40}
		h.name.SetValue("much too long for anyone to read")
		th.play(ui.Input{})
		if th.stack.Top().Name() != "title" || h.wrong == "" {
			t.Errorf("scene %s, complaint %q", th.stack.Top().Name(), h.wrong)
		}
	})
}

func TestAServerThatIsDownIsTriedAgainAndThenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Play: true})
		th.server.set(errNoRoute, nil)
		th.wait("finding", time.Second)
		th.idle(time.Minute)
		s := th.stack.Top().(*finding)
		if got := len(th.server.asked); got != mostTries || !s.stuck() {
			t.Errorf("%d tries in a minute, stuck %v, want %d and then the player's word", got, s.stuck(), mostTries)
		}
		th.server.set(nil, nil)
		th.play(enter) // TRY AGAIN
		th.wait("match", time.Second)
		th.close()
	})
}

func TestWhatNoRetryMendsIsSaidAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Room: "ABCDEF"})
		th.known("", "mine")
		th.server.set(&api.Problem{Title: "Not Found", Detail: "no room has this code", Status: 404}, nil)
		th.wait("finding", time.Second)
		th.idle(time.Second)
		s := th.stack.Top().(*finding)
		if !s.stuck() || s.fault.text != "No room has this code." || s.tries != 1 {
			t.Errorf("stuck %v with %q after %d tries", s.stuck(), s.fault.text, s.tries)
		}
		th.play(ui.Input{Cancel: true})
		th.wait("title", time.Second)
	})
}

func TestAFullServerIsAskedWhenItSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Play: true})
		th.known("", "mine")
		th.server.set(&api.Problem{Title: "Full", Status: 503, Retry: 10 * time.Second}, nil)
		th.wait("finding", time.Second)
		th.idle(9 * time.Second)
		if got := len(th.server.asked); got != 1 {
			t.Errorf("asked %d times within the ten seconds", got)
		}
		th.idle(2 * time.Second)
		if got := len(th.server.asked); got != 2 {
			t.Errorf("asked %d times in eleven seconds, want 2", got)
		}
		th.close()
	})
}

// inMatch is a theatre in which a match has been welcomed.
func inMatch(t *testing.T, opt Options) (*theatre, *match) {
	opt.Play = opt.Room == ""
	th := newTheatre(t, opt)
	th.known("", "mine")
	th.wait("match", time.Second)
	th.idle(100 * time.Millisecond)
	m := th.stack.Top().(*match)
	if m.mend.ticket != "resume" {
		t.Fatalf("ticket back is %q, want the one of Welcome", m.mend.ticket)
	}
	return th, m
}

func TestALostConnectionGoesBackIntoItsSeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{})
		th.server.hangUp(transport.Abnormal)
		th.idle(time.Second)
		if want := []string{"join", "resume"}; !slices.Equal(th.server.dialled, want) || m.mend.cut {
			t.Errorf("dialled with %q, cut %v, want %q", th.server.dialled, m.mend.cut, want)
		}
		th.close()
	})
}

func TestAServerThatStaysAwayLosesTheSeatInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, _ := inMatch(t, Options{})
		th.server.set(nil, errNoRoute)
		th.server.hangUp(transport.Abnormal)
		held := defaultWindow + noticedWithin
		th.idle(held - time.Second)
		if th.stack.Top().Name() != "match" || len(th.server.dialled) < 12 {
			t.Errorf("scene %s after %d dials, want still to try", th.stack.Top().Name(), len(th.server.dialled)-1)
		}
		th.wait("finding", 2*time.Second)
		th.server.set(nil, nil)
		th.wait("match", 5*time.Second)
		th.close()
	})
}

func TestASeatIsTriedForAsLongAsTheServerKeepsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{})
		m.mend.seat.ReconnectWindowMS = 120_000
		th.server.set(nil, errNoRoute)
		th.server.hangUp(transport.GoingAway)
		th.idle(2 * time.Minute)
		th.server.set(nil, nil)
		th.idle(2 * longestPause)
		if th.stack.Top() != Scene(m) || m.mend.cut {
			t.Errorf("scene %s, cut %v, want the match and a connection", th.stack.Top().Name(), m.mend.cut)
		}
		th.close()
	})
}

// TestOnlyTheServersOwnWordEndsAMatch goes through every close code that there may be.
func TestOnlyTheServersOwnWordEndsAMatch(t *testing.T) {
	for code := transport.Reason(1000); code < 5000; code++ {
		if code > 1015 && code < 3000 { // nobody may send those
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			th, m := inMatch(t, Options{})
			th.server.hangUp(code)
			th.idle(50 * time.Millisecond)
			stays := th.stack.Top() == Scene(m) && !m.mend.since.IsZero()
			if own := code >= 4000 && code.Advice() != transport.Resume; stays == own {
				t.Errorf("after a close with %d: scene %s, coming back %v", code, th.stack.Top().Name(), stays)
			}
			th.close()
		})
	}
}

func TestWhoLosesTheConnectionTogetherDoesNotComeBackTogether(t *testing.T) {
	for n, most := range map[int]time.Duration{0: firstPause, 1: firstPause * 3 / 2, 3: 6 * firstPause, 50: longestPause * 3 / 2} {
		earliest, latest := time.Hour, time.Duration(0)
		for range 1000 {
			d := pause(n)
			earliest, latest = min(earliest, d), max(latest, d)
		}
		if latest > most || latest-earliest < most/3 {
			t.Errorf("after %d tries waits %v to %v, want up to %v and far apart", n, earliest, latest, most)
		}
	}
}

func TestHowMatchesEnd(t *testing.T) {
	tests := []struct {
		name   string
		reason transport.Reason
		scene  string
		asked  int // of the lobby, in all
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
				th, _ := inMatch(t, Options{})
				th.server.hangUp(tt.reason)
				th.idle(3 * time.Second)
				if got := th.stack.Top().Name(); got != tt.scene || len(th.server.asked) != tt.asked {
					t.Errorf("scene %s, lobby asked %q, want %s and %d", got, th.server.asked, tt.scene, tt.asked)
				}
				th.close()
			})
		})
	}
}

// TestARoomThatIsGoneIsNotLookedFor tells those who were there by name what has
// happened, where asking for the room again would only say that there is none.
func TestARoomThatIsGoneIsNotLookedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		w    want
		says string
	}{
		"a spectator":         {want{room: "abcdefghijkl", watch: true}, "The room that you were watching has closed."},
		"of a room by a code": {want{room: "NOVA42"}, "The room has closed."},
		"of an own room":      {want{open: true}, "The room has closed."},
		"of a party":          {want{party: "ABC"}, "The room has closed."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th, m := inMatch(t, Options{})
				m.want = tt.w
				th.server.hangUp(transport.RoomClosed)
				th.wait("ended", time.Second)
				if s := th.stack.Top().(*ended); !strings.HasPrefix(s.why, tt.says) || s.want != (want{}) {
					t.Errorf("told %q, PLAY AGAIN goes to %+v; want %q and any match", s.why, s.want, tt.says)
				}
				th.close()
			})
		})
	}
}

func TestTheServersOwnWordsAreShown(t *testing.T) {
	for _, tt := range []struct {
		end  transport.Closed
		want string
	}{
		{transport.Closed{Reason: transport.RoomClosed, Text: "the server restarts"}, "The server restarts."},
		{transport.Closed{Reason: transport.WrongVersion, Text: "you speak version 1, this server 2"}, otherVersion},
		{transport.Closed{Reason: transport.Kicked}, "You were removed from the room."},
		{transport.Closed{Reason: transport.Abnormal, Text: "read tcp: reset"}, "The connection was lost."},
	} {
		if got := farewell(&tt.end); got != tt.want {
			t.Errorf("%+v is told as %q, want %q", tt.end, got, tt.want)
		}
	}
}

func TestARefusedTicketIsNotTriedForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, _ := inMatch(t, Options{})
		th.server.set(nil, &transport.Closed{Reason: transport.BadTicket})
		th.server.hangUp(transport.Abnormal)
		th.wait("finding", time.Second)
		th.close()
	})
}

func TestLeavingSaysGoodbyeAndInvitingCopies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{Room: "NOVA42"})
		m.client.View(time.Now())
		m.view = m.client.View(time.Now())
		th.stack.move(1, Push(newPauseMenu(m)))
		th.play(ui.Input{Nav: ui.NavNext})
		th.play(enter)
		if want := "http://game.test/?room=NOVA42"; th.desk.copied != want {
			t.Errorf("copied %q, want %q", th.desk.copied, want)
		}
		th.play(ui.Input{Nav: ui.NavPrev})
		th.play(ui.Input{Nav: ui.NavPrev})
		th.play(enter)
		th.wait("title", time.Second)
		th.idle(time.Second)
		if !slices.Contains(th.server.heard, protocol.TypeBye) {
			t.Errorf("the server heard %v, want a goodbye", th.server.heard)
		}
		th.close()
	})
}

func TestAMatchGoesOnBelowItsMenu(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{})
		th.stack.move(1, Push(newPauseMenu(m)))
		th.server.hangUp(transport.Kicked)
		th.wait("ended", time.Second)
		if got := len(th.stack.scenes); got != 2 {
			t.Errorf("%d scenes, want the menu gone with its match", got)
		}
		th.close()
	})
}
