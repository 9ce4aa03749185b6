package scene

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// says answers with v.
func says(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(v) }
}

var (
	place  = api.Assignment{URL: "ws://game.test/v1/play", Ticket: "join"}
	queued = api.Ticket{ID: "t", Queue: "duel", Players: 1, Status: api.TicketQueued, Search: &api.Search{
		Place: 2, Queued: 3, Rating: 27, Window: 3.5, Nearest: &api.Miss{Why: "players", By: 1},
	}}
)

// toDuel is a theatre that looks for a duel, which is not found at once.
func toDuel(t *testing.T) (*theatre, *finding) {
	th := newTheatre(t, Options{})
	th.known("Ada", "mine")
	th.server.other = map[string]http.HandlerFunc{"POST tickets": says(queued), "GET tickets/t": says(queued), "DELETE tickets/t": says(nil)}
	th.play(ui.Input{Nav: ui.NavPrev})
	for range 2 {
		th.play(ui.Input{Nav: ui.NavRight})
	}
	th.play(ui.Input{Nav: ui.NavNext})
	th.play(enter)
	th.wait("finding", time.Second)
	th.idle(time.Second)
	return th, th.stack.Top().(*finding)
}

func TestASearchIsExplainedUntilThereIsASeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, s := toDuel(t)
		for _, want := range []string{"2nd of 3", "±3.5 of your skill of 27.0", "One more pilot is needed."} {
			if got := s.explained(); !strings.Contains(got, want) {
				t.Errorf("explained by %q, without %q", got, want)
			}
		}
		th.idle(time.Minute) // longer than an answer may take
		found := queued
		found.Status, found.Assignment = api.TicketAssigned, &place
		th.server.mu.Lock()
		th.server.other["GET tickets/t"] = says(found)
		th.server.mu.Unlock()
		th.wait("match", 2*time.Second)
		th.close()
	})
}

func TestACancelledSearchTakesItsTicketBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, _ := toDuel(t)
		th.play(ui.Input{Cancel: true})
		th.idle(time.Second)
		if got := th.stack.Top().Name(); got != "title" || !slices.Contains(th.server.asked, "DELETE tickets/t") {
			t.Errorf("scene %s, the lobby was asked %q", got, th.server.asked)
		}
		th.close()
	})
}

func TestASearchThatFindsNobodyWaitsForThePlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, s := toDuel(t)
		over := queued
		over.Status = api.TicketExpired
		th.server.mu.Lock()
		th.server.other["GET tickets/t"] = says(over)
		th.server.mu.Unlock()
		th.idle(3 * time.Second)
		if !s.stuck() || s.fault.text != "Nobody was found in time." {
			t.Errorf("stuck %v with %q", s.stuck(), s.fault.text)
		}
		th.close()
	})
}

func TestAPartyFollowsItsLeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		th.known("Bob", "mine")
		th.play(ui.Input{})
		crew := api.Party{Code: "NOVA42", LeaderID: "ada", Members: []api.Member{{PlayerID: "ada", Name: "Ada"}, {PlayerID: "me", Name: "Bob"}}}
		th.kit.lounge.party.enter(crew)
		found := queued
		found.ID, found.Status, found.Assignment = "t9", api.TicketAssigned, &place
		called := crew
		called.TicketID = "t9"
		th.server.other = map[string]http.HandlerFunc{"GET parties/NOVA42": says(called), "GET tickets/t9": says(found)}
		th.wait("match", 3*time.Second)
		th.idle(3 * time.Second)
		if got := len(th.server.dialled); got != 1 {
			t.Errorf("dialled %d times for one ticket", got)
		}
		th.close()
	})
}

func TestAnotherNameIsTheSamePlayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Name: "Grace", Play: true})
		th.known("Ada", "mine")
		th.server.other = map[string]http.HandlerFunc{"PATCH players/me": says(api.Profile{PlayerID: "me", Name: "Grace"})}
		th.wait("match", time.Second)
		want := []string{"PATCH players/me", "quick as mine"}
		if p := th.kit.Prefs; !slices.Equal(th.server.asked, want) || p.Name != "Grace" || p.Token != "mine" {
			t.Errorf("asked %q, remembered %q with %q", th.server.asked, p.Name, p.Token)
		}
		th.close()
	})
}

func TestWhoRenamesTooOftenPlaysUnderTheOldName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Name: "Grace"})
		th.known("Ada", "mine")
		th.server.other = map[string]http.HandlerFunc{"PATCH players/me": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"status":429,"detail":"you have changed your name too often"}`))
		}}
		h := NewHome(th.kit).(*homeScene)
		th.stack = NewStack(h)
		th.idle(time.Second)
		th.play(enter)
		th.wait("match", time.Second)
		if th.kit.Prefs.Name != "Ada" {
			t.Errorf("plays as %q, want Ada as before", th.kit.Prefs.Name)
		}
		th.stack.drop(1)
		th.play(ui.Input{})
		if h.name.Value() != "Ada" || !strings.Contains(h.wrong, "still Ada") {
			t.Errorf("the title calls the player %q and says %q", h.name.Value(), h.wrong)
		}
		th.close()
	})
}

func TestMutesFollowTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		th.kit.self, th.kit.lounge = newSelf(), newLounge()
		th.kit.mute(protocol.AccountOf("bob"))
		c := &th.kit.lounge.lobby
		for i, m := range []api.Message{
			{PlayerID: "bob", Name: "Bob", Text: "rude"},
			{PlayerID: "bob", Name: "Robert", Text: "rude under another name"},
			{PlayerID: "eve", Name: "Bob", Text: "a namesake"},
			{Text: "the server"},
		} {
			m.ID = strconv.Itoa(i)
			c.add(m)
		}
		c.changed(th.kit)
		var heard []string
		for _, e := range c.entries {
			heard = append(heard, e.Text)
		}
		if want := []string{"a namesake", "the server"}; !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		th.kit.mute(protocol.AccountOf("bob"))
		if c.changed(th.kit); len(c.entries) != 4 {
			t.Errorf("%d lines after the mute was taken back, want 4", len(c.entries))
		}
		th.close()
	})
}

func TestTheNameThatWasAskedForStandsAtTheTitle(t *testing.T) {
	tests := []struct{ name, token, asked, want string }{
		{"of somebody new", "", "Zoe", "Zoe"},
		{"of somebody who had another", "mine", "Zoe", "Zoe"},
		{"of somebody whose token is old", "old", "Zoe", "Zoe"},
		{"none", "mine", "", "Holmes 518"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th := newTheatre(t, Options{Name: tt.asked})
				th.server.other = map[string]http.HandlerFunc{"PATCH players/me": says(api.Profile{PlayerID: "me", Name: "Zoe"})}
				if th.known("Holmes 518", tt.token); tt.token == "old" {
					th.aged()
				}
				h := NewHome(th.kit).(*homeScene)
				th.stack = NewStack(h)
				th.idle(time.Second)
				if got := h.name.Value(); got != tt.want {
					t.Errorf("the field says %q, want %q", got, tt.want)
				}
				th.play(enter)
				th.wait("match", time.Second)
				if got := th.kit.Prefs.Name; got != tt.want {
					t.Errorf("plays as %q, want %q", got, tt.want)
				}
				th.close()
			})
		})
	}
}

func TestAServerThatForgotUsIsLookedAtAsByAnybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		th.known("Ada", "stale")
		queues := says(api.Meta{Protocol: protocol.Version, Queues: []api.Queue{{Name: "race", Mode: "race"}}})
		th.server.other = map[string]http.HandlerFunc{"GET meta": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			queues(w, r)
		}}
		th.idle(time.Second)
		if got := th.kit.lounge.queues[0].Name; got != "race" {
			t.Errorf("the first queue is %q, want what the server has", got)
		}
		th.play(enter)
		th.wait("match", time.Second)
		if p := th.kit.Prefs; p.Name != "Ada" || p.Token != "token of Ada" {
			t.Errorf("plays as %q with %q, want a new guest of the same name", p.Name, p.Token)
		}
		th.close()
	})
}

func TestAnOldTokenIsChangedForANewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		th.known("Ada", "old")
		th.aged()
		th.idle(time.Second)
		if got := th.kit.Prefs.Token; got != "token of Ada" {
			t.Errorf("the token is %q after a second at the title", got)
		}
		th.close()
	})
}

func TestHeadlines(t *testing.T) {
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
			g := newLounge()
			for range mostNews + 5 {
				g.hear(&tt.e)
			}
			last := g.news[len(g.news)-1].entry
			if got := last.Author + " " + last.Text; got != tt.want || len(g.news) != mostNews {
				t.Errorf("%d headlines, the last %q, want %d and %q", len(g.news), got, mostNews, tt.want)
			}
		})
	}
}

func TestTheWheelPointsWhereItIsPulled(t *testing.T) {
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
			var w wheel
			if w.aim(tt.x, tt.y, 1); w.line(w.at) != tt.want {
				t.Errorf("points at %q, want %q", w.line(w.at), tt.want)
			}
			if w.aim(tt.x, tt.y, .1); w.at != -1 {
				t.Errorf("hardly pulled, it points at %q", w.line(w.at))
			}
		})
	}
}

func TestAFullRoomCanBeWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{Room: "NOVA42"})
		th.known("Ada", "mine")
		full := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) }
		th.server.other = map[string]http.HandlerFunc{"POST rooms/NOVA42/join": full, "POST rooms/NOVA42/watch": says(place)}
		th.wait("finding", time.Second)
		th.idle(time.Second)
		th.play(enter) // the first of the buttons
		th.wait("match", time.Second)
		if w := th.stack.Top().(*match).want; !w.watch || w.room != "NOVA42" {
			t.Errorf("in a match as %+v, want to watch", w)
		}
		th.close()
	})
}

func TestALeaderboardGoesOnAsFarAsOneScrolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		page := func(from int, next string) api.Board {
			b := api.Board{Mode: "skirmish", Total: 70, Next: next}
			for i := range 30 {
				b.Lines = append(b.Lines, api.BoardLine{Rank: from + i})
			}
			return b
		}
		th.server.other = map[string]http.HandlerFunc{"GET leaderboards/skirmish": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("cursor") == "more" {
				says(page(31, ""))(w, r)
				return
			}
			says(page(1, "more"))(w, r)
		}}
		s := newRanks(th.kit)
		th.stack.move(0, Push(s))
		th.idle(time.Second)
		if len(s.board.Lines) != 30 {
			t.Fatalf("%d lines before anybody has scrolled, want the first page", len(s.board.Lines))
		}
		th.play(ui.Input{X: s.list.X + 9, Y: s.list.Y + 9, Wheel: -100})
		th.idle(time.Second)
		if n := len(s.board.Lines); n != 60 || s.board.Lines[n-1].Rank != 60 || s.list.Count != n {
			t.Errorf("%d lines, of which %d can be scrolled to, want both pages", n, s.list.Count)
		}
	})
}

func TestThePartyIsHeardOnTheWireAndKnowsItsMembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		th.known("Bob", "mine")
		var dialled []string
		th.kit.Listen = func(_ context.Context, url, token string) (transport.Conn, error) {
			dialled = append(dialled, url+" as "+token)
			near, far := transport.Pipe()
			for _, channel := range []string{"lobby", "party:NOVA42"} {
				text, _ := json.Marshal(api.Live{Kind: api.LiveMessage, Message: &api.Message{ID: channel, Channel: channel, Name: "Ada", Text: "hello " + channel}})
				_ = far.Send(text)
			}
			return near, nil
		}
		th.play(ui.Input{})
		crew := api.Party{Code: "NOVA42", LeaderID: "ada", Channel: "party:NOVA42"}
		th.server.other = map[string]http.HandlerFunc{"GET parties/NOVA42": says(crew)}
		th.kit.lounge.party.enter(crew)
		th.idle(time.Second)
		want := []string{"ws://game.test/v1/live?channels=lobby as ", "ws://game.test/v1/live?channels=lobby%2Cparty%3ANOVA42 as mine"}
		if !slices.Equal(dialled, want) {
			t.Errorf("listened at %q, want %q", dialled, want)
		}
		l := th.kit.lounge.told(th.kit)
		if got := append(l.Chat, l.Said...); !slices.Equal(got, []string{"Ada: hello lobby", "Ada: hello party:NOVA42"}) {
			t.Errorf("heard %q", got)
		}
		th.kit.lounge.wire.cut()
		th.close()
	})
}

func TestPlayPromisesAPartyWhatTheServerDoes(t *testing.T) {
	skirmish, teams, duel := &standard[0], &standard[1], &standard[2]
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
		if label, off := together(tt.q, tt.n); label != tt.label || off != tt.off {
			t.Errorf("%s for %d: %q, off %v; want %q, off %v", tt.q.Mode, tt.n, label, off, tt.label, tt.off)
		}
	}
}

func TestAPrivateRoomIsOpenedAsItWasChosen(t *testing.T) {
	yes, no := true, false
	for _, tt := range []struct {
		name   string
		choose func(s *private)
		want   api.NewRoom
	}{
		{"as it is offered", func(*private) {}, api.NewRoom{Mode: "skirmish", Bots: &yes, Points: 20, Seconds: 360}},
		{"teams, short", func(s *private) { s.mode.Selected = 1; s.offer(); s.points.Selected, s.time.Selected = 0, 0 }, api.NewRoom{Mode: "teams", Bots: &yes, Points: 20, Seconds: 120}},
		{"a duel, with nobody in the friend's seat", func(s *private) { s.mode.Selected = 2; s.offer() }, api.NewRoom{Mode: "duel", Bots: &no, Points: 7, Seconds: 240}},
		{"a long skirmish without bots", func(s *private) { s.bots.Selected, s.points.Selected, s.time.Selected = 1, 2, 3 }, api.NewRoom{Mode: "skirmish", Bots: &no, Points: 40, Seconds: 600}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th := newTheatre(t, Options{})
				th.known("Ada", "mine")
				th.play(ui.Input{})
				var got api.NewRoom
				th.server.other = map[string]http.HandlerFunc{"POST rooms": func(w http.ResponseWriter, r *http.Request) {
					if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
						t.Error(err)
					}
					says(place)(w, r)
				}}
				s := newPrivate(th.kit)
				th.stack.scenes = append(th.stack.scenes, s)
				th.play(ui.Input{})
				tt.choose(s)
				s.focus(&s.create)
				th.play(enter)
				th.wait("match", time.Second)
				if got.Bots == nil || *got.Bots != *tt.want.Bots {
					t.Errorf("asked for bots %v, want %v", got.Bots, *tt.want.Bots)
				}
				got.Bots, tt.want.Bots = nil, nil
				if got != tt.want {
					t.Errorf("asked for %+v, want %+v", got, tt.want)
				}
				th.close()
			})
		})
	}
}

func TestTheFirstVisitorIsShownWhatThereIsToDo(t *testing.T) {
	g := newLounge()
	if got := idle(g); strings.Contains(got, "Nobody") {
		t.Errorf("before anything is known: %q", got)
	}
	g.hear(&api.Live{Status: &api.Status{}})
	for _, tt := range []struct {
		bots       int
		idle, play string
	}{
		{0, "Nobody else is here yet.", "opens a match"},
		{10, "Nobody else is here yet. The bots are.", "bots fight you until people come"},
	} {
		g.meta.Bots = tt.bots
		list := toDo(g)
		if got := idle(g); got != tt.idle || list[0].Author != "PLAY" || !strings.Contains(list[0].Text, tt.play) || len(list) != 3 {
			t.Errorf("with %d bots: %q and %+v", tt.bots, got, list)
		}
		if got := about(&g.queues[0], tt.bots > 0); strings.Contains(got, "Bots") != (tt.bots > 0) {
			t.Errorf("with %d bots, of a skirmish: %q", tt.bots, got)
		}
	}
	for _, tt := range []struct {
		status api.Status
		want   []count
	}{
		{api.Status{}, []count{}},
		{api.Status{Bots: 9, Rooms: make([]api.Room, 1)}, []count{{9, "bots"}, {1, "room"}}},
		{api.Status{Players: 1, Bots: 9, Rooms: make([]api.Room, 2), Queued: 1}, []count{{1, "online"}, {2, "rooms"}, {1, "waiting"}}},
	} {
		if got := liveCounts(&tt.status); !slices.Equal(got, tt.want) {
			t.Errorf("%+v is shown as %v, want %v", tt.status, got, tt.want)
		}
	}
}
