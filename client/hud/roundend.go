package hud

import (
	"strings"
	"time"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// roundEnd predicts what will end the round: the point limit or the time. Rounds of bots
// in all modes ended by points for 32 of 32 seeds, after 2:30 to 3:30 of the 6:00 or 4:00
// that a round may last: showing only the time would be misleading.
type roundEnd struct {
	round    int32
	byTime   bool  // the time will end it
	topScore int32 // points of the best player or team
	near     bool  // it is in its last minute, or in its last points
}

const (
	lastMinute = time.Minute
	lastPoints = 10 // the last points are one of so many parts of those that win

	minPlayed    = 20 * time.Second // earlier in a round the scoring rate means nothing
	timeUpMargin = 1.3              // hysteresis: how much longer than the time left the points must take
)

// updateRoundEnd updates the prediction from the match, if ok, and the current scores.
func (e *roundEnd) updateRoundEnd(v *netcode.View, m viewstate.MatchState, ok bool, rows []sim.Standing) {
	if !ok || m.Phase != sim.PhaseLive || m.Round != e.round {
		*e = roundEnd{round: m.Round}
	}
	if !ok || m.Phase != sim.PhaseLive {
		return
	}
	e.topScore = max(m.Points[0], m.Points[1])
	if viewstate.ViewerTeam(v) == sim.NoTeam {
		e.topScore = 0
		for i := range rows {
			e.topScore = max(e.topScore, int32(rows[i].Points))
		}
	}
	e.byTime = m.Timed && e.predictTimeUp(&m, viewstate.TicksToDuration(&v.Config, int64(v.Config.RoundTicks())))
	e.near = e.near || e.isNear(&m)
}

// isNear reports whether the end of the round is near, by what the clock shows: the time or the
// points that are left.
func (e *roundEnd) isNear(m *viewstate.MatchState) bool {
	if m.Sudden || e.byTime {
		return m.Sudden || m.Left <= lastMinute
	}
	return m.Limit > 0 && m.Limit-e.topScore <= max(1, m.Limit/lastPoints)
}

// LastMinute reports whether the round is in its last minute, or in its last points if it will
// end by those. It stays so until the round ends.
func (h *HUD) LastMinute() bool { return h.roundEnd.near }

// predictTimeUp reports whether the time will end a round of the given length. Small
// changes of the scoring rate do not change the answer.
func (e *roundEnd) predictTimeUp(m *viewstate.MatchState, total time.Duration) bool {
	played := total - m.Left
	if m.Sudden {
		return true
	}
	if m.Limit > 0 && e.topScore >= m.Limit {
		return true // the first has the points, and the others play on
	}
	if played < minPlayed {
		return false
	}
	if e.topScore <= 0 {
		return m.Left < total/2
	}
	needed := float64(played) * float64(m.Limit-e.topScore) / float64(e.topScore)
	if e.byTime {
		return needed > float64(m.Left)/timeUpMargin
	}
	return needed > float64(m.Left)*timeUpMargin
}

// remainingText returns what is left of the round and its unit.
func (h *HUD) remainingText(f *Frame) (value, label string) {
	if f.Match.Phase == sim.PhaseLive && f.Match.Limit > 0 && !h.roundEnd.byTime {
		left := max(1, f.Match.Limit-h.roundEnd.topScore)
		toGo := h.game.Style().ToGo
		return h.texts.Number(int(left)), lang.N(int(left), toGo[0], toGo[1])
	}
	value = "∞"
	if f.Match.Timed {
		value = h.texts.clockText(StepsLeft(f.Match.Left, time.Second))
	}
	return value, phaseName(f)
}

// phaseName returns the label below the clock.
func phaseName(f *Frame) string {
	switch f.Match.Phase {
	case sim.PhaseWarmup:
		return lang.T("WARM-UP")
	case sim.PhaseCountdown:
		return lang.T(strings.ToUpper(f.View.Config.Mode.String()))
	case sim.PhasePodium:
		return lang.T("PODIUM")
	}
	switch {
	case f.Match.Sudden:
		return lang.T("SUDDEN DEATH")
	case !f.Match.Timed:
		return lang.T(strings.ToUpper(f.View.Config.Mode.String()))
	}
	return lang.T("TIME LEFT")
}
