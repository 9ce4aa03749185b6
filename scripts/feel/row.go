package feel

import (
	"slices"

	"perihelion/sim"
)

// Row is what was measured on one profile.
type Row struct {
	Profile

	Cruise, Brawl distribution // corrections, units
	Starved       float64      // per cent of ticks
	Slack         float64      // ticks
	Underrun      float64      // per cent of frames
	Delay, Lead   float64      // ms
	Blind         float64      // per cent of frames
	Picture       distribution // units
	Recovery      float64      // ms; negative: never
	Jumps         int
	Shots         shotCounts
	Own           int     // ticks
	Other         float64 // ms, median
	Down, Up      float64 // bytes per second
	Keyframes     uint64
	Corrupt       uint64
}

// measureProfile runs the trials of a profile: cruise, then brawl.
func measureProfile(p Profile, plan Plan, bubble Bubble) (r Row, err error) {
	r.Profile = p
	err = bubble(func() error {
		t := &trial{profile: &p, seed: plan.Seed}
		err := t.runTrial(plan.Cruisers, plan.Cruise, cruisers)
		if err == nil {
			r.addCruise(t)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	return r, bubble(func() error {
		t := &trial{profile: &p, seed: plan.Seed + 1}
		err := t.runTrial(plan.Brawlers, plan.Brawl, fighters)
		if err == nil {
			r.addBrawl(t)
		}
		return err
	})
}

func (r *Row) addCruise(t *trial) {
	n := t.sum()
	r.Cruise = newDistribution(n.corrections)
	slices.Sort(n.others)
	r.Other = quantile(n.others, 0.5)
	r.addCommon(t, &n)
}

func (r *Row) addBrawl(t *trial) {
	n := t.sum()
	r.Brawl = newDistribution(n.corrections)
	seconds := float64(len(t.players)) * t.end.Sub(t.begin).Seconds()
	r.Down = float64(n.after.BytesIn-n.before.BytesIn) / seconds
	r.Up = float64(n.after.BytesOut-n.before.BytesOut) / seconds
	r.Starved = 100 * float64(t.starved) / (seconds * sim.DefaultRate)
	r.Slack = n.slack.value()
	r.Underrun = 100 * float64(n.after.Underruns-n.before.Underruns) / max(float64(n.frames), 1)
	r.Delay, r.Lead = n.delay.value(), n.lead.value()
	r.Blind = 100 * float64(n.blind) / max(float64(n.frames), 1)
	r.Picture = newDistribution(n.drawn)
	r.Shots = t.server.world.countShots(n.shots)
	r.addCommon(t, &n)
}

// addCommon adds what is measured in both trials.
func (r *Row) addCommon(t *trial, n *measurements) {
	r.Own = max(r.Own, n.own)
	r.Keyframes += n.after.Keyframes - n.before.Keyframes
	r.Corrupt += n.after.Corrupt
	r.Jumps += n.jumps
	for _, p := range t.players {
		switch {
		case p.back.IsZero() || r.Recovery < 0:
		case p.recoveredAt.IsZero():
			r.Recovery = -1
		default:
			r.Recovery = max(r.Recovery, float64(p.recoveredAt.Sub(p.back))/float64(ms))
		}
	}
}

// Floor is the shortest possible time from a key to another's screen, in ms: both ways,
// in the middle of the jitter, a tick, and a snapshot interval.
func (r *Row) Floor() float64 {
	return float64(r.oneWays()+screen+interval*screen) / float64(ms)
}

// Ratio is the time from a key to another's screen, divided by Floor.
func (r *Row) Ratio() float64 { return r.Other / r.Floor() }

// Confirmed is the share of the rails that hit on the screen which the server confirmed,
// in per cent.
func (r *Row) Confirmed() float64 {
	return 100 * float64(r.Shots.confirmed) / max(float64(r.Shots.total()), 1)
}

// Rewind is how far into the past a victim was hit, in ms.
func (r *Row) Rewind() float64 { return ticksToMS(r.Shots.rewind) }

func ticksToMS(n int32) float64 { return float64(n) * 1000 / sim.DefaultRate }

// sum is what all players of a trial measured together.
func (t *trial) sum() (all measurements) {
	for _, p := range t.players {
		n := &p.measurements
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

// distribution is a sorted list of values.
type distribution struct {
	sorted []float64
}

func newDistribution(values []float64) distribution {
	slices.Sort(values)
	return distribution{values}
}

func (d distribution) quantile(q float64) float64 { return quantile(d.sorted, q) }

func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1)+0.5)]
}
