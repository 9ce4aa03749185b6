// Package daily is the run of a day: one player against bots, in a match that is the same
// for everybody who flies it. A client plays a Run and sends its log; the server plays the
// inputs of the log again with Verify, and believes nothing else. Nothing here is safe for
// concurrent use.
package daily

import (
	"errors"
	"time"

	"perihelion/sim"
)

// Day is a day of UTC, counted from 1970-01-01.
type Day int

const (
	dayLength = 24 * time.Hour
	maxDay    = 2_932_896 // the last one whose year has four digits
)

// errDay is the error of a text that is no day.
var errDay = errors.New("daily: a day is written like 2026-11-29")

// DayOf is the day of a time.
func DayOf(t time.Time) Day { return Day(t.Unix() / int64(dayLength/time.Second)) }

// ParseDay reads a day as String writes it.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	d := DayOf(t)
	if err != nil || d < 0 || d > maxDay || d.String() != text {
		return 0, errDay
	}
	return d, nil
}

func (d Day) String() string { return d.Begin().Format(time.DateOnly) }

// Begin is when the day begins; it ends when the next one does.
func (d Day) Begin() time.Time { return time.Unix(int64(d)*int64(dayLength/time.Second), 0).UTC() }

// Challenge is what everybody flies on a day.
type Challenge struct {
	Day     Day
	Game    sim.Game
	Config  sim.Config
	Version int // of sim.Daily
}

// Of is the challenge of a day in a game; ok is false if that offers none.
func Of(g sim.Game, day Day) (c Challenge, ok bool) {
	a := g.About()
	if a.Daily == nil {
		return c, false
	}
	return Challenge{Day: day, Game: g, Config: a.Daily.Config(a.Name, int(day)), Version: a.Daily.Version}, true
}

// GameOf is the game of that name, or for "" the first of games that offers a daily run; ok
// is false if there is none.
func GameOf(games sim.Games, name string) (g sim.Game, ok bool) {
	for _, g := range games {
		if a := g.About(); a.Daily != nil && (name == "" || name == a.Name) {
			return g, true
		}
	}
	return g, false
}

// spare is how much longer than its round a run may take: the countdown before it, and no
// overtime.
const spare = 30 // seconds

// maxTicks is how long a run can be.
func (c *Challenge) maxTicks() sim.Tick {
	return c.Config.RoundTicks() + sim.Tick(spare*c.Config.TicksPerSecond())
}
