package lobby

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
)

// friendsOf is the list of friends as the sender of the headers sees it.
func (f *fixture) friendsOf(t *testing.T, headers ...string) []api.Friend {
	t.Helper()
	return decodeAs[api.Friends](t, f.doJSON("GET", "/v1/friends", "", headers...), http.StatusOK).Friends
}

// asGraceInStore is asGrace, of whom and of p1 the store knows.
func (f *fixture) asGraceInStore(t *testing.T) []string {
	t.Helper()
	for id, name := range map[string]string{"p1": "Ada", "p2": "Grace"} {
		if _, err := f.store.PutDevice(t.Context(), store.Player{ID: id, Name: name}, store.Device{TokenHash: "of " + id, Seen: time.Now(), Expires: time.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	return f.asGrace()
}

func TestFriendsAskAgreeAndInvite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		grace := f.asGraceInStore(t)
		decodeAs[api.Friends](t, f.doJSON("POST", "/v1/friends", `{"name":"Grace"}`), http.StatusOK)
		if got := f.friendsOf(t); len(got) != 1 || got[0].State != api.FriendAsked || got[0].Name != "Grace" || got[0].Online {
			t.Errorf("who asks sees %+v", got)
		}
		if got := f.friendsOf(t, grace...); len(got) != 1 || got[0].State != api.FriendAsks || got[0].PlayerID != "p1" || got[0].Online {
			t.Errorf("who is asked sees %+v", got)
		}
		decodeAs[api.Problem](t, f.doJSON("POST", "/v1/friends/p1/invite", `{"room":"abcdef"}`, grace...), http.StatusNotFound)
		got := decodeAs[api.Friends](t, f.doJSON("POST", "/v1/friends", `{"player_id":"p1"}`, grace...), http.StatusOK).Friends
		if len(got) != 1 || got[0].State != api.FriendMutual || !got[0].Online || got[0].Room != "" {
			t.Errorf("friends now: %+v", got)
		}
		f.doJSON("GET", "/v1/friends?room=ABCDEF", "")
		if got := f.friendsOf(t, grace...); got[0].Room != "ABCDEF" {
			t.Errorf("the friend is in a room: %+v", got)
		}
		if w := f.doJSON("POST", "/v1/friends/p2/invite", `{"room":"ABCDEF"}`); w.Code != http.StatusNoContent {
			t.Errorf("invite: %d %s", w.Code, w.Body)
		}
		if got := f.friendsOf(t, grace...); got[0].Invitation == nil || got[0].Invitation.Room != "ABCDEF" {
			t.Errorf("the invitation: %+v", got[0])
		}
		time.Sleep(3 * time.Minute)
		if got := f.friendsOf(t, grace...); got[0].Online || got[0].Room != "" || got[0].Invitation != nil {
			t.Errorf("three minutes later: %+v", got[0])
		}
		if w := f.doJSON("DELETE", "/v1/friends/p1", "", grace...); w.Code != http.StatusNoContent {
			t.Errorf("end it: %d", w.Code)
		}
		if got := f.friendsOf(t); len(got) != 0 {
			t.Errorf("it has ended: %+v", got)
		}
	})
}

func TestWhatCannotBeAskedOfFriends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		f.asGraceInStore(t)
		for _, tt := range []struct {
			method, path, body string
			status             int
			problem            string
		}{
			{"POST", "/v1/friends", `{"player_id":"p1"}`, http.StatusUnprocessableEntity, "that is you"},
			{"POST", "/v1/friends", `{"player_id":"nobody"}`, http.StatusNotFound, "nothing of this id"},
			{"POST", "/v1/friends", `{"name":"Nobody"}`, http.StatusNotFound, "nobody has exactly this name"},
			{"POST", "/v1/friends", `{}`, http.StatusUnprocessableEntity, "either player_id or name"},
			{"POST", "/v1/friends", `{"player_id":"p2","name":"Grace"}`, http.StatusUnprocessableEntity, "either player_id or name"},
			{"POST", "/v1/friends", `{"name":"` + strings.Repeat("x", 300) + `"}`, http.StatusUnprocessableEntity, "name"},
			{"DELETE", "/v1/friends/p2", "", http.StatusNotFound, "nothing of this id"},
			{"POST", "/v1/friends/p2/invite", `{"room":"ABCDEF"}`, http.StatusNotFound, "not among your friends"},
			{"POST", "/v1/friends/p2/invite", `{"room":"UNKNWN"}`, http.StatusNotFound, "no room of this code"},
			{"POST", "/v1/friends/p2/invite", `{}`, http.StatusUnprocessableEntity, "room"},
		} {
			if w := f.doJSON(tt.method, tt.path, tt.body); w.Code != tt.status || !strings.Contains(w.Body.String(), tt.problem) {
				t.Errorf("%s %s %s: %d %s, want %d and %q", tt.method, tt.path, tt.body, w.Code, w.Body, tt.status, tt.problem)
			}
		}
		flood := 0
		for range 2 * maxAsks {
			if f.doJSON("POST", "/v1/friends", `{"player_id":"p2"}`).Code == http.StatusTooManyRequests {
				flood++
			}
		}
		if flood == 0 {
			t.Errorf("%d requests in a row are all let through", 2*maxAsks)
		}
		if w := f.doJSON("GET", "/v1/friends", "", "Authorization", ""); w.Code != http.StatusUnauthorized {
			t.Errorf("without a token: %d", w.Code)
		}
	})
}
