package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// arena is a match of bots.
type arena struct {
	world  *ships.World
	cfg    sim.Config
	skills []sim.Skill
	seen   []sim.Entity
	events []sim.Event
	inputs []sim.Input

	kills, burnt, rocked, deaths int
	spent                        [8]int // kills by weapon
	merit                        []int
}

func match(seed uint64, skills ...sim.Skill) *arena {
	return matchOf(sim.Config{Seed: seed}, skills...)
}

func matchOf(cfg sim.Config, skills ...sim.Skill) *arena {
	cfg.Seats = len(skills)
	a := &arena{
		world: ships.New(cfg), cfg: cfg, skills: skills,
		inputs: make([]sim.Input, len(skills)), merit: make([]int, len(skills)),
	}
	for p := range skills {
		a.world.Join(sim.PlayerID(p))
	}
	return a
}

func (a *arena) step() {
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
			a.book(e.Words)
		}
	}
}

func (a *arena) book(w sim.Words) {
	a.deaths++
	switch ships.Weapon(w[ships.KillWeapon]) {
	case ships.WeaponStar:
		a.burnt++
	case ships.WeaponRock:
		a.rocked++
	}
	if killer := w[ships.KillKiller]; killer != int32(sim.NoPlayer) {
		a.kills++
		a.merit[killer]++
		a.spent[w[ships.KillWeapon]]++
	}
}

func mixed(n int) []sim.Skill {
	skills := make([]sim.Skill, n)
	for i := range skills {
		skills[i] = sim.Skill(i % 3)
	}
	return skills
}

func TestSixMinutesOfSixteenBotsAreAFight(t *testing.T) {
	for seed := range uint64(3) {
		a := match(seed, mixed(16)...)
		for range 6 * 60 * 60 {
			a.step()
		}
		t.Logf("seed %d: %d kills, %d deaths, %d in the star, %d at rocks, by weapon %v, by seat %v",
			seed, a.kills, a.deaths, a.burnt, a.rocked, a.spent, a.merit)
		if a.kills < 20 {
			t.Errorf("seed %d: %d kills, want 20", seed, a.kills)
		}
		if a.burnt*100 > a.deaths*15 {
			t.Errorf("seed %d: %d of %d deaths in the star", seed, a.burnt, a.deaths)
		}
	}
}

func TestBotsFightForTheirSides(t *testing.T) {
	for _, mode := range []*sim.Mode{ships.Teams, ships.Duel} {
		n := 12
		if mode == ships.Duel {
			n = 2
		}
		a := matchOf(sim.Config{Seed: 1, Mode: mode}, mixed(n)...)
		for range 4 * 60 * 60 {
			a.step()
		}
		t.Logf("%s: %d kills, %d deaths, by seat %v", mode, a.kills, a.deaths, a.merit)
		if a.kills < 2*n {
			t.Errorf("%s: %d kills in four minutes, want %d", mode, a.kills, 2*n)
		}
	}
}

func TestSkillsDiffer(t *testing.T) {
	for _, c := range []struct {
		name         string
		better, less sim.Skill
		want         int // kills of the better for 100 of all
	}{
		{"ace beats rookie", sim.Ace, sim.Rookie, 80},
		{"ace beats pilot", sim.Ace, sim.Regular, 60},
		{"pilot beats rookie", sim.Regular, sim.Rookie, 60},
	} {
		good, bad := 0, 0
		for seed := range uint64(12) {
			a := match(seed, c.better, c.less)
			for range 2 * 60 * 60 {
				a.step()
			}
			good, bad = good+a.merit[0], bad+a.merit[1]
		}
		t.Logf("%s: %d to %d", c.name, good, bad)
		if good*100 < (good+bad)*c.want || good < 20 {
			t.Errorf("%s: %d to %d, want %d of 100", c.name, good, bad, c.want)
		}
	}
}

func TestABotFillsUpNearTheStar(t *testing.T) {
	for seed := range uint64(5) {
		a := match(seed, sim.Regular)
		energy := func() int32 { own := a.world.Private(0); return fixed.Num(own[ships.OwnEnergy]).Round() }
		a.step()
		for energy() > 5 {
			a.inputs[0] = sim.Input{Axes: ships.Axes(0, 0, uint16(a.world.Tick())<<9), Buttons: ships.ButtonBoost}
			a.world.Step(a.inputs)
		}
		warm := 0
		for range 12 * 60 {
			a.step()
			own := a.world.Private(0)
			at := fixed.Vec{X: fixed.Num(own[ships.OwnX]), Y: fixed.Num(own[ships.OwnY])}
			if at.Len() < ships.SunReach(&a.cfg)*6/10 {
				warm++
			}
			if at.Len() < ships.CoronaRadius(&a.cfg) {
				t.Fatalf("seed %d: it burns", seed)
			}
		}
		if warm < 60 || energy() < full {
			t.Errorf("seed %d: %d ticks in the warmth, energy %d, want a full tank", seed, warm, energy())
		}
	}
}

func TestThinkingIsPureAndAllocatesNothing(t *testing.T) {
	a := match(1, mixed(16)...)
	for range 900 {
		a.step()
	}
	s := sim.Sight{Config: &a.cfg, Tick: a.world.Tick(), Me: 3, Own: a.world.Private(3), Seen: a.seen}
	first := Bot.Think(&s, sim.Ace)
	if got := testing.AllocsPerRun(100, func() {
		if Bot.Think(&s, sim.Ace) != first {
			t.Error("a second thought differs")
		}
	}); got != 0 {
		t.Errorf("a thought allocates %v times, want 0", got)
	}
}

func TestBotsOfOneRoomHaveNamesOfTheirOwn(t *testing.T) {
	for seed := range uint64(50) {
		taken := map[string]bool{}
		for p := range sim.PlayerID(32) {
			name := Bot.BotName(p, seed)
			if taken[name] || name[:4] != "Bot " || len(name) > 16 {
				t.Fatalf("seed %d: bot %d is called %q", seed, p, name)
			}
			taken[name] = true
		}
	}
}

func BenchmarkThink(b *testing.B) {
	a := match(1, mixed(64)...)
	for range 1800 {
		a.step()
	}
	s := sim.Sight{Config: &a.cfg, Tick: a.world.Tick(), Me: 3, Own: a.world.Private(3), Seen: a.seen}
	s.Own[ships.OwnAlive] = 1
	for b.Loop() {
		Bot.Think(&s, sim.Ace)
	}
}
