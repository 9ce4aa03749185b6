package scene

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"

	"perihelion/client/online"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

var queuedTicket = api.Ticket{ID: "t", Queue: "duel", Players: 1, Status: api.TicketQueued, Search: &api.Search{
	Place: 2, Queued: 3, Rating: 27, Window: 3.5, Nearest: &api.Miss{Why: "players", By: 1},
}}

// searchingDuel is a client that waits in the queue for a duel.
func searchingDuel(t *testing.T) (*testClient, *matchmakingScene) {
	tc := newTestClient(t, Options{})
	tc.saveGuest("Ada", "mine")
	tc.server.Handlers = map[string]http.HandlerFunc{"POST tickets": onlinetest.RespondJSON(queuedTicket), "GET tickets/t": onlinetest.RespondJSON(queuedTicket), "DELETE tickets/t": onlinetest.RespondJSON(nil)}
	tc.playFrame(ui.Input{Nav: ui.NavPrev})
	for range 2 {
		tc.playFrame(ui.Input{Nav: ui.NavRight})
	}
	tc.playFrame(ui.Input{Nav: ui.NavNext})
	tc.playFrame(enterKey)
	tc.waitForScene("finding", time.Second)
	tc.runFor(time.Second)
	return tc, tc.stack.Top().(*matchmakingScene)
}

func TestASearchIsExplainedUntilThereIsASeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, s := searchingDuel(t)
		for _, want := range []string{"2nd of 3", "±3.5 of your skill of 27.0", "One more pilot is needed."} {
			if got := s.searchText(); !strings.Contains(got, want) {
				t.Errorf("explained by %q, without %q", got, want)
			}
		}
		tc.runFor(time.Minute) // longer than one long poll
		found := queuedTicket
		found.Status, found.Assignment = api.TicketAssigned, &onlinetest.Seat
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(found))
		tc.waitForScene("match", 2*time.Second)
		tc.closeAll()
	})
}

func TestACancelledSearchCancelsItsTicket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, _ := searchingDuel(t)
		tc.playFrame(ui.Input{Cancel: true})
		tc.runFor(time.Second)
		if got := tc.stack.Top().Name(); got != "title" || !slices.Contains(tc.server.Requests, "DELETE tickets/t") {
			t.Errorf("scene %s, the lobby was asked %q", got, tc.server.Requests)
		}
		tc.closeAll()
	})
}

func TestASearchThatFindsNobodyWaitsForThePlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, s := searchingDuel(t)
		expired := queuedTicket
		expired.Status = api.TicketExpired
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(expired))
		tc.runFor(3 * time.Second)
		if !s.needsPlayer() || s.failure.Text != "Nobody was found in time." {
			t.Errorf("stuck %v with %q", s.needsPlayer(), s.failure.Text)
		}
		tc.closeAll()
	})
}

func TestAPartyFollowsItsLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		tc.saveGuest("Bob", "mine")
		tc.playFrame(ui.Input{})
		party := api.Party{Code: "NOVA42", LeaderID: "ada", Members: []api.Member{{PlayerID: "ada", Name: "Ada"}, {PlayerID: "me", Name: "Bob"}}}
		tc.deps.online.Lobby.Party.Enter(party)
		found := queuedTicket
		found.ID, found.Status, found.Assignment = "t9", api.TicketAssigned, &onlinetest.Seat
		called := party
		called.TicketID = "t9"
		tc.server.Handlers = map[string]http.HandlerFunc{"GET parties/NOVA42": onlinetest.RespondJSON(called), "GET tickets/t9": onlinetest.RespondJSON(found)}
		tc.waitForScene("match", 3*time.Second)
		tc.runFor(3 * time.Second)
		if got := len(tc.server.Tokens); got != 1 {
			t.Errorf("dialled %d times for one ticket", got)
		}
		tc.closeAll()
	})
}

func TestRenamingKeepsTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Name: "Grace", Play: true})
		tc.saveGuest("Ada", "mine")
		tc.server.Handlers = map[string]http.HandlerFunc{"PATCH players/me": onlinetest.RespondJSON(api.Profile{PlayerID: "me", Name: "Grace"})}
		tc.waitForScene("match", time.Second)
		want := []string{"PATCH players/me", "quick as mine"}
		if p := tc.deps.Prefs; !slices.Equal(tc.server.Requests, want) || p.Name != "Grace" || p.Token != "mine" {
			t.Errorf("asked %q, remembered %q with %q", tc.server.Requests, p.Name, p.Token)
		}
		tc.closeAll()
	})
}

func TestRenamingTooOftenKeepsTheOldName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Name: "Grace"})
		tc.saveGuest("Ada", "mine")
		tc.server.Handlers = map[string]http.HandlerFunc{"PATCH players/me": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"status":429,"detail":"you have changed your name too often"}`))
		}}
		s := NewTitle(tc.deps).(*titleScene)
		tc.stack = NewStack(s)
		tc.runFor(time.Second)
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		if tc.deps.Prefs.Name != "Ada" {
			t.Errorf("plays as %q, want Ada as before", tc.deps.Prefs.Name)
		}
		tc.stack.dropFrom(1)
		tc.playFrame(ui.Input{})
		if s.nameField.Value() != "Ada" || !strings.Contains(s.errText, "still Ada") {
			t.Errorf("the title calls the player %q and says %q", s.nameField.Value(), s.errText)
		}
		tc.closeAll()
	})
}

func TestMutesFollowTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		svc := tc.deps.online
		svc.ToggleMute(protocol.AccountOf("bob"))
		c := &svc.Lobby.Chat
		for i, m := range []api.Message{
			{PlayerID: "bob", Name: "Bob", Text: "rude"},
			{PlayerID: "bob", Name: "Robert", Text: "rude under another name"},
			{PlayerID: "eve", Name: "Bob", Text: "a namesake"},
			{Text: "the server"},
		} {
			m.ID = strconv.Itoa(i)
			c.AddMessage(m)
		}
		var heard []string
		for _, e := range chatEntries(c, svc) {
			heard = append(heard, e.Text)
		}
		if want := []string{"a namesake", "the server"}; !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		before := svc.MutesVersion()
		svc.ToggleMute(protocol.AccountOf("bob"))
		if n := len(chatEntries(c, svc)); n != 4 || svc.MutesVersion() == before {
			t.Errorf("%d lines after the mute was taken back, want 4, and a new version", n)
		}
		tc.closeAll()
	})
}

func TestTheTitleShowsTheRequestedName(t *testing.T) {
	tests := []struct{ name, token, asked, want string }{
		{"of somebody new", "", "Zoe", "Zoe"},
		{"of somebody who had another", "mine", "Zoe", "Zoe"},
		{"of somebody whose token is old", "old", "Zoe", "Zoe"},
		{"none", "mine", "", "Holmes 518"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, Options{Name: tt.asked})
				tc.server.Handlers = map[string]http.HandlerFunc{"PATCH players/me": onlinetest.RespondJSON(api.Profile{PlayerID: "me", Name: "Zoe"})}
				if tc.saveGuest("Holmes 518", tt.token); tt.token == "old" {
					tc.ageToken()
				}
				s := NewTitle(tc.deps).(*titleScene)
				tc.stack = NewStack(s)
				tc.runFor(time.Second)
				if got := s.nameField.Value(); got != tt.want {
					t.Errorf("the field says %q, want %q", got, tt.want)
				}
				tc.playFrame(enterKey)
				tc.waitForScene("match", time.Second)
				if got := tc.deps.Prefs.Name; got != tt.want {
					t.Errorf("plays as %q, want %q", got, tt.want)
				}
				tc.closeAll()
			})
		})
	}
}

func TestAnUnknownTokenDoesNotHideTheQueues(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		tc.saveGuest("Ada", "stale")
		queues := onlinetest.RespondJSON(api.Meta{Protocol: protocol.Version, Queues: []api.Queue{{Name: "race", Mode: "race"}}})
		tc.server.Handlers = map[string]http.HandlerFunc{"GET meta": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			queues(w, r)
		}}
		tc.runFor(time.Second)
		if got := tc.deps.online.Lobby.Queues[0].Name; got != "race" {
			t.Errorf("the first queue is %q, want what the server has", got)
		}
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		if p := tc.deps.Prefs; p.Name != "Ada" || p.Token != "token of Ada" {
			t.Errorf("plays as %q with %q, want a new guest of the same name", p.Name, p.Token)
		}
		tc.closeAll()
	})
}

func TestAnOldTokenIsRefreshedAtTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		tc.saveGuest("Ada", "old")
		tc.ageToken()
		tc.runFor(time.Second)
		if got := tc.deps.Prefs.Token; got != "token of Ada" {
			t.Errorf("the token is %q after a second at the title", got)
		}
		tc.closeAll()
	})
}

func TestNews(t *testing.T) {
	tests := []struct {
		name string
		e    api.Live
		want string
	}{
		{"a kill", api.Live{Kill: &api.Kill{Killer: "Ada", Victim: "Bob", Weapon: "rail"}}, "Ada railed Bob"},
		{"by nobody", api.Live{Kill: &api.Kill{Victim: "Bob", Weapon: "star"}}, "Bob fell into the star"},
		{"by a weapon that is newer than we", api.Live{Kill: &api.Kill{Killer: "Ada", Victim: "Bob", Weapon: "comet"}}, "Ada destroyed Bob"},
		{"a round", api.Live{Round: &api.Round{Mode: "duel", Winner: "Ada", Points: 7}}, "Ada wins a duel with 7"},
		{"a rank", api.Live{Board: &api.BoardMove{Mode: "duel", BoardLine: api.BoardLine{Rank: 2, Name: "Ada"}}}, "Ada is now number 2 of the duel leaderboard"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := online.New(online.Config{}).Lobby
			for range online.MaxNews + 5 {
				l.Apply(&tt.e)
			}
			last := newsEntry(&l.News[len(l.News)-1])
			if got := last.Author + " " + last.Text; got != tt.want || len(l.News) != online.MaxNews {
				t.Errorf("%d headlines, the last %q, want %d and %q", len(l.News), got, online.MaxNews, tt.want)
			}
		})
	}
}

func TestTheWheelSelectsByDirection(t *testing.T) {
	tests := []struct {
		name string
		x, y float32
		want protocol.Quick
	}{
		{"up", 0, -1, protocol.QuickHello},
		{"right", 1, 0, protocol.QuickGoodGame},
		{"down", 0, 1, protocol.QuickThanks},
		{"up and left", -1, -1, protocol.QuickAgain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var w chatWheel
			if w.selectAt(tt.x, tt.y, 1); w.quickLine(w.selected) != tt.want {
				t.Errorf("points at %q, want %q", w.quickLine(w.selected), tt.want)
			}
			if w.selectAt(tt.x, tt.y, .1); w.selected != -1 {
				t.Errorf("hardly pulled, it points at %q", w.quickLine(w.selected))
			}
		})
	}
}

func TestAFullRoomCanBeWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Room: "NOVA42"})
		tc.saveGuest("Ada", "mine")
		full := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) }
		tc.server.Handlers = map[string]http.HandlerFunc{"POST rooms/NOVA42/join": full, "POST rooms/NOVA42/watch": onlinetest.RespondJSON(onlinetest.Seat)}
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		tc.playFrame(enterKey) // the first button
		tc.waitForScene("match", time.Second)
		if dest := tc.stack.Top().(*matchScene).session.Dest; !dest.Watch || dest.Room != "NOVA42" {
			t.Errorf("in a match as %+v, want to watch", dest)
		}
		tc.closeAll()
	})
}

func TestScrollingLoadsMoreOfTheLeaderboard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		page := func(from int, next string) api.Board {
			b := api.Board{Mode: "skirmish", Total: 70, Next: next}
			for i := range 30 {
				b.Lines = append(b.Lines, api.BoardLine{Rank: from + i})
			}
			return b
		}
		tc.server.Handlers = map[string]http.HandlerFunc{"GET leaderboards/skirmish": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("cursor") == "more" {
				onlinetest.RespondJSON(page(31, ""))(w, r)
				return
			}
			onlinetest.RespondJSON(page(1, "more"))(w, r)
		}}
		s := newLeaderboardScene(tc.deps)
		tc.stack.applyTransition(0, Push(s))
		tc.runFor(time.Second)
		if len(s.board.Lines) != 30 {
			t.Fatalf("%d lines before anybody has scrolled, want the first page", len(s.board.Lines))
		}
		tc.playFrame(ui.Input{X: s.list.X + 9, Y: s.list.Y + 9, Wheel: -100})
		tc.runFor(time.Second)
		if n := len(s.board.Lines); n != 60 || s.board.Lines[n-1].Rank != 60 || s.list.Count != n {
			t.Errorf("%d lines, of which %d can be scrolled to, want both pages", n, s.list.Count)
		}
	})
}

func TestPlayButtonOfAParty(t *testing.T) {
	queues := online.DefaultQueues()
	skirmish, teams, duel := &queues[0], &queues[1], &queues[2]
	for _, tt := range []struct {
		q     *api.Queue
		n     int
		label string
		off   bool
	}{
		{skirmish, 1, "PLAY", false},
		{skirmish, 3, "PLAY, ALL 3", false},
		{teams, 8, "PLAY, ALL 8", false},
		{teams, 9, "TEAMS TAKES 8 OF YOU", true},
		{duel, 1, "PLAY", false},
		{duel, 2, "PLAY EACH OTHER", false},
		{duel, 3, "DUEL TAKES 2 OF YOU", true},
	} {
		if label, off := partyPlayLabel(tt.q, tt.n); label != tt.label || off != tt.off {
			t.Errorf("%s for %d: %q, off %v; want %q, off %v", tt.q.Mode, tt.n, label, off, tt.label, tt.off)
		}
	}
}

func TestAPrivateRoomHasTheChosenRules(t *testing.T) {
	yes, no := true, false
	for _, tt := range []struct {
		name   string
		choose func(s *privateScene)
		want   api.NewRoom
	}{
		{"as it is offered", func(*privateScene) {}, api.NewRoom{Mode: "skirmish", Bots: &yes, Points: 20, Seconds: 360}},
		{"teams, short", func(s *privateScene) {
			s.mode.Selected = 1
			s.updateChoices()
			s.points.Selected, s.time.Selected = 0, 0
		}, api.NewRoom{Mode: "teams", Bots: &yes, Points: 20, Seconds: 120}},
		{"a duel, with nobody in the friend's seat", func(s *privateScene) { s.mode.Selected = 2; s.updateChoices() }, api.NewRoom{Mode: "duel", Bots: &no, Points: 7, Seconds: 240}},
		{"a long skirmish without bots", func(s *privateScene) { s.bots.Selected, s.points.Selected, s.time.Selected = 1, 2, 3 }, api.NewRoom{Mode: "skirmish", Bots: &no, Points: 40, Seconds: 600}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, Options{})
				tc.saveGuest("Ada", "mine")
				tc.playFrame(ui.Input{})
				var got api.NewRoom
				tc.server.Handlers = map[string]http.HandlerFunc{"POST rooms": func(w http.ResponseWriter, r *http.Request) {
					if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
						t.Error(err)
					}
					onlinetest.RespondJSON(onlinetest.Seat)(w, r)
				}}
				s := newPrivateScene(tc.deps)
				tc.stack.scenes = append(tc.stack.scenes, s)
				tc.playFrame(ui.Input{})
				tt.choose(s)
				s.setFocus(&s.create)
				tc.playFrame(enterKey)
				tc.waitForScene("match", time.Second)
				if got.Bots == nil || *got.Bots != *tt.want.Bots {
					t.Errorf("asked for bots %v, want %v", got.Bots, *tt.want.Bots)
				}
				got.Bots, tt.want.Bots = nil, nil
				if got != tt.want {
					t.Errorf("asked for %+v, want %+v", got, tt.want)
				}
				tc.closeAll()
			})
		})
	}
}

func TestAnEmptyServerSuggestsWhatToDo(t *testing.T) {
	l := online.New(online.Config{}).Lobby
	if got := idleText(l); strings.Contains(got, "Nobody") {
		t.Errorf("before anything is known: %q", got)
	}
	l.Apply(&api.Live{Status: &api.Status{}})
	for _, tt := range []struct {
		bots       int
		idle, play string
	}{
		{0, "Nobody else is here yet.", "opens a match"},
		{10, "Nobody else is here yet. The bots are.", "bots fight you until people come"},
	} {
		l.Meta.Bots = tt.bots
		list := suggestions(l)
		if got := idleText(l); got != tt.idle || list[0].Author != "PLAY" || !strings.Contains(list[0].Text, tt.play) || len(list) != 3 {
			t.Errorf("with %d bots: %q and %+v", tt.bots, got, list)
		}
		if got := queueText(&l.Queues[0], tt.bots > 0); strings.Contains(got, "Bots") != (tt.bots > 0) {
			t.Errorf("with %d bots, of a skirmish: %q", tt.bots, got)
		}
	}
	for _, tt := range []struct {
		status api.Status
		want   []liveCount
	}{
		{api.Status{}, []liveCount{}},
		{api.Status{Bots: 9, Rooms: make([]api.Room, 1)}, []liveCount{{9, "bots"}, {1, "room"}}},
		{api.Status{Players: 1, Bots: 9, Rooms: make([]api.Room, 2), Queued: 1}, []liveCount{{1, "online"}, {2, "rooms"}, {1, "waiting"}}},
	} {
		if got := liveCounts(&tt.status); !slices.Equal(got, tt.want) {
			t.Errorf("%+v is shown as %v, want %v", tt.status, got, tt.want)
		}
	}
}
