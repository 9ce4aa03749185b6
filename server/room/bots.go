package room

import (
	"slices"

	"perihelion/sim"
)

// skillMix is what the bots of a team can do, one after the other: most are
// beatable, one in four is not easily.
var skillMix = [...]sim.Skill{sim.Regular, sim.Rookie, sim.Ace, sim.Rookie}

// A player counts as a bot of this skill where teams are balanced, and so flies
// the bot that keeps the seat of an absent one.
const playerSkill = sim.Regular

// backfill keeps the number of players at what the room is to have: bots come
// while players are missing and leave as players come.
func (r *Room) backfill() {
	players, bots := r.countPlayersAndBots()
	want := max(min(r.fillTo, len(r.seats))-players, 0)
	for ; bots < want; bots++ {
		p := r.emptySeat()
		r.assignSeat(p, holderBot, "", r.cfg.Game.BotName(p, r.cfg.Sim.Seed))
	}
	for ; bots > want; bots-- {
		r.freeSeat(r.evictableBot())
	}
}

// emptySeat is the first one on the team with fewer players. There must be one.
func (r *Room) emptySeat() sim.PlayerID {
	best, taken := sim.NoPlayer, r.countByTeam(holderPlayer, holderBot)
	for i := range r.seats {
		p := sim.PlayerID(i)
		if r.seats[p].holder == holderNone &&
			(best == sim.NoPlayer || taken[r.cfg.Sim.TeamOf(p)] < taken[r.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// evictableBot is the last one on the team with more players. There must be one.
func (r *Room) evictableBot() sim.PlayerID {
	best, taken := sim.NoPlayer, r.countByTeam(holderPlayer, holderBot)
	for i := range r.seats {
		p := sim.PlayerID(i)
		if r.seats[p].holder == holderBot &&
			(best == sim.NoPlayer || taken[r.cfg.Sim.TeamOf(p)] >= taken[r.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// countByTeam counts the seats of these holders by side; all are on side 0 where there
// are none.
func (r *Room) countByTeam(of ...holder) (n [1 + teamCount]int) {
	for p := range r.seats {
		if slices.Contains(of, r.seats[p].holder) {
			n[r.cfg.Sim.TeamOf(sim.PlayerID(p))]++
		}
	}
	return n
}

func (r *Room) countPlayersAndBots() (players, bots int) {
	for _, n := range r.countByTeam(holderPlayer) {
		players += n
	}
	for _, n := range r.countByTeam(holderBot) {
		bots += n
	}
	return players, bots
}

// botControlled reports whether a bot flies the ship of s.
func (r *Room) botControlled(s *seat) bool {
	return s.holder == holderBot || s.holder == holderPlayer && s.away && !r.cfg.Sim.Alone()
}

// botSkills says, by seat, how well the bots of r fly. Every team has the same mix,
// whatever the seats; the bots of a team that make up for its having fewer players
// than another fly as a player is taken to. Valid until the next call.
func (r *Room) botSkills() []sim.Skill {
	players := r.countByTeam(holderPlayer)
	var nth [1 + teamCount]int // bot of its team
	for t := range nth {
		nth[t] = players[t] - slices.Max(players[:]) // below zero: makes up for a player
	}
	for p := range r.seats {
		r.skills[p] = playerSkill
		if r.seats[p].holder != holderBot {
			continue
		}
		team := r.cfg.Sim.TeamOf(sim.PlayerID(p))
		if n := nth[team]; n >= 0 {
			r.skills[p] = skillMix[n%len(skillMix)]
		}
		nth[team]++
	}
	return r.skills
}

// runBots lets every bot decide what to hold until the next snapshot. They all
// look at the entities of this one; each knows only what its player would see. In
// the place of a person a bot only flies: what is fired, used up and earned there is
// theirs, and silence would be an autopilot otherwise.
func (r *Room) runBots(t sim.Tick) {
	sight := &r.sight
	sight.Config, sight.Tick, sight.Seen = &r.cfg.Sim, t, r.entities
	for p, skill := range r.botSkills() {
		s := &r.seats[p]
		if !r.botControlled(s) {
			continue
		}
		sight.Me, sight.Own = sim.PlayerID(p), r.world.Private(sim.PlayerID(p))
		r.inputs[p] = r.cfg.Game.Think(sight, skill)
		if s.holder == holderPlayer {
			r.inputs[p].Buttons = 0
		}
	}
}
