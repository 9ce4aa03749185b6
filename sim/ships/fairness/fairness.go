// Package fairness plays rounds of bots in an arena, and tells its author what is unfair in it:
// ships that are destroyed where they begin, ships that cannot get away, a side that wins. The same
// seeds give the same report.
package fairness

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	rounds      = 20 // of each mode
	seats, bots = 16, 10
	thinkEvery  = 2 // ticks: bots decide with each snapshot, as on a server

	spawnTime  = 3      // seconds: who is destroyed before that has had no chance
	stuckTime  = 8      // seconds, in which
	stuckRange = 40     // units are not left, by a ship that thrusts
	mostTicks  = 60_000 // of a round, whatever its clock says
)

// modes are those in which rounds are played: everyone for themselves, and with sides.
var modes = []*sim.Mode{ships.Skirmish, ships.Teams}

// Try implements sim.ArenaTools.Try. game is that of the ships, with its bots. Before the rounds it
// plays a moment of every match that there may be in the arena.
func Try(game sim.Game, arena *sim.Arena, goOn func() bool) (trials []sim.Trial, ok bool) {
	if !visit(plan{game: game, arena: arena, goOn: goOn}) {
		return nil, false
	}
	for _, mode := range modes {
		r, ok := play(plan{game, arena, mode, rounds, goOn})
		if !ok {
			return nil, false
		}
		trials = append(trials, sim.Trial{
			Mode: mode, Rounds: r.rounds, Ticks: r.ticks, Lives: r.lives, Deaths: r.deaths, Entities: r.entities, Findings: r.findings(),
		})
	}
	return trials, true
}

// plan is what is played.
type plan struct {
	game   sim.Game
	arena  *sim.Arena
	mode   *sim.Mode
	rounds int
	goOn   func() bool
}

// report is what rounds of a mode in an arena were like.
type report struct {
	rounds, ticks int

	lives        int // of ships
	deaths       int
	spawnKills   int // lives that others have ended within spawnTime
	spawnCrashes int // lives that the star or a rock has ended within spawnTime
	starDeaths   int
	stuck        int // times that a ship was stuck

	decided  int // rounds that one side has won; 0 in a mode without sides
	sideWins int // of these, those of the first side
	entities int // in the fullest tick
}

// trial is a round that is being played.
type trial struct {
	*report
	game    sim.Game
	cfg     sim.Config
	world   sim.World
	players int // who have the first seats
	inputs  []sim.Input
	seen    []sim.Entity
	events  []sim.Event
	born    [bots]sim.Tick
	rests   [bots]rest
}

// rest is where a ship was when it was looked at first, of the time that it has not left that place.
type rest struct {
	pos   fixed.Vec
	since sim.Tick
}

// play plays the rounds of a plan, with the seeds 1 and up; ok is false if goOn has ended it.
func play(p plan) (r report, ok bool) {
	r.rounds = p.rounds
	for seed := range uint64(p.rounds) {
		if !r.playRound(&p, seed+1) {
			return r, false
		}
	}
	return r, true
}

func (r *report) playRound(p *plan, seed uint64) bool {
	cfg := sim.Config{Seed: seed, Mode: p.mode, Seats: seats, Arena: p.arena}
	t := newTrial(p.game, cfg, bots)
	t.report = r
	for range mostTicks {
		if t.world.Phase() == sim.PhasePodium {
			break
		}
		if !p.goOn() {
			return false
		}
		t.playTick()
	}
	all := t.world.AppendStandings(nil)
	if mode := cfg.Mode; mode.Teams > 0 && all[0].Place != all[len(all)-1].Place {
		r.decided++
		if all[0].Team == 1 {
			r.sideWins++
		}
	}
	return true
}

func newTrial(game sim.Game, cfg sim.Config, players int) *trial {
	t := &trial{game: game, cfg: cfg, world: game.NewWorld(cfg), inputs: make([]sim.Input, cfg.Seats), players: players}
	for p := range sim.PlayerID(players) {
		t.world.Join(p)
	}
	return t
}

// playBots plays a tick, with what the bots do.
func (t *trial) playBots() {
	t.seen = t.world.AppendEntities(t.seen[:0])
	if t.world.Tick()%thinkEvery == 0 {
		for p := range sim.PlayerID(t.players) {
			s := sim.Sight{Config: &t.cfg, Tick: t.world.Tick(), Me: p, Own: t.world.Private(p), Seen: t.seen}
			t.inputs[p] = t.game.Think(&s, sim.Rookie+sim.Skill(p)%3)
		}
	}
	t.world.Step(t.inputs)
}

// playTick plays a tick, and counts what happens in it.
func (t *trial) playTick() {
	t.playBots()
	t.entities = max(t.entities, len(t.seen))
	if t.world.Phase() != sim.PhaseLive {
		return
	}
	t.ticks++
	t.events = t.world.AppendEvents(t.events[:0])
	for i := range t.events {
		if s, ok := ships.SpawnOf(&t.events[i]); ok {
			t.lives++
			t.born[s.Player] = t.world.Tick()
			t.rests[s.Player] = rest{}
		}
		if k, ok := ships.KillOf(&t.events[i]); ok {
			t.countDeath(k)
		}
	}
	for p := range sim.PlayerID(bots) {
		t.lookAt(p)
	}
}

// seconds is so many ticks.
func (t *trial) seconds(n int) sim.Tick { return sim.Tick(n * t.cfg.TicksPerSecond()) }

func (t *trial) countDeath(k ships.Kill) {
	t.deaths++
	if k.Weapon == ships.WeaponStar {
		t.starDeaths++
	}
	switch age := t.world.Tick() - t.born[k.Victim]; {
	case age >= t.seconds(spawnTime):
	case k.Weapon == ships.WeaponStar || k.Weapon == ships.WeaponRock:
		t.spawnCrashes++
	default:
		t.spawnKills++
	}
}

// lookAt counts a ship that has been stuck for stuckTime.
func (t *trial) lookAt(p sim.PlayerID) {
	private := t.world.Private(p)
	own, now := ships.OwnOf(&private), t.world.Tick()
	in, at := &t.inputs[p], &t.rests[p]
	thrusts := in.Axes[ships.AxisThrust] != 0 || in.Axes[ships.AxisStrafe] != 0
	if !own.Alive || !thrusts || at.since == 0 || !own.Pos.Sub(at.pos).Within(fixed.Int(stuckRange)) {
		*at = rest{own.Pos, now}
		return
	}
	if now-at.since == t.seconds(stuckTime) {
		t.stuck++
	}
}
