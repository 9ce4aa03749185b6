package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// A state may come from another machine, whose owner may have changed it. RestoreState
// refuses what no match comes to: a ship outside the arena, more points than end a round, a
// clock that runs for longer than a round. What is left may still never have been played.
const (
	longestTimer = 10_000  // ms: no timer of a ship is longer
	mostCounted  = 1 << 24 // of anything that is counted for a player
	pointsBeyond = 64      // points above the limit of a round: of the kills in its last tick
	fastest      = 4 * TopSpeed

	pushedOut = 400 // units: rocks push a ship at the edge out by less

	mostPulseDamage = 50 // of the hottest ship, with a lot to spare
)

func (w *World) isPossible() bool {
	if w.client || !w.goal.isPossible(&w.arena) || !w.isClockPossible() || !w.arePointsPossible() {
		return false
	}
	for _, p := range w.players {
		s := &w.ships[p]
		if !s.body.isPossible(&w.arena) || s.edits && !w.cfg.Editable || !s.score.isPossible() || s.attacked > w.tick || max(s.score.passed, s.score.lapBegan) > w.tick || !w.areDropsPossible(p) {
			return false
		}
	}
	for i := range w.rocks {
		if w.rocks[i].hull < 0 || !w.isSoon(w.rocks[i].restoreAt, reformTime) {
			return false
		}
	}
	for i := range w.pads {
		if !w.isSoon(w.pads[i].refillAt, padRefill) {
			return false
		}
	}
	for i := range w.scraps {
		if !w.isSoon(w.scraps[i].until, scrapLife) || !w.arena.holds(w.scraps[i].pos) {
			return false
		}
	}
	return true
}

// isSoon reports whether a tick is at most so many milliseconds away, or over.
func (w *World) isSoon(t sim.Tick, ms int64) bool { return t <= w.tick+sim.Tick(w.arena.ticks(ms)) }

// isClockPossible looks at the tick and at the end of the phase.
func (w *World) isClockPossible() bool {
	m, longest := &w.match, int64(0)
	switch m.phase {
	case sim.PhaseCountdown:
		longest = countdownTime
	case sim.PhaseLive:
		longest = max(int64(w.cfg.RoundSeconds())*1000, overtime, withdrawTime)
	case sim.PhasePodium:
		longest = podiumTime
	}
	endless := m.phase == sim.PhaseLive && w.cfg.Endless() // but it ends if its arena was withdrawn
	ends := m.phase != sim.PhaseWarmup && (!endless || m.ends != 0)
	return w.tick < 1<<31 && m.round >= 0 && m.round < mostCounted && (m.ends != 0) == ends && w.isSoon(m.ends, longest)
}

// arePointsPossible reports whether nobody has more points than win.
func (w *World) arePointsPossible() bool {
	most := int32(mostCounted)
	if limit := w.cfg.Limit(); limit > 0 {
		most = int32(limit) + pointsBeyond
	}
	for _, points := range w.match.teamPoints {
		if points > most || points < -mostCounted {
			return false
		}
	}
	for _, p := range w.players {
		if w.ships[p].score.points > most {
			return false
		}
	}
	return true
}

func (t *playerScore) isPossible() bool {
	for _, n := range [...]int32{t.kills, t.deaths, t.streak, t.bestStreak, t.railShots, t.railHits, t.coronaTicks, t.bestLap} {
		if n < 0 || n > mostCounted {
			return false
		}
	}
	return t.points > -mostCounted
}

func (b *body) isPossible(a *arena) bool {
	full := b.stats()
	for _, ticks := range [...]int32{b.pulseWait, b.railWait, b.shieldWait, b.protected, b.respawn, b.mineWait} {
		if ticks < 0 || ticks > a.ticks(longestTimer) {
			return false
		}
	}
	return a.holds(b.pos) && isWithin(b.vel, fixed.Int(fastest)) && b.alive == (b.hull > 0) &&
		isPart(b.hull, full.Hull) && isPart(b.shield, full.Shield+overshieldGain) && isPart(b.energy, full.Energy) && isPart(b.heat, mostHeat)
}

// isPart reports whether n is from 0 to a full.
func isPart(n fixed.Num, full int) bool { return n >= 0 && n <= fixed.Int(full) }

// holds reports whether something of the arena may be at a position: rocks push what is at
// the edge a little beyond.
func (a *arena) holds(at fixed.Vec) bool {
	return isWithin(at, a.largest+fixed.Int(wallDepth+pushedOut))
}

func isWithin(v fixed.Vec, most fixed.Num) bool { return v.X.Abs() <= most && v.Y.Abs() <= most }

// areDropsPossible looks at what p has fired and dropped. A pulse may leave the arena.
func (w *World) areDropsPossible(p sim.PlayerID) bool {
	for live := w.drops[p].live; live != 0; live &= live - 1 {
		d := &w.drops[p].slots[lowestBit(live)]
		if d.born > w.tick || !w.arena.holds(d.pos) || !isWithin(d.vel, fixed.Int(fastest)) {
			return false
		}
	}
	for live := w.pulses[p].live; live != 0; live &= live - 1 {
		s := &w.pulses[p].slots[lowestBit(live)]
		f := &s.flight
		if s.damage < 0 || s.damage > mostPulseDamage || !isWithin(f.pos, w.arena.largest+fixed.Int(wallDepth+fastest)) || !isWithin(f.vel, fixed.Int(fastest)) {
			return false
		}
	}
	return true
}
