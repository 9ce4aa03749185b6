package scene

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/prefs"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

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
		s := newTitle(tc.deps).(*titleScene)
		tc.stack = newStack(s)
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
				s := newTitle(tc.deps).(*titleScene)
				tc.stack = newStack(s)
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

func TestTheTitleShowsTheModesOfTheChosenGame(t *testing.T) {
	tc := newTestClient(t, Options{})
	s := newTitle(tc.deps).(*titleScene)
	l := tc.deps.online.Lobby
	choose := func(game, mode int) *api.Queue {
		s.games.Selected = game
		s.listModes()
		s.modes.Selected = mode
		return s.selectedQueue()
	}
	if slices.Contains(s.widgets, ui.Widget(&s.games)) {
		t.Error("one game is offered as a choice")
	}
	l.Queues = allQueues()
	s.arrangeWidgets()
	if want := []string{"PERIHELION", "PUCK"}; !slices.Equal(s.games.Names, want) || !slices.Contains(s.widgets, ui.Widget(&s.games)) {
		t.Errorf("games %q, want %q", s.games.Names, want)
	}
	if q := choose(1, 1); q.Mode != "puck-2v2" || s.chosenGame().About().Name != "puck" || len(s.modes.Names) != 2 {
		t.Errorf("chosen %+v of %q, want the second mode of Puck", *q, s.modes.Names)
	}
	s.arrangeWidgets() // as when the server has sent its queues
	if q := s.selectedQueue(); q.Mode != "puck-2v2" {
		t.Errorf("then it is %s", q.Mode)
	}
	if q := choose(0, 0); q.Mode != "skirmish" {
		t.Errorf("the first mode of the first game is %s", q.Mode)
	}
	l.Queues = l.Queues[:1]
	s.arrangeWidgets()
	if q := s.selectedQueue(); q.Mode != "skirmish" {
		t.Errorf("of a server that offers one mode it is %s", q.Mode)
	}
}

func TestModesThatTakeTurnsAreShownOneADay(t *testing.T) {
	tc := newTestClient(t, Options{})
	now := time.Date(2030, 1, 1, 23, 59, 0, 0, time.UTC)
	tc.deps.Now = func() time.Time { return now }
	s := newTitle(tc.deps).(*titleScene)
	tc.deps.online.Lobby.Queues = allQueues()
	s.arrangeWidgets()
	shown := map[string]int{}
	for range 10 {
		s.listModes()
		if want := []string{"SKIRMISH", "TEAMS", "DUEL", "SWARM"}; len(s.modes.Names) != 5 || !slices.Equal(s.modes.Names[:4], want) {
			t.Fatalf("modes %q, want %q and one more", s.modes.Names, want)
		}
		shown[s.modes.Names[4]]++
		now = now.Add(24 * time.Hour)
	}
	if want := map[string]int{"BEACON": 2, "COMET": 2, "CROWN": 2, "RACE": 2, "TEAMS-2V2": 2}; !maps.Equal(shown, want) {
		t.Errorf("in ten days %v, want %v", shown, want)
	}
	tc.deps.online.Lobby.Party.Enter(api.Party{Code: "NOVA42", LeaderID: "a", Members: []api.Member{{PlayerID: "a"}, {PlayerID: "b"}}})
	for range 4 {
		s.listModes()
		if len(s.modes.Names) != 5 || s.modes.Names[4] != "TEAMS-2V2" {
			t.Errorf("a party of two sees %q", s.modes.Names)
		}
		now = now.Add(24 * time.Hour)
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

func TestAnEmptyServerSuggestsWhatToDo(t *testing.T) {
	l := online.New(online.Config{Prefs: &prefs.Prefs{}}).Lobby
	if got := idleText(l); strings.Contains(got, "Nobody") {
		t.Errorf("before anything is known: %q", got)
	}
	l.Apply(&api.Live{Status: &api.Status{}})
	for _, tt := range []struct {
		bots       int
		idle, play string
	}{
		{0, "Nobody else is here yet.", "opens a match"},
		{10, "Nobody else is here yet. The bots are.", "bots play until people come"},
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

func TestEnterOnTheTitleStartsAMatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Server: "http://game.test"})
		tc.playFrame(enterKey)
		tc.waitForScene("match", time.Second)
		want := []string{"guest ", "quick as token of Brooks 692"}
		if !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		if p := tc.deps.Prefs; p.Name != "Brooks 692" || p.Token != "token of Brooks 692" {
			t.Errorf("remembered %q, %q, want what the server called us", p.Name, p.Token)
		}
		tc.closeAll()
	})
}

func TestOptionsChooseTheDestination(t *testing.T) {
	tests := []struct {
		name string
		opt  Options
		want string
	}{
		{"-play", Options{Play: true, Name: "Ada"}, "quick as token of Ada"},
		{"-room", Options{Room: "ABCDEF", Name: "Ada"}, "join ABCDEF as token of Ada"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, tt.opt)
				tc.waitForScene("match", time.Second)
				if got := tc.server.Requests[1]; got != tt.want {
					t.Errorf("asked for %q, want %q", got, tt.want)
				}
				tc.closeAll()
			})
		})
	}
}

func TestAGuestIsReused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "Ada", Server: "http://game.test"})
		tc.saveGuest("Ada", "kept")
		tc.waitForScene("match", time.Second)
		if want := []string{"quick as kept"}; !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		tc.closeAll()
	})
}

func TestAForgottenGuestIsCreatedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "Ada"})
		tc.saveGuest("Ada", "stale")
		tc.waitForScene("match", time.Second)
		want := []string{"quick as stale", "guest Ada", "quick as token of Ada"}
		if !slices.Equal(tc.server.Requests, want) {
			t.Errorf("asked for %q, want %q", tc.server.Requests, want)
		}
		tc.closeAll()
	})
}

func TestABadNameDoesNotLeaveTheTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Play: true, Name: "a\u202eb"})
		s := tc.stack.top().(*titleScene)
		s.nameField = ui.Field{Limit: 40}
		s.nameField.SetValue("much too long for anyone to read")
		tc.playFrame(ui.Input{})
		if tc.stack.top().Name() != "title" || s.errText == "" {
			t.Errorf("scene %s, complaint %q", tc.stack.top().Name(), s.errText)
		}
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

func TestNews(t *testing.T) {
	tests := []struct {
		name string
		e    api.Live
		want string
	}{
		{"a kill", api.Live{Kill: &api.Kill{Killer: "Ada", Victim: "Bob", Weapon: "rail"}}, "Ada railed Bob"},
		{"by nobody", api.Live{Kill: &api.Kill{Victim: "Bob", Weapon: "star"}}, "Bob fell into the star"},
		{"by a weapon that is newer than we", api.Live{Kill: &api.Kill{Killer: "Ada", Victim: "Bob", Weapon: "comet"}}, "Ada destroyed Bob"},
		{"a round", api.Live{Round: &api.Round{Mode: "duel", Winner: "Ada", Points: 7}}, "Ada wins a round of duel with 7"},
		{"a rank", api.Live{Board: &api.BoardMove{Mode: "duel", BoardLine: api.BoardLine{Rank: 2, Name: "Ada"}}}, "Ada is now number 2 of the duel leaderboard"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := online.New(online.Config{Prefs: &prefs.Prefs{}}).Lobby
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
