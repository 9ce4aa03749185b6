package online

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// await is the reply to a call.
func await[T any](t *testing.T, c *Call[T]) Reply[T] {
	t.Helper()
	synctest.Wait()
	r, ok := c.Result()
	if !ok {
		t.Fatal("there is no reply")
	}
	return r
}

func TestAccountAndHistoryComeTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("GET players/me", onlinetest.RespondJSON(api.Profile{PlayerID: "me", Name: "Ada", Matches: 7}))
		s.server.Handle("GET players/me/matches", onlinetest.RespondJSON(api.Matches{Matches: []api.Match{{Mode: "duel"}}}))
		r := await(t, s.FetchAccount())
		if r.Err != nil || r.Value.Matches != 7 || len(r.Value.History) != 1 || r.Value.History[0].Mode != "duel" {
			t.Errorf("the account is %+v, %v", r.Value, r.Err)
		}
	})
}

func TestRenamingReachesTheServerAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("PATCH players/me", onlinetest.RespondJSON(api.Profile{PlayerID: "me", Name: "Grace"}))
		if r := await(t, s.Rename("Grace")); r.Err != nil || s.Guest().Name != "Grace" {
			t.Errorf("called %q, %v", s.Guest().Name, r.Err)
		}
		s.server.Handle("PATCH players/me", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnprocessableEntity) })
		if r := await(t, s.Rename("Gr\x00ce")); !IsStatus(r.Err, http.StatusUnprocessableEntity) || s.Guest().Name != "Grace" {
			t.Errorf("after an invalid name: called %q, %v", s.Guest().Name, r.Err)
		}
	})
}

func TestALinkMovesAnAccountToThisDevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("POST players/me/link", onlinetest.RespondJSON(api.Link{Code: "K7"}))
		if r := await(t, s.CreateLink()); r.Err != nil || r.Value.Code != "K7" {
			t.Errorf("the link is %+v, %v", r.Value, r.Err)
		}
		s.server.Handle("POST guests", onlinetest.RespondJSON(api.Guest{PlayerID: "other", Name: "Bob", Token: "theirs"}))
		r := await(t, s.RedeemLink("K8"))
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		s.AdoptGuest(r.Value)
		s.PersistGuest()
		if g := s.Prefs.CurrentGuest(); g.ID != "other" || g.Token != "theirs" {
			t.Errorf("saved is %+v, want the other device's account", g)
		}
	})
}

func TestTheCopyOfOurDataIsWhatTheServerSent(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("HOME", t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("GET players/me/export", onlinetest.RespondJSON(map[string]int{"matches": 7}))
		r := await(t, s.SaveExport())
		if _, ok := errors.AsType[*fs.PathError](r.Err); ok || r.Err != nil {
			t.Fatal(r.Err)
		}
		var got map[string]int
		text, err := os.ReadFile(r.Value)
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil || got["matches"] != 7 {
			t.Errorf("%s holds %s, %v", r.Value, text, err)
		}
	})
}

func TestNobodyBecomesAGuestByLooking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		s.server.Handle("GET leaderboards/duel", onlinetest.RespondJSON(api.Board{Total: 7}))
		s.server.Handle("GET rooms", onlinetest.RespondJSON(api.Rooms{Rooms: []api.Room{{ID: "r"}}}))
		if r := await(t, s.FetchLeaderboard("duel", LeaderboardPage{})); r.Err != nil || r.Value.Total != 7 {
			t.Errorf("the board is %+v, %v", r.Value, r.Err)
		}
		p := NewRoomsPoller()
		for range 5 * 10 {
			p.Poll(s.Service, time.Now())
			time.Sleep(time.Second / 10)
			synctest.Wait()
		}
		if !p.Known || len(p.Value) != 1 || p.Value[0].ID != "r" {
			t.Errorf("the rooms are %+v, %v", p.Value, p.Err)
		}
		if want := []string{"GET leaderboards/duel", "GET rooms", "GET rooms", "GET rooms"}; !slices.Equal(s.server.Requests, want) || s.Guest().ID != "" {
			t.Errorf("asked for %q as %q, want %q without a guest", s.server.Requests, s.Guest().ID, want)
		}
	})
}
