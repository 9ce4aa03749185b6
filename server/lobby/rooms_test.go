package lobby

import (
	"fmt"
	"net/http"
	"net/url"
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
