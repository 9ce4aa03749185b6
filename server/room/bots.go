package room

import (
	"slices"

	"perihelion/sim"
	"perihelion/sim/bot"
)

// skillMix is what the bots of a team can do, one after the other: most are
// beatable, one in four is not easily.
var skillMix = [...]bot.Skill{bot.Pilot, bot.Rookie, bot.Ace, bot.Rookie}

// A player counts as a bot of this skill where teams are balanced, and so flies
// the bot that keeps the seat of an absent one.
const playerSkill = bot.Pilot

// fill keeps the number of pilots at what the room is to have: bots come
// while people are missing and leave as people come.
func (r *Room) fill() {
	people, bots := r.census()
	want := max(min(r.fillTo, len(r.seats))-people, 0)
	for ; bots < want; bots++ {
		p := r.emptySeat()
		r.settle(p, robot, "", bot.Name(p, r.cfg.Sim.Seed))
	}
	for ; bots > want; bots-- {
		r.vacate(r.spareBot())
	}
}

// emptySeat is the first one on the side with fewer pilots. There must be one.
func (r *Room) emptySeat() sim.PlayerID {
	best, pilots := sim.NoPlayer, r.count(human, robot)
	for i := range r.seats {
		p := sim.PlayerID(i)
		if r.seats[p].holder == nobody &&
			(best == sim.NoPlayer || pilots[r.cfg.Sim.TeamOf(p)] < pilots[r.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// spareBot is the last one on the side with more pilots. There must be one.
func (r *Room) spareBot() sim.PlayerID {
	best, pilots := sim.NoPlayer, r.count(human, robot)
	for i := range r.seats {
		p := sim.PlayerID(i)
		if r.seats[p].holder == robot &&
			(best == sim.NoPlayer || pilots[r.cfg.Sim.TeamOf(p)] >= pilots[r.cfg.Sim.TeamOf(best)]) {
			best = p
		}
	}
	return best
}

// count counts the seats of these holders by side; all are on side 0 where there
// are none.
func (r *Room) count(of ...holder) (n [1 + sides]int) {
	for p := range r.seats {
		if slices.Contains(of, r.seats[p].holder) {
			n[r.cfg.Sim.TeamOf(sim.PlayerID(p))]++
		}
	}
	return n
}

func (r *Room) census() (people, bots int) {
	for _, n := range r.count(human) {
		people += n
	}
	for _, n := range r.count(robot) {
		bots += n
	}
	return people, bots
}

// flown reports whether a bot flies the ship of s.
func (r *Room) flown(s *seat) bool {
	return s.holder == robot || s.holder == human && s.away && !r.cfg.Sim.Alone()
}

// botSkills says, by seat, how well the bots of r fly. Every team has the same mix,
// whatever the seats; the bots of a team that make up for its having fewer players
// than another fly as a player is taken to. Valid until the next call.
func (r *Room) botSkills() []bot.Skill {
	players := r.count(human)
	var nth [1 + sides]int // bot of its team
	for t := range nth {
		nth[t] = players[t] - slices.Max(players[:]) // below zero: makes up for a player
	}
	for p := range r.seats {
		r.skills[p] = playerSkill
		if r.seats[p].holder != robot {
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

// think lets every bot decide what to hold until the next snapshot. They all
// look at the entities of this one; each knows only what its player would see. In
// the place of a person a bot only flies: what is fired, used up and earned there is
// theirs, and silence would be an autopilot otherwise.
func (r *Room) think(t sim.Tick) {
	sight := bot.Sight{Config: &r.cfg.Sim, Tick: t, Seen: r.entities}
	for p, skill := range r.botSkills() {
		s := &r.seats[p]
		if !r.flown(s) {
			continue
		}
		sight.Me, sight.Own = sim.PlayerID(p), r.world.Private(sim.PlayerID(p))
		r.inputs[p] = bot.Think(&sight, skill)
		if s.holder == human {
			r.inputs[p].Buttons = 0
		}
	}
}
