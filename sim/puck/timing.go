package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// timing is how a tick is divided: bodies move in sub-steps of at most 1/120 s, so that
// nothing passes through anything at any rate, and a match feels alike at all of them.
type timing struct {
	rate int64 // ticks per second
	subs int64 // sub-steps of a tick
	per  int64 // sub-steps of a second

	slap, swing, wait, rest int32 // slapTime, swingTime and waitTime, waitTime, restTime in ticks
}

const leastSubs = 120 // sub-steps of a second

func timingOf(cfg *sim.Config) timing {
	t := timing{rate: int64(cfg.TicksPerSecond())}
	t.subs = (leastSubs + t.rate - 1) / t.rate
	t.per = t.rate * t.subs
	t.slap, t.wait, t.rest = t.ticks(slapTime), t.ticks(waitTime), t.ticks(restTime)
	t.swing = t.ticks(swingTime) + t.wait
	return t
}

// ticks is how many ticks some milliseconds take, at least one.
func (t *timing) ticks(ms int64) int32 { return int32(max((ms*t.rate+999)/1000, 1)) }

// SlapTicks is how many ticks of winding up make the hardest kick.
func SlapTicks(cfg *sim.Config) int32 { t := timingOf(cfg); return t.slap }

// percent is p percent of n.
func percent(n fixed.Num, p int) fixed.Num { return n * fixed.Num(p) / 100 }
