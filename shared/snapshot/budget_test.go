package snapshot_test

import (
	"testing"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// crowd is a world of ships in a square, none of them as forecast.
func crowd(w *fakeWorld, n int, size int32) {
	w.entities, w.size = w.entities[:0], size
	for i := range n {
		w.add(sim.EntityID(i), ships.KindShip)
	}
}

func TestTwoThousandShipsInOneViewFitTheFrame(t *testing.T) {
	w := newFakeWorld(5, 2)
	crowd(w, 2048, 900)
	p := snapshot.NewPublisher(ships.Rules, sim.Config{Seats: 2048})
	r := snapshot.NewClientState(ships.Rules, sim.Config{Seats: 2048})
	var f snapshot.ClientEncoder
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 960, HalfH: 960}}
	for tick := sim.Tick(2); tick < 40; tick += 2 {
		for i := range w.entities {
			w.entities[i].Words[ships.ShipX] ^= 3
			w.entities[i].Words[ships.ShipVX] ^= 1023
		}
		s := p.Publish(tick, w.entities, nil)
		s.Told(w.entities)
		body := f.Append(nil, s, &sh)
		if len(body) > protocol.MaxServerFrame-1024 {
			t.Fatalf("tick %d: %d B, want at most %d", tick, len(body), protocol.MaxServerFrame-1024)
		}
		if err := r.Apply(tick, body); err != nil {
			t.Fatal(err)
		}
		s.Release()
	}
	if got := len(r.Entities()); got != 2048 {
		t.Errorf("%d ships held, want 2048", got)
	}
}

// On a budget a frame brings what is near, and in time everything else.
func TestABudgetPostponesAndLosesNothing(t *testing.T) {
	w := newFakeWorld(6, 2)
	crowd(w, 200, 900)
	p := snapshot.NewPublisher(ships.Rules, w.cfg)
	r := snapshot.NewClientState(ships.Rules, w.cfg)
	f := snapshot.ClientEncoder{Budget: 400}
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 960, HalfH: 960}}
	frame := func(tick sim.Tick) {
		s := p.Publish(tick, w.entities, nil)
		s.Told(w.entities)
		defer s.Release()
		body := f.Append(nil, s, &sh)
		if tick > 2 && len(body) > 400+600 { // beside the entities: the radar sweep of 200
			t.Errorf("tick %d: %d B on a budget of 400", tick, len(body))
		}
		if err := r.Apply(tick, body); err != nil {
			t.Fatal(err)
		}
	}
	frame(2)
	for _, e := range r.Entities() {
		if e.Words[ships.ShipX] > 700<<sim.PositionShift {
			t.Errorf("ship %d is far and came in the first frame", e.ID)
		}
	}
	if f.Stats().Deferred == 0 {
		t.Error("nothing was counted as deferred")
	}
	for tick := sim.Tick(4); tick < 80; tick += 2 {
		for i := range w.entities {
			w.move(&w.entities[i], 2)
		}
		frame(tick)
	}
	if got := len(r.Entities()); got != 200 || f.Late() != 0 {
		t.Errorf("%d ships held, %d late, want 200, 0", got, f.Late())
	}
}

// Entities that a budget holds back stay right in the end, also when the room
// lets time slip meanwhile and the connection skips.
func TestABudgetAndSkippingTogetherLeaveNothingWrong(t *testing.T) {
	w := newFakeWorld(8, 2)
	crowd(w, 150, 900)
	p := snapshot.NewPublisher(ships.Rules, w.cfg)
	r := snapshot.NewClientState(ships.Rules, w.cfg)
	var f snapshot.ClientEncoder
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 40_000, HalfH: 40_000}}
	for n := 1; n <= 400; n++ {
		f.Budget = 250
		if n%10 == 0 {
			f.Budget = 0
		}
		w.tick += sim.Tick(2 + n%7/6)
		for i := range w.entities {
			w.move(&w.entities[i], 2+n%7/6)
			w.nudge(&w.entities[i])
			w.place(&w.entities[i])
		}
		s := p.Publish(w.tick, w.entities, nil)
		s.Told(w.entities)
		if n%7 > 0 {
			if err := r.Apply(w.tick, f.Append(nil, s, &sh)); err != nil {
				t.Fatalf("frame %d: %v", n, err)
			}
			compare(t, r, w, &f)
		}
		s.Release()
	}
}

// compare checks everything, unless some of it is late.
func compare(t *testing.T, r *snapshot.ClientState, w *fakeWorld, f *snapshot.ClientEncoder) {
	t.Helper()
	if f.Late() > 0 || f.Budget > 0 {
		return
	}
	for i, e := range r.Entities() {
		if want := w.entities[i]; e.ID != want.ID || e.Words != want.Words {
			t.Fatalf("tick %d: held %+v, want %+v", w.tick, e, want)
		}
	}
}

// What is far from the centre of the view waits longer, but not for ever.
func TestABudgetStarvesNobody(t *testing.T) {
	w := newFakeWorld(9, 2)
	crowd(w, 150, 900)
	p := snapshot.NewPublisher(ships.Rules, w.cfg)
	r := snapshot.NewClientState(ships.Rules, w.cfg)
	var f snapshot.ClientEncoder
	sh := snapshot.PlayerView{View: snapshot.View{HalfW: 960, HalfH: 960}}
	right := make([]int, 150) // the last frame in which the client had it right
	for n := range 200 {
		w.tick += 2
		for i := range w.entities {
			w.move(&w.entities[i], 2)
			w.entities[i].Words[ships.ShipHeading] = int32(n % 256)
		}
		s := p.Publish(w.tick, w.entities, nil)
		s.Told(w.entities)
		if err := r.Apply(w.tick, f.Append(nil, s, &sh)); err != nil {
			t.Fatal(err)
		}
		s.Release()
		f.Budget = 100
		for i, e := range r.Entities() {
			if e.Words == w.entities[i].Words {
				right[i] = n
			}
			if waited := n - right[i]; waited > 60 {
				t.Fatalf("ship %d has waited for %d frames", i, waited)
			}
		}
	}
}
