package snapshot_test

import (
	"cmp"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

func TestSteadyStateAllocatesNothing(t *testing.T) {
	r := record(32, 64)
	p := snapshot.NewPublisher(ships.Rules, r.cfg)
	feeds := make([]snapshot.ClientEncoder, 4)
	replica := snapshot.NewClientState(ships.Rules, r.cfg)
	body := make([]byte, 0, 64<<10)
	n := 0
	frame := func() {
		s, shares := r.publish(p, n)
		n++
		for i := range feeds {
			if n%(i+1) != 0 { // some skip
				continue
			}
			body = feeds[i].Append(body[:0], s, &shares[i])
			if i > 0 {
				continue
			}
			if err := replica.Apply(s.Tick(), body); err != nil {
				t.Fatal(err)
			}
		}
		s.Release()
	}
	for range 300 {
		frame()
	}
	if got := testing.AllocsPerRun(200, frame); got != 0 {
		t.Errorf("a snapshot with its frames allocates %v times, want 0", got)
	}
}

// A game is behind interfaces here, and so is what moves its things: what a forecast is
// given by pointer would be allocated for each of them.
func TestPublishingAMatchOfAnyGameAllocatesNothing(t *testing.T) {
	for _, g := range append(sim.Games{games.Toy}, games.All...) {
		t.Run(g.About().Name, func(t *testing.T) {
			mode := g.About().Modes[0]
			players := cmp.Or(mode.Seats, 16)
			cfg := sim.Config{Seed: 3, Mode: mode, Seats: players}
			world, model, pub := g.NewWorld(cfg), g.NewModel(cfg), snapshot.NewPublisher(g, cfg)
			feed, replica := snapshot.ClientEncoder{}, snapshot.NewClientState(g, cfg)
			inputs := make([]sim.Input, players)
			for p := range inputs {
				world.Join(sim.PlayerID(p))
			}
			var (
				seen   []sim.Entity
				events []sim.Event
				body   []byte
				sight  = sim.Sight{Config: &cfg}
			)
			frame := func() {
				events = events[:0]
				for range 2 {
					seen = world.AppendEntities(seen[:0])
					for p := range inputs {
						sight.Tick, sight.Me, sight.Own, sight.Seen = world.Tick(), sim.PlayerID(p), world.Private(sim.PlayerID(p)), seen
						inputs[p] = g.Think(&sight, sim.Ace)
					}
					world.Step(inputs)
					events = world.AppendEvents(events)
				}
				seen = world.AppendEntities(seen[:0])
				x, y := world.Eye(0)
				s := pub.Publish(world.Tick(), seen, events)
				body = feed.Append(body[:0], s, &snapshot.PlayerView{Own: world.Private(0), View: snapshot.View{X: x, Y: y, HalfW: 960, HalfH: 560}})
				s.Release()
				if err := replica.Apply(world.Tick(), body); err != nil {
					t.Fatal(err)
				}
				for i := range seen {
					seen[i].Words = model.Forecast(seen[i].Kind, seen[i].Words, 3)
				}
			}
			for range 600 {
				frame()
			}
			if got := testing.AllocsPerRun(200, frame); got != 0 {
				t.Errorf("a snapshot allocates %v times, want 0", got)
			}
			if entities := pub.Stats().Entities; entities == 0 {
				t.Error("no entity was ever other than as forecast: the test plays nothing")
			}
		})
	}
}
