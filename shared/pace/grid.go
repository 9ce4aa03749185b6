package pace

import "time"

// GridRate is how many moments of the grid there are in a second.
const GridRate = 240

// Grid returns the last moment of the grid that is not after now, moved forward by phase
// moments. Schedules that begin at moments of the grid are due together, if their rates
// divide GridRate, and so an idle processor wakes once for all of them. The grid lies on the
// wall clock: when that is set, schedules from before go on beside the new grid.
func Grid(now time.Time, phase int) time.Time {
	second := now.Add(-time.Duration(now.Nanosecond()))
	g := Pace{start: second, rate: GridRate}
	return second.Add(g.at(g.passed(now) + int64(phase)))
}
