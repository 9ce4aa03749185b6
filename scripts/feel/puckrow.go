package feel

import (
	"fmt"
	"io"

	"perihelion/sim"
)

// PuckRow is what was measured of Puck on one profile.
type PuckRow struct {
	Profile

	Puck     distribution // predicted off the truth, units
	InPlay   distribution // the same while it is in play
	Drawn    distribution // the puck, drawn off the truth
	Others   distribution // the other skaters, drawn off the truth
	Jump     distribution // units, in one frame
	Ahead    float64      // per cent of the other skaters
	Starved  float64      // per cent of ticks
	Blind    float64      // per cent of frames
	Down, Up float64      // bytes per second
	Corrupt  uint64
}

// puckProfiles are those on which Puck is played: the links that stay.
func puckProfiles(profiles []Profile) (kept []Profile) {
	for _, p := range profiles {
		if p.Outage == 0 && p.Mended == 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

func measurePuckProfile(p Profile, plan Plan, bubble Bubble) (r PuckRow, err error) {
	r.Profile = p
	return r, bubble(func() error {
		s, skaters, err := runPuck(&p, plan.Seed, plan.Puck)
		if err == nil {
			r.addMatch(s, skaters, plan.Puck.Seconds())
		}
		return err
	})
}

func (r *PuckRow) addMatch(s *rink, skaters []*skater, seconds float64) {
	var predicted, inPlay, drawnPuck, others, jumps []float64
	var frames, blind, drawn, ahead int
	for _, k := range skaters {
		predicted = s.world.appendOff(predicted, k.predicted, always)
		inPlay = s.world.appendOff(inPlay, k.predicted, s.world.played)
		drawnPuck = s.world.appendOff(drawnPuck, k.puck, always)
		others = s.world.appendOff(others, k.others, always)
		jumps = s.world.appendJumps(jumps, k.puck)
		frames, blind, drawn, ahead = frames+k.frames, blind+k.blind, drawn+k.drawn, ahead+k.ahead
		after := k.View.Stats
		r.Down += float64(after.BytesIn-k.before.BytesIn) / seconds / float64(len(skaters))
		r.Up += float64(after.BytesOut-k.before.BytesOut) / seconds / float64(len(skaters))
		r.Corrupt += after.Corrupt
	}
	r.Puck, r.InPlay, r.Drawn = newDistribution(predicted), newDistribution(inPlay), newDistribution(drawnPuck)
	r.Others, r.Jump = newDistribution(others), newDistribution(jumps)
	r.Ahead = 100 * float64(ahead) / max(float64(drawn), 1)
	r.Blind = 100 * float64(blind) / max(float64(frames), 1)
	r.Starved = 100 * float64(s.starved) / (seconds * sim.DefaultRate * float64(len(skaters)))
}

// puckColumns are explained in the package's doc.
var puckColumns = []column[PuckRow]{
	{"profile", func(r *PuckRow) string { return r.Name }},
	{"puck", func(r *PuckRow) string {
		return fmt.Sprintf("%.1f/%.1f/%.1f", r.Puck.quantile(0.5), r.Puck.quantile(0.95), r.Puck.quantile(0.99))
	}},
	{"in play", func(r *PuckRow) string { return fmt.Sprintf("%.1f", r.InPlay.quantile(0.95)) }},
	{"drawn", func(r *PuckRow) string {
		return fmt.Sprintf("%.1f/%.1f/%.1f", r.Drawn.quantile(0.5), r.Drawn.quantile(0.95), r.Drawn.quantile(0.99))
	}},
	{"others", func(r *PuckRow) string {
		return fmt.Sprintf("%.1f/%.1f", r.Others.quantile(0.5), r.Others.quantile(0.95))
	}},
	{"jump", func(r *PuckRow) string { return fmt.Sprintf("%.1f/%.1f", r.Jump.quantile(0.99), r.Jump.quantile(1)) }},
	{"ahead", func(r *PuckRow) string { return fmt.Sprintf("%.2f%%", r.Ahead) }},
	{"starved", func(r *PuckRow) string { return fmt.Sprintf("%.2f%%", r.Starved) }},
	{"blind", func(r *PuckRow) string { return fmt.Sprintf("%.2f%%", r.Blind) }},
	{"down", func(r *PuckRow) string { return fmt.Sprintf("%.0f", r.Down) }},
	{"up", func(r *PuckRow) string { return fmt.Sprintf("%.0f", r.Up) }},
	{"corrupt", func(r *PuckRow) string { return fmt.Sprint(r.Corrupt) }},
}

// PrintPuck writes a line for every row of Puck, aligned.
func PrintPuck(w io.Writer, rows []PuckRow) { align(w, cells(puckColumns, rows)) }
