package online

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

// openRoom is a request that needs a guest.
func openRoom(s *testService) *Call[api.Assignment] {
	return request(s.Service, func(ctx context.Context, l *lobby.Client) (api.Assignment, error) {
		return l.CreateRoom(ctx, api.NewRoom{})
	})
}

func TestRequestsAtTheSameTimeShareOneNewGuest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "")
		s.SetName("Ada")
		calls := []*Call[api.Assignment]{openRoom(s), openRoom(s)}
		synctest.Wait()
		for _, c := range calls {
			if r, ok := c.Result(); !ok || r.Err != nil {
				t.Errorf("answer %v, %v", ok, r.Err)
			}
		}
		want := []string{"guest Ada", "open as token of Ada", "open as token of Ada"}
		if !slices.Equal(s.server.Requests, want) {
			t.Errorf("asked for %q, want %q", s.server.Requests, want)
		}
	})
}

func TestAGuestWhomTheServerForgotIsCreatedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "stale")
		openRoom(s)
		synctest.Wait()
		want := []string{"open as stale", "guest Ada", "open as token of Ada"}
		if !slices.Equal(s.server.Requests, want) || s.Guest().Token != "token of Ada" {
			t.Errorf("asked for %q as %+v, want %q", s.server.Requests, s.Guest(), want)
		}
	})
}

func TestANameThatMayNotChangeYetStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("PATCH players/me", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
		s.SetName("Grace")
		call := openRoom(s)
		synctest.Wait()
		r, ok := call.Result()
		if note := s.TakeNameNotice(); !ok || r.Err != nil || s.Guest().Name != "Ada" || !strings.Contains(note, "still Ada") {
			t.Errorf("answer %v, %v; called %q, told %q", ok, r.Err, s.Guest().Name, note)
		}
		if s.TakeNameNotice() != "" {
			t.Error("the player is told twice")
		}
	})
}

func TestADeletedGuestDoesNotComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.server.Handle("PATCH players/me", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			onlinetest.RespondJSON(api.Profile{PlayerID: "me", Name: "Grace"})(w, r)
		})
		s.SetName("Grace")
		openRoom(s).Cancel()
		c := openRoom(s) // the answer comes after the deletion
		time.Sleep(time.Second / 2)
		s.ForgetGuest()
		time.Sleep(time.Minute)
		c.Cancel()
		if g := s.Guest(); g.ID == "me" || g.Token == "mine" {
			t.Errorf("after the deletion the guest is %+v", g)
		}
	})
}

func TestOnlyAnOldTokenIsRefreshed(t *testing.T) {
	for _, tt := range []struct {
		age  time.Duration
		want string
	}{{time.Hour, "mine"}, {RefreshTokenAfter + time.Hour, "token of Ada"}} {
		synctest.Test(t, func(t *testing.T) {
			s := newTestService(t, "mine")
			time.Sleep(tt.age)
			s.RefreshToken()
			synctest.Wait()
			if got := s.Guest().Token; got != tt.want {
				t.Errorf("after %v the token is %q, want %q", tt.age, got, tt.want)
			}
		})
	}
}
