package match

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Players arrive over an evening, in steps of half a second: all of them play soon, and
// those with few possible opponents no later than bots are allowed.
func TestEverybodyPlaysInTime(t *testing.T) {
	fours := Queue{Seats: 4, Teams: 2, Party: 2, rating: Window{2, 0.5, 15}, fillAfter: 40 * time.Second, minPlayers: 2, timeout: 90 * time.Second}
	tests := []struct {
		name    string
		q       Queue
		every   time.Duration // between arrivals
		longest time.Duration
	}{
		{"duels on a lively evening", Paired("duel", "duel", Pace{Window{2, 0.5, 15}, 0, 90 * time.Second}).withoutBots(), 200 * time.Millisecond, 80 * time.Second},
		{"duels in a quiet night, with bots", Paired("duel", "duel", Pace{Window{2, 0.5, 15}, 30 * time.Second, 90 * time.Second}), 40 * time.Second, 31 * time.Second},
		{"two against two, with parties", fours, 400 * time.Millisecond, 60 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			luck := rand.New(rand.NewPCG(20, 26))
			var waiting []Ticket
			arrived, played := 0, 0
			next := noon
			for now := noon; now.Before(noon.Add(20 * time.Minute)); now = now.Add(500 * time.Millisecond) {
				for ; !next.After(now); next = next.Add(time.Duration(luck.ExpFloat64() * float64(tt.every))) {
					var ratings []float64
					for range 1 + luck.IntN(tt.q.Party) {
						ratings = append(ratings, min(max(25+8*luck.NormFloat64(), 10), 40)) // few are worse, few better
					}
					one := party(fmt.Sprint(arrived), 0, ratings...)
					one.created = next
					waiting = append(waiting, one)
					arrived++
				}
				found, told := propose(now, waiting, nil, tt.q)
				for _, p := range found {
					played += len(p.entries)
				}
				var left []Ticket
				for _, e := range told {
					if e.Waited > tt.longest {
						t.Fatalf("ticket %s of %.1f has waited %v, want %v at most; it was told %+v", e.Ticket, e.Rating, e.Waited, tt.longest, e.NearMiss)
					}
					left = append(left, findTicket(waiting, e.Ticket))
				}
				waiting = left
			}
			if played+len(waiting) != arrived || played < arrived*9/10 {
				t.Errorf("of %d who came %d played and %d wait", arrived, played, len(waiting))
			}
		})
	}
}

// withoutBots is the queue without bots.
func (q Queue) withoutBots() Queue {
	q.minPlayers = 0
	return q
}
