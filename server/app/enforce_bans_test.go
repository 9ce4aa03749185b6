package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// callWithKey sends a request with an Idempotency-Key and reports whether the response was
// replayed.
func (s *testServer) callWithKey(path, token, key string, into any) (status int, repeated bool) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "POST", s.urlOf(path), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Idempotency-Key", key)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Idempotent-Replayed") != ""
}

// TestNothingIsLeftToThoseWhoMayNotPlay gives a player everything that a player can have,
// bans them or deletes their data, and checks each of these things.
func TestNothingIsLeftToThoseWhoMayNotPlay(t *testing.T) {
	t.Parallel()
	for how, end := range map[string]func(s *testServer, token, player string) transport.Reason{
		"deleted": func(s *testServer, token, _ string) transport.Reason {
			if res := s.callAPI("DELETE", "/v1/players/me", token, "", nil); res.StatusCode != http.StatusNoContent {
				s.t.Fatalf("delete = %d", res.StatusCode)
			}
			return transport.Erased
		},
		"deleted at another server": func(s *testServer, _, player string) transport.Reason {
			s.onOtherServer(func(ctx context.Context) error { return s.store.Erase(ctx, player, time.Now()) })
			return transport.Erased
		},
		"banned": func(s *testServer, _, player string) transport.Reason {
			s.bans.Ban(context.Background(), store.Ban{ID: "b1", Player: player, At: time.Now()})
			s.enforcer.Apply(time.Now())
			return transport.Kicked
		},
		"banned at another server": func(s *testServer, _, player string) transport.Reason {
			s.onOtherServer(func(ctx context.Context) error {
				return s.store.PutBan(ctx, store.Ban{ID: "b2", Player: player, At: time.Now()})
			})
			return transport.Kicked
		},
	} {
		t.Run(how, func(t *testing.T) {
			s := startServer(t)
			const key, guestKey = "a key of sixteen and more", "another key of that kind"
			var me, again api.Guest
			s.callWithKey("/v1/guests", "", guestKey, &me)
			if _, repeated := s.callWithKey("/v1/guests", "", guestKey, &again); !repeated || again != me {
				t.Fatalf("guest again = %+v, want the same", again)
			}
			assign := func(path, body string) *api.Assignment {
				var a api.Assignment
				if res := s.callAPI("POST", path, me.Token, body, &a); res.StatusCode >= 300 {
					t.Fatalf("%s = %d", path, res.StatusCode)
				}
				return &a
			}
			var party api.Party
			s.callAPI("POST", "/v1/parties", me.Token, "", &party)
			feed := s.openFeedAs(me.Token, "?channels=party:"+party.Code)
			public := s.quickAssignment() // of somebody else
			seated := s.joinRoom(assign("/v1/rooms/"+public.RoomID+"/join", ""))
			welcome, err := protocol.DecodeWelcome(seated.waitForFrame(protocol.TypeWelcome))
			if err != nil {
				t.Fatal(err)
			}
			room := assign("/v1/rooms", `{"seats":2}`)
			var replayed api.Ticket
			if status, _ := s.callWithKey("/v1/tickets", me.Token, key, &replayed); status != http.StatusCreated {
				t.Fatalf("ticket = %d", status)
			}
			var queued api.Ticket
			s.callAPI("POST", "/v1/tickets", me.Token, `{"queue":"toy-duel"}`, &queued)

			s.mustCallAPI(201, "POST", "/v1/channels/lobby/messages", me.Token, `{"text":"I was here"}`, nil)

			reason := end(s, me.Token, me.PlayerID)

			seated.expectClose(reason)
			for range feed { // until the server lets go, or the test has run for too long
			}
			for what, token := range map[string]string{
				"an unused join token": room.Ticket, "one from a ticket": replayed.Assignment.Ticket, "a resume token": welcome.Resume,
			} {
				p, _, err := s.dialSocket(public.URL, token)
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				p.t = t
				p.sendFrame(helloFrame())
				p.expectClose(reason)
			}
			var refused api.Problem
			if status, repeated := s.callWithKey("/v1/tickets", me.Token, key, &refused); status != http.StatusUnauthorized && status != http.StatusForbidden || repeated {
				t.Errorf("the same request again = %d, repeated %v; want a refusal", status, repeated)
			}
			if _, repeated := s.callWithKey("/v1/guests", "", guestKey, &again); repeated || again.PlayerID == me.PlayerID {
				t.Errorf("becoming a guest again = %+v, repeated %v; want somebody new", again, repeated)
			}
			kept := strings.HasPrefix(how, "banned") // what they have said stays
			if said := len(s.chat.MessagesBy(me.PlayerID)) > 0; said != kept {
				t.Errorf("the line of chat is remembered: %v, want %v", said, kept)
			}
			if n := s.matchmaker.Waiting(); n != 0 {
				t.Errorf("%d tickets are still queued", n)
			}
			if code, in := s.parties.CodeOf(me.PlayerID); in {
				t.Errorf("still in the party %s", code)
			}
			for deadline := time.Now().Add(testTimeout); ; time.Sleep(20 * time.Millisecond) {
				info, err := s.rooms.Find(public.RoomID)
				if err == nil && info.Info().Players == 0 {
					break
				}
				if time.Now().After(deadline) {
					t.Fatalf("the room still has %+v, %v", info.Info(), err)
				}
			}
		})
	}
}

// openFeedAs subscribes to the feed as a guest, until the server ends it.
func (s *testServer) openFeedAs(token, query string) chan struct{} {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", s.urlOf("/v1/live"+query), strings.NewReader(""))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("listen: %v, %v", res, err)
	}
	ended := make(chan struct{})
	go func() { // ends with the stream
		defer res.Body.Close()
		defer close(ended)
		for buf := make([]byte, 1024); ; {
			if _, err := res.Body.Read(buf); err != nil {
				return
			}
		}
	}()
	return ended
}
