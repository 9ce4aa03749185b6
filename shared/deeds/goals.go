package deeds

import "time"

// A Goal is to have done a deed so many times in a week. It gives experience, once.
type Goal struct {
	Deed   string
	Target int
	Reward int // experience
}

// Of each list a week has one goal.
var goalLists = [...][]Goal{
	{{Kills, 60, 150}, {Bold, 20, 200}, {Kills, 100, 250}, {Bold, 35, 300}},
	{{WinsOf("skirmish"), 3, 200}, {WinsOf("teams"), 3, 200}, {WinsOf("duel"), 3, 200}, {Wins, 5, 250}},
	{{Daily, 3, 150}, {Rounds, 12, 150}, {Daily, 5, 250}, {Rounds, 20, 250}},
}

// Week is a week of ISO 8601, with its goals.
type Week struct {
	Began time.Time // a Monday at midnight, UTC
	Goals []Goal
}

const week = 7 * 24 * time.Hour

// monday is when the first week began.
var monday = time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)

// WeekAt is the week of a time: its goals are the same for everybody.
func WeekAt(t time.Time) Week {
	n := uint64(max(t.Sub(monday), 0) / week)
	w := Week{Began: monday.Add(time.Duration(n) * week), Goals: make([]Goal, len(goalLists))}
	for i, rows := range goalLists {
		n = n*6364136223846793005 + 1442695040888963407 // Knuth's generator: neighbouring weeks must differ
		w.Goals[i] = rows[n>>33%uint64(len(rows))]
	}
	return w
}

// End is when the week ends.
func (w *Week) End() time.Time { return w.Began.Add(week) }
