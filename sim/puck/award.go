package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Title is an award on the podium.
type Title uint8

const (
	TitleGolden    Title = iota + 1 // scored the next goal after the time was up
	TitleScorer                     // the most goals
	TitlePlaymaker                  // the most assists
	TitleWall                       // the most saves
	TitleThief                      // took the puck from the other team most often
	TitleMagnet                     // drove the puck for the most seconds
)

// awardTitles emits the titles of the round that has just ended.
func (w *World) awardTitles() {
	if w.match.sudden && w.match.ahead() != sim.NoTeam {
		if p, _ := w.credit(w.match.ahead()); p != sim.NoPlayer {
			w.emitTitle(p, TitleGolden, w.skaters[p].tally.goals)
		}
	}
	w.awardBest(TitleScorer, func(t *tally) int32 { return t.goals })
	w.awardBest(TitlePlaymaker, func(t *tally) int32 { return t.assists })
	w.awardBest(TitleWall, func(t *tally) int32 { return t.saves })
	w.awardBest(TitleThief, func(t *tally) int32 { return t.steals })
	w.awardBest(TitleMagnet, func(t *tally) int32 { return t.drove / int32(w.timing.rate) })
}

// awardBest awards a title to the player of whom count is the most, if that is more than 0.
// Among equals it is one of the team that has won, and of those the lowest seat.
func (w *World) awardBest(title Title, count func(*tally) int32) {
	most, best := int32(0), sim.NoPlayer
	for _, p := range w.players {
		n := count(&w.skaters[p].tally)
		if n > most || n == most && n > 0 && w.hasWon(p) && !w.hasWon(best) {
			most, best = n, p
		}
	}
	if best != sim.NoPlayer {
		w.emitTitle(best, title, most)
	}
}

// hasWon reports whether p is of the team that has won the round.
func (w *World) hasWon(p sim.PlayerID) bool { return w.cfg.TeamOf(p) == w.match.victor }

func (w *World) emitTitle(p sim.PlayerID, title Title, value int32) {
	w.emit(EventAward, fixed.Vec{}, sim.Words{awardPlayer: int32(p), awardTitle: int32(title), awardValue: figure(value)})
}
