package deeds

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestWhatARoundCounts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		round Round
		want  map[string]int
	}{
		{"a win", Round{Mode: "duel", ByKills: true, Won: true, Points: 12, Figures: map[string]int{"kills": 7, "deaths": 3}}, map[string]int{Rounds: 1, Wins: 1, "wins duel": 1, Kills: 7, Bold: 5}},
		{"a loss", Round{Mode: "duel", ByKills: true, Points: 2, Figures: map[string]int{"kills": 2}}, map[string]int{Rounds: 1, Kills: 2}},
		{"a sharp rail", Round{Mode: "teams", Points: 3, Figures: map[string]int{"kills": 3, "rails": 12, "rail-hits": 6}}, map[string]int{Rounds: 1, Kills: 3, sharp: 1}},
		{"a rail that missed more", Round{Mode: "teams", Points: 3, Figures: map[string]int{"kills": 3, "rails": 13, "rail-hits": 6}}, map[string]int{Rounds: 1, Kills: 3}},
		{"two lucky rails", Round{Mode: "teams", Points: 3, Figures: map[string]int{"kills": 3, "rails": 2, "rail-hits": 2}}, map[string]int{Rounds: 1, Kills: 3}},
		{"goals", Round{Mode: "puck", Points: 3, Figures: map[string]int{"goals": 2, "assists": 1, "saves": 4}}, map[string]int{Rounds: 1, Goals: 2, Saves: 4}},
		{"points of a beacon", Round{Mode: "beacon", Points: 40, Figures: map[string]int{"kills": 2}}, map[string]int{Rounds: 1, Kills: 2}},
		{"points of another kind", Round{Mode: "toy", Won: true, Points: 3}, map[string]int{Rounds: 1, Wins: 1, "wins toy": 1}},
		{"a friend's gift", Round{Mode: "duel", ByKills: true, Private: true, Length: 59 * time.Second, Won: true, Points: 1, Figures: map[string]int{"kills": 1}}, nil},
		{"a round with friends", Round{Mode: "duel", ByKills: true, Private: true, Length: time.Minute, Won: true, Points: 1, Figures: map[string]int{"kills": 1}}, map[string]int{Rounds: 1, Wins: 1, "wins duel": 1, Kills: 1}},
		{"nothing done", Round{Mode: "duel", ByKills: true, Won: true, Figures: map[string]int{"kills": 0, "deaths": 9}}, nil},
	} {
		if got := OfRound(&tt.round); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestLooksAreEarned(t *testing.T) {
	done := map[string]int{Bold: 50}
	for _, tt := range []struct {
		number, level int
		want          bool
	}{{0, 1, true}, {1, 2, false}, {1, 3, true}, {2, 1, true}, {3, 99, false}, {255, 99, false}, {-1, 99, false}} {
		if got := Allowed(Titles, tt.number, tt.level, done); got != tt.want {
			t.Errorf("title %d at level %d: %v, want %v", tt.number, tt.level, got, tt.want)
		}
	}
	for _, rows := range [][]Look{Titles, Trails, HullLines, KillSounds} {
		seen := map[int]bool{}
		for _, l := range rows {
			if l.Number < 1 || l.Number > 255 || seen[l.Number] || l.Name == "" || (l.Level > 0) == (l.Need > 0) || strings.HasSuffix(l.Condition(), " ") {
				t.Errorf("the row %+v (%s)", l, l.Condition())
			}
			seen[l.Number] = true
		}
	}
}

func TestAWeekIsTheSameForEverybody(t *testing.T) {
	sunday := time.Date(2026, 11, 29, 23, 59, 59, 0, time.UTC)
	w := WeekAt(sunday)
	if want := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC); !w.Began.Equal(want) || !WeekAt(w.End()).Began.Equal(w.End()) || !WeekAt(sunday.Add(time.Second)).Began.Equal(w.End()) {
		t.Errorf("the week began %v, want %v", w.Began, want)
	}
	if got := WeekAt(time.Time{}).Began; !got.Equal(monday) {
		t.Errorf("before there were weeks: %v", got)
	}
	seen := map[string]bool{}
	for i := range 104 {
		goals := WeekAt(sunday.Add(time.Duration(i) * week)).Goals
		for _, g := range goals {
			text := Describe(g.Deed, g.Target)
			if seen[text] = true; strings.HasSuffix(text, " ") || g.Reward <= 0 {
				t.Errorf("goal %+v is %q", g, text)
			}
		}
	}
	if len(seen) != 12 {
		t.Errorf("two years have %d goals, want all: %v", len(seen), seen)
	}
}
