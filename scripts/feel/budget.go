package feel

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Budget is a limit that a measured figure must keep, or the build fails.
type Budget struct {
	What   string
	Unit   string
	Limit  float64
	AtMost bool // else at least
	Figure figure
}

// figure computes a figure from a report; ok is false if nothing of the kind was measured.
type figure func(*Report) (got float64, ok bool)

// Budgets are what the netcode promises.
var Budgets = []Budget{
	{
		"correction p99 of a ship that nothing touches, profiles without packet loss", "units", 0, true,
		worst(intact, func(r *Row) float64 { return r.Cruise.quantile(0.99) }),
	},
	{
		"correction p99 of a ship that nothing touches, profiles with packet loss", "units", 0, true,
		worst(lossy, func(r *Row) float64 { return r.Cruise.quantile(0.99) }),
	},
	{
		"correction p99 in a fight of sixteen at 120 ms", "units", 2, true,
		worst(named("120 ms"), func(r *Row) float64 { return r.Brawl.quantile(0.99) }),
	},
	{
		"ticks starved of input, profiles with packet loss", "%", 1, true,
		worst(lossy, func(r *Row) float64 { return r.Starved }),
	},
	{
		"ticks starved of input at 20 ms of jitter", "%", 0.1, true,
		worst(named("120 ms ± 20"), func(r *Row) float64 { return r.Starved }),
	},
	{
		"mean slack at 20 ms of jitter", "ticks", 3, true,
		worst(named("120 ms ± 20"), func(r *Row) float64 { return r.Slack }),
	},
	{
		"frames without data at 20 ms of jitter", "%", 0.1, true,
		worst(named("120 ms ± 20"), func(r *Row) float64 { return r.Underrun }),
	},
	{
		"drawn ships off the truth, p99, steady profiles", "units", 4, true,
		worst(steady, func(r *Row) float64 { return r.Picture.quantile(0.99) }),
	},
	{
		"frames without controls on steady profiles", "%", 0, true,
		worst(steady, func(r *Row) float64 { return r.Blind }),
	},
	{
		"rails that hit on the screen, confirmed at 120 ms", "%", 99, false,
		least(named("120 ms"), (*Row).Confirmed),
	},
	{
		"rails that hit on the screen, confirmed at 200 ms", "%", 97, false,
		least(named("200 ms"), (*Row).Confirmed),
	},
	{"rails that hit on the screen, confirmed, profiles with packet loss", "%", 90, false, least(lossy, (*Row).Confirmed)},
	{"furthest into a victim's past, every profile", "ms", 200, true, worst(every, (*Row).Rewind)},
	{
		"key to own screen, every profile", "ticks", 0, true,
		worst(every, func(r *Row) float64 { return float64(r.Own) }),
	},
	{"key to another's screen over the floor, steady profiles", "", 1.25, true, worst(steady, (*Row).Ratio)},
	{"key to another's screen over the floor, profiles with packet loss", "", 2.5, true, worst(lossy, (*Row).Ratio)},
	{
		"recovery after a stall of 5 s, beyond one round trip", "ms", 100, true,
		worst(named("stall 5 s"), (*Row).lateRecovery),
	},
	{
		"recovery after any other stall, beyond one round trip", "ms", 100, true,
		worst(stalled, (*Row).lateRecovery),
	},
	{
		"recovery of a hidden page, which first has to ask: beyond two round trips", "ms", 100, true,
		worst(hidden, func(r *Row) float64 { return r.lateRecovery() - r.trip() }),
	},
	{
		"ghosts and jumps after recovery, every profile", "ships", 0, true,
		worst(every, func(r *Row) float64 { return float64(r.Jumps) }),
	},
	{
		"corrupt snapshots, every profile", "", 0, true,
		worst(every, func(r *Row) float64 { return float64(r.Corrupt) }),
	},
	{"gain of any cheat over an honest twin", "%", 0, true, (*Report).maxGain},
	{"floods that are not shown out", "", 0, true, (*Report).toleratedFloods},
}

// never stands for the time of a recovery that does not come.
const never = 1e9

// lateRecovery is how long recovery took beyond a round trip, in ms.
func (r *Row) lateRecovery() float64 {
	if r.Recovery < 0 {
		return never
	}
	return r.Recovery - r.trip()
}

func (r *Row) trip() float64 { return float64(r.Net.Up.Latency+r.Net.Down.Latency) / float64(ms) }

// The kinds of rows that a budget can be about.
func every(*Row) bool     { return true }
func steady(r *Row) bool  { return r.Steady }
func lossy(r *Row) bool   { return r.Net.Up.Loss > 0 }
func intact(r *Row) bool  { return !lossy(r) }
func hidden(r *Row) bool  { return r.Hidden }
func stalled(r *Row) bool { return (r.Outage > 0 || r.Mended > 0) && !r.Hidden }

func named(name string) func(*Row) bool { return func(r *Row) bool { return r.Name == name } }

// worst is the highest value of f in the rows of a kind, least the lowest.
func worst(kind func(*Row) bool, f func(*Row) float64) figure {
	return selectRow(kind, f, math.Max)
}

func least(kind func(*Row) bool, f func(*Row) float64) figure {
	return selectRow(kind, f, math.Min)
}

func selectRow(kind func(*Row) bool, f func(*Row) float64, better func(a, b float64) float64) figure {
	return func(r *Report) (got float64, ok bool) {
		for i := range r.Rows {
			switch row := &r.Rows[i]; {
			case !kind(row):
			case !ok:
				got, ok = f(row), true
			default:
				got = better(got, f(row))
			}
		}
		return got, ok
	}
}

// evaluate computes the figure and whether the budget was held. A budget does not hold if
// nothing of the kind was measured.
func (b *Budget) evaluate(r *Report) (got float64, held bool) {
	got, ok := b.Figure(r)
	if b.AtMost {
		return got, ok && got <= b.Limit
	}
	return got, ok && got >= b.Limit
}

// PrintBudgets writes every budget with its measured figure, and returns how many were held.
func PrintBudgets(w io.Writer, r *Report) (held int) {
	lines := [][]string{{"budget", "limit", "measured", ""}}
	for i := range Budgets {
		b := &Budgets[i]
		got, ok := b.evaluate(r)
		sign, verdict := "≥", "MISSED"
		if b.AtMost {
			sign = "≤"
		}
		if ok {
			verdict = "held"
			held++
		}
		lines = append(lines, []string{b.What, strings.TrimSpace(fmt.Sprintf("%s %g %s", sign, b.Limit, b.Unit)), fmt.Sprintf("%.2f", got), verdict})
	}
	align(w, lines)
	return held
}
