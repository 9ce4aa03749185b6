package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// tally is what one player has done in this round.
type tally struct {
	points, kills, deaths int32
	streak, longest       int32 // kills since the last death; the most of the round
	fired, struck         int32 // rails
	warm                  int32 // ticks in the corona
}

// scoreDeath counts a death for victim and killer, in a live round only.
func (w *World) scoreDeath(victim, killer sim.PlayerID) {
	if w.match.phase != sim.PhaseLive {
		return
	}
	v := &w.ships[victim].tally
	v.deaths++
	v.streak = 0
	if killer == sim.NoPlayer {
		w.addPoints(victim, -1)
	} else {
		w.addPoints(killer, 1)
		k := &w.ships[killer].tally
		k.kills++
		k.streak++
		k.longest = max(k.longest, k.streak)
	}
	w.updateLeader()
}

// addPoints adds to the points of p, and of his side if he is on one.
func (w *World) addPoints(p sim.PlayerID, points int32) {
	w.ships[p].tally.points += points
	if w.arena.hasTeams {
		w.match.score[p&1] += points
	}
}

// updateLeader finds the leader. A leader stays so until another player has more points.
func (w *World) updateLeader() {
	lead := w.match.leader
	if lead != sim.NoPlayer && !w.ships[lead].seated {
		lead = sim.NoPlayer
	}
	for _, p := range w.players {
		points := w.ships[p].tally.points
		if points > 0 && (lead == sim.NoPlayer || points > w.ships[lead].tally.points) {
			lead = p
		}
	}
	if lead != sim.NoPlayer && w.ships[lead].tally.points <= 0 {
		lead = sim.NoPlayer
	}
	w.match.leader = lead
}

// awardTitles emits the titles of the round. Each goes to the player with the highest
// figure, and to the lowest seat among equals.
func (w *World) awardTitles() {
	w.awardWinner()
	w.best(TitleAce, func(t *tally) int32 {
		if t.longest < 3 {
			return 0 // two in a row are no streak
		}
		return t.longest
	})
	w.best(TitleSharpest, func(t *tally) int32 {
		if t.fired < 4 {
			return 0 // luck
		}
		return t.struck * 100 / t.fired
	})
	rate := int32(w.arena.rate)
	w.best(TitleMoth, func(t *tally) int32 { return t.warm / rate })
	w.best(TitleUntouched, func(t *tally) int32 {
		if t.kills == 0 || w.cfg.Mode == Duel {
			return 0 // who hid has earned nothing, and in a duel it says who won
		}
		return max(1000-t.deaths, 1)
	})
}

// awardWinner emits the title of the winner: the leader, or the best of the team that won.
func (w *World) awardWinner() {
	best := w.match.leader
	if w.arena.hasTeams {
		best = w.ace(w.match.victor)
	}
	if best != sim.NoPlayer {
		w.emitTitle(best, TitleWinner, max(w.ships[best].tally.points, 0))
	}
}

// ace is who has the most points on a side.
func (w *World) ace(side sim.Team) sim.PlayerID {
	best := sim.NoPlayer
	for _, p := range w.players {
		if w.cfg.TeamOf(p) == side && (best == sim.NoPlayer || w.ships[p].tally.points > w.ships[best].tally.points) {
			best = p
		}
	}
	return best
}

// best awards a title to the player of whom merit says most, if more than 0.
func (w *World) best(title Title, merit func(*tally) int32) {
	most, found := int32(0), sim.NoPlayer
	for _, p := range w.players {
		if m := merit(&w.ships[p].tally); m > most {
			most, found = m, p
		}
	}
	if found == sim.NoPlayer {
		return
	}
	if title == TitleUntouched {
		most = w.ships[found].tally.deaths
	}
	w.emitTitle(found, title, most)
}

func (w *World) emitTitle(p sim.PlayerID, title Title, value int32) {
	e := w.emit(EventHonour, fixed.Vec{}, sim.Words{
		HonourPlayer: int32(p), HonourTitle: int32(title), HonourValue: min(value, 1<<16-1),
	})
	e.Global = true
}

func (t *tally) entity(p sim.PlayerID, side sim.Team) sim.Entity {
	return sim.Entity{ID: ScoreID(p), Kind: KindScore, Global: true, Words: sim.Words{
		ScorePoints: pointsWord(t.points),
		ScoreTeam:   int32(side),
		ScoreKills:  min(t.kills, 1<<16-1),
		ScoreDeaths: min(t.deaths, 1<<16-1),
		ScoreStreak: min(t.streak, 1<<8-1),
	}}
}

func pointsWord(points int32) int32 { return min(max(points, -1<<15), 1<<15-1) }
