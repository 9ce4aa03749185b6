package online

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// lookAtList looks at a list for a while.
func lookAtList(s *testService, list string, d time.Duration) (p *Poller[api.Arenas]) {
	for range int(10 * d / time.Second) {
		p, _ = s.Arenas.Look(list, time.Now())
		time.Sleep(time.Second / 10)
		synctest.Wait()
	}
	return p
}

func TestArenasAreListedAndReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		s.server.Handle("GET arenas", onlinetest.RespondJSON(api.Arenas{Arenas: []api.LibraryArena{{ID: "a1"}}}))
		why := ""
		s.server.Handle("POST arenas/a1/report", func(w http.ResponseWriter, r *http.Request) {
			var report api.NewArenaReport
			_ = json.NewDecoder(r.Body).Decode(&report)
			why = report.Reason
			w.WriteHeader(http.StatusNoContent)
		})
		s.server.Handle("POST arenas/a1/publish", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"title":"Forbidden","detail":"this arena is somebody else's; make a fork, which is yours"}`))
		})
		if p := lookAtList(s, ArenasMine, time.Second); !p.Known || len(p.Value.Arenas) > 0 || s.Guest().ID != "" || len(s.server.Requests) > 0 {
			t.Errorf("whoever has no account has the arenas %+v, and asked for %q", p.Value, s.server.Requests)
		}
		if p := lookAtList(s, ArenasNewest, 25*time.Second); !p.Known || len(p.Value.Arenas) != 1 || len(s.server.Requests) != 3 {
			t.Errorf("the newest are %+v after %q", p.Value, s.server.Requests)
		}
		s.Arenas.Report("a1", "name")
		s.Arenas.Report("a1", "name") // while the first is on its way
		if !s.Arenas.Busy() {
			t.Error("nothing is on its way")
		}
		lookAtList(s, ArenasNewest, time.Second)
		if why != "name" || s.Arenas.Note == "" || s.Arenas.ErrText != "" || s.Arenas.Busy() {
			t.Errorf("reported for %q, note %q, error %q", why, s.Arenas.Note, s.Arenas.ErrText)
		}
		s.Arenas.Publish("a1")
		lookAtList(s, ArenasNewest, time.Second)
		if want := "This arena is somebody else's; make a fork, which is yours."; s.Arenas.ErrText != want {
			t.Errorf("error %q, want %q", s.Arenas.ErrText, want)
		}
	})
}

func TestALongListOfArenasIsReadPageByPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		s.server.Handle("GET arenas", func(w http.ResponseWriter, r *http.Request) {
			from, _ := strconv.Atoi(r.FormValue("cursor"))
			list := api.Arenas{Arenas: make([]api.LibraryArena, 100), Next: strconv.Itoa(from + 100)}
			if from == 200 {
				list.Arenas, list.Next = list.Arenas[:7], ""
			}
			_ = json.NewEncoder(w).Encode(list)
		})
		for _, want := range []int{100, 200, 207, 207} {
			p := lookAtList(s, ArenasNewest, time.Second)
			if got := len(p.Value.Arenas); got != want {
				t.Errorf("%d arenas, want %d", got, want)
			}
			s.Arenas.More(time.Now())
			s.Arenas.More(time.Now())
		}
		if p := lookAtList(s, ArenasNewest, 25*time.Second); len(p.Value.Arenas) != 207 {
			t.Errorf("%d arenas after a while", len(p.Value.Arenas))
		}
		if lookAtList(s, ArenasPlayed, time.Second); len(s.Arenas.shown.Value.Arenas) != 100 {
			t.Errorf("%d of another list", len(s.Arenas.shown.Value.Arenas))
		}
	})
}

func TestChangesOfALaterPageAreSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		last, unchanged := "old", 0 // the arena of page 2; how often page 1 was said to be the same
		s.server.Handle("GET arenas", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			list := api.Arenas{Arenas: []api.LibraryArena{{ID: "first"}}, Next: "2"}
			switch {
			case r.FormValue("cursor") == "2":
				list = api.Arenas{Arenas: []api.LibraryArena{{ID: last}}}
			case r.Header.Get("If-None-Match") == `"1"`:
				unchanged++
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_ = json.NewEncoder(w).Encode(list)
		})
		if lookAtList(s, ArenasNewest, 15*time.Second); unchanged == 0 {
			t.Error("a page alone is asked for without its tag")
		}
		s.Arenas.More(time.Now())
		lookAtList(s, ArenasNewest, 15*time.Second)
		last = "new"
		if all := lookAtList(s, ArenasNewest, 15*time.Second).Value.Arenas; len(all) != 2 || all[1].ID != last {
			t.Errorf("shown are %+v", all)
		}
	})
}

func TestAPageThatFailsIsAskedForAgainAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		down, asked := "100", map[string]int{} // the cursor that fails; how often each was asked for
		s.server.Handle("GET arenas", func(w http.ResponseWriter, r *http.Request) {
			at := r.FormValue("cursor")
			if asked[at]++; at == down {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			from, _ := strconv.Atoi(at)
			_ = json.NewEncoder(w).Encode(api.Arenas{Arenas: make([]api.LibraryArena, 100), Next: strconv.Itoa(from + 100)})
		})
		scroll := func(d time.Duration) int { // to the end of the list, again and again
			for range int(10 * d / time.Second) {
				lookAtList(s, ArenasNewest, time.Second/10)
				s.Arenas.More(time.Now())
			}
			return len(s.Arenas.shown.Value.Arenas)
		}
		if got := scroll(10 * time.Second); got != 100 || asked["100"] == 0 || asked["100"] > 5 || asked["200"] > 0 {
			t.Errorf("%d arenas, asked for pages %v", got, asked)
		}
		down = "none"
		lookAtList(s, ArenasNewest, 4*time.Second)
		if got := len(s.Arenas.shown.Value.Arenas); got != 200 || asked["200"] > 0 {
			t.Errorf("%d arenas once the page is there, asked for pages %v", got, asked)
		}
		down = "" // the first page, when all have come
		lookAtList(s, ArenasNewest, 10*time.Second)
		before := asked[""]
		if scroll(10 * time.Second); asked[""]-before > 5 {
			t.Errorf("the first page was asked for %d times", asked[""]-before)
		}
	})
}

func TestPicturesOfArenas(t *testing.T) {
	pngOf := func(size int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, size, size))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, tt := range map[string]struct {
		body []byte
		want bool
	}{"a picture": {pngOf(256), true}, "too large": {pngOf(pictureSize + 1), false}, "none": {[]byte("no picture"), false}} {
		if got, err := decodePicture(tt.body); (err == nil) != tt.want || (got != nil) != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		s.server.Handle("GET arena-pictures/ff.png", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(pngOf(4)) })
		lookAtList(s, ArenasMine, time.Second/10)
		for _, path := range []string{"/v1/arena-pictures/ff.png", "/v1/arena-pictures/none.png"} {
			s.Arenas.Picture(path)
			synctest.Wait()
			if got := s.Arenas.Picture(path); (got != nil) != (path == "/v1/arena-pictures/ff.png") {
				t.Errorf("%s: %v", path, got)
			}
		}
	})
}
