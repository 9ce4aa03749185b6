package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// tally is what one player has done in this round.
type tally struct {
	goals, assists, saves int32
	steals                int32 // how often the stick took a puck that the other team played last
	drove                 int32 // ticks for which the stick held the puck
}

func (t *tally) entity(p sim.PlayerID, team sim.Team) sim.Entity {
	return sim.Entity{ID: scoreID(p), Kind: KindScore, Global: true, Words: sim.Words{
		scoreGoals: figure(t.goals), scoreAssists: figure(t.assists), scoreSaves: figure(t.saves), scoreTeam: int32(team),
	}}
}

// figure is a count as a word.
func figure(n int32) int32 { return min(n, 1<<10-1) }

// touches remember who has played the puck, for credit.
type touches struct {
	last sim.PlayerID // who touched it last; NoPlayer: nobody since the face-off
	team [teams]struct {
		last     sim.PlayerID // of the team
		at       sim.Tick
		passer   sim.PlayerID // the mate who touched it before; NoPlayer: nobody
		passedAt sim.Tick
	}
}

func (t *touches) clearTouches() {
	*t = touches{last: sim.NoPlayer}
	for i := range t.team {
		t.team[i].last, t.team[i].passer = sim.NoPlayer, sim.NoPlayer
	}
}

// removePlayer takes p out, whose seat someone else may take.
func (t *touches) removePlayer(p sim.PlayerID) {
	if t.last == p {
		t.last = sim.NoPlayer
	}
	for i := range t.team {
		if t.team[i].last == p {
			t.team[i].last = sim.NoPlayer
		}
		if t.team[i].passer == p {
			t.team[i].passer = sim.NoPlayer
		}
	}
}

// recordTouch notes that p plays the puck, before its velocity changes.
func (w *World) recordTouch(p sim.PlayerID) {
	if w.client {
		return
	}
	t, own := &w.touches, &w.touches.team[p%teams]
	if t.last != sim.NoPlayer && t.last%teams != p%teams && w.isShot(p) {
		w.emitSave(p)
		if w.match.phase == sim.PhaseLive {
			w.skaters[p].tally.saves++
		}
	}
	if own.last != p {
		own.passer, own.passedAt = own.last, own.at
	}
	t.last, own.last, own.at = p, p, w.tick
}

// countSteal notes that the stick of p takes the puck, before recordTouch does.
func (w *World) countSteal(p sim.PlayerID) {
	if last := w.touches.last; w.match.phase == sim.PhaseLive && last != sim.NoPlayer && w.cfg.TeamOf(last) != w.cfg.TeamOf(p) {
		w.skaters[p].tally.steals++
	}
}

// countDrive notes who holds the puck at the end of a tick.
func (w *World) countDrive() {
	if w.match.phase == sim.PhaseLive && w.carrier != sim.NoPlayer {
		w.skaters[w.carrier].tally.drove++
	}
}

// A shot is a puck that would be in the goal of p within shotTime, faster than shotSpeed.
const (
	shotSpeed = 330
	shotTime  = fixed.One * 9 / 10
)

func (w *World) isShot(p sim.PlayerID) bool {
	d, end := &w.puck, w.end(p)
	towards := d.vel.X * end
	if towards < fixed.Int(shotSpeed) {
		return false
	}
	time := fixed.Div(fixed.Int(HalfLength)-d.pos.X*end, towards)
	return time < shotTime && (d.pos.Y+mul(d.vel.Y, time)).Abs() < fixed.Int(GoalHalf)
}

// scoreGoal counts a puck that is in a net, once.
func (w *World) scoreGoal() {
	m := &w.match
	if m.stage != stagePlay || !w.puck.inNet() {
		return
	}
	team := sim.Team(1)
	if w.puck.pos.X < 0 {
		team = 2
	}
	m.stage, m.until = stageGoal, w.tick+sim.Tick(w.timing.ticks(goalTime))
	scorer, assist := w.credit(team)
	counts := m.phase == sim.PhaseLive
	if counts {
		m.score[team-1]++
		if scorer != sim.NoPlayer {
			w.skaters[scorer].tally.goals++
		}
		if assist != sim.NoPlayer {
			w.skaters[assist].tally.assists++
		}
	}
	at := roundPos(w.puck.pos)
	x, y := words(at, posShift)
	w.emit(EventGoal, at, sim.Words{
		GoalScorer: int32(scorer), GoalAssist: int32(assist), GoalTeam: int32(team), GoalLast: int32(w.touches.last),
		GoalX: x, GoalY: y, GoalCounts: flag(counts, 1),
	})
}

// credit is whose goal it is: that of the last one of the team who touched the puck, even
// if an opponent deflected it. If that is too long ago it is an own goal.
func (w *World) credit(team sim.Team) (scorer, assist sim.PlayerID) {
	t := &w.touches.team[team-1]
	if t.last == sim.NoPlayer || w.tick > t.at+sim.Tick(w.timing.ticks(creditTime)) {
		return sim.NoPlayer, sim.NoPlayer
	}
	if w.tick > t.passedAt+sim.Tick(w.timing.ticks(assistTime)) {
		return t.last, sim.NoPlayer
	}
	return t.last, t.passer
}
