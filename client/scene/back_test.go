package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/transport"
)

// reload is the page loaded again: nothing is left but what the window remembers.
func (th *theatre) reload(opt Options) *theatre {
	th.server.hangUp(transport.Abnormal)
	synctest.Wait()
	next := newTheatre(th.t, opt)
	next.kit.Prefs = th.kit.Prefs
	return next
}

func TestAReloadInAMatchGoesBackToIt(t *testing.T) {
	for name, opt := range map[string]Options{
		"from the title": {}, "of a link into a match": {Play: true}, "of the link to this room": {Room: "NOVA42"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				old, _ := inMatch(t, Options{})
				th := old.reload(opt)
				th.server.set(errNoRoute, nil) // the lobby is full, or away: it is not needed
				th.wait("finding", time.Second)
				th.play(ui.Input{})
				if s := th.stack.Top().(*finding); s.errand == nil || s.doing(&th.frame) != "Back to your match" {
					t.Errorf("says %q", s.doing(&th.frame))
				}
				th.wait("match", time.Second)
				if want := []string{"resume"}; !slices.Equal(th.server.dialled, want) || len(th.server.asked) != 0 {
					t.Errorf("dialled with %q and asked %q, want %q and nothing", th.server.dialled, th.server.asked, want)
				}
				th.idle(time.Second)
				th.stack.move(1, Pop()) // leaves for good
				synctest.Wait()
				if _, ok := th.kit.remembered(); ok {
					t.Error("a seat that was given up is still offered")
				}
				th.close()
				old.close()
			})
		})
	}
}

func TestASeatThatIsGoneIsNotGoneBackTo(t *testing.T) {
	tests := []struct {
		name  string
		opt   Options
		away  time.Duration
		first string // the first scene beside the title
	}{
		{"a link to another room", Options{Room: "OTHER1"}, 0, "join"},
		{"after a long time", Options{Play: true}, 10 * time.Minute, "join"},
		{"another server", Options{Play: true, Server: "http://elsewhere.test"}, 0, "join"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				old, _ := inMatch(t, Options{})
				old.server.hangUp(transport.Normal)
				time.Sleep(tt.away)
				th := old.reload(tt.opt)
				th.wait("match", 2*time.Second)
				if th.server.dialled[0] != tt.first {
					t.Errorf("dialled with %q, want a new seat", th.server.dialled)
				}
				th.close()
				old.close()
			})
		})
	}
}

func TestASeatGivenAwayWhileThePageWasLoadedIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, _ := inMatch(t, Options{})
		th := old.reload(Options{})
		th.wait("match", time.Second)
		th.server.hangUp(transport.BadTicket)
		th.wait("ended", time.Second)
		if s := th.stack.Top().(*ended); s.why == "" || s.want.back != nil {
			t.Errorf("told %q, and PLAY AGAIN goes to %+v", s.why, s.want)
		}
		th.close()
		old.close()
	})
}
