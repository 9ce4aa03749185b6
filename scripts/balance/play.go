package main

import (
	"runtime"
	"slices"
	"sync"

	"perihelion/server/play/room/lineup"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// playRounds plays rounds on all cores.
func playRounds(r room, rounds int) *figures {
	sum := &figures{room: r}
	for _, f := range parallel(rounds, func(seed uint64) *figures { return playRound(r, seed) }) {
		sum.addRound(f)
	}
	return sum
}

// parallel calls play for the seeds from 1 to n, on all cores, and returns what it returned in
// their order.
func parallel[T any](n int, play func(seed uint64) T) []T {
	played := make([]T, n)
	next, wait := make(chan int), sync.WaitGroup{}
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				played[i] = play(uint64(i + 1))
			}
		})
	}
	for i := range played {
		next <- i
	}
	close(next)
	wait.Wait()
	return played
}

const thinkEvery = 2 // ticks: bots decide with each snapshot, as on a server

// round is a round that is being played.
type round struct {
	*figures
	world  *ships.World
	cfg    sim.Config
	skills []sim.Skill // by seat
	inputs []sim.Input
	seen   []sim.Entity
	events []sim.Event
	shots  map[sim.EntityID]shot
	leader sim.PlayerID
	ticks  sim.Tick // of the live phase
	refits []int    // that each ship has, or had last
}

// playRound plays one round, from an empty room to its end.
func playRound(r room, seed uint64) *figures {
	cfg := sim.Config{Seed: seed, Mode: r.mode, Seats: r.seats, Points: r.points, Arena: r.arena}
	m := &round{
		figures: &figures{room: r}, world: ships.New(cfg), cfg: cfg,
		skills: skillsOf(cfg, &r), inputs: make([]sim.Input, r.seats),
		refits: make([]int, r.bots), shots: map[sim.EntityID]shot{}, leader: sim.NoPlayer,
	}
	for p := range r.bots {
		m.world.Join(sim.PlayerID(p))
	}
	for m.world.Phase() != sim.PhasePodium && !m.isOver() {
		m.step()
	}
	m.endRound()
	return m.figures
}

// isOver reports whether enough of a match without end was played.
func (m *round) isOver() bool {
	return m.cfg.Endless() && m.ticks >= sim.Tick(m.length*m.cfg.TicksPerSecond())
}

func (m *round) step() {
	m.seen = m.world.AppendEntities(m.seen[:0])
	if m.world.Tick()%thinkEvery == 0 {
		for p := range sim.PlayerID(m.bots) {
			s := sim.Sight{Config: &m.cfg, Tick: m.world.Tick(), Me: p, Own: m.world.Private(p), Seen: m.seen}
			m.inputs[p] = games.Ships.Think(&s, m.skills[p])
			if m.classes {
				class := ships.Class((uint64(p) + m.cfg.Seed) % uint64(ships.Classes))
				m.inputs[p].Axes[ships.AxisClass] = ships.Choose(ships.OwnOf(&s.Own).Choice, class)
			}
		}
	}
	m.world.Step(m.inputs)
	if m.world.Phase() != sim.PhaseLive {
		return
	}
	m.ticks++
	m.followShots()
	m.events = m.world.AppendEvents(m.events[:0])
	for i := range m.events {
		if k, ok := ships.KillOf(&m.events[i]); ok {
			m.countKill(k)
		}
		if u, ok := ships.PowerupEventOf(&m.events[i]); ok && u.Player != sim.NoPlayer {
			m.powerups++
		}
	}
	m.lookAtShips()
}

// skillsOf is the skill of each bot, as a server mixes them while nobody else plays.
func skillsOf(cfg sim.Config, r *room) []sim.Skill {
	all := slices.Repeat([]sim.Skill{sim.Regular}, r.bots)
	if !r.classes {
		lineup.Skills(all, cfg, slices.Repeat([]lineup.Seat{{Bot: true}}, r.bots))
	}
	return all
}
