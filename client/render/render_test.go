package render

import (
	"math"
	"testing"

	"perihelion/assets/shaders"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"

	"github.com/hajimehoshi/ebiten/v2"
)

// cameraOver returns a camera over the world point x, y, 1600 by 900.
const (
	testHalfHeight = 450
	testLean       = 150
)

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
		g := CameraRig{HalfHeight: testHalfHeight, MaxLeanX: testLean, JumpDistance: 100}
		c := g.CameraAt(100, 200, size[0], size[1])
		_, top := c.ToWorld(0, 0)
		_, bottom := c.ToWorld(0, float32(size[1]))
		if h := bottom - top; h < 2*testHalfHeight-.5 || h > 2*testHalfHeight+.5 {
			t.Errorf("%v: %v units high, want %v", size, h, 2*testHalfHeight)
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
	g := CameraRig{HalfHeight: testHalfHeight, MaxLeanX: testLean, JumpDistance: 100}
	g.AimX = 1
	for range 120 {
		g.UpdateCamera(0, 0, 1.0/60)
	}
	if c := g.CameraAt(0, 0, 1600, 900); c.X < testLean*.95 || c.X > testLean {
		t.Errorf("leans by %v, want nearly %v", c.X, testLean)
	}
	g.AimX = 0
	before := g.CameraAt(0, 0, 1600, 900).X
	g.UpdateCamera(500, 0, 1.0/60)
	if c := g.CameraAt(500, 0, 1600, 900); c.X > before+200 {
		t.Errorf("the view jumped from %v to %v", before, c.X)
	}
	for range 120 {
		g.UpdateCamera(500, 0, 1.0/60)
	}
	if c := g.CameraAt(500, 0, 1600, 900); c.X < 495 || c.X > 505 {
		t.Errorf("after the glide it is over %v, want 500", c.X)
	}
}

func TestShakingStopsAndCanBeTurnedOff(t *testing.T) {
	g := CameraRig{time: 1, MaxShake: 15, JumpDistance: 100}
	g.AddShake(1)
	if x, y := g.shakeOffset(); x == 0 && y == 0 {
		t.Error("a jolt does not shake the view")
	}
	g.NoShake = true
	if x, y := g.shakeOffset(); x != 0 || y != 0 {
		t.Error("a still view shakes")
	}
	g.NoShake = false
	for range 120 {
		g.UpdateCamera(0, 0, 1.0/60)
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
	all := append(PlayerColors[:len(PlayerColors):len(PlayerColors)], Own)
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

func TestOnlyThePlayerHasThePlayersColor(t *testing.T) {
	for p := range sim.PlayerID(64) {
		if got := PlayerColor(&netcode.View{Me: 7}, p) == Own; got != (p == 7) {
			t.Errorf("player %d drawn as the player's own: %v", p, got)
		}
	}
}

func TestParticlesExpire(t *testing.T) {
	var s Particles
	s.EmitExplosion(0, 0, 10, 0, 30, White)
	for range 60 * 4 {
		s.UpdateParticles(1.0 / 60)
	}
	b := sprites.NewBatch(sprites.NewAtlas())
	if s.DrawParticles(b, cameraOver(0, 0)); len(b.Indices) != 0 {
		t.Errorf("%d indices are still drawn after four seconds", len(b.Indices))
	}
}

func TestParticlesNeverExceedTheirRing(t *testing.T) {
	var s Particles
	for range 500 {
		s.EmitExplosion(0, 0, 0, 0, 60, White)
	}
	if s.used != maxParticles {
		t.Errorf("%d live, want %d", s.used, maxParticles)
	}
}

func TestTrailIsCutByATeleportAndEndsWithItsShip(t *testing.T) {
	w := Trails{JumpDistance: 100}
	for i := range 40 {
		w.ExtendTrail(3, float32(i)*6, 0, 1, 1.0/60)
		w.ShrinkStale()
	}
	if n := w.findTrail(3).n; n < 10 {
		t.Fatalf("%d points after 40 frames", n)
	}
	w.ExtendTrail(3, 5000, 0, 1, 1.0/60)
	w.ShrinkStale()
	if n := w.findTrail(3).n; n != 1 {
		t.Errorf("%d points after a teleport, want 1", n)
	}
	for range trailPoints + 1 {
		w.ShrinkStale()
	}
	if w.ring[0].n != 0 {
		t.Error("the trail outlives its ship")
	}
}
