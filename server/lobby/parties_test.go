package lobby

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/api"
)

func TestFriendsComeTogether(t *testing.T) {
	f := newFixture(t, 1000)
	p := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
	if p.LeaderID != "p1" || len(p.Members) != 1 || p.Channel != "party:"+p.Code {
		t.Errorf("party = %+v", p)
	}
	friend := []string{"Authorization", "Bearer " + f.otherToken()}
	path := "/v1/parties/" + strings.ToLower(p.Code)
	decodeAs[api.Problem](t, f.doJSON("GET", path, "", friend...), http.StatusNotFound)
	p = decodeAs[api.Party](t, f.doJSON("POST", path+"/join", "", friend...), http.StatusOK)
	if len(p.Members) != 2 || p.Members[1].Name != "Grace" {
		t.Errorf("joined %+v", p)
	}
	if w := f.doJSON("POST", path+"/leave", ""); w.Code != http.StatusNoContent {
		t.Errorf("leave = %d", w.Code)
	}
	p = decodeAs[api.Party](t, f.doJSON("GET", path, "", friend...), http.StatusOK)
	if p.LeaderID != "p2" || len(p.Members) != 1 {
		t.Errorf("after the leader left: %+v", p)
	}
}

func TestAPartyIsPolledLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		w := f.doJSON("POST", "/v1/parties", "")
		p := decodeAs[api.Party](t, w, http.StatusCreated)
		path := "/v1/parties/" + p.Code
		tag := f.doJSON("GET", path, "").Header().Get("ETag")

		began := time.Now()
		if w := f.doJSON("GET", path+"?wait=25", "", "If-None-Match", tag); w.Code != http.StatusNotModified || time.Since(began) != 25*time.Second {
			t.Errorf("nothing happened: %d after %v, want 304 after 25s", w.Code, time.Since(began))
		}
		began = time.Now()
		go func() {
			time.Sleep(3 * time.Second)
			f.doJSON("POST", path+"/join", "", "Authorization", "Bearer "+f.otherToken())
		}()
		if w := f.doJSON("GET", path+"?wait=25", "", "If-None-Match", tag); w.Code != http.StatusOK || time.Since(began) != 3*time.Second {
			t.Errorf("a friend came: %d after %v, want 200 after 3s", w.Code, time.Since(began))
		}
		began = time.Now()
		if w := f.doJSON("GET", path+"?wait=25", ""); w.Code != http.StatusOK || time.Since(began) != 0 {
			t.Errorf("who knows nothing: %d after %v, want 200 at once", w.Code, time.Since(began))
		}
	})
}

func TestAStoppingServerAnswersWaitingRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		p := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
		path := "/v1/parties/" + p.Code
		tag := f.doJSON("GET", path, "").Header().Get("ETag")
		began := time.Now()
		time.AfterFunc(time.Second, f.lobby.Close)
		if w := f.doJSON("GET", path+"?wait=25", "", "If-None-Match", tag); w.Code != http.StatusNotModified || time.Since(began) != time.Second {
			t.Errorf("%d after %v, want 304 after 1s", w.Code, time.Since(began))
		}
	})
}

func TestWaitingRequestsAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		p := decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", ""), http.StatusCreated)
		path := "/v1/parties/" + p.Code
		tag := f.doJSON("GET", path, "").Header().Get("ETag")
		for range 8 {
			go f.doJSON("GET", path+"?wait=25", "", "If-None-Match", tag)
		}
		synctest.Wait()
		decodeAs[api.Problem](t, f.doJSON("GET", path, ""), http.StatusTooManyRequests)
		time.Sleep(26 * time.Second)
		decodeAs[api.Party](t, f.doJSON("GET", path, ""), http.StatusOK)
	})
}

func TestCodesCannotBeTried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		for range maxGuesses {
			decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms/ZZZZZZ/join", ""), http.StatusNotFound)
			decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms/abcdefghijkl/join", ""), http.StatusNotFound) // an id: no guess
		}
		for _, path := range []string{"/v1/rooms/ABCDEF/join", "/v1/parties/ABCDEFGH/join"} {
			decodeAs[api.Problem](t, f.doJSON("POST", path, ""), http.StatusTooManyRequests)
		}
		w := f.doJSON("POST", "/v1/rooms/ABCDEF/join", "")
		decodeAs[api.Problem](t, w, http.StatusTooManyRequests)
		if w.Header().Get("Retry-After") != "10" {
			t.Errorf("Retry-After = %q, want 10", w.Header().Get("Retry-After"))
		}
		decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms/abcdefghijkl/join", ""), http.StatusNotFound)
		time.Sleep(guessEvery)
		decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms/ABCDEF/join", ""), http.StatusOK)
	})
}
