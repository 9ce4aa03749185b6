package sim

const (
	skirmishLimit = 20      // points that win
	skirmishTime  = 360_000 // ms: six minutes
	countdownTime = 3_000   // ms
	podiumTime    = 8_000   // ms
	enough        = 2       // players for a match
)

// match is where the round stands.
type match struct {
	phase  Phase
	ends   Tick // of the phase; 0: open
	round  int32
	leader PlayerID
}

// referee moves the match from phase to phase: warm-up, countdown, live,
// podium, countdown to the next round. Ships fly and fight in all of them; only
// what is done live counts.
func (w *World) referee() {
	m := &w.match
	over := m.ends != 0 && w.tick >= m.ends
	if m.phase != PhaseWarmup && m.phase != PhasePodium && len(w.players) < enough {
		w.enter(PhaseWarmup, 0)
		return
	}
	switch {
	case m.phase == PhaseWarmup && len(w.players) >= enough:
		w.enter(PhaseCountdown, countdownTime)
	case m.phase == PhaseCountdown && over:
		w.kickOff()
	case m.phase == PhaseLive && (over || w.won()):
		w.honour()
		w.enter(PhasePodium, podiumTime)
	case m.phase == PhasePodium && over:
		w.wipe()
		w.enter(PhaseWarmup, 0)
	}
}

// Phase is where the match stands, for lobbies; players see KindMatch.
func (w *World) Phase() Phase { return w.match.phase }

func (w *World) enter(p Phase, ms int64) {
	w.match.phase, w.match.ends = p, 0
	if ms > 0 {
		w.match.ends = w.tick + Tick(w.arena.ticks(ms))
	}
}

func (w *World) won() bool {
	lead := w.match.leader
	return lead != NoPlayer && int(w.ships[lead].tally.points) >= w.cfg.Limit()
}

// kickOff begins a round: everyone anew, in a new place.
func (w *World) kickOff() {
	w.wipe()
	w.match.round++
	w.enter(PhaseLive, w.cfg.length())
	w.grid.clear()
	for _, p := range w.players {
		w.guns[p].live, w.bags[p].live = 0, 0
		w.forget(p)
		w.spawn(p)
	}
}

// Limit is the points that win a round of c.
func (c Config) Limit() int {
	if c.Points > 0 {
		return c.Points
	}
	return skirmishLimit
}

// length is what a round of c lasts, in ms.
func (c Config) length() int64 {
	if c.Seconds > 0 {
		return int64(c.Seconds) * 1000
	}
	return skirmishTime
}

// wipe clears the scores.
func (w *World) wipe() {
	for _, p := range w.players {
		w.ships[p].tally = tally{}
	}
	w.match.leader = NoPlayer
}

func (m *match) entity(limit int) Entity {
	return Entity{ID: matchID, Kind: KindMatch, Global: true, Words: Words{
		MatchPhase: int32(m.phase), MatchEnds: int32(m.ends), MatchRound: m.round & (1<<16 - 1),
		MatchLeader: int32(m.leader), MatchLimit: int32(limit),
	}}
}
