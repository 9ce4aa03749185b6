package online

import (
	"testing"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

func TestRatingChangeIgnoresOurClock(t *testing.T) {
	podium := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) // start of the podium by our clock
	now := podium.Add(2 * time.Second)
	round := func(ended time.Time, gain float64) api.Match {
		return api.Match{Mode: "duel", Rated: true, EndedAt: ended, Lines: []api.MatchLine{{PlayerID: "other"}, {PlayerID: "me", Gain: gain}}}
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
			c := RatingChange{podiumAt: podium}
			c.findRound("duel", "me", lobby.MatchHistory{Matches: []api.Match{r, round(podium, 9)}, AsOf: now.Add(tt.skew)}, now)
			if c.Text != tt.want {
				t.Errorf("shows %q, want %q", c.Text, tt.want)
			}
		})
	}
}
