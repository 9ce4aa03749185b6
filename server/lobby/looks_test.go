package lobby

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

func TestLooksAreChosenOfThoseThatWereEarned(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1") // level 3
	for _, tt := range []struct {
		body, problem string
	}{
		{`{"title":1,"trail":0}`, ""},
		{`{"title":3,"trail":0}`, "the title Hunter takes 100 kills"},
		{`{"title":1,"trail":1}`, "the trail Twin takes level 4"},
		{`{"title":1,"trail":0,"lines":5}`, "the lines Star takes 200 bonus points"},
		{`{"title":1,"trail":0,"kill_sound":1}`, "the kill_sound Bell takes level 5"},
		{`{"title":1,"trail":0,"lines":77}`, "there is no such lines"},
		{`{"title":1,"trail":0,"kill_sound":-1}`, ">= 0"},
		{`{"title":200,"trail":0}`, "there is no such title"},
		{`{"title":256,"trail":0}`, "<= 255"},
		{`{"title":-1,"trail":0}`, ">= 0"},
		{`{"title":"x"}`, "title"},
	} {
		w := f.doJSON("PATCH", "/v1/players/me/looks", tt.body)
		if want := http.StatusUnprocessableEntity; tt.problem != "" && (w.Code != want || !strings.Contains(w.Body.String(), tt.problem)) {
			t.Errorf("%s: %d %s, want %d and %q", tt.body, w.Code, w.Body, want, tt.problem)
		}
		if tt.problem == "" {
			if p := decodeAs[api.Profile](t, w, http.StatusOK); p.Looks != (api.Looks{Title: 1}) || !maps.Equal(p.Deeds, map[string]int{"kills": 7, "wins": 1, "daily": 6}) {
				t.Errorf("%s: %+v", tt.body, p)
			}
		}
	}
	if p := decodeAs[api.Profile](t, f.doJSON("GET", "/v1/players/p1", ""), http.StatusOK); p.Looks.Title != 1 {
		t.Errorf("others see %+v", p.Looks)
	}
	ticket := decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", `{"queue":"quick"}`), http.StatusCreated)
	if join, err := f.signer.Redeem(ticket.Assignment.Ticket, time.Now()); err != nil || join.Looks != (protocol.Looks{Title: 1}) {
		t.Errorf("the join token has %+v, %v", join, err)
	}
}

func TestTheGoalsOfTheWeek(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	week := deeds.WeekAt(time.Now())
	m := store.Match{ID: "m2", Mode: "duel", Began: time.Now(), Ended: time.Now(), Week: week, Lines: []store.MatchLine{{Player: "p1", Name: "Ada", Deeds: map[string]int{week.Goals[0].Deed: 1000}}}}
	if _, err := f.store.ApplyMatch(t.Context(), m, nil); err != nil {
		t.Fatal(err)
	}
	mine := decodeAs[api.Goals](t, f.doJSON("GET", "/v1/goals", ""), http.StatusOK)
	if len(mine.Goals) != 3 || mine.Goals[0].Done != mine.Goals[0].Target || mine.Goals[0].Text != deeds.Describe(week.Goals[0].Deed, week.Goals[0].Target) || !mine.BeganAt.Equal(week.Began) || mine.EndsAt.Sub(mine.BeganAt) != 7*24*time.Hour {
		t.Errorf("goals = %+v", mine)
	}
	if p := decodeAs[api.Profile](t, f.doJSON("GET", "/v1/players/me", ""), http.StatusOK); p.Level.Experience < 160+week.Goals[0].Reward {
		t.Errorf("experience %d, want 160 and the reward %d", p.Level.Experience, week.Goals[0].Reward)
	}
	if all := decodeAs[api.Goals](t, f.doJSON("GET", "/v1/goals", "", "Authorization", ""), http.StatusOK); len(all.Goals) != 3 || all.Goals[0].Done != 0 {
		t.Errorf("without a token: %+v", all)
	}
}
