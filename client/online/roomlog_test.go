package online

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// roomLog is the log of a room on the fake server: the segments that are listed.
type roomLog struct {
	*testService
	followed *RoomLog
	shown    api.RoomLog
	got      []string // what has come, in order
}

func followRoom(t *testing.T) *roomLog {
	r := &roomLog{testService: newTestService(t, ""), shown: api.RoomLog{DelayMS: 10_000, Logs: []api.LiveLog{}}}
	r.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, q *http.Request) {
		tag := fmt.Sprintf(`"%v"`, r.shown)
		if w.Header().Set("ETag", tag); q.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		onlinetest.RespondJSON(r.shown)(w, q)
	})
	r.followed = r.FollowRoom("abc")
	return r
}

// show lists another segment of a log. Every tenth one, and the first, begins with a state.
func (r *roomLog) show(log int64) {
	if n := len(r.shown.Logs); n == 0 || r.shown.Logs[n-1].Log != log {
		r.shown.Logs = append(r.shown.Logs, api.LiveLog{Log: log, Header: 6})
		r.serve(log, 0)
	}
	l := &r.shown.Logs[len(r.shown.Logs)-1]
	n := len(l.Segments) + 1
	l.Segments = append(l.Segments, api.LiveSegment{Segment: n, AfterMS: int64(n-1) * 3000, State: n%10 == 1})
	r.serve(log, n)
}

func (r *roomLog) serve(log int64, segment int) {
	r.server.Handle(fmt.Sprintf("GET rooms/abc/log/%d/%d", log, segment), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, "<%d.%d>", log, segment)
	})
}

// frames plays frames for a while.
func (r *roomLog) frames(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if part, ok := r.followed.Poll(time.Now()); ok {
			r.got = append(r.got, fmt.Sprintf("%v%s%s", part.Begins, part.Header, part.Segments))
		}
		time.Sleep(time.Second / 60)
		synctest.Wait()
	}
}

func (r *roomLog) expect(want ...string) {
	r.t.Helper()
	if got := strings.Join(r.got, " "); got != strings.Join(want, " ") {
		r.t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
	}
	r.got = nil
}

func TestALogIsFollowedFromRoundToRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := followRoom(t)
		r.frames(5 * time.Second)
		r.expect()
		if r.followed.Delay != 10*time.Second || r.followed.Failure != "" {
			t.Errorf("nothing is shown yet: delay %v, failure %q", r.followed.Delay, r.followed.Failure)
		}
		for range 33 { // 31 begins with a state, but only 11 is a minute old
			r.show(4)
		}
		r.frames(2 * time.Second)
		all := ""
		for n := 11; n <= 33; n++ {
			all += fmt.Sprintf("<4.%d>", n)
		}
		r.expect("true<4.0>" + all)
		r.show(4)
		r.frames(4 * time.Second)
		r.show(4)
		r.show(5)
		r.show(5)
		r.frames(8 * time.Second)
		r.expect("false<4.34>", "false<4.35>", "true<5.0><5.1><5.2>")
		r.show(7) // 6 came and went meanwhile
		r.frames(5 * time.Second)
		r.expect("true<7.0><7.1>")
	})
}

func TestALogIsAskedForAtTheRateOfItsSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := followRoom(t)
		r.show(1)
		r.frames(4 * time.Second)
		before := len(r.server.Requests)
		for range 20 {
			r.show(1)
			r.frames(3 * time.Second)
		}
		if n := len(r.got); n < 20 || n > 21 {
			t.Errorf("%d parts have come, want each of 21 segments alone: %v", n, r.got)
		}
		if n := len(r.server.Requests) - before; n > 20*3 {
			t.Errorf("%d requests for 20 segments, want three each at most", n)
		}
		before = len(r.server.Requests)
		r.frames(time.Minute)
		if n := len(r.server.Requests) - before; n > 100 {
			t.Errorf("%d requests in a minute without a segment", n)
		}
	})
}

func TestALogThatDoesNotComeSaysWhyAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := followRoom(t)
		r.show(1)
		r.frames(time.Second)
		r.server.Handle("GET rooms/abc/log/1/2", func(w http.ResponseWriter, _ *http.Request) { http.NotFound(w, nil) })
		r.shown.Logs[0].Segments = append(r.shown.Logs[0].Segments, api.LiveSegment{Segment: 2})
		r.frames(10 * time.Second)
		if r.followed.Closed {
			t.Error("a segment that is gone ends the room")
		}
		r.serve(1, 2)
		r.frames(4 * time.Second)
		r.expect("true<1.0><1.1>", "false<1.2>")

		list := r.server.Handlers["GET rooms/abc/log"]
		failing := 0
		r.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, _ *http.Request) {
			failing++
			w.Header().Set("Retry-After", "9")
			w.WriteHeader(http.StatusTooManyRequests)
		})
		r.frames(25 * time.Second)
		if r.followed.Failure != "The server answered 429." || failing != 3 {
			t.Errorf("asked %d times in 25 s although the server said 9: %q", failing, r.followed.Failure)
		}
		r.server.Handle("GET rooms/abc/log", list)
		r.show(1)
		r.frames(10 * time.Second)
		if r.expect("false<1.3>"); r.followed.Failure != "" {
			t.Errorf("it goes on, but says %q", r.followed.Failure)
		}

		r.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, _ *http.Request) { http.NotFound(w, nil) })
		r.frames(5 * time.Second)
		asked := len(r.server.Requests)
		r.frames(time.Minute)
		if !r.followed.Closed || len(r.server.Requests) != asked {
			t.Errorf("closed %v, and asked %d times after that", r.followed.Closed, len(r.server.Requests)-asked)
		}
	})
}

func TestABrokenServerIsAskedForLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := followRoom(t)
		tries := 0
		r.server.Handle("GET rooms/abc/log", func(w http.ResponseWriter, _ *http.Request) {
			tries++
			w.WriteHeader(http.StatusBadGateway)
		})
		r.frames(time.Minute)
		if tries < 10 || tries > 45 || r.followed.Failure == "" {
			t.Errorf("%d tries in a minute, says %q", tries, r.followed.Failure)
		}
	})
}
