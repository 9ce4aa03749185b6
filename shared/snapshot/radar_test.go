package snapshot_test

import (
	"slices"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestTheRadarSweepsTwiceASecond(t *testing.T) {
	cfg := sim.Config{Seats: 4}
	radius := toy.Game.NewModel(cfg).Radius()
	dot := func(id sim.EntityID, x, y int32) sim.Entity {
		return sim.Entity{ID: id, Kind: toy.KindDot, Radar: true, X: x, Y: y}
	}
	p := snapshot.NewPublisher(toy.Game, cfg)
	r := snapshot.NewClientState(toy.Game, cfg)
	var f snapshot.ClientEncoder
	sweeps := 0
	for tick := sim.Tick(2); tick <= 120; tick += 2 {
		es := []sim.Entity{dot(0, -radius, radius), dot(1, 0, 2*radius), {ID: 9, Kind: toy.KindCoin}}
		s := p.Publish(tick, es, nil)
		before := f.Stats().Bits[snapshot.SectionRadar]
		if err := r.Apply(tick, f.Append(nil, s, &snapshot.PlayerView{})); err != nil {
			t.Fatal(err)
		}
		s.Release()
		if f.Stats().Bits[snapshot.SectionRadar] > before+1 {
			sweeps++
		}
		want := []snapshot.Blip{{0, 255}, {128, 255}}
		if got := r.Radar(); !slices.Equal(got, want) {
			t.Fatalf("tick %d: radar = %v, want %v", tick, got, want)
		}
	}
	if sweeps != 4 {
		t.Errorf("%d sweeps in two seconds, want 4", sweeps)
	}
}
