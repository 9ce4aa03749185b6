package snapshot_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
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

// Everybody sees what is Global, and a client sees what is near: neither is on the radar.
func TestTheRadarShowsWhatIsOutOfSight(t *testing.T) {
	cfg := sim.Config{Seats: 4}
	p, r := snapshot.NewPublisher(toy.Game, cfg), snapshot.NewClientState(toy.Game, cfg)
	radius := toy.Game.NewModel(cfg).Radius()
	es := []sim.Entity{
		{ID: 0, Kind: toy.KindDot, Radar: true},
		{ID: 1, Kind: toy.KindDot, Radar: true, X: radius},
		{ID: 2, Kind: toy.KindDot, Radar: true, X: radius}, // at the same place
		{ID: 3, Kind: toy.KindDot, Radar: true, Global: true, X: -radius},
	}
	var narrow, broad snapshot.ClientEncoder
	tick := sim.Tick(0)
	for _, tt := range []struct {
		encoder *snapshot.ClientEncoder
		halfW   int32
		want    []snapshot.Blip
	}{{&narrow, 1, []snapshot.Blip{{255, 128}}}, {&broad, 2 * radius, nil}} {
		tick += 60
		s := p.Publish(tick, es, nil)
		sh := snapshot.PlayerView{View: snapshot.View{HalfW: tt.halfW, HalfH: 1}}
		if err := r.Apply(s.Tick(), tt.encoder.Append(nil, s, &sh)); err != nil {
			t.Fatal(err)
		}
		s.Release()
		if got := r.Radar(); !slices.Equal(got, tt.want) {
			t.Errorf("half a width of %d: radar = %v, want %v", tt.halfW, got, tt.want)
		}
	}
}

// The more ships there are, the longer the radar takes to tell of all: its bytes a second
// stay few, and those of a client that skips snapshots too.
func TestARadarOfManySeatsIsSweptInStrips(t *testing.T) {
	if testing.Short() {
		t.Skip("computes for long in one goroutine, in which there is no race")
	}
	for _, tt := range []struct{ seats, bytesPerSecond int }{{64, 190}, {128, 150}, {256, 150}, {1024, 200}, {2048, 300}} {
		cfg := sim.Config{Seats: tt.seats}
		radius := ships.Rules.NewModel(cfg).Radius()
		p, rng := snapshot.NewPublisher(ships.Rules, cfg), rand.New(rand.NewPCG(1, uint64(tt.seats)))
		es := make([]sim.Entity, tt.seats)
		for i := range es {
			angle, distance := rng.Float64()*2*math.Pi, math.Sqrt(rng.Float64())*float64(radius-1000)
			es[i] = sim.Entity{
				ID: sim.EntityID(i), Kind: ships.KindShip, Radar: true,
				X: int32(distance * math.Cos(angle)), Y: int32(distance * math.Sin(angle)),
			}
		}
		var every, some snapshot.ClientEncoder
		a, b := snapshot.NewClientState(ships.Rules, cfg), snapshot.NewClientState(ships.Rules, cfg)
		far := snapshot.PlayerView{View: snapshot.View{X: radius, Y: radius}}
		first, seconds := 0.0, 20
		for tick := sim.Tick(2); tick <= sim.Tick(seconds*60); tick += 2 {
			s := p.Publish(tick, es, nil)
			if err := a.Apply(tick, every.Append(nil, s, &far)); err != nil {
				t.Fatal(err)
			}
			if rng.IntN(20) == 0 {
				if err := b.Apply(tick, some.Append(nil, s, &far)); err != nil {
					t.Fatal(err)
				}
			}
			s.Release()
			if tick == 2 {
				first = float64(every.Stats().Bits[snapshot.SectionRadar]) / 8
			}
		}
		got := (float64(every.Stats().Bits[snapshot.SectionRadar])/8 - first) / float64(seconds)
		t.Logf("%d seats: %.0f B at first, then %.0f B/s, %.1f bits a blip", tt.seats, first, got, first*8/float64(tt.seats))
		if got > float64(tt.bytesPerSecond) {
			t.Errorf("%d seats: %.0f B/s, want %d at most", tt.seats, got, tt.bytesPerSecond)
		}
		if !slices.Equal(a.Radar(), b.Radar()) || len(a.Radar()) < tt.seats*9/10 {
			t.Errorf("%d seats: %d blips, and %d for who skips snapshots", tt.seats, len(a.Radar()), len(b.Radar()))
		}
	}
}
