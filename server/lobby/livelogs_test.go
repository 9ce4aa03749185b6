package lobby

import (
	"net/http"
	"testing"
	"time"

	"perihelion/server/data/journal"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/replay"
)

// fakeLiveLogs has a log of one segment in every room, and remembers how it was asked.
type fakeLiveLogs struct {
	room  string
	delay time.Duration
}

func (f *fakeLiveLogs) Live(id string, until time.Time) []journal.LiveLog {
	f.room, f.delay = id, time.Since(until)
	first := journal.LiveSegment{LogSegment: room.LogSegment{Start: replay.Start{Tick: 7, After: 100}, Offset: 80, State: true}, Bytes: 9}
	return []journal.LiveLog{{Number: 3, Header: 80, Segments: []journal.LiveSegment{first}}}
}

func (f *fakeLiveLogs) ReadLive(id string, log int64, segment int, until time.Time) ([]byte, error) {
	f.room, f.delay = id, time.Since(until)
	if log != 3 || segment > 1 {
		return nil, journal.ErrNotShown
	}
	return []byte("a segment"), nil
}

func TestALiveLogIsShownLate(t *testing.T) {
	for name, want := range map[string]struct {
		room    string
		delay   time.Duration
		private bool
	}{"public": {"public", 10 * time.Second, false}, "ABCDEF": {"private", 3 * time.Second, true}} {
		f := newFixture(t, 1000)
		path := "/v1/rooms/" + name + "/log"
		list := decodeAs[api.RoomLog](t, f.doJSON("GET", path, ""), http.StatusOK)
		segment := api.LiveSegment{Segment: 1, Tick: 7, AfterMS: 100, Bytes: 9, State: true}
		if l := list.Logs; len(l) != 1 || l[0].Log != 3 || l[0].Header != 80 || len(l[0].Segments) != 1 || l[0].Segments[0] != segment || list.DelayMS != int(want.delay.Milliseconds()) {
			t.Errorf("%s lists %+v", name, list)
		}
		if f.liveLogs.room != want.room || f.liveLogs.delay < want.delay {
			t.Errorf("asked for room %s %v late, want %s %v", f.liveLogs.room, f.liveLogs.delay, want.room, want.delay)
		}
		f.liveLogs = fakeLiveLogs{}
		w := f.doJSON("GET", path+"/3/1", "")
		if w.Code != http.StatusOK || w.Body.String() != "a segment" || w.Header().Get("Content-Length") != "9" || f.liveLogs.delay < want.delay {
			t.Errorf("segment: %d %q, %v late", w.Code, w.Body, f.liveLogs.delay)
		}
		scope := "public, max-age=86400"
		if want.private {
			scope = "private, max-age=86400"
		}
		if got := w.Header().Get("Cache-Control"); got != scope {
			t.Errorf("cache: %q, want %q", got, scope)
		}
		for _, other := range []string{"/3/2", "/4/1"} {
			decodeAs[api.Problem](t, f.doJSON("GET", path+other, ""), http.StatusNotFound)
		}
		for _, bad := range []string{"/3/-1", "/0/1", "/x/1", "/99999999999999999999/1"} {
			if w := f.doJSON("GET", path+bad, ""); w.Code != http.StatusUnprocessableEntity {
				t.Errorf("GET %s = %d", bad, w.Code)
			}
		}
	}
	f := newFixture(t, 1000)
	for _, other := range []string{"GUESS1", "private"} {
		decodeAs[api.Problem](t, f.doJSON("GET", "/v1/rooms/"+other+"/log", ""), http.StatusNotFound)
		decodeAs[api.Problem](t, f.doJSON("GET", "/v1/rooms/"+other+"/log/3/1", ""), http.StatusNotFound)
	}
}
