package room

import (
	"perihelion/sim"
	"perihelion/sim/bot"
)

// skills of the bots, by seat: most are beatable, one in four is not easily.
var skills = [...]bot.Skill{bot.Pilot, bot.Rookie, bot.Ace, bot.Rookie}

// fill keeps the number of pilots at what the room is configured for: bots come
// while people are missing and leave as people come.
func (r *Room) fill() {
	humans, bots := r.census()
	want := max(min(r.cfg.Fill, len(r.seats))-humans, 0)
	for p := 0; p < len(r.seats) && bots < want; p++ {
		if r.seats[p].holder == nobody {
			r.settle(sim.PlayerID(p), robot, "", bot.Name(sim.PlayerID(p), r.cfg.Sim.Seed))
			bots++
		}
	}
	for p := len(r.seats) - 1; p >= 0 && bots > want; p-- {
		if r.seats[p].holder == robot {
			r.vacate(sim.PlayerID(p))
			bots--
		}
	}
}

func (r *Room) census() (humans, bots int) {
	for p := range r.seats {
		switch r.seats[p].holder {
		case human:
			humans++
		case robot:
			bots++
		}
	}
	return humans, bots
}

// think lets every bot decide what to hold until the next snapshot. They all
// look at the entities of this one; each knows only what its player would see.
func (r *Room) think(t sim.Tick) {
	sight := bot.Sight{Config: &r.cfg.Sim, Tick: t, Seen: r.entities}
	for p := range r.seats {
		s := &r.seats[p]
		if !s.flown() {
			continue
		}
		skill := bot.Pilot
		if s.holder == robot {
			skill = skills[p%len(skills)]
		}
		sight.Me, sight.Own = sim.PlayerID(p), r.world.Private(sim.PlayerID(p))
		r.inputs[p] = bot.Think(&sight, skill)
	}
}
