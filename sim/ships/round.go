package ships

import "perihelion/sim"

const (
	countdownTime = 3_000   // ms
	podiumTime    = 8_000   // ms
	overtime      = 120_000 // ms: teams that are even when the time is up play on for the next point
	minPlayers    = 2       // players for a round; a match without end begins with one
)

// match is the state of the round.
type match struct {
	phase      sim.Phase
	ends       sim.Tick // of the phase; 0: it has no end
	round      int32
	leader     sim.PlayerID
	teamPoints [teamCount]int32 // of the teams, if there are any
	sudden     bool             // the next point wins
	victor     sim.Team         // on the podium
}

// updatePhase moves the match from phase to phase: warm-up, countdown, live, podium,
// countdown to the next round. Ships fly and fight in all of them; points count in the
// live phase only.
func (w *World) updatePhase() {
	m := &w.match
	over := m.ends != 0 && w.tick >= m.ends
	switch {
	case m.phase == sim.PhaseWarmup && w.enoughPlayers():
		w.setPhase(sim.PhaseCountdown, countdownTime)
	case m.phase == sim.PhaseCountdown && !w.enoughPlayers():
		w.setPhase(sim.PhaseWarmup, 0)
	case m.phase == sim.PhaseCountdown && over:
		w.startRound()
	case m.phase == sim.PhaseLive:
		w.endRoundIfOver(over)
	case m.phase == sim.PhasePodium && (over || w.allReady()):
		w.resetScores()
		w.moveToNext()
		w.setPhase(sim.PhaseWarmup, 0)
	}
}

// endRoundIfOver ends a live round when its time is up or somebody has won, or when nobody
// is left to play against: in every mode with an end, a player who leaves has lost.
func (w *World) endRoundIfOver(over bool) {
	m := &w.match
	switch {
	case len(w.players) == 0:
		w.setPhase(sim.PhaseWarmup, 0)
		w.leaveWithdrawn()
	case w.cfg.Endless() && over:
		w.setPhase(sim.PhaseLive, 0)
		w.leaveWithdrawn()
	case w.cfg.Endless():
	case over && w.arena.hasTeams && m.leadingTeam() == sim.NoTeam && !m.sudden:
		m.sudden = true
		w.setPhase(sim.PhaseLive, overtime)
	case over, w.hasWinner(), !w.enoughPlayers():
		m.victor = w.winningTeam()
		w.awardTitles()
		w.offerArenas()
		w.setPhase(sim.PhasePodium, podiumTime)
	}
}

// enoughPlayers reports whether there are enough players for a round.
func (w *World) enoughPlayers() bool {
	if w.cfg.Endless() {
		return len(w.players) > 0
	}
	n := w.teamSizes()
	return len(w.players) >= minPlayers && (!w.arena.hasTeams || n[0] > 0 && n[1] > 0)
}

// Phase is the phase of the match, for the server; clients read it from KindMatch.
func (w *World) Phase() sim.Phase { return w.match.phase }

func (w *World) setPhase(p sim.Phase, ms int64) {
	w.match.phase, w.match.ends = p, 0
	if ms > 0 {
		w.match.ends = w.tick + sim.Tick(w.arena.ticks(ms))
	}
}

// hasWinner reports whether somebody has the points that win. Teams that reach them in the
// same tick play on.
func (w *World) hasWinner() bool {
	m := &w.match
	if w.arena.isRace {
		return w.isRaceOver()
	}
	if w.arena.hasTeams {
		return m.leadingTeam() != sim.NoTeam && (m.sudden || int(max(m.teamPoints[0], m.teamPoints[1])) >= w.cfg.Limit())
	}
	return m.leader != sim.NoPlayer && int(w.ships[m.leader].score.points) >= w.cfg.Limit()
}

// startRound begins a round: no scores, and everyone at a new position.
func (w *World) startRound() {
	w.resetScores()
	w.match.round++
	w.setPhase(sim.PhaseLive, int64(w.cfg.RoundSeconds())*1000)
	w.startGoal()
	w.startPowerup()
	w.grid.reset()
	for _, p := range w.players {
		w.pulses[p].live, w.drops[p].live = 0, 0
		w.clearHistory(p)
		w.spawn(p, w.startPoint(p))
	}
}

// resetScores clears the scores.
func (w *World) resetScores() {
	for _, p := range w.players {
		w.ships[p].score = playerScore{}
	}
	m := &w.match
	m.leader, m.teamPoints, m.sudden, m.victor = sim.NoPlayer, [teamCount]int32{}, false, sim.NoTeam
}

func (m *match) matchEntity(limit int, place uint8) sim.Entity {
	e := sim.Entity{ID: matchID, Kind: KindMatch, Global: true, Words: sim.Words{
		MatchPhase: int32(m.phase), MatchEnds: int32(m.ends), MatchRound: m.round & (1<<16 - 1),
		MatchLeader: int32(m.leader), MatchLimit: int32(limit),
		MatchTeam1: pointsWord(m.teamPoints[0]), MatchTeam2: pointsWord(m.teamPoints[1]), MatchVictor: int32(m.victor),
		MatchArena: int32(place),
	}}
	if m.sudden {
		e.Words[MatchSudden] = 1
	}
	return e
}
