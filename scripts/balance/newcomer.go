package main

import (
	"fmt"
	"io"

	"perihelion/scripts/novice"
	"perihelion/server/play/room/lineup"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// A newcomer meets gentle bots in the first rounds. This measures what these rounds are like
// for somebody who has never played.

const (
	newcomers      = 40  // are measured, each in a room of their own
	newcomerRounds = 3   // that a newcomer is one
	scoreWithin    = 120 // seconds from joining to the first point

	leastScored = 90 // percent of newcomers who have a point by then
	leastRatio  = .6 // kills for each death, in all their rounds
)

// newcomer is how the first rounds went for one.
type newcomer struct {
	scored        bool // in time
	kills, deaths int
}

// meet plays the first rounds of a newcomer with the bots that the server would send.
func meet(seed uint64) (n newcomer) {
	r := rooms[0]
	cfg := sim.Config{Seed: seed, Mode: r.mode, Seats: r.seats}
	seats := make([]lineup.Seat, r.bots)
	seats[0] = lineup.Seat{Player: true, Beginner: true}
	for i := range seats[1:] {
		seats[i+1].Bot = true
	}
	m := &round{world: ships.New(cfg), cfg: cfg, skills: make([]sim.Skill, r.bots), inputs: make([]sim.Input, r.seats)}
	lineup.Skills(m.skills, cfg, seats)
	for p := range r.bots {
		m.world.Join(sim.PlayerID(p))
	}
	player, podiums, phase := novice.New(seed), 0, m.world.Phase()
	for podiums < newcomerRounds {
		m.stepWith(player)
		n.countKills(m)
		if now := m.world.Phase(); now != phase {
			phase = now
			if now == sim.PhasePodium {
				podiums++
			}
		}
	}
	return n
}

// stepWith plays a tick in which seat 0 is the newcomer's.
func (m *round) stepWith(player *novice.Player) {
	m.seen = m.world.AppendEntities(m.seen[:0])
	for p := range sim.PlayerID(len(m.skills)) {
		s := sim.Sight{Config: &m.cfg, Tick: m.world.Tick(), Me: p, Own: m.world.Private(p), Seen: m.seen}
		switch {
		case p == 0:
			m.inputs[p] = player.Input(&s)
		case m.world.Tick()%thinkEvery == 0:
			m.inputs[p] = games.Ships.Think(&s, m.skills[p])
		}
	}
	m.world.Step(m.inputs)
}

// countKills adds what the newcomer did or suffered in a tick.
func (n *newcomer) countKills(m *round) {
	m.events = m.world.AppendEvents(m.events[:0])
	if m.world.Phase() != sim.PhaseLive {
		return
	}
	for i := range m.events {
		k, ok := ships.KillOf(&m.events[i])
		if !ok {
			continue
		}
		if k.Victim == 0 {
			n.deaths++
		} else if k.Killer == 0 {
			n.kills++
			n.scored = n.scored || m.world.Tick() <= sim.Tick(scoreWithin*m.cfg.TicksPerSecond())
		}
	}
}

// printNewcomers measures count newcomers and prints how they fared; it returns how many figures
// are over their budgets.
func printNewcomers(out io.Writer, count int) (over int) {
	scored, kills, deaths := 0, 0, 0
	for _, n := range parallel(count, meet) {
		kills, deaths = kills+n.kills, deaths+n.deaths
		if n.scored {
			scored++
		}
	}
	fmt.Fprintf(out, "\n| %d newcomers, in their first %d rounds | budget | skirmish |\n|---|---|---|\n", count, newcomerRounds)
	for _, r := range []struct {
		what, unit string
		least, got float64
	}{
		{fmt.Sprintf("have a point within %d s", scoreWithin), "%", leastScored, 100 * float64(scored) / float64(count)},
		{"kills for each death", "", leastRatio, float64(kills) / float64(max(deaths, 1))},
	} {
		verdict := "ok"
		if r.got < r.least {
			verdict, over = "over", over+1
		}
		fmt.Fprintf(out, "| %s | %s | %.2f %s |\n", r.what, atLeast(r.least).text(r.unit), r.got, verdict)
	}
	return over
}
