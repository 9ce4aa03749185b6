package snapshot_test

import (
	"math/rand/v2"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// A replica survives whatever it is told, also in the middle of a conversation.
func FuzzReplicaApply(f *testing.F) {
	w := newFakeWorld(1, 8)
	p := snapshot.NewPublisher(ships.Rules, w.cfg)
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 3000, HalfH: 3000}}
	var feed snapshot.ClientEncoder
	for range 5 {
		w.step(2)
		s := p.Publish(w.tick, w.entities, w.events)
		f.Add(feed.Append(nil, s, &sh), uint16(2), false)
		s.Release()
	}
	f.Add([]byte{0xff, 0xff, 0xff}, uint16(1000), true)
	f.Fuzz(func(t *testing.T, body []byte, later uint16, fresh bool) {
		r := snapshot.NewClientState(ships.Rules, w.cfg)
		tick := sim.Tick(0)
		if !fresh {
			tick = primed(t, r)
		}
		if err := r.Apply(tick+sim.Tick(later), body); err != nil {
			if r.Whole() {
				t.Error("a replica is whole after an error")
			}
			if r.Apply(tick+sim.Tick(later)+1, []byte{0}) == nil {
				t.Error("a frame without a base was applied after an error")
			}
			return
		}
		if fresh { // forecasts of the old may lead anywhere, what was sent may not
			inRange(t, r)
		}
	})
}

// primed gives r a keyframe to start from.
func primed(t *testing.T, r *snapshot.ClientState) sim.Tick {
	w := newFakeWorld(2, 6)
	w.step(2)
	s := snapshot.NewPublisher(ships.Rules, w.cfg).Publish(w.tick, w.entities, w.events)
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 3000, HalfH: 3000}}
	if err := r.Apply(s.Tick(), new(snapshot.ClientEncoder).Append(nil, s, &sh)); err != nil {
		t.Fatal(err)
	}
	return s.Tick()
}

func inRange(t *testing.T, r *snapshot.ClientState) {
	for _, e := range r.Entities() {
		for i, f := range ships.SchemaOf(e.Kind) {
			low, high := int64(0), int64(1)<<f.Bits-1
			if f.Signed || f.Bits == 32 {
				low, high = -1<<(f.Bits-1), high>>1
			}
			if v := int64(e.Words[i]); v < low || v > high {
				t.Errorf("%s of %d = %d, want %d to %d", f.Name, e.ID, v, low, high)
			}
		}
	}
}

// Whatever happens to the world, and whatever the connection skips, the state
// holds what was published.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(1), []byte{0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0})
	f.Add(uint64(2), []byte{200, 9, 17, 33, 65, 129, 3, 3, 3, 3, 3, 3})
	f.Fuzz(func(t *testing.T, seed uint64, script []byte) {
		r := newRun(seed, 4, 2)
		for _, b := range script[:min(len(script), 64)] {
			r.rng = rand.New(rand.NewPCG(seed, uint64(b)))
			r.step(t)
		}
	})
}
