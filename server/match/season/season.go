// Package season counts the seasons of ratings: spans of some weeks of UTC, one after the other.
// App makes a Calendar from the configuration; results and lobby ask it. It is pure.
package season

import (
	"cmp"
	"time"
)

// PlacementRounds is how many rated rounds of a mode a player plays in a season before they have
// a rank: until then their rating says little.
const PlacementRounds = 5

// epoch is when season 1 began, a Monday. It never changes.
var epoch = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

const defaultWeeks = 8

const week = 7 * 24 * time.Hour

// Calendar says how long seasons are. Another length counts all seasons anew: the numbers of
// those that have ended then no longer fit their times.
type Calendar struct{ Weeks int } // 0: 8

// Season is one season.
type Season struct {
	Number int       // from 1; 0: what was before there were any
	Began  time.Time // zero for number 0
	Ends   time.Time
}

// At is the season of a time.
func (c Calendar) At(t time.Time) Season {
	if t.Before(epoch) {
		return Season{Ends: epoch}
	}
	return c.Numbered(1 + int(t.Sub(epoch)/c.length()))
}

// Numbered is the season of a number, from 0.
func (c Calendar) Numbered(number int) Season {
	if number <= 0 {
		return Season{Ends: epoch}
	}
	began := epoch.Add(time.Duration(number-1) * c.length())
	return Season{Number: number, Began: began, Ends: began.Add(c.length())}
}

func (c Calendar) length() time.Duration { return time.Duration(cmp.Or(c.Weeks, defaultWeeks)) * week }

// Between is how many soft resets lead from a rating of one season to another. What was before
// there were seasons counts as one, however many a server began with.
func Between(from, to int) int {
	if from == 0 {
		return min(to, 1)
	}
	return max(to-from, 0)
}
