package snapshot_test

import (
	"fmt"
	"strings"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// fight is a real match of bots, published at half the tick rate.
type fight struct {
	world  *ships.World
	cfg    sim.Config
	seen   []sim.Entity
	events []sim.Event
	inputs []sim.Input
	pub    *snapshot.Publisher
	feeds  []snapshot.ClientEncoder
	shares []snapshot.PlayerView
}

func newFight(seed uint64, players int) *fight {
	cfg := sim.Config{Seed: seed, Seats: players}
	f := &fight{
		world: ships.New(cfg), cfg: cfg, inputs: make([]sim.Input, players),
		pub: snapshot.NewPublisher(ships.Rules, cfg), feeds: make([]snapshot.ClientEncoder, players),
		shares: make([]snapshot.PlayerView, players),
	}
	for p := range players {
		f.world.Join(sim.PlayerID(p))
		f.feeds[p].Predicts = true
	}
	return f
}

// step runs the two ticks between snapshots.
func (f *fight) step() {
	f.events = f.events[:0]
	for range 2 {
		f.seen = f.world.AppendEntities(f.seen[:0])
		for p := range f.inputs {
			id := sim.PlayerID(p)
			s := sim.Sight{Config: &f.cfg, Tick: f.world.Tick(), Me: id, Own: f.world.Private(id), Seen: f.seen}
			f.inputs[p] = games.Ships.Think(&s, sim.Rookie+sim.Skill(p%3))
		}
		f.world.Step(f.inputs)
		f.events = f.world.AppendEvents(f.events)
		for p := range f.shares {
			if !f.world.AsPredicted(sim.PlayerID(p)) {
				f.shares[p].PredictedSince = f.world.Tick()
			}
		}
	}
	f.seen = f.world.AppendEntities(f.seen[:0])
	for p := range f.shares {
		id := sim.PlayerID(p)
		x, y := f.world.Eye(id)
		f.shares[p] = snapshot.PlayerView{
			Me: id, Own: f.world.Private(id),
			View: snapshot.View{X: x, Y: y, HalfW: 960, HalfH: 560},

			PredictedSince: f.shares[p].PredictedSince,
		}
	}
}

func (f *fight) publish() *snapshot.Snapshot {
	return f.pub.Publish(f.world.Tick(), f.seen, f.events)
}

// A fight of sixteen must not need more than 0.9 kB/s of bodies for each of them, and every
// replica must hold what it was sent.
func TestAFightOfSixteenFitsItsBudget(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for long in one goroutine, in which there is no race")
	}
	const seconds, rate, limit = 60, 30, 900
	f := newFight(7, 16)
	replicas := make([]*snapshot.ClientState, len(f.feeds))
	for i := range replicas {
		replicas[i] = snapshot.NewClientState(ships.Rules, f.cfg)
		replicas[i].Predict = func(_, _ sim.Tick, _ sim.Private, _ []sim.Entity) (sim.Private, bool) {
			return f.shares[i].Own, true // as client/netcode does
		}
	}
	var body []byte
	for range seconds * rate {
		f.step()
		s := f.publish()
		for i := range f.feeds {
			body = f.feeds[i].Append(body[:0], s, &f.shares[i])
			if err := replicas[i].Apply(s.Tick(), body); err != nil {
				t.Fatalf("player %d: %v", i, err)
			}
		}
		s.Release()
	}
	var sum snapshot.Stats
	for i := range f.feeds {
		for k, bits := range f.feeds[i].Stats().Bits {
			sum.Bits[k] += bits
		}
	}
	total := 0.0
	var line strings.Builder
	for k, bits := range sum.Bits {
		rate := float64(bits) / 8 / seconds / float64(len(f.feeds))
		total += rate
		fmt.Fprintf(&line, " %v %.0f", snapshot.Section(k), rate)
	}
	t.Logf("%.0f B/s per client:%s", total, line.String())
	if total > limit {
		t.Errorf("a client gets %.0f B/s, want at most %d", total, limit)
	}
}

// What clients hold of a ship may be off by what is tolerated, however long it flies on, and by
// nothing else.
func TestWhatClientsHoldIsOffByNoMoreThanTolerated(t *testing.T) {
	f := newFight(3, 8)
	off := 0
	for range 900 {
		f.step()
		s := f.publish()
		for i, e := range s.Entities() {
			for k, field := range ships.SchemaOf(e.Kind) {
				d := e.Words[k] - f.seen[i].Words[k]
				if field.Name == "heading" {
					d = int32(int8(d))
				}
				if d != 0 {
					off++
				}
				if most := max(int32(field.Tolerance), 1<<field.Coarse>>1); max(d, -d) > most {
					t.Fatalf("tick %d: %s of %d is %d for clients and really %d, want it off by %d at most",
						s.Tick(), field.Name, e.ID, e.Words[k], f.seen[i].Words[k], most)
				}
			}
		}
		s.Release()
	}
	if off == 0 {
		t.Error("clients hold everything as it is: nothing was tolerated")
	}
}
