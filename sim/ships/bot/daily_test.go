package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// TestTheDailyRunIsTheSameOnEveryMachine plays a run in which the player drifts. Clients and
// servers with other bots fly another one: if the hash changes while About.Rules does not,
// raise Daily.Version, and put the new hash here.
func TestTheDailyRunIsTheSameOnEveryMachine(t *testing.T) {
	const want = 0xda410d63f5e79fa2
	about := ships.Rules.About()
	cfg := about.Daily.Config(about.Name, 20_786)
	w := ships.Rules.NewWorld(cfg)
	for p := range sim.PlayerID(cfg.Seats) {
		w.Join(p)
	}
	inputs, s := make([]sim.Input, cfg.Seats), sim.Sight{Config: &cfg}
	for range 30 * cfg.TicksPerSecond() {
		s.Tick, s.Seen = w.Tick(), w.AppendEntities(s.Seen[:0])
		for i, skill := range about.Daily.Bots {
			s.Me = sim.PlayerID(i) + 1
			s.Own = w.Private(s.Me)
			inputs[s.Me] = Bot.Think(&s, skill)
		}
		w.Step(inputs)
	}
	if got := w.Hash(); got != want {
		t.Errorf("hash %#x after half a minute, want %#x", got, uint64(want))
	}
}
