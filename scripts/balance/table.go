package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"perihelion/sim/ships"
)

// row is a figure, and what it has to be. ok is false where there is none.
type row struct {
	what, unit string
	budget     budget
	figure     func(*figures) (got float64, ok bool)
	ofClass    bool // of a class of ships: only these have a budget in a room that compares classes
}

// budget is what a figure has to lie between.
type budget struct{ least, most float64 }

var none = budget{math.Inf(-1), math.Inf(1)}

func atLeast(n float64) budget { return budget{n, math.Inf(1)} }

func atMost(n float64) budget { return budget{math.Inf(-1), n} }

var rows = []row{
	{"kills a round", "", none, func(f *figures) (float64, bool) { return share(f.kills, f.rounds) }, false},
	{"deaths by star or corona", "%", budget{4, 12}, func(f *figures) (float64, bool) {
		got, ok := percent(f.deathsByStar, f.deaths)
		return got, ok && f.mode != ships.Race // who races flies by
	}, false},
	{"bend of a shot in the inner half, median", "units", atLeast(ships.ShipRadius), func(f *figures) (float64, bool) { return median(f.bends) }, false},
	{"time hot", "%", budget{20, 40}, func(f *figures) (float64, bool) {
		got, ok := percent(f.hotTicks, f.aliveTicks)
		return got, ok && !f.mode.Endless && f.mode != ships.Race // in its wide arena nobody has to come near the star, and racers only pass it
	}, false},
	{"kills by items", "%", atLeast(12), func(f *figures) (float64, bool) {
		got, ok := percent(f.killsBy[ships.WeaponSeeker]+f.killsBy[ships.WeaponMine], f.kills)
		return got, ok && !f.mode.Endless // nor near a pad
	}, false},
	{"kills by pulse", "%", atMost(55), killsBy(ships.WeaponPulse), false},
	{"kills by rail", "%", atMost(55), killsBy(ships.WeaponRail), false},
	{"kills by seeker", "%", atMost(55), killsBy(ships.WeaponSeeker), false},
	{"kills by mine", "%", atMost(55), killsBy(ships.WeaponMine), false},
	{"kills by mirror", "%", atMost(55), killsBy(ships.WeaponMirror), false},
	{"refits of a ship that is destroyed", "", none, func(f *figures) (float64, bool) { return share(f.refitsLost, f.deaths) }, false},
	{"changes of the lead a round", "", atLeast(1), func(f *figures) (float64, bool) { return share(f.leadChanges, f.rounds) }, false},
	{"powerups taken a round", "", atLeast(2), func(f *figures) (float64, bool) {
		got, ok := share(f.powerups, f.rounds)
		return got, ok && f.mode != ships.Duel && f.mode != ships.Race
	}, false},
	{"length of a round, median", "s", budget{180, 300}, func(f *figures) (float64, bool) {
		got, ok := median(f.seconds)
		return got, ok && !f.mode.Endless
	}, false},
	{"rounds won by the best skill", "%", atMost(60), func(f *figures) (float64, bool) {
		got, ok := percent(f.bestWins, f.decided)
		return got, ok && (f.mode == ships.Skirmish || f.mode == ships.Race) && !f.classes
	}, false},
	{"racers who finish", "%", atLeast(80), func(f *figures) (float64, bool) { return percent(f.finished, f.racers) }, false},
	{"rounds won by the first side", "%", budget{40, 60}, func(f *figures) (float64, bool) {
		got, ok := percent(f.sideWins[1], f.decided)
		return got, ok && f.mode.Teams > 0 && f.mode.Seats == 0
	}, false},
	{"kills of scouts, of the kills and deaths in their fights", "%", budget{45, 55}, fightsWonBy(ships.Scout), true},
	{"of lancers", "%", budget{45, 55}, fightsWonBy(ships.Lancer), true},
	{"of bombers", "%", budget{45, 55}, fightsWonBy(ships.Bomber), true},
	{"of wardens", "%", budget{45, 55}, fightsWonBy(ships.Warden), true},
}

func fightsWonBy(c ships.Class) func(*figures) (float64, bool) {
	return func(f *figures) (float64, bool) {
		got, ok := percent(f.classKills[c], f.classKills[c]+f.classDeaths[c])
		return got, ok && f.classes
	}
}

func killsBy(w ships.Weapon) func(*figures) (float64, bool) {
	return func(f *figures) (float64, bool) { return percent(f.killsBy[w], f.kills) }
}

func share(n, of int) (float64, bool) { return float64(n) / float64(max(of, 1)), of > 0 }

func percent(n, of int) (float64, bool) { return 100 * float64(n) / float64(max(of, 1)), of > 0 }

func median(all []float64) (float64, bool) {
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return all[len(all)/2], true
}

// printTable prints a column for each kind of room, and returns how many figures are not
// within their budget.
func printTable(out io.Writer, all []*figures) (over int) {
	fmt.Fprint(out, "| figure | budget |")
	for _, f := range all {
		fmt.Fprintf(out, " %s |", f.name())
	}
	fmt.Fprint(out, "\n|---|---|")
	for range all {
		fmt.Fprint(out, "---|")
	}
	fmt.Fprintln(out)
	for _, r := range rows {
		fmt.Fprintf(out, "| %s | %s |", r.what, r.budget.text(r.unit))
		for _, f := range all {
			text, bad := r.cell(f)
			if bad {
				over++
			}
			fmt.Fprintf(out, " %s |", text)
		}
		fmt.Fprintln(out)
	}
	return over
}

// text is the budget in words.
func (b budget) text(unit string) string {
	switch {
	case b == none:
		return ""
	case math.IsInf(b.least, -1):
		return fmt.Sprintf("≤ %v %s", b.most, unit)
	case math.IsInf(b.most, 1):
		return fmt.Sprintf("≥ %v %s", b.least, unit)
	}
	return fmt.Sprintf("%v to %v %s", b.least, b.most, unit)
}

// cell is the figure of one kind of room in words; bad: it is not within its budget.
func (r *row) cell(f *figures) (text string, bad bool) {
	got, ok := r.figure(f)
	switch {
	case !ok:
		return "", false
	case r.budget == none || f.classes && !r.ofClass:
		return fmt.Sprintf("%.1f", got), false
	case got < r.budget.least || got > r.budget.most:
		return fmt.Sprintf("%.1f over", got), true
	}
	return fmt.Sprintf("%.1f ok", got), false
}
