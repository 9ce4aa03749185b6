// Package level computes how much experience a round gives to a player, and which level that
// makes. A level is for show: it gives no advantage in a match. It may be used from anywhere
// and keeps no state; all numbers are here.
package level

import "time"

// What a round gives at most. Who has done nothing gets nothing, so it does not pay to be
// there and idle; who was away at the end, or played a round that was aborted, neither.
const (
	firstPlace  = 60              // for the first place; less for those behind, nothing for the last
	fullLength  = 5 * time.Minute // of a round that gives all of that; shorter ones give a part
	perPoint    = 3               // points are what the mode is about: kills, the zone, goals
	perMinute   = 30              // the most that points and figures give for each minute of the round
	perRound    = 250             // the most that a round gives
	botsDivisor = 2               // a round against bots alone gives the half

	// DailyLimit is the most that a player gets on one day (of UTC) from rounds: about three hours
	// of good ones.
	DailyLimit = 2000
)

// perFigure is what each of a figure of a round gives, by its name in the game.
var perFigure = map[string]int{"kills": 4, "goals": 12, "assists": 8, "saves": 3}

// Round is what a player did in a round that was played to its end.
type Round struct {
	Length  time.Duration
	Place   int  // from 1; equals, and a team, share one
	Last    int  // the worst place of the round
	People  bool // other players were opponents, not only bots
	Points  int
	Figures map[string]int // by name, such as kills
	Left    bool           // the player was gone at the end
}

// Experience is what a round gives, before the daily limit.
func Experience(r *Round) int {
	deeds := max(r.Points, 0) * perPoint
	for name, each := range perFigure {
		deeds += max(r.Figures[name], 0) * each
	}
	if r.Left || deeds == 0 || r.Length <= 0 {
		return 0
	}
	total := min(deeds, ceil(perMinute*r.Length, time.Minute)) + placeExperience(r)
	if !r.People {
		total = (total + botsDivisor - 1) / botsDivisor
	}
	return min(total, perRound)
}

// placeExperience is what the place gives: all of firstPlace for the first, nothing for the last.
func placeExperience(r *Round) int {
	if r.Last <= 1 || r.Place < 1 || r.Place >= r.Last {
		return 0
	}
	part := min(r.Length, fullLength)
	return int(firstPlace * int64(part) * int64(r.Last-r.Place) / (int64(fullLength) * int64(r.Last-1)))
}

func ceil(a, unit time.Duration) int { return int((a + unit - 1) / unit) }

// A level takes stepNeeded more than the one before, up to maxNeeded.
const (
	stepNeeded = 50
	maxNeeded  = 1000
)

// Level is a level, and how far it has come.
type Level struct {
	Number int // from 1
	Gained int // experience since it began
	Needed int // that it takes until the next
}

// Of is the level that a player with so much experience has.
func Of(experience int) Level {
	l := Level{Number: 1, Gained: max(experience, 0), Needed: stepNeeded}
	for l.Gained >= l.Needed {
		if l.Needed == maxNeeded { // all further ones are as long
			l.Number += l.Gained / maxNeeded
			l.Gained %= maxNeeded
			break
		}
		l.Number, l.Gained, l.Needed = l.Number+1, l.Gained-l.Needed, l.Needed+stepNeeded
	}
	return l
}
