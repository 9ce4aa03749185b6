package online

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/online/onlinetest"
	"perihelion/shared/api"
)

func TestTheGainOfARoundIgnoresOurClock(t *testing.T) {
	podium := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) // start of the podium by our clock
	now := podium.Add(2 * time.Second)
	round := func(ended time.Time, gain float64) api.Match {
		return api.Match{Mode: "duel", Rated: true, EndedAt: ended, Lines: []api.MatchLine{{PlayerID: "other"}, {PlayerID: "me", Gain: gain, Experience: 80}}}
	}
	tests := []struct {
		name  string
		skew  time.Duration // server's clock minus ours
		ended time.Duration // time after the start of the podium, by the server's clock
		mode  string
		want  string
	}{
		{"clocks that agree", 0, -300 * time.Millisecond, "duel", "+1.5"},
		{"ours is an hour slow", time.Hour, -300 * time.Millisecond, "duel", "+1.5"},
		{"ours is an hour fast", -time.Hour, -300 * time.Millisecond, "duel", "+1.5"},
		{"the round before", time.Hour, -12 * time.Second, "duel", ""},
		{"another mode", 0, 0, "teams", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := round(podium.Add(tt.skew+tt.ended), 1.46)
			r.Mode = tt.mode
			c := RoundGain{podiumAt: podium}
			c.findRound("duel", "me", lobby.MatchHistory{Matches: []api.Match{r, round(podium, 9)}, AsOf: now.Add(tt.skew)}, now)
			if c.Rating != tt.want || c.Experience != map[bool]int{true: 80}[tt.want != ""] {
				t.Errorf("shows %q and %d, want %q", c.Rating, c.Experience, tt.want)
			}
		})
	}
}

func TestARoundMovesOurLevel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		profile := func(l api.Level) {
			s.server.Handle("GET players/me", onlinetest.RespondJSON(api.Profile{PlayerID: "me", Level: l, Ratings: []api.Rating{
				{Mode: "duel", Season: 2, Matches: 9}, {Mode: "practice", Season: 2, Matches: 3, Placement: 5},
			}}))
		}
		profile(api.Level{Number: 1, Experience: 40, Gained: 40, Needed: 50})
		s.Progress.Refresh(time.Now())
		synctest.Wait()
		s.Progress.Refresh(time.Now())
		if l, known := s.Progress.Level(); !known || l.Gained != 40 {
			t.Fatalf("level %+v, known %v", l, known)
		}
		var gain RoundGain
		poll := func() {
			for range 3 {
				gain.Poll(s.Service, "practice", true, time.Now())
				time.Sleep(roundPollInterval + time.Millisecond)
				synctest.Wait()
			}
		}
		s.server.Handle("GET players/me/matches", onlinetest.RespondJSON(api.Matches{}))
		poll()
		if gain.Experience != 0 || gain.LevelUp {
			t.Errorf("before the result: %+v", gain)
		}
		profile(api.Level{Number: 2, Experience: 70, Gained: 20, Needed: 100})
		s.server.Handle("GET players/me/matches", onlinetest.RespondJSON(api.Matches{Matches: []api.Match{{Mode: "practice", EndedAt: time.Now(), Lines: []api.MatchLine{{PlayerID: "me", Experience: 30}}}}}))
		poll()
		if l, _ := s.Progress.Level(); gain.Experience != 30 || !gain.LevelUp || gain.Rating != "" || l.Number != 2 || gain.Season.Matches != 3 || !gain.Known {
			t.Errorf("gain %+v, level %+v", gain, l)
		}
		gain.Poll(s.Service, "practice", false, time.Now())
		if gain != (RoundGain{}) {
			t.Errorf("in the next round: %+v", gain)
		}
		s.ForgetGuest()
		if l, known := s.Progress.Level(); known {
			t.Errorf("somebody new has level %+v", l)
		}
	})
}
