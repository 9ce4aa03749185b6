package feel

import (
	"fmt"
	"io"
	"math"
	"time"

	"perihelion/shared/netsim"
)

// roundTrips are those of the links in a trial of fairness.
var roundTrips = [...]time.Duration{20 * ms, 60 * ms, 120 * ms, 200 * ms}

// FairnessRow is how the hits of a fight are shared by equal pilots on unequal links.
type FairnessRow struct {
	Way    string
	Hits   [len(roundTrips)]int // by the players of each link
	config Profile
}

// fairnessRows are the ways that are compared. Where packets are lost, the players use datagrams.
func fairnessRows() []FairnessRow {
	return []FairnessRow{
		{Way: "WebSocket"},
		{Way: "datagrams, 2 % of loss", config: Profile{Net: netsim.Symmetric(0, 0, 0.02), Datagrams: true}},
	}
}

// letFight lets sixteen equal pilots fight, four on each link.
func (r *FairnessRow) letFight(plan Plan, bubble Bubble) error {
	var links [len(roundTrips)]Profile
	for i, trip := range roundTrips {
		links[i] = r.config
		links[i].Net = netsim.Symmetric(trip, 5*ms, r.config.Net.Up.Loss)
	}
	return bubble(func() error {
		t := &trial{profile: &links[0], seed: plan.Seed}
		err := t.runTrial(plan.Brawlers, plan.Fairness, func(p *player) {
			fighters(p)
			p.profile = &links[p.n%len(links)]
		})
		for n, hits := range t.server.world.dealt {
			r.Hits[n%len(links)] += hits
		}
		return err
	})
}

func (r *FairnessRow) sum() (n int) {
	for _, hits := range r.Hits {
		n += hits
	}
	return n
}

// share is that of the hits by the players of a link, in per cent.
func (r *FairnessRow) share(link int) float64 {
	return 100 * float64(r.Hits[link]) / max(float64(r.sum()), 1)
}

// unfairness is how far the share of any link is from an equal one, in per cent of all hits.
func (r *Report) unfairness() (worst float64, ok bool) {
	for i := range r.Fairness {
		row := &r.Fairness[i]
		for link := range row.Hits {
			worst = max(worst, math.Abs(row.share(link)-100/float64(len(row.Hits))))
		}
		ok = ok || row.sum() > 0
	}
	return worst, ok
}

// PrintFairness writes which share of the hits the players of each link have.
func PrintFairness(w io.Writer, rows []FairnessRow) {
	lines := [][]string{{"share of hits at a round trip of"}}
	for _, trip := range roundTrips {
		lines[0] = append(lines[0], fmt.Sprint(trip))
	}
	lines[0] = append(lines[0], "hits")
	for i := range rows {
		line := []string{rows[i].Way}
		for link := range roundTrips {
			line = append(line, fmt.Sprintf("%.1f%%", rows[i].share(link)))
		}
		lines = append(lines, append(line, fmt.Sprint(rows[i].sum())))
	}
	align(w, lines)
}
