package render

import (
	"math"
	"testing"

	"perihelion/assets/shaders"
	"perihelion/client/netcode"
	"perihelion/client/render/demomatch"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"

	"github.com/hajimehoshi/ebiten/v2"
)

// cameraOver returns a camera over the world point x, y, 1600 by 900.
func cameraOver(x, y float32) Camera { return Camera{X: x, Y: y, Scale: 1, W: 1600, H: 900} }

func TestShadersCompile(t *testing.T) {
	for name, source := range map[string][]byte{"star": shaders.Star, "nebula": shaders.Nebula, "blur": shaders.Blur} {
		if _, err := ebiten.NewShader(source); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCameraShowsTheSameHeightInEveryWindow(t *testing.T) {
	for _, size := range [][2]int{{640, 360}, {1920, 1080}, {3840, 1600}, {400, 900}} {
		var g cameraRig
		c := g.cameraAt(100, 200, size[0], size[1])
		_, top := c.ToWorld(0, 0)
		_, bottom := c.ToWorld(0, float32(size[1]))
		if h := bottom - top; h < 2*ships.ViewHalfHeight-.5 || h > 2*ships.ViewHalfHeight+.5 {
			t.Errorf("%v: %v units high, want %v", size, h, 2*ships.ViewHalfHeight)
		}
	}
}

func TestToWorldUndoesToScreen(t *testing.T) {
	c := cameraOver(300, -40)
	c.Scale = 1.7
	sx, sy := c.ToScreen(123, 456)
	if x, y := c.ToWorld(sx, sy); length(x-123, y-456) > .01 {
		t.Errorf("got %v, %v", x, y)
	}
}

func TestCameraLeansTowardsTheAimAndGlidesAfterATeleport(t *testing.T) {
	var g cameraRig
	g.aimX = 1
	for range 120 {
		g.updateCamera(0, 0, 1.0/60)
	}
	if c := g.cameraAt(0, 0, 1600, 900); c.X < ships.ViewLeanX*.95 || c.X > ships.ViewLeanX {
		t.Errorf("leans by %v, want nearly %v", c.X, ships.ViewLeanX)
	}
	g.aimX = 0
	before := g.cameraAt(0, 0, 1600, 900).X
	g.updateCamera(500, 0, 1.0/60)
	if c := g.cameraAt(500, 0, 1600, 900); c.X > before+200 {
		t.Errorf("the view jumped from %v to %v", before, c.X)
	}
	for range 120 {
		g.updateCamera(500, 0, 1.0/60)
	}
	if c := g.cameraAt(500, 0, 1600, 900); c.X < 495 || c.X > 505 {
		t.Errorf("after the glide it is over %v, want 500", c.X)
	}
}

func TestShakingStopsAndCanBeTurnedOff(t *testing.T) {
	g := cameraRig{time: 1}
	g.addShake(1)
	if x, y := g.shakeOffset(); x == 0 && y == 0 {
		t.Error("a jolt does not shake the view")
	}
	g.noShake = true
	if x, y := g.shakeOffset(); x != 0 || y != 0 {
		t.Error("a still view shakes")
	}
	g.noShake = false
	for range 120 {
		g.updateCamera(0, 0, 1.0/60)
	}
	if x, y := g.shakeOffset(); x != 0 || y != 0 {
		t.Error("it never stops shaking")
	}
}

// blindnessMatrices simulate kinds of colour blindness on linear light (Machado et al. 2009,
// severity 1).
var blindnessMatrices = map[string][9]float64{
	"full sight":   {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998},
	"deuteranopia": {.367322, .860646, -.227968, .280085, .672501, .047413, -.011820, .042940, .968881},
	"tritanopia":   {1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .303900},
}

// cieLab returns c in CIE L*a*b* as seen through the matrix m.
func cieLab(c rgba.Color, m [9]float64) [3]float64 {
	linear := func(v float32) float64 { return math.Pow(float64(v), 2.2) }
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	see := func(i int) float64 { return max(0, min(1, m[i]*r+m[i+1]*g+m[i+2]*b)) }
	r, g, b = see(0), see(3), see(6)
	x, y, z := (.4124*r+.3576*g+.1805*b)/.9505, .2126*r+.7152*g+.0722*b, (.0193*r+.1192*g+.9505*b)/1.089
	return [3]float64{116*math.Cbrt(y) - 16, 500 * (math.Cbrt(x) - math.Cbrt(y)), 200 * (math.Cbrt(y) - math.Cbrt(z))}
}

func TestPlayerColorsDifferForColorBlindPlayers(t *testing.T) {
	all := append(playerColors[:len(playerColors):len(playerColors)], Own)
	for sight, m := range blindnessMatrices {
		for i, a := range all {
			for j, b := range all[:i] {
				p, q := cieLab(a, m), cieLab(b, m)
				d := math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2])
				if d < 13 {
					t.Errorf("%s: colors %d and %d are only %.1f apart, want 13", sight, i, j, d)
				}
			}
		}
	}
}

func TestColorAndHullTogetherAreUnique(t *testing.T) {
	seen := map[[2]int]bool{}
	for p := range len(playerColors) * sprites.HullShapes {
		k := [2]int{p % len(playerColors), HullShape(sim.PlayerID(p))}
		if seen[k] {
			t.Fatalf("player %d looks like one before", p)
		}
		seen[k] = true
	}
}

func TestOnlyThePlayerHasThePlayersColor(t *testing.T) {
	for p := range sim.PlayerID(64) {
		if got := PlayerColor(&netcode.View{Me: 7}, p) == Own; got != (p == 7) {
			t.Errorf("player %d drawn as the player's own: %v", p, got)
		}
	}
}

func TestOnlyDangerousMinesAreRed(t *testing.T) {
	for _, c := range []struct {
		name  string
		mode  *sim.Mode
		owner sim.PlayerID
		want  rgba.Color
	}{
		{"our own", ships.Skirmish, 2, Own},
		{"of another player", ships.Skirmish, 4, Bad},
		{"our own, with teams", ships.Teams, 2, Own},
		{"of our team", ships.Teams, 4, Friend},
		{"of the other team", ships.Teams, 3, Bad},
		{"of a player who has left", ships.Teams, sim.NoPlayer, Bad},
	} {
		v := &netcode.View{Me: 2, Config: sim.Config{Mode: c.mode, Seats: 8}}
		if got := mineColor(v, c.owner); got != c.want {
			t.Errorf("%s is drawn in %v, want %v", c.name, got, c.want)
		}
	}
}

func TestParticlesExpire(t *testing.T) {
	var s particleSystem
	s.emitExplosion(0, 0, 10, 0, 30, White)
	for range 60 * 4 {
		s.updateParticles(1.0 / 60)
	}
	b := sprites.NewBatch(sprites.NewAtlas())
	if s.drawParticles(b, cameraOver(0, 0)); len(b.Indices) != 0 {
		t.Errorf("%d indices are still drawn after four seconds", len(b.Indices))
	}
}

func TestParticlesNeverExceedTheirRing(t *testing.T) {
	var s particleSystem
	for range 500 {
		s.emitExplosion(0, 0, 0, 0, 60, White)
	}
	if s.used != maxParticles {
		t.Errorf("%d live, want %d", s.used, maxParticles)
	}
}

func TestTrailIsCutByATeleportAndEndsWithItsShip(t *testing.T) {
	var w trailSet
	for i := range 40 {
		w.extendTrail(3, float32(i)*6, 0, 1, 1.0/60)
		w.shrinkStale()
	}
	if n := w.findTrail(3).n; n < 10 {
		t.Fatalf("%d points after 40 frames", n)
	}
	w.extendTrail(3, 5000, 0, 1, 1.0/60)
	w.shrinkStale()
	if n := w.findTrail(3).n; n != 1 {
		t.Errorf("%d points after a teleport, want 1", n)
	}
	for range trailPoints + 1 {
		w.shrinkStale()
	}
	if w.ring[0].n != 0 {
		t.Error("the trail outlives its ship")
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
		s.buildBatches(&f.View, s.camera.cameraAt(x, y, 1600, 900))
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
		s.buildBatches(&f.View, s.camera.cameraAt(x, y, 1600, 900))
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
				s.buildBatches(&f.View, s.camera.cameraAt(x, y, 1600, 900))
				vertices = len(s.back.Vertices) + len(s.front.Vertices)
			}
			b.ReportMetric(float64(vertices), "vertices")
		})
	}
}
