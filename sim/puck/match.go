package puck

import (
	"perihelion/sim"
)

const teams = 2

// match is where the round stands.
type match struct {
	phase  sim.Phase
	ends   sim.Tick // of the phase; 0: open
	round  int32
	score  [teams]int32
	sudden bool     // the next goal wins
	victor sim.Team // on the podium
	stage  stage
	until  sim.Tick // of the stage; 0: open
}

// updateStage moves the play from a goal to the face-off and on. A client does so too: it
// depends on nothing but the clock.
func (w *World) updateStage() {
	m := &w.match
	over := m.until != 0 && w.tick >= m.until
	switch {
	case m.stage == stageGoal && over && m.phase == sim.PhaseWarmup:
		m.stage, m.until = stagePlay, 0
		w.puck, w.carrier = disc{}, sim.NoPlayer
		w.touches.clearTouches()
	case m.stage == stageGoal && over:
		w.setFaceOff(faceOffTime)
	case m.stage == stageFaceOff && over:
		w.dropPuck()
	}
}

// updatePhase moves the match from phase to phase: warm-up, countdown, live, podium,
// warm-up again. The countdown is one long face-off.
func (w *World) updatePhase() {
	m := &w.match
	over := m.ends != 0 && w.tick >= m.ends
	switch {
	case m.phase == sim.PhaseWarmup && w.enoughPlayers():
		w.setPhase(sim.PhaseCountdown, countdownTime)
		w.resetScores()
		m.round++
		w.setFaceOff(countdownTime)
	case m.phase == sim.PhaseCountdown && !w.enoughPlayers():
		w.setPhase(sim.PhaseWarmup, 0)
		m.stage, m.until = stagePlay, 0
	case m.phase == sim.PhaseCountdown && over:
		w.setPhase(sim.PhaseLive, int64(w.cfg.RoundSeconds())*1000)
	case m.phase == sim.PhaseLive:
		w.updateLive(over)
	case m.phase == sim.PhasePodium && over:
		w.resetScores()
		w.setPhase(sim.PhaseWarmup, 0)
		w.puck = disc{}
		m.stage, m.until = stagePlay, 0
	}
}

// updateLive ends a live round when its time has come, when a team has the goals that win,
// or when a team has nobody left: who leaves has lost.
func (w *World) updateLive(over bool) {
	m := &w.match
	switch {
	case len(w.players) == 0:
		w.setPhase(sim.PhaseWarmup, 0)
		m.stage, m.until = stagePlay, 0
	case over && m.ahead() == sim.NoTeam && !m.sudden && w.enoughPlayers():
		m.sudden = true
		w.setPhase(sim.PhaseLive, overtime)
	case over, w.hasWinner(), !w.enoughPlayers():
		m.victor = w.winningTeam()
		w.awardTitles()
		w.setPhase(sim.PhasePodium, podiumTime)
		m.stage, m.until = stageGoal, 0 // nobody waits any more, and no goal counts
	case m.stage != stagePlay && m.ends != 0:
		m.ends++ // the clock stands still
	}
}

// teamSizes counts who is on each team.
func (w *World) teamSizes() (n [teams]int) {
	for _, p := range w.players {
		n[p%teams]++
	}
	return n
}

// enoughPlayers reports whether both teams have somebody.
func (w *World) enoughPlayers() bool {
	n := w.teamSizes()
	return n[0] > 0 && n[1] > 0
}

func (w *World) setPhase(p sim.Phase, ms int64) {
	w.match.phase, w.match.ends = p, 0
	if ms > 0 {
		w.match.ends = w.tick + sim.Tick(w.timing.ticks(ms))
	}
}

func (w *World) hasWinner() bool {
	m := &w.match
	return m.ahead() != sim.NoTeam && (m.sudden || int(max(m.score[0], m.score[1])) >= w.cfg.Limit())
}

// winningTeam is the team that wins if the round ends now: one that is alone has won.
func (w *World) winningTeam() sim.Team {
	switch n := w.teamSizes(); {
	case n[1] == 0:
		return 1
	case n[0] == 0:
		return 2
	}
	return w.match.ahead()
}

// ahead is the team with more goals, or NoTeam.
func (m *match) ahead() sim.Team {
	switch {
	case m.score[0] > m.score[1]:
		return 1
	case m.score[1] > m.score[0]:
		return 2
	}
	return sim.NoTeam
}

func (w *World) resetScores() {
	for _, p := range w.players {
		w.skaters[p].tally = tally{}
	}
	m := &w.match
	m.score, m.sudden, m.victor = [teams]int32{}, false, sim.NoTeam
}

func (m *match) roundWord() int32 { return m.round & (1<<16 - 1) }

func (m *match) entity(limit int) sim.Entity {
	return sim.Entity{ID: matchID, Kind: KindMatch, Global: true, Words: sim.Words{
		matchPhase: int32(m.phase), matchEnds: int32(m.ends), matchRound: m.roundWord(), matchLimit: int32(limit),
		matchTeam1: figure(m.score[0]), matchTeam2: figure(m.score[1]), matchVictor: int32(m.victor),
		matchSudden: flag(m.sudden, 1), matchStage: int32(m.stage), matchUntil: int32(m.until),
	}}
}
