package feel

import (
	"fmt"
	"io"
	"time"

	"perihelion/shared/transport"
)

// A Plan is how long a lab flies and with how many.
type Plan struct {
	Seed           uint64
	Cruise, Brawl  time.Duration // measured
	Cruisers, Crew int
	Duels          int // of each cheat, and of its honest twin
	Duel           time.Duration
}

// Full is the plan of `make feel`.
var Full = Plan{
	Seed:   1,
	Cruise: 60 * time.Second, Cruisers: 8,
	Brawl: 3 * time.Minute, Crew: 16,
	Duels: 8, Duel: time.Minute,
}

// A Report is all that was measured.
type Report struct {
	Rows  []Row
	Deeds []Deed
}

// A Deed is what one cheat got out of its flights.
type Deed struct {
	Cheat
	Take Take
	Gain float64 // over the honest twin, per cent
}

// A Bubble runs f in virtual time.
type Bubble func(f func() error) error

// try flies one cheat, or its honest twin.
func try(c Cheat, plan Plan, bubble Bubble) (d Deed, err error) {
	d.Cheat = c
	for n := range plan.Duels {
		err := bubble(func() error {
			take, err := compete(plan.Seed+uint64(n), plan.Duel, c.about)
			d.Take.add(take)
			return err
		})
		if err != nil {
			return d, err
		}
	}
	return d, nil
}

// weigh works out the gains, with the honest twin first.
func (r *Report) weigh() {
	for i := range r.Deeds {
		r.Deeds[i].Gain = r.Deeds[i].Take.gain(&r.Deeds[0].Take)
	}
}

// gain is the most that a cheat got over the honest twin.
func (r *Report) gain() (most float64, ok bool) {
	for i := range r.Deeds {
		most = max(most, r.Deeds[i].Gain)
	}
	return most, len(r.Deeds) > 0
}

// borne counts the sessions of cheats that should have ended and did not.
func (r *Report) borne() (n float64, ok bool) {
	for i := range r.Deeds {
		if d := &r.Deeds[i]; d.Banned && d.Take.Ended != transport.RateLimited {
			n++
		}
	}
	return n, len(r.Deeds) > 0
}

// Print writes everything. It reports whether every budget held.
func (r *Report) Print(w io.Writer) bool {
	PrintTable(w, r.Rows)
	fmt.Fprintln(w)
	PrintCheats(w, r.Deeds)
	fmt.Fprintln(w)
	held := PrintBudgets(w, r)
	fmt.Fprintf(w, "\n%d of %d budgets held\n", held, len(Budgets))
	return held == len(Budgets)
}
