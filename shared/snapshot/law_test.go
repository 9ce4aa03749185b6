package snapshot_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Whatever a client skips and wherever it looks, after every frame it holds
// exactly what the server published of what it is meant to see.
func TestAReplicaHoldsWhatWasPublished(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for long in one goroutine, in which there is no race")
	}
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			run := newRun(seed, 24, 8)
			for range 600 {
				run.step(t)
			}
		})
	}
}

// run is a world, its publisher and some clients.
type run struct {
	rng     *rand.Rand
	world   *fakeWorld
	pub     *snapshot.Publisher
	clients []*fakeClient
}

func newRun(seed uint64, count, clients int) *run {
	r := &run{rng: rand.New(rand.NewPCG(seed, 2)), world: newFakeWorld(seed, count)}
	r.pub = snapshot.NewPublisher(ships.Rules, r.world.cfg)
	r.pub.Poison()
	for i := range clients {
		c := &fakeClient{replica: snapshot.NewClientState(ships.Rules, r.world.cfg)}
		c.share.Me = sim.PlayerID(i)
		c.share.View = snapshot.View{X: r.world.signed(2000), Y: r.world.signed(2000), HalfW: 960, HalfH: 560}
		r.clients = append(r.clients, c)
	}
	return r
}

func (r *run) step(t *testing.T) {
	t.Helper()
	ticks := sim.Tick(2)
	if r.rng.IntN(50) == 0 {
		ticks = sim.Tick(1 + r.rng.IntN(4)) // the room let time slip
	}
	r.world.step(ticks)
	s := r.pub.Publish(r.world.tick, r.world.entities, r.world.events)
	s.Told(r.world.entities)
	for _, c := range r.clients {
		c.pending = append(c.pending, r.world.events...)
		r.visit(t, c, s)
	}
	s.Release()
}

func (r *run) visit(t *testing.T, c *fakeClient, s *snapshot.Snapshot) {
	t.Helper()
	if c.skip > 0 {
		c.skip--
		return
	}
	r.wander(c)
	body := c.feed.Append(nil, s, &c.share)
	if err := c.replica.Apply(s.Tick(), body); err != nil {
		t.Fatalf("tick %d: %v", s.Tick(), err)
	}
	c.check(t, r.world)
	c.checkEvents(t, r.world.events)
}

// wander moves the view and decides what the client skips and asks for next.
func (r *run) wander(c *fakeClient) {
	for i := range c.share.Own {
		c.share.Own[i] += int32(r.rng.Uint32N(1<<r.rng.Uint32N(32))) * int32(r.rng.IntN(2))
	}
	v := &c.share.View
	v.X, v.Y = v.X+r.world.signed(30), v.Y+r.world.signed(30)
	switch r.rng.IntN(40) {
	case 0:
		v.X, v.Y = r.world.signed(3000), r.world.signed(3000)
	case 1:
		c.skip = r.rng.IntN(100)
	case 2, 3, 4:
		c.skip = r.rng.IntN(8)
	case 5:
		c.feed.Reset()
	case 6:
		c.feed.Budget = r.rng.IntN(3) * 200
	}
}

// checkEvents compares what the frame brought with all that happened since the
// last one: every event that concerns the client, once, in order.
func (c *fakeClient) checkEvents(t *testing.T, newest []sim.Event) {
	t.Helper()
	if !c.joined { // what happened before is not news
		c.pending, c.joined = append(c.pending[:0], newest...), true
	}
	want := slices.DeleteFunc(c.pending, func(e sim.Event) bool {
		if e.To != sim.NoPlayer {
			return e.To != c.share.Me
		}
		if slices.Contains(e.Party[:], c.share.Me) {
			return false
		}
		return !e.Global && !inside(c.share.View, e.X, e.Y, 128)
	})
	for i := range want {
		want[i].X, want[i].Y, want[i].Global, want[i].Party = 0, 0, false, none
	}
	if got := c.replica.Events(); !slices.Equal(got, want) {
		t.Fatalf("events = %+v, want %+v", got, want)
	}
	c.pending = c.pending[:0]
}

func (c *fakeClient) check(t *testing.T, w *fakeWorld) {
	t.Helper()
	if c.replica.Own() != c.share.Own {
		t.Fatalf("own = %v, want %v", c.replica.Own(), c.share.Own)
	}
	c.checkWorld(t, w)
}

// checkWorld compares what the client holds with the world: everything it holds is
// as published, and everything that it must see is there.
func (c *fakeClient) checkWorld(t *testing.T, w *fakeWorld) {
	t.Helper()
	held := c.replica.Entities()
	if !slices.IsSortedFunc(held, func(a, b sim.Entity) int { return int(a.ID) - int(b.ID) }) {
		t.Fatal("entities are out of order")
	}
	if c.feed.Budget != 0 || c.feed.Late() > 0 {
		return // some of it is late, and the checksum waits as well
	}
	for _, e := range held {
		at, ok := slices.BinarySearchFunc(w.entities, e.ID, byID)
		if !ok {
			t.Fatalf("tick %d: %d is held and does not exist", w.tick, e.ID)
		}
		want := w.entities[at]
		if e.Kind != want.Kind || e.Words != want.Words || e.Global != want.Global {
			t.Fatalf("tick %d: held %+v, want %+v", w.tick, e, want)
		}
	}
	for _, e := range w.entities {
		if _, ok := slices.BinarySearchFunc(held, e.ID, byID); !ok && (e.Global || inside(c.share.View, e.X, e.Y, 0)) {
			t.Fatalf("tick %d: %d is in view and not held", w.tick, e.ID)
		}
	}
}

func inside(v snapshot.View, x, y, margin int32) bool {
	return max(x-v.X, v.X-x) <= v.HalfW+margin && max(y-v.Y, v.Y-y) <= v.HalfH+margin
}
