package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// botMatch is a match of bots.
type botMatch struct {
	world  *ships.World
	cfg    sim.Config
	skills []sim.Skill
	seen   []sim.Entity
	events []sim.Event
	inputs []sim.Input

	kills, starDeaths, rockDeaths, deaths int
	killsByWeapon                         [8]int
	killsBySeat                           []int
}

func newBotMatch(seed uint64, skills ...sim.Skill) *botMatch {
	return newBotMatchOf(sim.Config{Seed: seed}, skills...)
}

func newBotMatchOf(cfg sim.Config, skills ...sim.Skill) *botMatch {
	cfg.Seats = len(skills)
	a := &botMatch{
		world: ships.New(cfg), cfg: cfg, skills: skills,
		inputs: make([]sim.Input, len(skills)), killsBySeat: make([]int, len(skills)),
	}
	for p := range skills {
		a.world.Join(sim.PlayerID(p))
	}
	return a
}

func (a *botMatch) stepMatch() {
	a.seen = a.world.AppendEntities(a.seen[:0])
	for p, skill := range a.skills {
		id := sim.PlayerID(p)
		s := sim.Sight{Config: &a.cfg, Tick: a.world.Tick(), Me: id, Own: a.world.Private(id), Seen: a.seen}
		a.inputs[p] = Bot.Think(&s, skill)
	}
	a.world.Step(a.inputs)
	a.events = a.world.AppendEvents(a.events[:0])
	for _, e := range a.events {
		if e.Kind == ships.EventKill {
			a.recordKill(e.Words)
		}
	}
}

func (a *botMatch) recordKill(w sim.Words) {
	a.deaths++
	switch ships.Weapon(w[ships.KillWeapon]) {
	case ships.WeaponStar:
		a.starDeaths++
	case ships.WeaponRock:
		a.rockDeaths++
	}
	if killer := w[ships.KillKiller]; killer != int32(sim.NoPlayer) {
		a.kills++
		a.killsBySeat[killer]++
		a.killsByWeapon[w[ships.KillWeapon]]++
	}
}

func mixedSkills(n int) []sim.Skill {
	skills := make([]sim.Skill, n)
	for i := range skills {
		skills[i] = sim.Rookie + sim.Skill(i%3)
	}
	return skills
}

func TestSixteenBotsFightForSixMinutes(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	for seed := range uint64(3) {
		a := newBotMatch(seed, mixedSkills(16)...)
		for range 6 * 60 * 60 {
			a.stepMatch()
		}
		t.Logf("seed %d: %d kills, %d deaths, %d in the star, %d at rocks, by weapon %v, by seat %v",
			seed, a.kills, a.deaths, a.starDeaths, a.rockDeaths, a.killsByWeapon, a.killsBySeat)
		if a.kills < 20 {
			t.Errorf("seed %d: %d kills, want 20", seed, a.kills)
		}
		if a.starDeaths*100 > a.deaths*15 {
			t.Errorf("seed %d: %d of %d deaths in the star", seed, a.starDeaths, a.deaths)
		}
	}
}

func TestBotsFightForTheirTeams(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	for _, mode := range []*sim.Mode{ships.Teams, ships.Duel} {
		n := 12
		if mode == ships.Duel {
			n = 2
		}
		a := newBotMatchOf(sim.Config{Seed: 1, Mode: mode}, mixedSkills(n)...)
		for range 4 * 60 * 60 {
			a.stepMatch()
		}
		t.Logf("%s: %d kills, %d deaths, by seat %v", mode, a.kills, a.deaths, a.killsBySeat)
		if a.kills < 2*n {
			t.Errorf("%s: %d kills in four minutes, want %d", mode, a.kills, 2*n)
		}
	}
}

func TestSkillsDiffer(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	for _, c := range []struct {
		name         string
		better, less sim.Skill
		want         int // kills of the better for 100 of all
	}{
		{"ace beats rookie", sim.Ace, sim.Rookie, 80},
		{"ace beats regular", sim.Ace, sim.Regular, 55},
		{"regular beats rookie", sim.Regular, sim.Rookie, 60},
	} {
		good, bad := 0, 0
		for seed := range uint64(12) {
			a := newBotMatch(seed, c.better, c.less)
			for range 2 * 60 * 60 {
				a.stepMatch()
			}
			good, bad = good+a.killsBySeat[0], bad+a.killsBySeat[1]
		}
		t.Logf("%s: %d to %d", c.name, good, bad)
		if good*100 < (good+bad)*c.want || good < 20 {
			t.Errorf("%s: %d to %d, want %d of 100", c.name, good, bad, c.want)
		}
	}
}

func TestABotRechargesNearTheStar(t *testing.T) {
	for seed := range uint64(5) {
		a := newBotMatch(seed, sim.Regular)
		energy := func() int32 { own := a.world.Private(0); return fixed.Num(own[ships.OwnEnergy]).Round() }
		a.stepMatch()
		for energy() > 5 {
			a.inputs[0] = sim.Input{Axes: ships.Axes(0, 0, uint16(a.world.Tick())<<9), Buttons: ships.ButtonBoost}
			a.world.Step(a.inputs)
		}
		warm, burns := 0, 0
		for i := range 12 * 60 {
			a.stepMatch()
			own := a.world.Private(0)
			at := fixed.Vec{X: fixed.Num(own[ships.OwnX]), Y: fixed.Num(own[ships.OwnY])}
			if sun := ships.BodiesAt(&a.cfg, a.world.Tick()); at.Len() < sun.All()[0].Recharge*6/10 {
				warm++
			}
			if i > 4*60 && at.Len() < coronaNow(a) { // it may have to get out first
				burns++
			}
		}
		if warm < 60 || burns > 120 || energy() < enoughEnergy {
			t.Errorf("seed %d: %d ticks near the star, %d in the corona, energy %d; want a full tank and no burns", seed, warm, burns, energy())
		}
	}
}

func coronaNow(a *botMatch) fixed.Num {
	all := ships.BodiesAt(&a.cfg, a.world.Tick())
	return all.All()[0].Corona
}

func TestThinkIsPureAndAllocatesNothing(t *testing.T) {
	a := newBotMatch(1, mixedSkills(16)...)
	for range 900 {
		a.stepMatch()
	}
	s := sim.Sight{Config: &a.cfg, Tick: a.world.Tick(), Me: 3, Own: a.world.Private(3), Seen: a.seen}
	first := Bot.Think(&s, sim.Ace)
	if got := testing.AllocsPerRun(100, func() {
		if Bot.Think(&s, sim.Ace) != first {
			t.Error("a second call differs")
		}
	}); got != 0 {
		t.Errorf("Think allocates %v times, want 0", got)
	}
}

func TestBotsOfOneRoomHaveDifferentNames(t *testing.T) {
	for seed := range uint64(50) {
		taken := map[string]bool{}
		for p := range sim.PlayerID(32) {
			name := Bot.BotName(p, seed)
			if taken[name] || name == "" || len(name) > 12 {
				t.Fatalf("seed %d: bot %d is called %q", seed, p, name)
			}
			taken[name] = true
		}
	}
}

func BenchmarkThink(b *testing.B) {
	a := newBotMatch(1, mixedSkills(64)...)
	for range 1800 {
		a.stepMatch()
	}
	s := sim.Sight{Config: &a.cfg, Tick: a.world.Tick(), Me: 3, Own: a.world.Private(3), Seen: a.seen}
	s.Own[ships.OwnAlive] = 1
	for b.Loop() {
		Bot.Think(&s, sim.Ace)
	}
}
