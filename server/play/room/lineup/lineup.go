// Package lineup says how well each bot of a room plays: as it suits the weakest player
// there, and so that teams are as strong as each other.
package lineup

import "perihelion/sim"

// Seat is a seat of a room, as far as the lineup depends on it. The zero Seat is free.
type Seat struct {
	Bot, Player bool
	Rating      float64 // of a player: expected skill; 0: unknown
	Beginner    bool    // a player who has hardly played yet
}

// A rating below weakRating is that of a weak player, one from strongRating on that of a
// strong one. Ratings begin at 25.
const (
	weakRating   = 22
	strongRating = 28
)

// rivalBots is how many bots there are for each rival: an ace, of which each team has one,
// and a room without teams one.
const rivalBots = 4

// The skills of bots, one after the other, by the weakest player of the room.
var (
	gentleMix = [...]sim.Skill{sim.Trainee}
	weakMix   = [...]sim.Skill{sim.Rookie, sim.Rookie, sim.Regular, sim.Rookie}
	evenMix   = [...]sim.Skill{sim.Regular, sim.Rookie}
	strongMix = [...]sim.Skill{sim.Regular, sim.Regular, sim.Rookie, sim.Regular}
)

// strength is what a skill counts for where teams are balanced.
var strength = [...]int{sim.Trainee: 1, sim.Rookie: 1, sim.Regular: 2, sim.Ace: 4}

const maxTeams = 2

// skill is how well a player is taken to play, and so flies the bot that keeps the seat
// of an absent one.
func (s *Seat) skill() sim.Skill {
	switch {
	case s.Beginner || s.Rating > 0 && s.Rating < weakRating:
		return sim.Rookie
	case s.Rating >= strongRating:
		return sim.Ace
	}
	return sim.Regular
}

// mixFor is the skills of bots for those who play here. The weakest of them decides:
// whoever has hardly played yet meets trainees alone, and no rival.
func mixFor(seats []Seat) (mix []sim.Skill, rival bool) {
	players, beginner, lowest := 0, false, sim.Ace
	for i := range seats {
		if s := &seats[i]; s.Player {
			players++
			beginner = beginner || s.Beginner
			lowest = min(lowest, s.skill())
		}
	}
	switch {
	case beginner:
		return gentleMix[:], false
	case lowest == sim.Rookie:
		return weakMix[:], false
	case lowest == sim.Ace && players > 0:
		return strongMix[:], true
	}
	return evenMix[:], true
}

// team is what is known of a team while bots get their skills.
type team struct {
	bots  int // that have none yet
	next  int // the seat from which to look for the next of them
	total int // strength of the players, and of the bots that have a skill
}

// Skills writes the skill of each seat to dst, which is as long as seats: of a bot how well
// it plays, of a player for how good they are taken. The best bots come first, each into
// the team that is weaker so far, so that neither the number of its players nor its seats
// decide.
func Skills(dst []sim.Skill, cfg sim.Config, seats []Seat) {
	var teams [1 + maxTeams]team
	var left [len(strength)]int // bots to come of each skill
	mix, rival := mixFor(seats)
	bots, sides := 0, 1
	if cfg.TeamOf(0) != sim.NoTeam {
		sides = cfg.Mode.Teams
	}
	for i := range seats {
		s, t := &seats[i], &teams[cfg.TeamOf(sim.PlayerID(i))]
		dst[i] = s.skill()
		switch {
		case s.Player:
			t.total += strength[dst[i]]
		case s.Bot:
			t.bots++
			left[mix[bots/sides%len(mix)]]++
			bots++
		}
	}
	if rival && bots >= rivalBots*sides {
		left[mix[0]] -= sides
		left[sim.Ace] += sides
	}
	for i := range left {
		skill := sim.Skill(len(left) - 1 - i)
		for range left[skill] {
			id := weakest(&teams)
			t := &teams[id]
			for !seats[t.next].Bot || cfg.TeamOf(sim.PlayerID(t.next)) != id {
				t.next++
			}
			dst[t.next] = skill
			t.next, t.bots, t.total = t.next+1, t.bots-1, t.total+strength[skill]
		}
	}
}

// weakest is the team with the least strength among those that have bots without a skill.
func weakest(teams *[1 + maxTeams]team) sim.Team {
	best := sim.NoTeam
	for t := range teams {
		if teams[t].bots > 0 && (teams[best].bots == 0 || teams[t].total < teams[best].total) {
			best = sim.Team(t)
		}
	}
	return best
}
