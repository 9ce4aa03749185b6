package lobby

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/sim"
)

// newArena is the body that keeps an arena of a title.
func newArena(title string) string {
	return fmt.Sprintf(`{"text":%s}`, strconv.Quote(fmt.Sprintf(`{"name":"mine","title":%q}`, title)))
}

// showArena publishes version 1 of an arena, as bots do that have found it good.
func (f *fixture) showArena(t *testing.T, a api.LibraryArena) {
	t.Helper()
	if err := f.store.FinishArenaCheck(t.Context(), store.ArenaCheck{Arena: a.ID, Version: 1}, `{"good":true}`, true, a.CreatedAt); err != nil {
		t.Fatal(err)
	}
}

// arenaIDs are the ids of a list.
func (f *fixture) arenaIDs(t *testing.T, query string, headers ...string) (ids []string) {
	t.Helper()
	for _, a := range decodeAs[api.Arenas](t, f.doJSON("GET", "/v1/arenas"+query, "", headers...), http.StatusOK).Arenas {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestAnArenaIsKeptEditedAndPublished(t *testing.T) {
	f := newFixture(t, 1000)
	grace := f.asGrace()
	w := f.doJSON("POST", "/v1/arenas", newArena("One"))
	tag := w.Header().Get("ETag")
	a := decodeAs[api.LibraryArena](t, w, http.StatusCreated)
	if a.State != api.ArenaDraft || !a.Mine || a.Owner != "Ada" || a.Shown.Title != "One" || tag != `"1"` {
		t.Fatalf("kept %+v, ETag %s", a, tag)
	}
	path := "/v1/arenas/" + a.ID
	w = f.doJSON("PUT", path, newArena("Two"), "If-Match", tag)
	if v := decodeAs[api.ArenaVersion](t, w, http.StatusOK); v.Version != 2 || v.Title != "Two" || w.Header().Get("ETag") != `"2"` {
		t.Errorf("edited %+v, %v", v, w.Header())
	}
	if text := decodeAs[api.ArenaText](t, f.doJSON("GET", path, ""), http.StatusOK); text.Version != 2 || !strings.Contains(text.Text, a.ID) {
		t.Errorf("the text %+v", text)
	}
	shown := f.doJSON("GET", path+"?version=1", "").Header().Get("ETag")
	if w := f.doJSON("GET", path+"?version=1", "", "If-None-Match", shown); w.Code != http.StatusNotModified {
		t.Errorf("the same again: %d", w.Code)
	}
	if text := decodeAs[api.ArenaText](t, f.doJSON("GET", path+"?version=1", ""), http.StatusOK); text.Title != "One" {
		t.Errorf("the first version: %+v", text)
	}
	if got := decodeAs[api.LibraryArena](t, f.doJSON("POST", path+"/publish", `{"version":1}`), http.StatusAccepted); got.QueuedAt == nil {
		t.Errorf("it waits: %+v", got)
	}
	f.showArena(t, a)
	if w := f.doJSON("GET", path+"?version=1", "", "If-None-Match", shown); w.Code != http.StatusOK || w.Header().Get("ETag") == shown {
		t.Errorf("with a report: %d, %s as before", w.Code, w.Header().Get("ETag"))
	}
	tag = f.doJSON("GET", path, "").Header().Get("ETag")
	if v := decodeAs[api.ArenaVersion](t, f.doJSON("PUT", path, newArena("Two"), "If-Match", tag), http.StatusOK); v.Version != 3 {
		t.Errorf("edited by the tag of what was read: %+v", v)
	}
	if got := f.arenaIDs(t, "?list=newest", grace...); len(got) != 1 || got[0] != a.ID {
		t.Errorf("others find %v", got)
	}
	if got := f.arenaIDs(t, "?list=mine", grace...); len(got) != 0 {
		t.Errorf("another player's own are %v", got)
	}
	versions := decodeAs[api.ArenaVersions](t, f.doJSON("GET", path+"/versions", ""), http.StatusOK).Versions
	if len(versions) != 3 || versions[2].Report == nil || !versions[2].Report.Good {
		t.Fatalf("versions %+v", versions)
	}
	if w := f.doJSON("GET", versions[0].Picture, "", "Authorization", ""); w.Code != http.StatusNotFound {
		t.Errorf("the picture of a draft, for nobody: %d", w.Code)
	}
	if w := f.doJSON("GET", versions[0].Picture, ""); w.Code != http.StatusOK {
		t.Errorf("the picture of a draft, for its owner: %d", w.Code)
	}
	p := f.doJSON("GET", a.Shown.Picture, "", "Authorization", "")
	if p.Code != http.StatusOK || p.Header().Get("Content-Type") != "image/png" || !strings.Contains(p.Header().Get("Cache-Control"), "immutable") || p.Body.String() != "picture of One" {
		t.Errorf("its picture: %d %v %s", p.Code, p.Header(), p.Body)
	}
	fork := decodeAs[api.LibraryArena](t, f.doJSON("POST", path+"/fork", "", grace...), http.StatusCreated)
	if fork.Parent == nil || fork.Parent.ID != a.ID || !fork.Mine || fork.Owner != "Grace" {
		t.Errorf("fork %+v", fork)
	}
	if w := f.doJSON("POST", path+"/report", `{"reason":"abuse"}`, grace...); w.Code != http.StatusNoContent {
		t.Errorf("reported: %d %s", w.Code, w.Body)
	}
	export := decodeAs[api.Export](t, f.doJSON("GET", "/v1/players/me/export", ""), http.StatusOK)
	if len(export.Arenas) != 1 || len(export.Arenas[0].Versions) != 3 || export.Arenas[0].Versions[0].Title != "One" {
		t.Errorf("exported %+v", export.Arenas)
	}
	if w := f.doJSON("DELETE", path, ""); w.Code != http.StatusNoContent {
		t.Errorf("deleted: %d", w.Code)
	}
	if got := f.arenaIDs(t, "?list=newest"); len(got) > 0 {
		t.Errorf("a deleted one is found: %v", got)
	}
}

func TestWhatCannotBeDoneWithArenas(t *testing.T) {
	f := newFixture(t, 1000)
	grace := f.asGrace()
	shown := decodeAs[api.LibraryArena](t, f.doJSON("POST", "/v1/arenas", newArena("Shown")), http.StatusCreated)
	f.showArena(t, shown)
	draft := decodeAs[api.LibraryArena](t, f.doJSON("POST", "/v1/arenas", newArena("Draft")), http.StatusCreated)
	one, two := "/v1/arenas/"+shown.ID, "/v1/arenas/"+draft.ID
	for _, tt := range []struct {
		method, path, body, match string
		headers                   []string
		status                    int
		problem                   string
	}{
		{"POST", "/v1/arenas", `{"text":"{}"}`, "", nil, 422, "stars[0].radius: 5 is below 30"},
		{"POST", "/v1/arenas", `{"text":"` + strings.Repeat(`[`, 50_000) + `"}`, "", nil, 422, "this is no arena"},
		{"POST", "/v1/arenas", `{"text":"` + strings.Repeat(`x`, sim.MaxArenaBytes+1) + `"}`, "", nil, 422, "text"},
		{"POST", "/v1/arenas", `{"text":"` + strings.Repeat(`x`, maxArenaBody) + `"}`, "", nil, 413, "larger"},
		{"POST", "/v1/arenas", `{"text":7}`, "", nil, 422, "text"},
		{"POST", "/v1/arenas", `{}`, "", nil, 422, "text"},
		{"PUT", one, newArena("x"), "", nil, 428, "If-Match"},
		{"PUT", one, newArena("x"), `"7"`, nil, 412, "newer version"},
		{"PUT", one, newArena("x"), `W/"x"`, nil, 412, "newer version"},
		{"PUT", one, newArena("x"), `"1"`, grace, 403, "make a fork"},
		{"PUT", two, newArena("x"), `"1"`, grace, 404, "nothing of this id"},
		{"GET", two, "", "", grace, 404, "nothing of this id"},
		{"GET", one + "?version=9", "", "", nil, 404, "nothing of this id"},
		{"POST", two + "/fork", "", "", grace, 404, "nothing of this id"},
		{"POST", one + "/publish", "", "", grace, 403, "make a fork"},
		{"POST", one + "/publish", `{"version":9}`, "", nil, 404, "nothing of this id"},
		{"DELETE", one, "", "", grace, 403, "somebody else's"},
		{"POST", one + "/report", `{"reason":"abuse"}`, "", nil, 422, "your own"},
		{"POST", one + "/report", `{"reason":"boring"}`, "", grace, 422, "reason"},
		{"GET", "/v1/arenas?list=mine", "", "", []string{"Authorization", ""}, 401, "token"},
		{"GET", "/v1/arenas?list=worst", "", "", nil, 422, "list"},
		{"GET", "/v1/arenas?cursor=x", "", "", nil, 422, "cursor"},
		{"GET", "/v1/arena-pictures/ffff.png", "", "", nil, 404, "nothing of this id"},
		{"POST", "/v1/arenas", newArena("x"), "", []string{"Authorization", ""}, 401, "token"},
	} {
		headers := tt.headers
		if tt.match != "" {
			headers = append(headers, "If-Match", tt.match)
		}
		if w := f.doJSON(tt.method, tt.path, tt.body, headers...); w.Code != tt.status || !strings.Contains(w.Body.String(), tt.problem) {
			t.Errorf("%s %s %.60s: %d %s, want %d and %q", tt.method, tt.path, tt.body, w.Code, w.Body, tt.status, tt.problem)
		}
	}
	full := 0
	for range 5 {
		full = f.doJSON("POST", "/v1/arenas", newArena("More")).Code
	}
	if full != http.StatusConflict {
		t.Errorf("more drafts than may be: %d", full)
	}
	key := []string{"Idempotency-Key", strings.Repeat("k", 20)}
	first := decodeAs[api.LibraryArena](t, f.doJSON("POST", one+"/fork", "", append(key, grace...)...), http.StatusCreated)
	if again := decodeAs[api.LibraryArena](t, f.doJSON("POST", one+"/fork", "", append(key, grace...)...), http.StatusCreated); again.ID != first.ID {
		t.Errorf("the same request made %s and %s", first.ID, again.ID)
	}
}
