package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
)

// ending foresees what will end the round: the points, or the time. Rounds of bots in all
// modes ended by points in 32 of 32 seeds, after 2:30 to 3:30 of the 6:00 or 4:00 that
// they may last: a clock alone would promise what never comes.
type ending struct {
	round  int32
	byTime bool
	most   int32 // points of whoever is ahead
}

const (
	paceKnown = 20 * time.Second // of a round, before which its pace says nothing
	surely    = 1.3              // times longer than is left must the points take before the time is believed in
)

func (e *ending) update(v *netcode.View, rows []row) {
	m, ok := viewstate.Match(v)
	if !ok || m.Phase != sim.PhaseLive || m.Round != e.round {
		*e = ending{round: m.Round}
	}
	if !ok || m.Phase != sim.PhaseLive {
		return
	}
	e.most = max(m.Points[0], m.Points[1])
	if viewstate.Side(v) == sim.NoTeam {
		e.most = 0
		for i := range rows {
			e.most = max(e.most, rows[i].points)
		}
	}
	e.byTime = m.Timed && e.foresee(&m, viewstate.Span(&v.Config, int64(v.Config.RoundTicks())))
}

// foresee reports whether the time will end a round of that length. It does not change
// its mind for little.
func (e *ending) foresee(m *viewstate.Stand, whole time.Duration) bool {
	played := whole - m.Left
	if m.Sudden {
		return true
	}
	if played < paceKnown {
		return false
	}
	if e.most <= 0 {
		return m.Left < whole/2
	}
	takes := float64(played) * float64(m.Limit-e.most) / float64(e.most)
	if e.byTime {
		return takes > float64(m.Left)/surely
	}
	return takes > float64(m.Left)*surely
}

// remaining is what ends the round: how much of it is left, and of what.
func (h *HUD) remaining(f *frame) (figure, of string) {
	if f.match.Phase == sim.PhaseLive && !h.ending.byTime {
		left := max(1, f.match.Limit-h.ending.most)
		if left == 1 {
			return h.words.figure(1), "POINT TO GO"
		}
		return h.words.figure(int(left)), "POINTS TO GO"
	}
	figure = "∞"
	if f.match.Timed {
		figure = h.words.clock(counted(f.match.Left, time.Second))
	}
	return figure, phaseName(f)
}

func phaseName(f *frame) string {
	switch f.match.Phase {
	case sim.PhaseWarmup:
		return "WARM-UP"
	case sim.PhaseCountdown:
		return modeNames[f.v.Config.Mode]
	case sim.PhasePodium:
		return "PODIUM"
	}
	if f.match.Sudden {
		return "SUDDEN DEATH"
	}
	return "TIME LEFT"
}
