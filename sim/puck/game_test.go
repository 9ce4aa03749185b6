package puck_test

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/puck"
	"perihelion/sim/puck/bot"
	"perihelion/sim/rng"
	"perihelion/sim/simtest"
)

var game = sim.Game{Rules: puck.Rules, Bot: bot.Bot}

func TestTheGameObeysTheLawsOfEveryGame(t *testing.T) { simtest.Run(t, game) }

// TestMatchesGiveTheHashesOfEveryOtherMachine plays matches of bots, mixed in skill. Where
// the rules or the bots were changed, put the new hashes here; for changed rules raise
// About.Rules as well.
func TestMatchesGiveTheHashesOfEveryOtherMachine(t *testing.T) {
	for _, c := range []struct {
		cfg  sim.Config
		want uint64
	}{
		{sim.Config{Seed: 1962, Mode: puck.Four, Seats: 8}, 0xc719513e2c59dde4},
		{sim.Config{Seed: 1963, Mode: puck.Two, Seats: 4, Rate: 30}, 0xd3f0200ee5adefbb},
		{sim.Config{Seed: 1964, Mode: puck.Four, Seats: 8, Rate: 100, Points: 1, Seconds: 20}, 0x54ce2196df18b4ee},
	} {
		m, got := newBots(c.cfg, sim.Ace), uint64(0)
		for range 90 * c.cfg.TicksPerSecond() {
			m.skill = sim.Rookie + sim.Skill(m.world.Tick()/64%3)
			m.see()
			m.think()
			m.world.Step(m.inputs)
			if m.world.Tick()%16 == 0 {
				got = rng.Mix(got) ^ m.world.Hash()
			}
		}
		if got != c.want {
			t.Errorf("seed %d: hash %#x, want %#x", c.cfg.Seed, got, c.want)
		}
	}
}
