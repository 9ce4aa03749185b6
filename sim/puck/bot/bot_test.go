package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/puck"
)

// game is a match of bots.
type game struct {
	world  *puck.World
	cfg    sim.Config
	skills [2]sim.Skill // of the teams
	seen   []sim.Entity
	events []sim.Event
	inputs []sim.Input

	goals                      [2]int // in live rounds
	own, assists, saves, kicks int
	ticks                      int // of live rounds
}

func newGame(cfg sim.Config, first, second sim.Skill) *game {
	if cfg.Mode == nil {
		cfg.Mode = puck.Four
	}
	cfg.Seats = cfg.Mode.Seats
	g := &game{world: puck.New(cfg), cfg: cfg, skills: [2]sim.Skill{first, second}, inputs: make([]sim.Input, cfg.Seats)}
	for p := range cfg.Seats {
		g.world.Join(sim.PlayerID(p))
	}
	return g
}

func (g *game) step() {
	g.seen = g.world.AppendEntities(g.seen[:0])
	for p := range g.inputs {
		g.inputs[p] = Bot.Think(g.sight(sim.PlayerID(p)), g.skills[p%2])
	}
	g.world.Step(g.inputs)
	if g.world.Phase() == sim.PhaseLive {
		g.ticks++
	}
	g.events = g.world.AppendEvents(g.events[:0])
	for i := range g.events {
		g.count(&g.events[i])
	}
}

func (g *game) sight(p sim.PlayerID) *sim.Sight {
	return &sim.Sight{Config: &g.cfg, Tick: g.world.Tick(), Me: p, Own: g.world.Private(p), Seen: g.seen}
}

func (g *game) count(e *sim.Event) {
	switch e.Kind {
	case puck.EventGoal:
		if e.Words[puck.GoalCounts] == 0 {
			return
		}
		g.goals[e.Words[puck.GoalTeam]-1]++
		if e.Words[puck.GoalScorer] == int32(sim.NoPlayer) {
			g.own++
		}
		if e.Words[puck.GoalAssist] != int32(sim.NoPlayer) {
			g.assists++
		}
	case puck.EventSave:
		g.saves++
	case puck.EventKick:
		g.kicks++
	}
}

// play plays some seconds.
func (g *game) play(seconds int) {
	for range seconds * g.cfg.TicksPerSecond() {
		g.step()
	}
}

func TestGoalsFallOften(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	for _, mode := range []*sim.Mode{puck.Four, puck.Two} {
		for skill := sim.Trainee; skill <= sim.Ace; skill++ {
			goals, ticks, own, assists, saves, kicks := 0, 0, 0, 0, 0, 0
			for seed := range uint64(6) {
				g := newGame(sim.Config{Seed: seed, Mode: mode, Points: 99}, skill, skill)
				g.play(240)
				goals, ticks = goals+g.goals[0]+g.goals[1], ticks+g.ticks
				own, assists, saves, kicks = own+g.own, assists+g.assists, saves+g.saves, kicks+g.kicks
			}
			seconds := float64(ticks) / 60 / float64(max(goals, 1))
			t.Logf("%s, skill %d: a goal every %.0f s; of %d, %d own, %d with assists; %d saves, %d kicks", mode, skill, seconds, goals, own, assists, saves, kicks)
			if seconds < 20 || seconds > 60 {
				t.Errorf("%s, skill %d: a goal every %.0f s, want 20 to 60", mode, skill, seconds)
			}
			if own*4 > goals {
				t.Errorf("%s, skill %d: %d of %d are own goals", mode, skill, own, goals)
			}
		}
	}
}

// round plays one round to its end, and reports which team has won.
func (g *game) round() sim.Team {
	for g.world.Phase() != sim.PhasePodium {
		g.step()
	}
	g.seen = g.world.AppendEntities(g.seen[:0])
	match := &g.seen[len(g.seen)-1] // in order of ID
	return puck.MatchStateOf(&match.Words).Victor
}

func TestTheBetterTeamWins(t *testing.T) {
	if testing.Short() {
		t.Skip("plays 120 rounds")
	}
	const rounds = 20 // half of them from each end
	for _, c := range []struct {
		name         string
		better, less sim.Skill
		want         int // of 100 rounds
	}{
		{"aces against rookies", sim.Ace, sim.Rookie, 95},
		{"aces against regulars", sim.Ace, sim.Regular, 65},
		{"regulars against rookies", sim.Regular, sim.Rookie, 65},
	} {
		for _, mode := range []*sim.Mode{puck.Four, puck.Two} {
			won := 0
			for seed := range uint64(rounds) {
				teams := [2]sim.Skill{c.better, c.less}
				side := seed % 2
				if newGame(sim.Config{Seed: seed, Mode: mode}, teams[side], teams[1-side]).round() == sim.Team(1+side) {
					won++
				}
			}
			t.Logf("%s, %s: %d of %d rounds won", c.name, mode, won, rounds)
			if won*100 < rounds*c.want {
				t.Errorf("%s, %s: %d of %d rounds won, want %d of 100", c.name, mode, won, rounds, c.want)
			}
		}
	}
}

// TestABotPlaysAlikeAtBothEnds turns what a bot sees by half a turn: it then goes the other
// way. Where it aims is up to chance.
func TestABotPlaysAlikeAtBothEnds(t *testing.T) {
	g := newGame(sim.Config{Seed: 1}, sim.Ace, sim.Ace)
	turned := make([]sim.Entity, 0, 32)
	for range 60 * g.cfg.TicksPerSecond() {
		g.step()
		g.seen = g.world.AppendEntities(g.seen[:0])
		turned = turned[:0]
		for _, e := range g.seen {
			turned = append(turned, turn(e))
		}
		for p := range sim.PlayerID(g.cfg.Seats) {
			here := g.sight(p)
			there := *here
			there.Me, there.Seen = p^1, turned
			for _, word := range [...]int{puck.OwnX, puck.OwnY, puck.OwnVX, puck.OwnVY} {
				there.Own[word] *= -1
			}
			a, b := Bot.Think(here, sim.Ace), Bot.Think(&there, sim.Ace)
			if a.Axes[puck.AxisX] != -b.Axes[puck.AxisX] || a.Axes[puck.AxisY] != -b.Axes[puck.AxisY] || (a.Buttons^b.Buttons)&puck.ButtonBoost != 0 {
				t.Fatalf("tick %d: bot %d holds %+v, and turned %+v", here.Tick, p, a, b)
			}
		}
	}
}

// turn is e after half a turn of the rink; its player has changed seats with the next one.
func turn(e sim.Entity) sim.Entity {
	switch e.Kind {
	case puck.KindSkater:
		e.ID = puck.SkaterID(puck.Owner(e.ID) ^ 1)
	case puck.KindPuck:
		if e.Words[puck.PuckCarrier] != int32(sim.NoPlayer) {
			e.Words[puck.PuckCarrier] ^= 1
		}
	default:
		return e
	}
	// A puck has its place and velocity in the words in which a skater has.
	for _, word := range [...]int{puck.SkaterX, puck.SkaterY, puck.SkaterVX, puck.SkaterVY} {
		e.Words[word] *= -1
	}
	return e
}

func TestEqualTeamsAreEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("plays hours")
	}
	for _, mode := range []*sim.Mode{puck.Four, puck.Two} {
		var goals [2]int
		for seed := range uint64(100) {
			g := newGame(sim.Config{Seed: 100 + seed, Mode: mode, Points: 99}, sim.Regular, sim.Regular)
			g.play(240)
			goals[0], goals[1] = goals[0]+g.goals[0], goals[1]+g.goals[1]
		}
		share := goals[0] * 1000 / (goals[0] + goals[1])
		t.Logf("%s: %d to %d, %d in a thousand", mode, goals[0], goals[1], share)
		if share < 450 || share > 550 {
			t.Errorf("%s: the first team scored %d of 1000 goals, want 450 to 550", mode, share)
		}
	}
}

func TestThinkingIsPureAndAllocatesNothing(t *testing.T) {
	g := newGame(sim.Config{Seed: 1}, sim.Ace, sim.Ace)
	g.play(20)
	s := g.sight(3)
	first := Bot.Think(s, sim.Ace)
	if got := testing.AllocsPerRun(100, func() {
		if Bot.Think(s, sim.Ace) != first {
			t.Error("a second thought differs")
		}
	}); got != 0 {
		t.Errorf("a thought allocates %v times, want 0", got)
	}
}

func TestBotsOfOneRoomHaveNamesOfTheirOwn(t *testing.T) {
	for seed := range uint64(50) {
		taken := map[string]bool{}
		for p := range sim.PlayerID(8) {
			name := Bot.BotName(p, seed)
			if taken[name] || name[:4] != "Bot " || len(name) > 16 {
				t.Fatalf("seed %d: bot %d is called %q", seed, p, name)
			}
			taken[name] = true
		}
	}
}

func BenchmarkThink(b *testing.B) {
	g := newGame(sim.Config{Seed: 1}, sim.Ace, sim.Ace)
	g.play(20)
	s := g.sight(3)
	for b.Loop() {
		Bot.Think(s, sim.Ace)
	}
}
