package match

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// workload is a kind of n tickets that is costly to match.
type workload struct {
	name string
	q    Queue
	draw func(luck *rand.Rand, i, n int) Ticket
}

var workloads = []workload{
	{"duels of all ratings", duel, func(luck *rand.Rand, i, _ int) Ticket {
		return solo(fmt.Sprint(i), 25+8*luck.NormFloat64(), 60*luck.Float64())
	}},
	{"duels of newcomers who are all equal", duel, func(luck *rand.Rand, i, _ int) Ticket {
		return solo(fmt.Sprint(i), 25, 60*luck.Float64())
	}},
	// Everyone is just out of everyone's reach but for one who accepts all.
	{"duels of loners", duel, func(luck *rand.Rand, i, n int) Ticket {
		return solo(fmt.Sprint(i), float64(i)*2.1, 0)
	}},
	{"one with a wide window in a crowd with narrow ones", Queue{Seats: 2, rating: Window{1e-9, 1, 1e9}}, func(luck *rand.Rand, i, n int) Ticket {
		return solo(fmt.Sprint(i), float64(i), float64(i%2*n))
	}},
	{"parties that never add up", Queue{Seats: 16, Teams: 2, Party: 8}, func(luck *rand.Rand, i, _ int) Ticket {
		return party(fmt.Sprint(i), 60*luck.Float64(), 25, 25, 25, 25, 25)
	}},
	{"teams of eight, parties of all sizes", Queue{Seats: 16, Teams: 2, Party: 4, rating: Window{2, 0.5, 15}}, func(luck *rand.Rand, i, _ int) Ticket {
		ratings := make([]float64, 1+luck.IntN(4))
		for j := range ratings {
			ratings[j] = 25 + 8*luck.NormFloat64()
		}
		return party(fmt.Sprint(i), 60*luck.Float64(), ratings...)
	}},
	{"duels around the world", Queue{Seats: 2, rating: Window{2, 0.5, 15}, latency: Window{80, 10, 200}, regions: []string{"eu", "us", "asia", "sa"}}, func(luck *rand.Rand, i, _ int) Ticket {
		ms := map[string]int{"eu": luck.IntN(250), "us": luck.IntN(250), "asia": luck.IntN(250), "sa": luck.IntN(250)}
		return solo(fmt.Sprint(i), 25+8*luck.NormFloat64(), 60*luck.Float64()).withLatencies(ms)
	}},
}

func (c workload) tickets(n int) []Ticket {
	luck := rand.New(rand.NewPCG(1, 1))
	tickets := make([]Ticket, n)
	for i := range tickets {
		tickets[i] = c.draw(luck, i, n)
	}
	return tickets
}

// propose visits at most a constant times n log n tickets and tree nodes, whatever the
// workload. The visits are counted, because times on a busy machine prove nothing.
func TestTheCostIsBoundedForEveryWorkload(t *testing.T) {
	const each = 4 // up a tree and down again, in both directions, for a ticket and a region
	for _, c := range workloads {
		t.Run(c.name, func(t *testing.T) {
			for _, n := range []int{100, 10_000} {
				p := newProposer(noon, c.tickets(n), c.q)
				for _, s := range p.byAge {
					if s.matched {
						continue
					}
					if g, ok := p.bestGroup(s); ok {
						p.toProposal(g)
					}
				}
				most := float64(each*n*len(p.regions)) * math.Log2(float64(n))
				if c.q.Seats > 2 {
					most *= float64(looksPerSeat * c.q.Seats)
				}
				t.Logf("%d tickets: %d looks of %.0f", n, p.steps, most)
				if float64(p.steps) > most {
					t.Errorf("%d tickets cost %d looks, want %.0f at most", n, p.steps, most)
				}
			}
		})
	}
}

func BenchmarkPropose(b *testing.B) {
	for _, c := range workloads {
		tickets := c.tickets(10_000)
		b.Run("tickets=10000/"+c.name, func(b *testing.B) {
			for b.Loop() {
				propose(noon, tickets, nil, c.q)
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/pass")
		})
	}
	quick := Instant("quick", "skirmish", 0, 16)
	rooms := make([]Room, 200)
	for i := range rooms {
		rooms[i] = Room{ID: fmt.Sprint(i), Teams: []TeamState{{Free: 1 + i%16, Players: 15 - i%16}}}
	}
	tickets := workloads[0].tickets(10_000)
	b.Run("tickets=10000/into rooms that have begun", func(b *testing.B) {
		for b.Loop() {
			propose(noon, tickets, rooms, quick)
		}
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(time.Millisecond), "ms/pass")
	})
}
