package viewer

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
)

// BenchmarkSeek goes to a moment of a minute of 64 ships that fight, as by a click on the time
// line. A frame of a client is 16 ms; what takes longer is a hitch.
func BenchmarkSeek(b *testing.B) {
	const length = 60 // seconds
	cfg := sim.Config{Seed: 7, Seats: 64}
	v, err := Open(fight(cfg, length), sim.Games{games.Ships})
	if err != nil {
		b.Fatal(err)
	}
	luck := rand.New(rand.NewPCG(1, 2))
	var took []time.Duration
	for b.Loop() {
		to, began := sim.Tick(luck.IntN(length*cfg.TicksPerSecond())), time.Now()
		if err := v.Seek(to); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
}

// fight is the log of bots that fight, with a state every ten seconds.
func fight(cfg sim.Config, seconds int) []byte {
	world, inputs := games.Ships.NewWorld(cfg), make([]sim.Input, cfg.Seats)
	for p := range sim.PlayerID(cfg.Seats) {
		world.Join(p)
	}
	w := replay.NewWriter(games.Ships, cfg, replay.Header{Room: "r"})
	w.Segment(0, 0, world.AppendState(nil))
	for p := range sim.PlayerID(cfg.Seats) {
		w.Seat(p, &replay.Seat{Holder: replay.Bot, Name: "bot"})
	}
	for range seconds * cfg.TicksPerSecond() {
		seen := world.AppendEntities(nil)
		for p := range sim.PlayerID(cfg.Seats) {
			inputs[p] = games.Ships.Think(&sim.Sight{Config: &cfg, Tick: world.Tick(), Me: p, Own: world.Private(p), Seen: seen}, sim.Regular)
		}
		w.Tick(inputs)
		world.Step(inputs)
		if w.HashDue() {
			w.Hash(world.Hash())
		}
		if due, state := w.SegmentDue(); due {
			var whole []byte
			if state {
				whole = world.AppendState(nil)
			}
			w.Segment(world.Tick(), int64(world.Tick())*1000/60, whole)
			for p := range sim.PlayerID(cfg.Seats) {
				if state {
					w.Seat(p, &replay.Seat{Holder: replay.Bot, Name: "bot"})
				}
			}
		}
	}
	return w.Bytes()
}
