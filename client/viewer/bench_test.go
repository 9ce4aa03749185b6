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
	v, err := Open(fight(games.Ships, cfg, length), sim.Games{games.Ships})
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

// fight is the log of a match of so many seconds in which bots have all seats.
func fight(g sim.Game, cfg sim.Config, seconds int) []byte {
	world, inputs := g.NewWorld(cfg), make([]sim.Input, cfg.Seats)
	for p := range sim.PlayerID(cfg.Seats) {
		world.Join(p)
	}
	w := replay.NewWriter(g, cfg, replay.Header{Room: "bots"})
	begin := func(state bool) {
		at := int64(world.Tick()) * 1000 / int64(cfg.TicksPerSecond())
		if !state {
			w.Segment(world.Tick(), at, nil)
			return
		}
		w.Segment(world.Tick(), at, world.AppendState(nil))
		for p := range sim.PlayerID(cfg.Seats) {
			w.Seat(p, &replay.Seat{Holder: replay.Bot, Name: g.BotName(p, cfg.Seed)})
		}
	}
	begin(true)
	var seen []sim.Entity
	for range seconds * cfg.TicksPerSecond() {
		seen = world.AppendEntities(seen[:0])
		for p := range sim.PlayerID(cfg.Seats) {
			inputs[p] = g.Think(&sim.Sight{Config: &cfg, Tick: world.Tick(), Me: p, Own: world.Private(p), Seen: seen}, sim.Regular)
		}
		w.Tick(inputs)
		world.Step(inputs)
		if w.HashDue() {
			w.Hash(world.Hash())
		}
		if due, state := w.SegmentDue(); due {
			begin(state)
		}
	}
	return w.Bytes()
}
