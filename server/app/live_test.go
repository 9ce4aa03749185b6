package app

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"perihelion/server/ops/config"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// openFeed subscribes to the feed by server-sent events.
func (s *testServer) openFeed(query string) chan api.Live {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", "http://"+s.Addr().String()+"/v1/live"+query, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("listen: %v, %v", res, err)
	}
	heard := make(chan api.Live, 1024)
	go func() { // ends with the stream
		defer res.Body.Close()
		defer close(heard)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			data, ok := strings.CutPrefix(lines.Text(), "data: {")
			var l api.Live
			if ok && json.Unmarshal([]byte("{"+data), &l) == nil {
				heard <- l
			}
		}
	}()
	return heard
}

// waitForEvent waits for an event that ok accepts.
func waitForEvent(t *testing.T, heard chan api.Live, what string, ok func(api.Live) bool) {
	t.Helper()
	for timeout := time.After(testTimeout); ; {
		select {
		case l, open := <-heard:
			if !open {
				t.Fatalf("the stream ended before %s", what)
			}
			if ok(l) {
				return
			}
		case <-timeout:
			t.Fatalf("heard nothing of %s", what)
		}
	}
}

func TestTheFeedTellsOfPlayersAndOfTheirChat(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ROOM_SEATS=8")
	heard := s.openFeed("?kinds=status,kill,message")
	token := s.newGuest()
	if res := s.callAPI("POST", "/v1/channels/lobby/messages", token, `{"text":"what a shit day"}`, nil); res.StatusCode != http.StatusCreated {
		t.Fatalf("message = %d", res.StatusCode)
	}
	waitForEvent(t, heard, "the message", func(l api.Live) bool { return l.Message != nil && l.Message.Text == "what a **** day" })
	s.joinRoom(s.quickAssignment()).waitForFrame(protocol.TypeWelcome)
	waitForEvent(t, heard, "the player", func(l api.Live) bool {
		return l.Status != nil && l.Status.Players == 1 && len(l.Status.Rooms) == 1 && l.Status.Bots > 0
	})
	news := roomObserver{s.App} // for what a player does, as a room tells it; bots fight here meanwhile, and are not heard of
	news.OnKill(room.Kill{Room: "r", Killer: "Ada", Victim: "Kepler", Means: "rail", News: true})
	waitForEvent(t, heard, "what a player did", func(l api.Live) bool {
		if l.Kill != nil && l.Kill.Killer != "Ada" {
			t.Errorf("heard of a bot: %+v", l.Kill)
		}
		return l.Kill != nil && l.Kill.Killer == "Ada"
	})
	s.stop()
	for range heard { // until the server lets go
	}
}

// Limits and mutes of a player hold in all channels together.
func TestOnePaceOfChatInLobbyAndMatch(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	token := s.newGuest()
	for i := range 4 {
		if res := s.callAPI("POST", "/v1/channels/lobby/messages", token, `{"text":"line"}`, nil); res.StatusCode != http.StatusCreated {
			t.Fatalf("line %d = %d", i, res.StatusCode)
		}
	}
	var ticket api.Ticket
	s.callAPI("POST", "/v1/tickets", token, "", &ticket)
	p := s.joinRoom(ticket.Assignment)
	p.waitForFrame(protocol.TypeWelcome)
	p.sendFrame(protocol.AppendSay(nil, &protocol.Say{Quick: protocol.QuickHello}))
	c, err := protocol.DecodeChat(p.waitForFrame(protocol.TypeChat))
	if err != nil || len(c.Lines) != 1 || c.Lines[0].Number != 0 || !strings.Contains(c.Lines[0].Text, "Not so fast") {
		t.Errorf("heard %+v, %v; want to be told so", c, err)
	}
}

func TestWhoDeletesTheirDataHasSaidNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	ada, bob := s.newGuest(), s.newGuest()
	s.callAPI("POST", "/v1/channels/lobby/messages", ada, `{"text":"forget me"}`, nil)
	s.callAPI("POST", "/v1/channels/lobby/messages", bob, `{"text":"hi"}`, nil)
	if res := s.callAPI("DELETE", "/v1/players/me", ada, "", nil); res.StatusCode != http.StatusNoContent {
		t.Fatalf("delete = %d", res.StatusCode)
	}
	var said api.Messages
	s.callAPI("GET", "/v1/channels/lobby/messages", bob, "", &said)
	if len(said.Messages) != 1 || said.Messages[0].Text != "hi" {
		t.Errorf("the lobby remembers %+v", said.Messages)
	}
}

func TestListenersAreToldOfTheEnd(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p, _, err := s.dialSocket("ws://"+s.Addr().String()+"/v1/live", "", "Sec-Websocket-Protocol", "perihelion.live.v1")
	if err != nil {
		t.Fatal(err)
	}
	s.stop()
	p.expectClose(transport.Restarting)
}

func TestThePageOfTheFeedTellsTheDefaults(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../ops/live/LIVE.md")
	if err != nil {
		t.Fatal(err)
	}
	cfg, _, err := config.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("| %d, of one address %d |", cfg.LiveMaxConns, cfg.MaxConnsPerIP), fmt.Sprintf("| %d a second of one address |", cfg.RateUpgradesPerIP),
		fmt.Sprintf("does not take | %d s |", cfg.WSWriteTimeout/time.Second), fmt.Sprintf("no pings | %d s |", cfg.WSIdleTimeout/time.Second),
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
