package ships

import (
	"perihelion/sim"
	"perihelion/sim/rng"
)

// Flare is when the corona is larger: from the tick Begin to the one before End. It is
// announced from the tick Notice on.
type Flare struct{ Notice, Begin, End sim.Tick }

// On reports whether the corona is larger at a tick.
func (f Flare) On(t sim.Tick) bool { return t >= f.Begin && t < f.End }

// FlareAt is the flare of the minute of a tick: the one that is announced or under way, or
// was, or will be. There is one in each, at a moment that only the seed decides.
func FlareAt(cfg *sim.Config, t sim.Tick) Flare {
	a := arenaOf(cfg)
	return a.flareAt(t)
}

func (a *arena) flareAt(t sim.Tick) (f Flare) {
	period, notice, long := a.ticks(flarePeriod), a.ticks(FlareNotice), a.ticks(flareTime)
	n := t / sim.Tick(period)
	luck := rng.Source(rng.Mix(a.seed) ^ uint64(n))
	f.Notice = n*sim.Tick(period) + sim.Tick(luck.Below(int(period-notice-long)))
	f.Begin = f.Notice + sim.Tick(notice)
	f.End = f.Begin + sim.Tick(long)
	return f
}
