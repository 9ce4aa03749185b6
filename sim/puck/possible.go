package puck

import "perihelion/sim"

// A state may come from another machine, whose owner may have changed it. RestoreState
// refuses what no match comes to.
const (
	longestStage = 10_000  // ms
	mostCounted  = 1 << 24 // of anything that is counted
)

// isPossible reports whether the clock and the score can be those of a match. Bodies and
// the puck are looked at where they are read.
func (w *World) isPossible() bool {
	m, longest := &w.match, int64(0)
	switch m.phase {
	case sim.PhaseCountdown:
		longest = countdownTime
	case sim.PhaseLive:
		longest = max(int64(w.cfg.RoundSeconds())*1000, overtime)
	case sim.PhasePodium:
		longest = podiumTime
	}
	if w.client || w.tick >= 1<<31 || m.round < 0 || m.round > mostCounted || (m.ends != 0) != (m.phase != sim.PhaseWarmup) {
		return false
	}
	for _, goals := range m.score {
		if goals < 0 || int(goals) > w.cfg.Limit() {
			return false
		}
	}
	for _, p := range w.players {
		t := &w.skaters[p].tally
		if max(t.goals, t.assists, t.saves, t.steals, t.drove) > mostCounted {
			return false
		}
	}
	return w.isSoon(m.ends, longest) && w.isSoon(m.until, longestStage) && (m.phase != sim.PhaseCountdown || w.isFresh())
}

// isFresh reports whether nothing is counted yet. Nothing is before a round: its scores are
// cleared when the countdown begins, and the round counts what it ends with.
func (w *World) isFresh() bool {
	for _, p := range w.players {
		if w.skaters[p].tally != (tally{}) {
			return false
		}
	}
	return w.match.score == [teams]int32{} && !w.match.sudden
}

// isSoon reports whether a tick is at most so many milliseconds away, or over.
func (w *World) isSoon(t sim.Tick, ms int64) bool { return t <= w.tick+sim.Tick(w.timing.ticks(ms)) }
