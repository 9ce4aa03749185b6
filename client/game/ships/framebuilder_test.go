package ships

import (
	"testing"

	"perihelion/client/game/ships/demomatch"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func cameraOver(x, y float32) render.Camera {
	return render.Camera{X: x, Y: y, Scale: 1, W: 1600, H: 900}
}

func TestEachClassHasItsOwnHull(t *testing.T) {
	if sprites.HullShapes != int(ships.Classes) {
		t.Errorf("%d shapes for %d classes", sprites.HullShapes, ships.Classes)
	}
}

func TestOnlyDangerousMinesAreRed(t *testing.T) {
	for _, c := range []struct {
		name  string
		mode  *sim.Mode
		owner sim.PlayerID
		want  rgba.Color
	}{
		{"our own", ships.Skirmish, 2, render.Own},
		{"of another player", ships.Skirmish, 4, render.Bad},
		{"our own, with teams", ships.Teams, 2, render.Own},
		{"of our team", ships.Teams, 4, render.Friend},
		{"of the other team", ships.Teams, 3, render.Bad},
		{"of a player who has left", ships.Teams, sim.NoPlayer, render.Bad},
	} {
		v := &netcode.View{Me: 2, Config: sim.Config{Mode: c.mode, Seats: 8}}
		if got := mineColor(v, c.owner); got != c.want {
			t.Errorf("%s is drawn in %v, want %v", c.name, got, c.want)
		}
	}
}

// warmedUp returns a builder and a match after 15 seconds.
func warmedUp(seats int) (*frameBuilder, *demomatch.Match) {
	s, f := newFrameBuilder(sprites.NewAtlas()), demomatch.New(seats, 3)
	for range 900 {
		f.PlayTick()
		s.updateEffects(&f.View, 1.0/60)
	}
	return s, f
}

func TestPulseIsDrawnWhereTheSimulationHasIt(t *testing.T) {
	s, f := warmedUp(16)
	drawn := 0
	for range 240 {
		f.PlayTick()
		for i := range f.View.Seen {
			e := &f.View.Seen[i]
			if e.Kind != ships.KindPulse {
				continue
			}
			x, y, alive := ships.PulseAt(&f.View.Config, &e.To, f.View.Tick)
			got, ok := s.pulses.flyTo(&f.View, e)
			if ok != alive || ok && length(got.x-float32(x)/65536, got.y-float32(y)/65536) > .01 {
				t.Fatalf("pulse %d at %v, %v; want %v, %v", e.ID, got, ok, x, y)
			}
			drawn++
		}
	}
	if drawn == 0 {
		t.Fatal("nobody shot")
	}
}

func TestCameraFollowsTheKillerAfterDeath(t *testing.T) {
	s := newFrameBuilder(sprites.NewAtlas())
	v := &netcode.View{Ready: true, Me: 1, Config: sim.Config{Seats: 4}, OwnTick: 10}
	place := netcode.Seen{ID: ships.ShipID(2), Kind: ships.KindShip, T: 1}
	place.To[ships.ShipX], place.From[ships.ShipX] = 700*16, 700*16
	v.Seen = append(v.Seen, place)
	v.Events = append(v.Events, sim.Event{Entity: sim.Entity{Kind: ships.EventKill, Words: sim.Words{ships.KillKiller: 2, ships.KillVictim: 1}}})
	s.updateEffects(v, 1.0/60)
	if x, _ := s.cameraTarget(v); x != 700 {
		t.Errorf("watches %v, want the killer at 700", x)
	}
}

func TestFrameAllocatesNothing(t *testing.T) {
	s, f := warmedUp(16)
	n := testing.AllocsPerRun(120, func() {
		f.PlayTick()
		s.updateEffects(&f.View, 1.0/60)
		x, y := s.cameraTarget(&f.View)
		s.buildBatches(&f.View, s.camera.CameraAt(x, y, 1600, 900))
	})
	if n > 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestEveryVertexIsFinite(t *testing.T) {
	s, f := warmedUp(16)
	for range 300 {
		f.PlayTick()
		s.updateEffects(&f.View, 1.0/60)
		x, y := s.cameraTarget(&f.View)
		s.buildBatches(&f.View, s.camera.CameraAt(x, y, 1600, 900))
		for _, b := range []*sprites.Batch{s.back, s.front} {
			for i, v := range b.Vertices {
				if sum := v.DstX + v.DstY + v.ColorR + v.ColorG + v.ColorB + v.ColorA; sum != sum || sum > 1e9 || sum < -1e9 {
					t.Fatalf("vertex %d is %+v", i, v)
				}
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	for _, c := range []struct {
		name  string
		seats int
	}{{"ships=16", 16}, {"ships=64", 64}} {
		b.Run(c.name, func(b *testing.B) {
			s, f := warmedUp(c.seats)
			vertices := 0
			b.ReportAllocs()
			for b.Loop() {
				s.updateEffects(&f.View, 1.0/60)
				x, y := s.cameraTarget(&f.View)
				s.buildBatches(&f.View, s.camera.CameraAt(x, y, 1600, 900))
				vertices = len(s.back.Vertices) + len(s.front.Vertices)
			}
			b.ReportMetric(float64(vertices), "vertices")
		})
	}
}

func TestACutRemovesEffects(t *testing.T) {
	s := newFrameBuilder(sprites.NewAtlas())
	v := &netcode.View{Ready: true, Me: 0, Config: sim.Config{Seats: 2}}
	s.updateEffects(v, .01)
	s.killer = 1
	s.particles.EmitSparks(0, 0, 0, 0, 9, render.Fire)
	s.beams.addBeam(beam{color: render.Fire})
	if s.updateEffects(v, .01); s.particles.Len() == 0 {
		t.Fatal("no effects")
	}
	v.Cut = true
	s.updateEffects(v, .01)
	if s.particles.Len() != 0 || s.beams.ring[0].color.A != 0 {
		t.Error("effects outlive a cut")
	}
	if s.killer != 1 {
		t.Error("the camera forgets whom to look at")
	}
}
