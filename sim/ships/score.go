package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// playerScore holds what one player has done in this round.
type playerScore struct {
	points, kills, deaths int32
	streak, bestStreak    int32 // kills since the last death; the most of the round
	railShots, railHits   int32 // rails
	coronaTicks           int32 // ticks in the corona
	racer                       // in a race only
}

// countRail adds to a number of rails. On the podium nothing counts any more.
func (w *World) countRail(n *int32) {
	if w.match.phase != sim.PhasePodium {
		*n++
	}
}

// scoreDeath counts a death for victim and killer, who gets points, in a live round only.
func (w *World) scoreDeath(victim, killer sim.PlayerID, points int32) {
	if w.match.phase != sim.PhaseLive {
		return
	}
	v := &w.ships[victim].score
	v.deaths++
	v.streak = 0
	if killer == sim.NoPlayer {
		if !w.arena.isRace {
			w.addPoints(victim, -1)
		}
	} else {
		w.addPoints(killer, points)
		k := &w.ships[killer].score
		k.kills++
		k.streak++
		k.bestStreak = max(k.bestStreak, k.streak)
	}
	w.updateLeader()
}

// addPoints adds to the points of p, and of their team if there are teams.
func (w *World) addPoints(p sim.PlayerID, points int32) {
	w.ships[p].score.points += points
	if w.arena.hasTeams {
		w.match.teamPoints[p&1] += points
	}
}

// updateLeader finds the leader. A leader stays leader until another player has more
// points.
func (w *World) updateLeader() {
	lead := w.match.leader
	if lead != sim.NoPlayer && !w.ships[lead].seated {
		lead = sim.NoPlayer
	}
	for _, p := range w.players {
		points := w.ships[p].score.points
		if points > 0 && (lead == sim.NoPlayer || points > w.ships[lead].score.points) {
			lead = p
		}
	}
	if lead != sim.NoPlayer && w.ships[lead].score.points <= 0 {
		lead = sim.NoPlayer
	}
	w.match.leader = lead
}

// awardTitles emits the titles of the round. Each goes to the player with the highest
// figure, and to the lowest seat among equals.
func (w *World) awardTitles() {
	w.awardWinner()
	w.awardBest(TitleAce, func(t *playerScore) int32 {
		if t.bestStreak < 3 {
			return 0 // two kills are no streak
		}
		return t.bestStreak
	})
	w.awardBest(TitleSharpest, func(t *playerScore) int32 {
		if t.railShots < 4 {
			return 0 // too few to count
		}
		return t.railHits * 100 / t.railShots
	})
	rate := int32(w.arena.rate)
	w.awardBest(TitleMoth, func(t *playerScore) int32 { return t.coronaTicks / rate })
	w.awardBest(TitleUntouched, func(t *playerScore) int32 {
		if t.kills == 0 || w.cfg.Mode == Duel {
			return 0 // not for hiding; and in a duel it would only repeat who won
		}
		return max(1000-t.deaths, 1)
	})
}

// awardWinner emits the title of the winner: the leader, or the best of the team that won.
func (w *World) awardWinner() {
	best := w.match.leader
	if w.arena.hasTeams {
		best = w.bestOfTeam(w.match.victor)
	}
	if best != sim.NoPlayer {
		w.emitTitle(best, TitleWinner, max(w.ships[best].score.points, 0))
	}
}

// bestOfTeam is the player with the most points in a team.
func (w *World) bestOfTeam(team sim.Team) sim.PlayerID {
	best := sim.NoPlayer
	for _, p := range w.players {
		if w.cfg.TeamOf(p) == team && (best == sim.NoPlayer || w.ships[p].score.points > w.ships[best].score.points) {
			best = p
		}
	}
	return best
}

// awardBest awards a title to the player with the highest figure, if that is more than 0.
func (w *World) awardBest(title Title, figure func(*playerScore) int32) {
	most, found := int32(0), sim.NoPlayer
	for _, p := range w.players {
		if m := figure(&w.ships[p].score); m > most {
			most, found = m, p
		}
	}
	if found == sim.NoPlayer {
		return
	}
	if title == TitleUntouched {
		most = w.ships[found].score.deaths
	}
	w.emitTitle(found, title, most)
}

func (w *World) emitTitle(p sim.PlayerID, title Title, value int32) {
	e := w.emit(EventAward, fixed.Vec{}, sim.Words{
		AwardPlayer: int32(p), AwardTitle: int32(title), AwardValue: min(value, 1<<16-1),
	})
	e.Global = true
}

func (s *ship) scoreEntity(p sim.PlayerID, team sim.Team) sim.Entity {
	t := &s.score
	return sim.Entity{ID: ScoreID(p), Kind: KindScore, Global: true, Words: sim.Words{
		ScorePoints: pointsWord(t.points),
		ScoreTeam:   int32(team),
		ScoreKills:  min(t.kills, 1<<16-1),
		ScoreDeaths: min(t.deaths, 1<<16-1),
		ScoreStreak: min(t.streak, 1<<8-1),
		ScoreClass:  int32(s.class), ScoreRefits: int32(s.fitted),
	}}
}

func pointsWord(points int32) int32 { return min(max(points, -1<<15), 1<<15-1) }
