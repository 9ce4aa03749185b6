package feel

import (
	"fmt"
	"io"
	"time"

	"perihelion/shared/transport"
)

// Plan is how long the trials are and how many players they have.
type Plan struct {
	Seed               uint64
	Cruise, Brawl      time.Duration // measured time of the trials
	Cruisers, Brawlers int           // players of the trials
	Duels              int           // of each cheat, and of the honest player
	Duel               time.Duration
	Puck               time.Duration // measured time of a match of Puck
	Fairness           time.Duration // measured time of the fights on unequal links; 0: there are none
}

// Full is the plan of `make feel`.
var Full = Plan{
	Seed:   1,
	Cruise: 60 * time.Second, Cruisers: 8,
	Brawl: 3 * time.Minute, Brawlers: 16,
	Duels: 40, Duel: time.Minute,
	Puck: 6 * time.Minute, Fairness: 10 * time.Minute,
}

// Report is all that was measured.
type Report struct {
	Rows      []Row
	Datagrams []Row // of links that have datagrams beside the WebSocket
	Puck      []PuckRow
	Fairness  []FairnessRow
	Cheats    []CheatResult // the honest player is the first
}

// CheatResult is what one cheat reached.
type CheatResult struct {
	Cheat
	Score Score
	Gain  float64 // over the honest player, per cent
}

// Bubble runs f in virtual time.
type Bubble func(f func() error) error

// runCheat runs the duels and races of one cheat, or of the honest player.
func runCheat(c Cheat, plan Plan, bubble Bubble) (res CheatResult, err error) {
	res.Cheat = c
	for n := range plan.Duels {
		err := bubble(func() error {
			score, err := runDuelAndRace(plan.Seed+uint64(n), plan.Duel, c.setup)
			res.Score.addScore(score)
			return err
		})
		if err != nil {
			return res, err
		}
	}
	return res, nil
}

// computeGains compares all cheats with the honest player.
func (r *Report) computeGains() {
	for i := range r.Cheats {
		r.Cheats[i].Gain = r.Cheats[i].Score.gainOver(&r.Cheats[0].Score)
	}
}

// maxGain is the highest gain of a cheat over the honest player, in per cent.
func (r *Report) maxGain() (most float64, ok bool) {
	for i := range r.Cheats {
		most = max(most, r.Cheats[i].Gain)
	}
	return most, len(r.Cheats) > 0
}

// toleratedFloods counts the cheats whose session the server should have ended and did not.
func (r *Report) toleratedFloods() (n float64, ok bool) {
	for i := range r.Cheats {
		if c := &r.Cheats[i]; c.Banned && c.Score.Ended != transport.RateLimited {
			n++
		}
	}
	return n, len(r.Cheats) > 0
}

// Print writes everything. It reports whether every budget was held.
func (r *Report) Print(w io.Writer) bool {
	PrintTable(w, r.Rows)
	fmt.Fprintln(w, "\nwith datagrams beside the WebSocket, used where the client finds that better:")
	PrintTable(w, r.Datagrams)
	fmt.Fprintln(w)
	PrintPuck(w, r.Puck)
	fmt.Fprintln(w)
	PrintFairness(w, r.Fairness)
	fmt.Fprintln(w)
	PrintCheats(w, r.Cheats)
	fmt.Fprintln(w)
	held := PrintBudgets(w, r)
	fmt.Fprintf(w, "\n%d of %d budgets held\n", held, len(Budgets))
	return held == len(Budgets)
}
