package online

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// watch plays frames in which a scene shows the lobby.
func (s *testService) watch(d time.Duration) {
	for stop := time.Now().Add(d); time.Now().Before(stop); {
		s.Lobby.Refresh(time.Now())
		s.Lobby.WatchFeed(time.Now())
		time.Sleep(time.Second / 60)
		synctest.Wait()
	}
}

// feedOf makes the service listen to a feed that says hello in each of two channels. It
// returns where the feed was opened, and the far ends of its connections.
func feedOf(s *testService) (opened *[]string, conns *[]transport.Conn) {
	opened, conns = new([]string), new([]transport.Conn)
	s.DialLive = func(_ context.Context, url, token string) (transport.Conn, error) {
		near, far := transport.Pipe()
		*opened, *conns = append(*opened, url+" as "+token), append(*conns, far)
		for _, channel := range []string{"lobby", "party:NOVA42"} {
			text, err := json.Marshal(api.Live{Kind: api.LiveMessage, Message: &api.Message{ID: channel, Channel: channel, Name: "Ada", Text: "hello " + channel}})
			if err == nil {
				err = far.Send(text)
			}
			if err != nil {
				s.t.Error(err)
			}
		}
		return near, nil
	}
	return opened, conns
}

func TestTheFeedOfAPartyNeedsAToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		opened, _ := feedOf(s)
		s.watch(time.Second / 60)
		party := api.Party{Code: "NOVA42", LeaderID: "ada", Channel: "party:NOVA42"}
		s.server.Handle("GET parties/NOVA42", onlinetest.RespondJSON(party))
		s.Lobby.Party.Enter(party)
		s.watch(time.Second)
		want := []string{"ws://game.test/v1/live?channels=lobby as ", "ws://game.test/v1/live?channels=lobby%2Cparty%3ANOVA42 as mine"}
		if !slices.Equal(*opened, want) {
			t.Errorf("opened %q, want %q", *opened, want)
		}
		lobby, party2 := s.Lobby.Chat.Messages, s.Lobby.Party.Chat.Messages
		if len(lobby) != 1 || lobby[0].Text != "hello lobby" || len(party2) != 1 || party2[0].Text != "hello party:NOVA42" {
			t.Errorf("the channels hold %+v and %+v", lobby, party2)
		}
		s.Lobby.CloseFeed()
		s.Lobby.Party.Quit()
		synctest.Wait()
	})
}

func TestTheFeedIsOpenedAgainAndClosedWhenNobodyWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		opened, conns := feedOf(s)
		s.watch(time.Second)
		(*conns)[0].Close(transport.GoingAway)
		s.watch(10 * time.Second)
		if n := len(*opened); n != 2 {
			t.Fatalf("opened %d times, want again after it broke", n)
		}
		for range 300 { // five seconds in a match
			s.Lobby.Refresh(time.Now())
			time.Sleep(time.Second / 60)
			synctest.Wait()
		}
		if err := (*conns)[1].Send([]byte("{}")); err == nil {
			t.Error("the feed is open while nobody watches it")
		}
		s.watch(time.Second)
		if n := len(*opened); n != 3 {
			t.Errorf("opened %d times, want again for a scene that shows it", n)
		}
		s.Lobby.CloseFeed()
		synctest.Wait()
	})
}

func TestAPartyThatIsGoneIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		p := &s.Lobby.Party
		s.server.Handle("POST parties", onlinetest.RespondJSON(api.Party{Code: "NOVA42", LeaderID: "me"}))
		s.server.Handle("GET parties/NOVA42", onlinetest.RespondJSON(api.Party{Code: "NOVA42", LeaderID: "me", TicketID: "t"}))
		p.Create()
		s.watch(time.Second)
		if p.Code != "NOVA42" || !p.IsLeader() || p.NewTicket() != "" {
			t.Errorf("in party %q, leading %v, want to lead and to follow no ticket", p.Code, p.IsLeader())
		}
		s.server.Handle("GET parties/NOVA42", http.NotFound)
		s.watch(3 * time.Second)
		if p.Code != "" || p.ErrText != "The party is over." {
			t.Errorf("in party %q, told %q", p.Code, p.ErrText)
		}
	})
}
