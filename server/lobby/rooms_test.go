package lobby

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"perihelion/shared/api"
)

func roomIDs(rooms []api.Room) (s string) {
	for _, r := range rooms {
		s += r.ID + " "
	}
	return s
}

func TestBrowsing(t *testing.T) {
	f := newFixture(t, 1000)
	f.rooms.list = []api.Room{
		{ID: "empty", Mode: "duel", Free: 2},
		{ID: "full", Mode: "teams", Players: 16, Leader: "Ada Lovelace"},
		{ID: "half", Mode: "teams", Players: 8, Free: 8, Leader: "Grace"},
		{ID: "alike", Mode: "teams", Players: 8, Free: 8},
	}
	tests := []struct{ name, query, want string }{
		{"fullest first, equals by id", "", "full alike half empty "},
		{"of a mode", "?mode=duel", "empty "},
		{"of no mode at all", "?mode=chess", ""},
		{"with a free seat", "?free=true", "alike half empty "},
		{"by the beginning of an id", "?q=HA", "half "},
		{"by the leader, in whatever case", "?q=lovelace", "full "},
		{"by everything at once", "?mode=teams&free=true&q=grace", "half "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := decodeAs[api.Rooms](t, f.doJSON("GET", "/v1/rooms"+tt.query, ""), http.StatusOK)
			if got := roomIDs(list.Rooms); got != tt.want || list.Rooms == nil {
				t.Errorf("rooms = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPagesOfRooms(t *testing.T) {
	f := newFixture(t, 1000)
	for i := range 45 {
		f.rooms.list = append(f.rooms.list, api.Room{ID: fmt.Sprintf("r%02d", i), Players: i % 7})
	}
	seen, cursor := map[string]bool{}, ""
	for pages := 1; ; pages++ {
		list := decodeAs[api.Rooms](t, f.doJSON("GET", "/v1/rooms?limit=20&cursor="+cursor, ""), http.StatusOK)
		for _, r := range list.Rooms {
			if seen[r.ID] {
				t.Errorf("%s is on two pages", r.ID)
			}
			seen[r.ID] = true
		}
		if cursor = list.Next; cursor == "" {
			if pages != 3 || len(seen) != 45 {
				t.Errorf("%d rooms on %d pages, want 45 on 3", len(seen), pages)
			}
			return
		}
	}
}

func TestForeignCursorsAreRefused(t *testing.T) {
	f := newFixture(t, 1000)
	for _, cursor := range []string{"x", "AAAA", "%00", "MSA", "';DROP TABLE rooms;--"} {
		decodeAs[api.Problem](t, f.doJSON("GET", "/v1/rooms?cursor="+url.QueryEscape(cursor), ""), http.StatusUnprocessableEntity)
	}
}

func TestPollingUsesETags(t *testing.T) {
	f := newFixture(t, 1000)
	first := f.doJSON("GET", "/v1/rooms", "")
	tag := first.Header().Get("ETag")
	if w := f.doJSON("GET", "/v1/rooms", "", "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
		t.Errorf("again = %d %q, want 304 and nothing", w.Code, w.Body)
	}
	f.rooms.list = []api.Room{{ID: "new"}}
	if w := f.doJSON("GET", "/v1/rooms", "", "If-None-Match", tag); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
		t.Errorf("after a change = %d, tag %s, want 200 and another tag", w.Code, w.Header().Get("ETag"))
	}
}

func TestAMatchGoesOnInARoom(t *testing.T) {
	f := newFixture(t, 1000)
	post := func(body string) *httptest.ResponseRecorder { return f.doJSON("POST", "/v1/rooms", body) }
	body := func(log string) string {
		return `{"log":"` + base64.StdEncoding.EncodeToString([]byte(log)) + `"}`
	}
	a := decodeAs[api.Assignment](t, post(body("a match")), http.StatusCreated)
	if a.Code == "" || a.Ticket == "" || string(f.rooms.log) != "a match" {
		t.Errorf("assignment %+v of the log %q", a, f.rooms.log)
	}
	for name, tt := range map[string]struct {
		body, detail string
		status       int
	}{
		"one that cannot go on": {body("bad"), "the match cannot go on on this server: it is not one", http.StatusUnprocessableEntity},
		"with other rules":      {strings.Replace(body("x"), "{", `{"points":5,`, 1), "a match that goes on has its rules already: send only log", http.StatusUnprocessableEntity},
		"whose arena changes":   {strings.Replace(body("x"), "{", `{"edit":true,`, 1), "a match that goes on has its rules already: send only log", http.StatusUnprocessableEntity},
		"edited, with rounds":   {`{"edit":true,"points":5}`, "a room whose arena is changed has no rounds: leave out points and seconds", http.StatusUnprocessableEntity},
		"no base64":             {`{"log":"???"}`, "", http.StatusUnprocessableEntity},
		"too long":              {body(strings.Repeat("x", 40_000)), "log: expected length <= 45056", http.StatusUnprocessableEntity},
		"far too long":          {body(strings.Repeat("x", 60_000)), "the body is larger than 65536 bytes", http.StatusRequestEntityTooLarge},
	} {
		p := decodeAs[api.Problem](t, post(tt.body), tt.status)
		if !strings.Contains(p.Detail, tt.detail) {
			t.Errorf("%s: %q, want %q", name, p.Detail, tt.detail)
		}
	}
	decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms", body("a match"), "Authorization", ""), http.StatusUnauthorized)
	if f.rooms.opened != 1 {
		t.Errorf("%d rooms were opened, want one", f.rooms.opened)
	}
}

func TestRegionsAreMeasuredAtAServerThere(t *testing.T) {
	f := newFixture(t, 1000)
	m := decodeAs[api.Meta](t, f.doJSON("GET", "/v1/meta", ""), http.StatusOK)
	if len(m.Regions) != 2 || m.Regions[0].ID != "eu" || !strings.HasSuffix(m.Regions[0].PingURL, "/v1/ping") || strings.Contains(m.Regions[0].PingURL, "us.example") || m.Regions[1] != (api.Region{ID: "us", PingURL: "https://us.example/v1/ping"}) {
		t.Errorf("regions = %+v", m.Regions)
	}
}
