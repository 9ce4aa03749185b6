package ships

import (
	"testing"

	"perihelion/sim"
)

func TestAPredictedBeamHitsWhatTheServerSaysItHits(t *testing.T) {
	hits, misses := 0, 0
	for off := -20; off <= 20; off++ {
		d := newDuel(3)
		d.setShip(0, 1000, 0)
		d.setShip(1, 1400, 208+off)
		d.setShip(2, 1700, 364+2*off) // behind the other
		d.stepTicks(1)
		d.setShip(0, 1000, 0)
		d.ships[0].heading = 5000
		d.inputs[0] = sim.Input{Axes: Axes(0, 0, 5000), Buttons: ButtonRail}
		client := New(d.Config())
		client.Adopt(d.Tick(), 0, d.Private(0))
		seen := d.AppendEntities(nil)
		client.Observe(0, seen)
		client.Predict(0, d.inputs[0])
		got := findEvent(client.AppendEvents(nil), EventRail)
		want := findEvent(d.stepTicks(1), EventRail)
		if got == nil || want == nil {
			t.Fatalf("off by %d: predicted %v, fired %v", off, got, want)
		}
		seen = d.AppendEntities(seen[:0])
		d.arena.strikeBeam(got, seen)
		if got.Words[RailHit] != want.Words[RailHit] {
			t.Errorf("off by %d: struck %d, the server says %d", off, got.Words[RailHit], want.Words[RailHit])
			continue
		}
		for _, w := range []int{RailX1, RailY1} {
			if apart := got.Words[w] - want.Words[w]; apart < -16 || apart > 16 {
				t.Errorf("off by %d: word %d ends at %d, the server says %d", off, w, got.Words[w], want.Words[w])
			}
		}
		hits, misses = hits+int(got.Words[RailHit]), misses+1-int(got.Words[RailHit])
	}
	if hits < 5 || misses < 5 {
		t.Errorf("%d hits and %d misses are too few to judge", hits, misses)
	}
}

func TestStrikeChangesOnlyBeams(t *testing.T) {
	e := sim.Event{Entity: sim.Entity{Kind: EventItemUse, Words: sim.Words{ItemUseX: 5}}}
	was := e
	newModel(sim.Config{Seats: 2}).Strike(&e, []sim.Entity{{Kind: KindShip}})
	if e != was {
		t.Errorf("made %+v of %+v", e, was)
	}
}
