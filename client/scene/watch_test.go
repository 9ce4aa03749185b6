package scene

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/replay"
)

// liveRoom is a room on the fake server that plays the recorded match, again and again: a
// segment is listed when its time has come.
type liveRoom struct {
	tc   *testClient
	log  []byte
	x    *replay.Index
	list api.RoomLog
}

func newLiveRoom(t *testing.T, tc *testClient) *liveRoom {
	log, err := fightLog()
	if err != nil {
		t.Fatal(err)
	}
	r := &liveRoom{tc: tc, log: log, list: api.RoomLog{DelayMS: 10_000, Logs: []api.LiveLog{}}}
	if r.x, err = replay.Scan(bytes.NewReader(log), tc.deps.Games); err != nil {
		t.Fatal(err)
	}
	tc.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, q *http.Request) { onlinetest.RespondJSON(r.list)(w, q) })
	return r
}

// begin begins a log, of which the first n segments are listed.
func (r *liveRoom) begin(n int) {
	number := int64(len(r.list.Logs) + 1)
	r.list.Logs = append(r.list.Logs, api.LiveLog{Log: number})
	header := r.log[:r.x.Segments[0].Offset]
	r.tc.server.Handle(fmt.Sprintf("GET rooms/abc/log/%d/0", number), func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(header) })
	for range n {
		r.add()
	}
}

// add lists another segment.
func (r *liveRoom) add() {
	l := &r.list.Logs[len(r.list.Logs)-1]
	s := &r.x.Segments[len(l.Segments)]
	l.Segments = append(l.Segments, api.LiveSegment{Segment: len(l.Segments) + 1, AfterMS: s.After, State: s.State})
	bytes := r.log[s.Offset : s.Offset+int64(s.Bytes)]
	r.tc.server.Handle(fmt.Sprintf("GET rooms/abc/log/%d/%d", l.Log, len(l.Segments)), func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes) })
}

func (r *liveRoom) close() {
	r.tc.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, _ *http.Request) { http.NotFound(w, nil) })
}

// watchClient is a client that a link has led to a room whose match is played.
func watchClient(t *testing.T, segments int) (*testClient, *liveRoom, *watchScene) {
	tc := newTestClient(t, Options{Watch: "abc", Server: "http://game.test"})
	r := newLiveRoom(t, tc)
	if segments > 0 {
		r.begin(segments)
	}
	tc.waitForScene("watch", time.Second)
	tc.runFor(time.Second / 2)
	return tc, r, tc.stack.top().(*watchScene)
}

// behind is what the scene says of that.
func (s *watchScene) behindNow() string { return s.behindText(time.Now()) }

func TestAMatchIsWatchedLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, r, s := watchClient(t, 0)
		defer tc.closeAll()
		if s.viewer != nil || !strings.Contains(s.waitText(), "10 s later") {
			t.Fatalf("before anything is shown it says %q", s.waitText())
		}
		r.begin(4)
		tc.runFor(time.Second)
		if s.viewer == nil || s.viewer.Paused {
			t.Fatalf("nothing is played: %q", s.errText)
		}
		for range 3 {
			tc.runFor(3 * time.Second)
			r.add()
		}
		if got := s.behindNow(); !strings.HasPrefix(got, "LIVE, 1") || s.viewer.Behind() > 5*time.Second {
			t.Errorf("it says %q, %v behind the newest segment", got, s.viewer.Behind())
		}
		tc.playFrame(ui.Input{Space: true})
		stood := s.viewer.Position()
		tc.runFor(20 * time.Second)
		if s.viewer.Position() != stood || s.pause.Label != "RESUME" || !strings.HasPrefix(s.behindNow(), "WATCHING   ·   0:3") {
			t.Errorf("Space did not pause: %v, then %v, %q", stood, s.viewer.Position(), s.behindNow())
		}
		tc.playFrame(ui.Input{Edit: ui.CaretEnd})
		if s.viewer.Behind() > liveBuffer || !strings.HasPrefix(s.behindNow(), "LIVE") {
			t.Errorf("End leads %v behind: %q", s.viewer.Behind(), s.behindNow())
		}
		tl := s.timeline.Rect
		tc.playFrame(ui.Input{X: tl.X + tl.W/10, Y: tl.CenterY(), Pressed: true, Down: true})
		tc.playFrame(ui.Input{X: tl.X + tl.W/10, Y: tl.CenterY(), Released: true})
		if at := s.viewer.Position(); at > 5*time.Second || s.live {
			t.Errorf("one cannot go back: %v", at)
		}
		tc.playFrame(ui.Input{X: s.toLive.X + 5, Y: s.toLive.Y + 5, Pressed: true, Down: true})
		tc.playFrame(ui.Input{X: s.toLive.X + 5, Y: s.toLive.Y + 5, Released: true})
		if !s.live || s.viewer.Behind() > liveBuffer {
			t.Errorf("LIVE leads %v behind", s.viewer.Behind())
		}
		s.handle(&s.link, &tc.frame)
		if tc.platform.copied != "http://game.test/?watch=abc" {
			t.Errorf("the link is %q", tc.platform.copied)
		}
		tc.playFrame(ui.Input{Cancel: true})
		if name := tc.stack.top().Name(); name != "title" || !tc.history.cleared {
			t.Errorf("Escape leads to %s, link cleared %v", name, tc.history.cleared)
		}
	})
}

func TestTheNextRoundIsWatchedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, r, s := watchClient(t, 4)
		defer tc.closeAll()
		s.viewer.Follow(1)
		followed := s.viewer.View.Follow
		first := s.viewer
		r.begin(1)
		tc.runFor(3300 * time.Millisecond)
		if s.viewer != first || s.nextRound == nil {
			t.Fatalf("the first round is not shown to its end: %v behind", s.viewer.Behind())
		}
		tc.runFor(4 * time.Second)
		if s.viewer == first || s.nextRound != nil || s.viewer.Position() == 0 || s.viewer.View.Follow != followed {
			t.Errorf("the next round is not shown from its beginning, or of another player: at %v, follows %d", s.viewer.Position(), s.viewer.View.Follow)
		}
		r.add()
		r.begin(2) // and one that comes while this one stands
		tc.playFrame(ui.Input{Space: true})
		second := s.viewer
		tc.runFor(20 * time.Second)
		if s.viewer != second {
			t.Error("a round that was stopped is left")
		}
		tc.playFrame(ui.Input{Edit: ui.CaretEnd})
		if s.viewer == second || !s.live || s.viewer.Behind() > liveBuffer {
			t.Errorf("End does not lead to the newest round: live %v, %v behind", s.live, s.viewer.Behind())
		}
	})
}

func TestARoomThatClosesIsSeenToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, r, s := watchClient(t, 4)
		defer tc.closeAll()
		r.close()
		tc.runFor(2 * time.Second)
		if s.over {
			t.Error("what was fetched is not shown any more")
		}
		tc.runFor(6 * time.Second)
		if !s.over || s.buttons[0] != &s.again {
			t.Fatalf("it says nothing: closed %v, %v behind", s.log.Closed, s.viewer.Behind())
		}
		tc.server.Handle("GET matches/"+s.viewer.Index.Round.Match+"/replay", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(r.log) })
		tc.playFrame(enterKey) // WATCH AGAIN
		tc.waitForScene("replay", time.Second)
	})
}

func TestARoomThatIsNotThereLeadsToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, _, s := watchClient(t, 0)
		defer tc.closeAll()
		tc.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, _ *http.Request) { http.NotFound(w, nil) })
		tc.runFor(2 * time.Second)
		if !strings.Contains(s.errText, "has closed") {
			t.Errorf("it says %q", s.errText)
		}
		tc.playFrame(enterKey) // ROOMS
		tc.waitForScene("rooms", time.Second)
	})
}

func TestWhoWatchesCanAskToPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, _, s := watchClient(t, 4)
		defer tc.closeAll()
		s.setFocus(&s.join)
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		if dest := tc.stack.top().(*matchScene).session.Dest; dest.Room != "abc" {
			t.Errorf("in a match as %+v, want in the room", dest)
		}
	})
}

func TestALogThatIsDamagedStopsInWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, r, s := watchClient(t, 4)
		defer tc.closeAll()
		r.add()
		tc.server.Handle("GET rooms/abc/log/1/5", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })
		tc.runFor(5 * time.Second)
		if !strings.Contains(s.errText, "damaged") || s.viewer.Err != nil {
			t.Errorf("it says %q", s.errText)
		}
	})
}
