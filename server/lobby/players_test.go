package lobby

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/match/season"
	"perihelion/server/people/party"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
)

// storeMatch stores a rated duel that Ada won against Grace.
func (f *fixture) storeMatch(t *testing.T, id string) {
	t.Helper()
	for _, token := range []string{f.token, f.otherToken()} { // who asks is known from then on
		decodeAs[api.Profile](t, f.doJSON("GET", "/v1/players/me", "", "Authorization", "Bearer "+token), http.StatusOK)
	}
	now := time.Now()
	m := store.Match{ID: id, Mode: "duel", Rated: true, Began: now, Ended: now, ExperienceLimit: 1000, Week: deeds.Week{Began: now}, Lines: []store.MatchLine{
		{Player: "p1", Name: "Ada", Place: 1, Points: 7, Figures: map[string]int{"kills": 7, "deaths": 2}, Rated: true, Experience: 160, Deeds: map[string]int{"kills": 7, "wins": 1, "daily": 6}},
		{Player: "p2", Name: "Grace", Place: 2, Points: 2, Figures: map[string]int{"kills": 2, "deaths": 7}, Rated: true},
	}}
	f.applyMatch(t, m)
}

// applyMatch applies a rated duel that ended in the season of now.
func (f *fixture) applyMatch(t *testing.T, m store.Match) {
	t.Helper()
	m.Season = season.Calendar{}.At(time.Now()).Number
	_, err := f.store.ApplyMatch(t.Context(), m, func(all []store.Standing) []store.Rated {
		return []store.Rated{{After: store.Skill{Mu: 28, Sigma: 7}}, {After: store.Skill{Mu: 22, Sigma: 7}}}[:len(all)]
	})
	if err != nil {
		t.Fatal(err)
	}
}

// finishPlacement lets Ada and Grace play so many rated matches that they have a rank.
func (f *fixture) finishPlacement(t *testing.T) {
	t.Helper()
	for i := range season.PlacementRounds - 1 {
		f.applyMatch(t, store.Match{ID: fmt.Sprint("placement", i), Mode: "duel", Rated: true, Lines: []store.MatchLine{
			{Player: "p1", Name: "Ada", Place: 1, Rated: true}, {Player: "p2", Name: "Grace", Place: 2, Rated: true},
		}})
	}
}

func TestWhatIsKnownOfAPlayer(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	for _, path := range []string{"/v1/players/me", "/v1/players/p1"} {
		p := decodeAs[api.Profile](t, f.doJSON("GET", path, ""), http.StatusOK)
		if p.Name != "Ada" || p.Matches != 1 || p.Wins != 1 || p.Kills != 7 || p.Deaths != 2 || !maps.Equal(p.Figures, map[string]int{"kills": 7, "deaths": 2}) || len(p.Ratings) != 1 || p.Ratings[0].Rank != 0 || p.Ratings[0].Matches != 1 || p.Ratings[0].Placement != season.PlacementRounds || p.Ratings[0].Score != 7 {
			t.Errorf("GET %s = %+v", path, p)
		}
		if want := (api.Level{Number: 3, Experience: 160, Gained: 10, Needed: 150}); p.Level != want {
			t.Errorf("GET %s: level %+v, want %+v", path, p.Level, want)
		}
		list := decodeAs[api.Matches](t, f.doJSON("GET", path+"/matches", ""), http.StatusOK)
		if len(list.Matches) != 1 || list.Matches[0].ID != "m1" || list.Matches[0].Lines[1].Name != "Grace" || list.Matches[0].Lines[1].Kills != 2 || list.Matches[0].Lines[1].Figures["deaths"] != 7 {
			t.Errorf("GET %s/matches = %+v", path, list)
		}
	}
	if m := decodeAs[api.Match](t, f.doJSON("GET", "/v1/matches/m1", ""), http.StatusOK); !m.Rated || m.Game != "ships" || m.Lines[0].Gain != 7 || m.Lines[0].Experience != 160 || m.Lines[1].Experience != 0 {
		t.Errorf("match = %+v", m)
	}
}

// Figures are those of the game; kills and deaths are there for clients that know no others.
func TestFiguresOfAnotherGame(t *testing.T) {
	f := newFixture(t, 1000)
	const me = "/v1/players/me"
	if p := f.doJSON("GET", me, ""); !strings.Contains(p.Body.String(), `"figures":{}`) {
		t.Errorf("who has not played: %s, want figures that are an empty object", p.Body)
	}
	m := store.Match{ID: "m1", Mode: "duel", Lines: []store.MatchLine{{Player: "p1", Name: "Ada", Place: 1, Figures: map[string]int{"goals": 3, "saves": 0}}}}
	if _, err := f.store.ApplyMatch(t.Context(), m, nil); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{me, me + "/matches", me + "/export"} {
		if text := f.doJSON("GET", path, "").Body.String(); !strings.Contains(text, `"figures":{"goals":3,"saves":0},"kills":0,"deaths":0`) {
			t.Errorf("GET %s = %s", path, text)
		}
	}
}

func TestLeaderboards(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	b := decodeAs[api.Board](t, f.doJSON("GET", "/v1/leaderboards/duel", ""), http.StatusOK)
	if b.Total != 0 || len(b.Lines) != 0 || !b.Season.Present || b.Season.Placement != season.PlacementRounds {
		t.Errorf("before the placement is done: %+v", b)
	}
	f.finishPlacement(t)
	b = decodeAs[api.Board](t, f.doJSON("GET", "/v1/leaderboards/duel?limit=1", "", "Authorization", ""), http.StatusOK)
	if b.Game != "ships" || b.Total != 2 || len(b.Lines) != 1 || b.Lines[0].Name != "Ada" || b.Lines[0].Me || b.Next == "" {
		t.Errorf("top = %+v", b)
	}
	b = decodeAs[api.Board](t, f.doJSON("GET", "/v1/leaderboards/duel?limit=1&cursor="+b.Next, ""), http.StatusOK)
	if len(b.Lines) != 1 || b.Lines[0].Name != "Grace" || b.Lines[0].Rank != 2 || b.Next != "" {
		t.Errorf("second page = %+v", b)
	}
	b = decodeAs[api.Board](t, f.doJSON("GET", "/v1/leaderboards/duel?around=me", ""), http.StatusOK)
	if len(b.Lines) != 2 || !b.Lines[0].Me {
		t.Errorf("around me = %+v", b)
	}
	for path, status := range map[string]int{
		"/v1/leaderboards/chess": 404, "/v1/leaderboards/duel?season=999": 404, "/v1/leaderboards/duel?season=-2": 422, "/v1/leaderboards/duel?around=you": 422, "/v1/leaderboards/duel?cursor=x": 422, "/v1/leaderboards/duel?limit=101": 422,
	} {
		decodeAs[api.Problem](t, f.doJSON("GET", path, ""), status)
	}
	decodeAs[api.Problem](t, f.doJSON("GET", "/v1/leaderboards/duel?around=me", "", "Authorization", ""), http.StatusUnauthorized)
}

func TestSeasonsInAProfile(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	present := season.Calendar{}.At(time.Now()).Number
	profile := api.Profile{}
	f.lobby.addRatings(&profile, []store.Rating{
		{Mode: "duel", Season: 2, Skill: store.Skill{Mu: 33, Sigma: 2}, Matches: 9, Rank: 4, Best: 2},
		{Mode: "duel", Season: 1, Skill: store.Skill{Mu: 30, Sigma: 3}, Matches: 3},
		{Mode: "teams", Season: 3, Skill: store.Skill{Mu: 26, Sigma: 5}, Matches: 7, Rank: 1, Best: 1},
	}, season.Calendar{}.Numbered(3).Began)
	if len(profile.Ratings) != 2 || profile.Ratings[0].Mu != 31 || profile.Ratings[0].Rank != 0 || profile.Ratings[0].Matches != 0 || profile.Ratings[0].Season != 3 || profile.Ratings[1].Rank != 1 || profile.Ratings[1].Mu != 26 {
		t.Errorf("ratings of season 3: %+v", profile.Ratings)
	}
	if len(profile.Seasons) != 2 || profile.Seasons[0] != (api.PastRating{Season: 2, Mode: "duel", Score: 27, Matches: 9, Rank: 4, BestRank: 2}) || profile.Seasons[1].Rank != 0 {
		t.Errorf("past seasons: %+v", profile.Seasons)
	}
	b := decodeAs[api.Board](t, f.doJSON("GET", "/v1/leaderboards/duel?season=0", ""), http.StatusOK)
	if b.Season.Number != 0 || b.Season.Present != (present == 0) || b.Season.BeganAt != nil {
		t.Errorf("the board of before there were seasons: %+v", b.Season)
	}
}

func TestAPlayerMovesRenamesAndGoes(t *testing.T) {
	f := newFixture(t, 1000)
	if p := decodeAs[api.Profile](t, f.doJSON("PATCH", "/v1/players/me", `{"name":" Countess "}`), http.StatusOK); p.Name != "Countess" {
		t.Errorf("renamed to %q", p.Name)
	}
	bad := decodeAs[api.Problem](t, f.doJSON("PATCH", "/v1/players/me", `{"name":"admin"}`), http.StatusUnprocessableEntity)
	if bad.Type != "urn:perihelion:bad-name" || len(bad.Errors) != 1 || bad.Errors[0].Location != "body.name" {
		t.Errorf("a name that is reserved: %+v", bad)
	}
	link := decodeAs[api.Link](t, f.doJSON("POST", "/v1/players/me/link", ""), http.StatusCreated)
	there := decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", `{"link_code":"`+strings.ToLower(link.Code)+`"}`), http.StatusCreated)
	if there.PlayerID != "p1" || there.Name != "Countess" || there.Token == f.token {
		t.Errorf("on the other device: %+v", there)
	}
	decodeAs[api.Problem](t, f.doJSON("POST", "/v1/guests", `{"link_code":"`+link.Code+`"}`), http.StatusUnprocessableEntity)
	renewed := decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", "", "Authorization", "Bearer "+f.token), http.StatusCreated)
	if renewed.PlayerID != "p1" || renewed.Token == f.token {
		t.Errorf("renewed: %+v", renewed)
	}
	if w := f.doJSON("DELETE", "/v1/players/me", ""); w.Code != http.StatusNoContent {
		t.Errorf("erase = %d %s", w.Code, w.Body)
	}
	for _, token := range []string{f.token, there.Token, renewed.Token} {
		decodeAs[api.Problem](t, f.doJSON("GET", "/v1/players/me", "", "Authorization", "Bearer "+token), http.StatusUnauthorized)
	}
	decodeAs[api.Problem](t, f.doJSON("GET", "/v1/players/p1", ""), http.StatusNotFound)
}

func TestNamesLastForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, 1000)
		rename := func(name string, want int) {
			t.Helper()
			if w := f.doJSON("PATCH", "/v1/players/me", `{"name":"`+name+`"}`); w.Code != want {
				t.Errorf("renamed to %q: %d %s, want %d", name, w.Code, w.Body, want)
			}
		}
		for range 5 { // neither counts
			rename("admin", http.StatusUnprocessableEntity)
			rename("Ada", http.StatusOK)
		}
		for _, name := range []string{"Countess", "Byron", "Lovelace"} {
			rename(name, http.StatusOK)
		}
		w := f.doJSON("PATCH", "/v1/players/me", `{"name":"Milbanke"}`)
		p := decodeAs[api.Problem](t, w, http.StatusTooManyRequests)
		if !strings.Contains(p.Detail, "name too often") || w.Header().Get("Retry-After") != "600" {
			t.Errorf("one too many: %+v, again after %q", p, w.Header().Get("Retry-After"))
		}
		time.Sleep(renameEvery)
		rename("Milbanke", http.StatusOK)
	})
}

func TestBannedPlayersAreRefused(t *testing.T) {
	f := newFixture(t, 1000)
	f.bans.player = "p1"
	for _, path := range []string{"/v1/tickets", "/v1/rooms", "/v1/parties", "/v1/rooms/ABCDEF/join"} {
		if p := decodeAs[api.Problem](t, f.doJSON("POST", path, ""), http.StatusForbidden); p.Type != "urn:perihelion:banned" || p.Detail == "" {
			t.Errorf("POST %s = %+v", path, p)
		}
	}
	decodeAs[api.Party](t, f.doJSON("POST", "/v1/parties", "", f.asGrace()...), http.StatusCreated)
}

func TestOneAccountIsLimitedFromWhereverItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // a busy machine must not make the limits lenient
		f := newFixture(t, 5)
		for i := range 11 {
			r := f.newRequest("POST", "/v1/parties", "")
			r.RemoteAddr = []string{"203.0.113.1:1", "203.0.113.2:1"}[i%2]
			want := http.StatusCreated
			if i == 10 {
				want = http.StatusTooManyRequests
			}
			if w := f.serveRequest(r); w.Code != want {
				t.Errorf("request %d = %d, want %d", i+1, w.Code, want)
			}
		}
	})
}

func TestWhenTheDatabaseIsGone(t *testing.T) {
	f := newFixture(t, 1000)
	decodeAs[api.Profile](t, f.doJSON("GET", "/v1/players/me", ""), http.StatusOK)
	if err := f.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/players/me", "/v1/matches/m1", "/v1/leaderboards/duel"} {
		w := f.doJSON("GET", path, "")
		if decodeAs[api.Problem](t, w, http.StatusServiceUnavailable); w.Header().Get("Retry-After") == "" {
			t.Errorf("GET %s says not when to come again", path)
		}
	}
	decodeAs[api.Ticket](t, f.doJSON("POST", "/v1/tickets", ""), http.StatusCreated)
	decodeAs[api.Guest](t, f.doJSON("POST", "/v1/guests", ""), http.StatusCreated)
	if m := decodeAs[api.Meta](t, f.doJSON("GET", "/v1/meta", ""), http.StatusOK); m.Store != "degraded" {
		t.Errorf("store = %q, want degraded", m.Store)
	}
}

// The bots of a room are gentle with who has hardly played: so each ticket says it.
func TestWhoHasPlayedThreeMatchesIsNoBeginnerAnyMore(t *testing.T) {
	f := newFixture(t, 1000)
	for n := range beginnerMatches + 1 {
		all := f.lobby.withRatings(t.Context(), "duel", []party.Member{{Player: "p1"}, {Player: "p9"}})
		if all[0].Beginner != (n < beginnerMatches) || !all[1].Beginner {
			t.Errorf("after %d matches: %+v, want beginners %v and true", n, all, n < beginnerMatches)
		}
		f.storeMatch(t, fmt.Sprint("m", n))
	}
}
