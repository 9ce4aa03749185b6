package ships_test

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/bot"
)

var update = flag.Bool("update", false, "rewrite testdata/match.golden")

// The file is embedded so that the test runs where there are no files.
//
//go:embed testdata/match.golden
var golden string

// botMatch is a match of bots that join and leave.
type botMatch struct {
	world  *ships.World
	cfg    sim.Config
	seen   []sim.Entity
	inputs []sim.Input
	away   []bool
}

func newBotMatch(cfg sim.Config) *botMatch {
	f := &botMatch{
		world: ships.New(cfg), cfg: cfg,
		inputs: make([]sim.Input, cfg.Seats), away: make([]bool, cfg.Seats),
	}
	for p := range cfg.Seats {
		f.world.Join(sim.PlayerID(p))
	}
	return f
}

// botInputs computes the next input of every bot.
func (f *botMatch) botInputs() []sim.Input {
	f.seen = f.world.AppendEntities(f.seen[:0])
	for p := range f.inputs {
		id := sim.PlayerID(p)
		s := sim.Sight{Config: &f.cfg, Tick: f.world.Tick(), Me: id, Own: f.world.Private(id), Seen: f.seen}
		f.inputs[p] = bot.Bot.Think(&s, sim.Rookie+sim.Skill(p%3))
	}
	return f.inputs
}

// joinAndLeave makes one player leave or join every two seconds.
func (f *botMatch) joinAndLeave() {
	if f.world.Tick()%120 != 0 {
		return
	}
	p := int(f.world.Tick()/120) * 7 % f.cfg.Seats
	if f.away[p] = !f.away[p]; f.away[p] {
		f.world.Leave(sim.PlayerID(p))
	} else {
		f.world.Join(sim.PlayerID(p))
	}
}

// TestAMatchHasTheSameHashesOnEveryMachine tests determinism: the golden file was written
// on one architecture and must hold on all. If it changes, the rules have changed.
func TestAMatchHasTheSameHashesOnEveryMachine(t *testing.T) {
	var got strings.Builder
	for i, cfg := range []sim.Config{
		{Seats: 12},
		{Seats: 12},
		{Seats: 12},
		{Seats: 12, Mode: ships.Teams, Seconds: 40},
		{Seats: 2, Mode: ships.Duel, Points: 2, Seconds: 20},
		{Seats: 12, Mode: ships.Beacon, Seconds: 40},
		{Seats: 12, Mode: ships.Comet, Seconds: 40},
		{Seats: 12, Mode: ships.Crown, Seconds: 40},
		{Seats: 4, Mode: ships.Pairs, Seconds: 40},
		{Seats: 12, Mode: ships.Race, Points: 8, Seconds: 60},
	} {
		cfg.Seed = 1962 + uint64(i)
		f := newBotMatch(cfg)
		for range 90 * 60 {
			f.joinAndLeave()
			f.world.Step(f.botInputs())
			if f.world.Tick()%60 == 0 {
				fmt.Fprintf(&got, "%d %d %016x\n", i, f.world.Tick(), f.world.Hash())
			}
		}
	}
	if *update {
		if err := os.WriteFile("testdata/match.golden", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := strings.Split(golden, "\n")
	for i, line := range strings.Split(got.String(), "\n") {
		if i >= len(want) || line != want[i] {
			t.Fatalf("line %d = %q, want %q", i+1, line, want[min(i, len(want)-1)])
		}
	}
}

const recordedTicks = 240 // ticks of a recorded match

// recordBotMatch is a match that has begun, its state at the start of the recording, and
// the inputs of its bots since then.
func recordBotMatch(ships int) (f *botMatch, start []byte, inputs [][]sim.Input) {
	f = newBotMatch(sim.Config{Seed: 7, Seats: ships})
	for range 300 {
		f.world.Step(f.botInputs())
	}
	start = f.world.AppendState(nil)
	for range recordedTicks {
		inputs = append(inputs, append([]sim.Input(nil), f.botInputs()...))
		f.world.Step(f.inputs)
	}
	return f, start, inputs
}

// BenchmarkStep measures a match of bots whose inputs were recorded before.
func BenchmarkStep(b *testing.B) {
	for _, ships := range []int{16, 64, 256, 1024} {
		f, start, inputs := recordBotMatch(ships)
		b.Run(fmt.Sprintf("ships=%d", ships), func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				if i%recordedTicks == 0 {
					b.StopTimer()
					if err := f.world.RestoreState(start); err != nil {
						b.Fatal(err)
					}
					f.world.Step(inputs[0]) // lets buffers grow to their size
					b.StartTimer()
					continue
				}
				f.world.Step(inputs[i%recordedTicks])
			}
		})
	}
}

func BenchmarkHash(b *testing.B) {
	f := newBotMatch(sim.Config{Seed: 7, Seats: 64})
	for range 600 {
		f.world.Step(f.botInputs())
	}
	for b.Loop() {
		f.world.Hash()
	}
	b.ReportMetric(float64(len(f.world.AppendState(nil))), "B/state")
}

func BenchmarkForecast(b *testing.B) {
	f := newBotMatch(sim.Config{Seed: 7, Seats: 64})
	for range 600 {
		f.world.Step(f.botInputs())
	}
	seen, model := f.world.AppendEntities(nil)[:50], ships.Rules.NewModel(f.cfg)
	for b.Loop() {
		for i := range seen {
			model.Forecast(seen[i].Kind, seen[i].Words, 2)
		}
	}
	b.ReportMetric(float64(len(seen)), "entities")
}

func BenchmarkPredict(b *testing.B) {
	f := newBotMatch(sim.Config{Seed: 7, Seats: 64})
	for range 600 {
		f.world.Step(f.botInputs())
	}
	client := ships.New(f.cfg)
	client.Observe(0, f.seen)
	for i := 0; b.Loop(); i++ {
		if i%20 == 0 {
			client.Adopt(f.world.Tick(), 2, f.world.Private(2))
		}
		client.Predict(2, f.inputs[2])
	}
}
