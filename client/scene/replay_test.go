package scene

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/replay"
)

const replayFile = "../../shared/replay/testdata/fight.replay"

// replayClient is a client that a link has led to a replay, which the server answers with.
func replayClient(t *testing.T, at time.Duration, answer http.HandlerFunc) (*testClient, *replayScene) {
	tc := newTestClient(t, Options{Replay: ReplayTarget{Match: "m1", At: at}, Server: "http://game.test"})
	tc.server.Handle("GET matches/m1/replay", answer)
	tc.waitForScene("replay", time.Second)
	tc.runFor(time.Second / 2)
	return tc, tc.stack.top().(*replayScene)
}

func TestALinkShowsAReplayAtItsMoment(t *testing.T) {
	log, err := os.ReadFile(replayFile)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		tc, s := replayClient(t, 12*time.Second, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(log) })
		defer tc.closeAll()
		if s.viewer == nil || s.errText != "" || s.loaded.Load() != int64(len(log)) {
			t.Fatalf("no replay after %d bytes: %q", s.loaded.Load(), s.errText)
		}
		if at := s.viewer.Position(); at < 12*time.Second || at > 13*time.Second {
			t.Errorf("it begins at %v, want 12 s", at)
		}
		tc.playFrame(ui.Input{Space: true})
		stood := s.viewer.Position()
		tc.runFor(time.Second)
		if s.viewer.Position() != stood || s.pause.Label != "PLAY" {
			t.Errorf("Space did not pause: %v, then %v", stood, s.viewer.Position())
		}
		tl := s.timeline.Rect
		press := ui.Input{X: tl.X + tl.W/4, Y: tl.CenterY(), Pressed: true, Down: true}
		tc.playFrame(press)
		tc.playFrame(ui.Input{X: press.X, Y: press.Y, Released: true})
		if got, want := s.viewer.Position(), s.viewer.Length()/4; (got - want).Abs() > time.Second/2 {
			t.Errorf("a press at a quarter leads to %v of %v", got, s.viewer.Length())
		}
		tc.playFrame(ui.Input{Nav: ui.NavRight})
		if got, want := s.viewer.Position(), s.viewer.Length()/4+seekStep; (got - want).Abs() > time.Second/2 {
			t.Errorf("an arrow key leads to %v, want %v", got, want)
		}
		s.viewer.Follow(1)
		hash, seat := s.viewer.AppendState(nil), s.viewer.View.Follow
		s.setFocus(&s.takeOver)
		tc.playFrame(enterKey)
		local, ok := tc.stack.top().(*localScene)
		if !ok {
			t.Fatalf("TAKE OVER leads to %s", tc.stack.top().Name())
		}
		if v := &local.match.View; v.Me != seat || v.Roster[seat].Bot || v.OwnTick != s.viewer.View.Tick+1 {
			t.Errorf("seat %d at tick %d, want %d at %d", v.Me, v.OwnTick, seat, s.viewer.View.Tick+1)
		}
		tc.runFor(time.Second)
		if local.match.View.OwnTick < s.viewer.View.Tick+50 || !bytes.Equal(hash, s.viewer.AppendState(nil)) {
			t.Error("the match does not go on, or the replay does meanwhile")
		}
		tc.pressKeys(ui.Input{}, escapeKey)
		menu := tc.stack.top().(*localMenu)
		menu.setFocus(&menu.leave)
		tc.playFrame(enterKey)
		tc.playFrame(ui.Input{})
		if tc.stack.top() != scene(s) {
			t.Errorf("LEAVE leads to %s, want back to the replay", tc.stack.top().Name())
		}
		s.handle(&s.link)
		if !strings.HasPrefix(tc.platform.copied, "http://game.test/?replay=m1#t=") {
			t.Errorf("the link is %q", tc.platform.copied)
		}
		for range 4 {
			s.handle(&s.speed)
		}
		if s.viewer.Speed != 0.25 {
			t.Errorf("after 2, 4 and 8 the speed is %v, want a quarter", s.viewer.Speed)
		}
		tc.playFrame(ui.Input{Cancel: true})
		if name := tc.stack.top().Name(); name != "title" || !tc.history.cleared {
			t.Errorf("Escape leads to %s, link cleared %v", name, tc.history.cleared)
		}
	})
}

func TestAnOperatorSwitchesToWhatThePlayerSaw(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, err := os.ReadFile(replayFile)
		if err != nil {
			t.Fatal(err)
		}
		tc := newTestClient(t, Options{Replay: ReplayTarget{Match: "m1", At: 9 * time.Second, Account: "x", Sight: true, Pass: "a pass"}, Server: "http://game.test"})
		defer tc.closeAll()
		tc.server.Handle("GET matches/m1/replay", func(w http.ResponseWriter, r *http.Request) {
			if pass := r.Header.Get(api.ReplayPassHeader); pass != "a pass" {
				t.Errorf("asked with the pass %q", pass)
			}
			_, _ = w.Write(log)
		})
		tc.runFor(200 * time.Millisecond)
		s := tc.stack.top().(*replayScene)
		if on, _ := s.viewer.Sight(); !on || s.sight.Label != "AS IT WAS" {
			t.Errorf("shown as they saw it: %v, the switch says %q", on, s.sight.Label)
		}
		at := s.viewer.Position()
		s.viewer.Paused = true
		s.setFocus(&s.sight)
		tc.playFrame(enterKey)
		if on, _ := s.viewer.Sight(); on || s.sight.Label != "AS THEY SAW IT" || (s.viewer.Position()-at).Abs() > 50*time.Millisecond {
			t.Errorf("after a press: %v, the switch says %q, at %v of %v", on, s.sight.Label, s.viewer.Position(), at)
		}
	})
}

func TestAReplayThatCannotBeShownSaysWhy(t *testing.T) {
	log, err := os.ReadFile(replayFile)
	if err != nil {
		t.Fatal(err)
	}
	old := append([]byte(nil), log...)
	old[7]++ // the version of the format, behind the magic word
	for _, tt := range []struct {
		name, want string
		answer     http.HandlerFunc
	}{
		{"it is not there", "no recording", func(w http.ResponseWriter, _ *http.Request) { http.NotFound(w, nil) }},
		{"another version", "another version of the game", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(old) }},
		{"damage", "damaged", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc, s := replayClient(t, 0, tt.answer)
				defer tc.closeAll()
				if s.viewer != nil || s.errText == "" || !strings.Contains(s.errText, tt.want) {
					t.Errorf("says %q, want something with %q", s.errText, tt.want)
				}
				tc.playFrame(enterKey) // BACK has the focus
				if name := tc.stack.top().Name(); name != "title" {
					t.Errorf("BACK leads to %s", name)
				}
			})
		})
	}
	if got := viewerTrouble(replay.ErrDiverged); !strings.Contains(got, "was changed") {
		t.Errorf("a log that was changed: %q", got)
	}
}
