package snapshot_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// lossyLink carries bodies that may be lost, come late and overtake each other.
type lossyLink struct {
	rng  *rand.Rand
	loss float64
	sent []lossyBody
}

type lossyBody struct {
	base, tick sim.Tick
	body       []byte
	after      int // snapshots until it arrives
}

// send reports whether the body is on its way.
func (l *lossyLink) send(base, tick sim.Tick, body []byte) {
	if l.rng.Float64() >= l.loss {
		l.sent = append(l.sent, lossyBody{base, tick, body, 1 + l.rng.IntN(3)})
	}
}

// arrived takes what has arrived one snapshot later, in any order.
func (l *lossyLink) arrived() (some []lossyBody) {
	l.sent = slices.DeleteFunc(l.sent, func(b lossyBody) bool {
		if b.after--; b.after > 0 {
			return false
		}
		some = append(some, b)
		return true
	})
	l.rng.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	return some
}

// Whatever is lost, late or overtaken: what has arrived is exact, and every event is told
// once, if each body starts from a snapshot that the client has acked.
func TestWhatStartsFromAckedSnapshotsIsExactWhateverIsLost(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newFakeWorld(seed, 24)
			pub := snapshot.NewPublisher(ships.Rules, w.cfg)
			pub.Poison()
			c := &fakeClient{replica: snapshot.NewClientState(ships.Rules, w.cfg)}
			c.share.View = snapshot.View{HalfW: 9000, HalfH: 9000}
			link := &lossyLink{rng: rand.New(rand.NewPCG(seed, 9)), loss: 0.2}
			c.feed.KeepBaselines()
			c.replica.KeepBaselines()
			worlds := map[sim.Tick]fakeWorld{}
			events := map[sim.Event]int{}
			acked, applied := sim.Tick(0), 0
			for range 400 {
				w.step(2)
				s := pub.Publish(w.tick, w.entities, w.events)
				s.Told(w.entities)
				worlds[w.tick] = fakeWorld{tick: w.tick, entities: slices.Clone(w.entities)}
				for i := range c.share.Own {
					c.share.Own[i] += int32(link.rng.IntN(3))
				}
				own := c.share.Own
				whole := acked == 0 || !c.feed.Rebase(acked, s)
				body := c.feed.Append(nil, s, &c.share)
				s.Release()
				if whole { // by the reliable lane, at once
					if err := c.replica.Apply(w.tick, body); err != nil {
						t.Fatal(err)
					}
					if c.replica.Own() != own {
						t.Fatal("own differs")
					}
					acked = w.tick
					countEvents(events, c.replica)
					continue
				}
				link.send(acked, w.tick, body)
				for _, b := range link.arrived() {
					if b.tick <= acked {
						continue // overtaken
					}
					if err := c.replica.ApplyTo(b.base, b.tick, b.body); err != nil {
						t.Fatalf("tick %d from %d: %v", b.tick, b.base, err)
					}
					published := worlds[b.tick]
					c.checkWorld(t, &published)
					countEvents(events, c.replica)
					acked = b.tick
					applied++
				}
			}
			if applied < 80 || len(events) < 50 {
				t.Errorf("%d bodies arrived with %d events: too few to say anything", applied, len(events))
			}
			for e, n := range events {
				if n != 1 {
					t.Errorf("event %+v was told %d times, want once", e, n)
				}
			}
		})
	}
}

func countEvents(events map[sim.Event]int, r *snapshot.ClientState) {
	for _, e := range r.Events() {
		events[e]++
	}
}

func TestABaselineThatIsNotHeldIsRefused(t *testing.T) {
	w := newFakeWorld(1, 8)
	pub := snapshot.NewPublisher(ships.Rules, w.cfg)
	var feed snapshot.ClientEncoder
	feed.KeepBaselines()
	r := snapshot.NewClientState(ships.Rules, w.cfg)
	r.KeepBaselines()
	view := snapshot.PlayerView{View: snapshot.View{HalfW: 9000, HalfH: 9000}}
	var first sim.Tick
	for i := range snapshot.PastBaselines + 2 {
		w.step(2)
		s := pub.Publish(w.tick, w.entities, w.events)
		s.Told(w.entities)
		if i == 0 {
			first = w.tick
		}
		if feed.Rebase(first, s) != (i > 0 && i <= snapshot.PastBaselines) {
			t.Errorf("rebase after %d snapshots = %v", i, i == 0)
		}
		body := feed.Append(nil, s, &view)
		if i == 0 {
			if err := r.Apply(w.tick, body); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := r.ApplyTo(first+1, w.tick, body); !errors.Is(err, snapshot.ErrBaseline) {
			t.Fatalf("apply to a tick that was never applied: %v, want ErrBaseline", err)
		}
		s.Release()
	}
	if !r.Whole() {
		t.Error("the state is not whole after bodies that were refused")
	}
}
