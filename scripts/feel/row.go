package feel

import (
	"slices"

	"perihelion/sim"
)

// A Row is what was measured on one profile.
type Row struct {
	Profile

	Cruise, Brawl spread  // corrections, units
	Starved       float64 // per cent of ticks
	Slack         float64 // ticks
	Underrun      float64 // per cent of frames
	Delay, Lead   float64 // ms
	Blind         float64 // per cent of frames
	Picture       spread  // units
	Back          float64 // ms; negative: never
	Jumps         int
	Shots         verdict
	Own           int     // ticks
	Other         float64 // ms, median
	Down, Up      float64 // bytes per second
	Keyframes     uint64
	Corrupt       uint64
}

// measure flies a profile, cruise and brawl, one after the other.
func measure(p Profile, plan Plan, bubble Bubble) (r Row, err error) {
	r.Profile = p
	err = bubble(func() error {
		f, err := fly(&p, plan.Cruisers, plan.Seed, plan.Cruise, cruisers)
		if err == nil {
			r.cruised(f)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	return r, bubble(func() error {
		f, err := fly(&p, plan.Crew, plan.Seed+1, plan.Brawl, fighters)
		if err == nil {
			r.fought(f)
		}
		return err
	})
}

func (r *Row) cruised(f *flight) {
	n := f.sum()
	r.Cruise = spreadOf(n.corrections)
	slices.Sort(n.others)
	r.Other = quantile(n.others, 0.5)
	r.common(f, &n)
}

func (r *Row) fought(f *flight) {
	n := f.sum()
	r.Brawl = spreadOf(n.corrections)
	seconds := float64(len(f.players)) * f.end.Sub(f.begin).Seconds()
	r.Down = float64(n.after.BytesIn-n.before.BytesIn) / seconds
	r.Up = float64(n.after.BytesOut-n.before.BytesOut) / seconds
	r.Starved = 100 * float64(f.starved) / (seconds * sim.DefaultRate)
	r.Slack = n.slack.value()
	r.Underrun = 100 * float64(n.after.Underruns-n.before.Underruns) / max(float64(n.frames), 1)
	r.Delay, r.Lead = n.delay.value(), n.lead.value()
	r.Blind = 100 * float64(n.blind) / max(float64(n.frames), 1)
	r.Picture = spreadOf(n.drawn)
	r.Shots = f.hall.world.judge(n.shots)
	r.common(f, &n)
}

// common is what counts wherever it happens.
func (r *Row) common(f *flight, n *notes) {
	r.Own = max(r.Own, n.own)
	r.Keyframes += n.after.Keyframes - n.before.Keyframes
	r.Corrupt += n.after.Corrupt
	r.Jumps += n.jumps
	for _, p := range f.players {
		switch {
		case p.back.IsZero() || r.Back < 0:
		case p.whole.IsZero():
			r.Back = -1
		default:
			r.Back = max(r.Back, float64(p.whole.Sub(p.back))/float64(ms))
		}
	}
}

// Floor is the least that a key can take to another's screen, in ms: the way there
// and back, in the middle of the jitter, a tick, and a snapshot interval.
func (r *Row) Floor() float64 {
	return float64(r.oneWays()+screen+interval*screen) / float64(ms)
}

// Ratio is what a key takes over the least that it can.
func (r *Row) Ratio() float64 { return r.Other / r.Floor() }

// Confirmed is the share of rails that hit on the screen and on the server.
func (r *Row) Confirmed() float64 {
	return 100 * float64(r.Shots.confirmed) / max(float64(r.Shots.judged()), 1)
}

// Rewind is how far into the past a victim was hit, in ms.
func (r *Row) Rewind() float64 { return ticksToMS(r.Shots.rewind) }

func ticksToMS(n int32) float64 { return float64(n) * 1000 / sim.DefaultRate }

// sum is what all players of a flight noted together.
func (f *flight) sum() (all notes) {
	for _, p := range f.players {
		n := &p.notes
		all.corrections = append(all.corrections, n.corrections...)
		all.drawn = append(all.drawn, n.drawn...)
		all.others = append(all.others, n.others...)
		all.shots = append(all.shots, n.shots...)
		all.slack.merge(n.slack)
		all.delay.merge(n.delay)
		all.lead.merge(n.lead)
		all.frames += n.frames
		all.blind += n.blind
		all.own = max(all.own, n.own)
		all.jumps += n.jumps
		all.before.BytesIn += n.before.BytesIn
		all.before.BytesOut += n.before.BytesOut
		all.before.Underruns += n.before.Underruns
		all.before.Keyframes += n.before.Keyframes
		all.after.BytesIn += n.after.BytesIn
		all.after.BytesOut += n.after.BytesOut
		all.after.Underruns += n.after.Underruns
		all.after.Keyframes += n.after.Keyframes
		all.after.Corrupt += n.after.Corrupt
	}
	return all
}

// A spread is a distribution.
type spread struct {
	sorted []float64
}

func spreadOf(values []float64) spread {
	slices.Sort(values)
	return spread{values}
}

func (s spread) at(q float64) float64 { return quantile(s.sorted, q) }

func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1)+0.5)]
}
