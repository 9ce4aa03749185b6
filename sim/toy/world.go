package toy

import (
	"cmp"
	"slices"

	"perihelion/sim"
	"perihelion/sim/rng"
)

const (
	countdownSeconds = 3
	podiumSeconds    = 6
	enoughPlayers    = 2 // for a round
)

// world is a match, as the server plays it.
type world struct {
	cfg   sim.Config
	tick  sim.Tick
	luck  rng.Source
	phase sim.Phase
	ends  sim.Tick // of the phase; 0: it does not end
	coinX int32
	coinY int32
	dots  []dot // by PlayerID

	events []sim.Event // of the last tick
	state  []byte      // scratch of Hash
}

func newWorld(cfg sim.Config) *world {
	if cfg.Mode == nil {
		cfg.Mode = about.Modes[0]
	}
	w := &world{cfg: cfg, luck: rng.Source(cfg.Seed), dots: make([]dot, cfg.Seats)}
	w.placeCoin()
	return w
}

func (w *world) Tick() sim.Tick   { return w.tick }
func (w *world) Phase() sim.Phase { return w.phase }

// Join gives p a dot somewhere in the field.
func (w *world) Join(p sim.PlayerID) {
	w.dots[p] = dot{seated: true, x: somewhere(&w.luck), y: somewhere(&w.luck)}
}

func (w *world) Leave(p sim.PlayerID) { w.dots[p] = dot{} }

func (w *world) Step(inputs []sim.Input) {
	w.tick++
	w.events = w.events[:0]
	for p := range w.dots {
		d := &w.dots[p]
		if !d.seated {
			continue
		}
		d.move(inputs[p], int32(w.cfg.TicksPerSecond()))
		if d.reaches(w.coinX, w.coinY) {
			w.takeCoin(sim.PlayerID(p))
		}
	}
	w.updatePhase()
}

// takeCoin gives the coin to p; it counts in a round only. The next one lies elsewhere.
func (w *world) takeCoin(p sim.PlayerID) {
	if w.phase == sim.PhaseLive {
		w.dots[p].coins++
	}
	w.events = append(w.events, sim.Event{
		Entity: sim.Entity{
			Kind: EventCoin, Global: true, Words: sim.Words{TakenBy: int32(p), TakenX: w.coinX, TakenY: w.coinY},
		},
		Tick: w.tick, To: sim.NoPlayer, Party: [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer},
	})
	w.placeCoin()
}

func (w *world) placeCoin() { w.coinX, w.coinY = somewhere(&w.luck), somewhere(&w.luck) }

// updatePhase moves the match from phase to phase: warm-up, countdown, live, podium, and
// from the start again.
func (w *world) updatePhase() {
	players, best := w.count()
	over := w.ends != 0 && w.tick >= w.ends
	switch {
	case w.phase == sim.PhaseWarmup && players >= enoughPlayers:
		w.setPhase(sim.PhaseCountdown, countdownSeconds)
	case w.phase == sim.PhaseCountdown && players < enoughPlayers:
		w.setPhase(sim.PhaseWarmup, 0)
	case w.phase == sim.PhaseCountdown && over:
		w.startRound()
	case w.phase == sim.PhaseLive && w.cfg.Endless():
	case w.phase == sim.PhaseLive && (over || players < enoughPlayers || best >= w.cfg.Limit()):
		w.setPhase(sim.PhasePodium, podiumSeconds)
	case w.phase == sim.PhasePodium && over:
		w.setPhase(sim.PhaseWarmup, 0)
	}
}

func (w *world) setPhase(p sim.Phase, seconds int) {
	w.phase, w.ends = p, 0
	if seconds > 0 {
		w.ends = w.tick + sim.Tick(seconds*w.cfg.TicksPerSecond())
	}
}

// startRound puts everyone in a new place, without coins.
func (w *world) startRound() {
	w.setPhase(sim.PhaseLive, w.cfg.RoundSeconds())
	for p := range w.dots {
		if w.dots[p].seated {
			w.Join(sim.PlayerID(p))
		}
	}
}

// count returns how many players there are, and the best of their scores.
func (w *world) count() (players, best int) {
	teams := w.teamCoins()
	for p := range w.dots {
		if w.dots[p].seated {
			players++
			best = max(best, w.score(sim.PlayerID(p), &teams))
		}
	}
	return players, best
}

// teamCoins are the coins of each team.
func (w *world) teamCoins() (coins [3]int) {
	for p := range w.dots {
		coins[w.cfg.TeamOf(sim.PlayerID(p))] += int(w.dots[p].coins)
	}
	return coins
}

// score is what p plays for: the coins of p, or those of p's team.
func (w *world) score(p sim.PlayerID, teams *[3]int) int {
	if team := w.cfg.TeamOf(p); team != sim.NoTeam {
		return teams[team]
	}
	return int(w.dots[p].coins)
}

func (w *world) AppendEntities(dst []sim.Entity) []sim.Entity {
	for p := range w.dots {
		if d := &w.dots[p]; d.seated {
			dst = append(dst, sim.Entity{
				ID: sim.EntityID(p), Kind: KindDot, Radar: true, X: d.x / unit, Y: d.y / unit,
				Words: sim.Words{DotX: d.x, DotY: d.y, DotVX: d.vx, DotVY: d.vy},
			})
		}
	}
	for p := range w.dots {
		if d := &w.dots[p]; d.seated {
			dst = append(dst, sim.Entity{
				ID: firstScore + sim.EntityID(p), Kind: KindScore, Global: true, Words: sim.Words{ScoreCoins: min(d.coins, 1<<16-1)},
			})
		}
	}
	return append(
		dst,
		sim.Entity{ID: coinID, Kind: KindCoin, Global: true, Words: sim.Words{CoinX: w.coinX, CoinY: w.coinY}},
		sim.Entity{ID: matchID, Kind: KindMatch, Global: true, Words: sim.Words{MatchPhase: int32(w.phase), MatchEnds: int32(w.ends)}},
	)
}

func (w *world) AppendEvents(dst []sim.Event) []sim.Event { return append(dst, w.events...) }

func (w *world) AppendStandings(dst []sim.Standing) []sim.Standing {
	first, teams := len(dst), w.teamCoins()
	for i := range w.dots {
		if p, coins := sim.PlayerID(i), int(w.dots[i].coins); w.dots[i].seated {
			dst = append(dst, sim.Standing{
				Player: p, Team: w.cfg.TeamOf(p), Score: w.score(p, &teams), Points: coins, Columns: [sim.MaxColumns]int{coins},
			})
		}
	}
	all := dst[first:]
	slices.SortStableFunc(all, func(a, b sim.Standing) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Team, b.Team), cmp.Compare(b.Points, a.Points))
	})
	for i := range all {
		all[i].Place = i + 1
		if i > 0 && all[i].Score == all[i-1].Score {
			all[i].Place = all[i-1].Place
		}
	}
	return dst
}

func (w *world) Private(p sim.PlayerID) sim.Private { return w.dots[p].private() }

// Eye is the dot of p; nobody looks at the coin.
func (w *world) Eye(p sim.PlayerID) (x, y int32) {
	if w.dots[p].seated {
		return w.dots[p].x / unit, w.dots[p].y / unit
	}
	return w.coinX / unit, w.coinY / unit
}
