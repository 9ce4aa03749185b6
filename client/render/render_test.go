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
const testLean = 150

var testView = sim.View{HalfWidth: 800, HalfHeight: 450, MinAspect: 450, MaxAspect: 2400}

func cameraOver(x, y float32) Camera { return Camera{X: x, Y: y, Scale: 1, W: 1600, H: 900} }

func TestShadersCompile(t *testing.T) {
	for name, source := range map[string][]byte{"star": shaders.Star, "hole": shaders.Hole, "nebula": shaders.Nebula, "blur": shaders.Blur} {
		if _, err := ebiten.NewShader(source); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCameraShowsTheSameAreaInEveryWindow(t *testing.T) {
	const whole = 1600 * 900
	for size, want := range map[[2]int]float32{
		{640, 360}: whole, {1920, 1080}: whole, {2560, 1080}: whole, {1024, 768}: whole, {390, 844}: whole,
		{3840, 1080}: whole * 2400 / 3556, {200, 2000}: whole * 100 / 450, // less, beyond the limits
	} {
		g := CameraRig{View: testView, MaxLeanX: testLean, JumpDistance: 100}
		c := g.CameraAt(100, 200, size[0], size[1])
		left, top := c.ToWorld(0, 0)
		right, bottom := c.ToWorld(float32(size[0]), float32(size[1]))
		if area := (right - left) * (bottom - top); area < want*.99 || area > want*1.002 {
			t.Errorf("%v: %v square units, want %v", size, area, want)
		}
		if w, h := testView.Half(sim.Aspect(size[0], size[1])); right-left > float32(2*w)+.5 || bottom-top > float32(2*h)+.5 {
			t.Errorf("%v: shows %v by %v, and is sent what is within %d by %d", size, right-left, bottom-top, 2*w, 2*h)
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
	g := CameraRig{View: testView, MaxLeanX: testLean, JumpDistance: 100}
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

// eachSight calls check for each colour mode and each sight that it is for, with the colours as
// they are on the screen: usual colours and high contrast are for everybody.
func eachSight(check func(name string, mode *ColorMode, m [9]float64)) {
	for i := range ColorModes {
		mode := &ColorModes[i]
		for sight, m := range blindnessMatrices {
			if _, special := blindnessMatrices[mode.Key]; !special || sight == mode.Key || sight == "full sight" {
				check("mode "+mode.Key+", "+sight, mode, m)
			}
		}
	}
}

// onScreen is a colour as the screen shows it.
func onScreen(f *rgba.Filter, c rgba.Color) rgba.Color {
	c = f.Apply(c)
	return rgba.Color{R: min(1, c.R), G: min(1, c.G), B: min(1, c.B), A: c.A}
}

// leastDistance is how different the two most similar colours are.
func leastDistance(colors []rgba.Color, f *rgba.Filter, m [9]float64) (d float64) {
	d = math.Inf(1)
	for i := range colors {
		for j := range i {
			d = min(d, colorDistance(onScreen(f, colors[i]), onScreen(f, colors[j]), m))
		}
	}
	return d
}

func TestPlayerColorsDifferForColorBlindPlayers(t *testing.T) {
	all := append(PlayerColors[:len(PlayerColors):len(PlayerColors)], Own)
	eachSight(func(name string, mode *ColorMode, m [9]float64) {
		if d := leastDistance(all, mode.Filter, m); d < 13 {
			t.Errorf("%s: two colors are only %.1f apart, want 13", name, d)
		}
	})
}

// A mode for a kind of colour blindness must be worth choosing.
func TestModesForColorBlindPlayersSetColorsFurtherApart(t *testing.T) {
	all, modes := append(PlayerColors[:len(PlayerColors):len(PlayerColors)], Own), 0
	for i := range ColorModes {
		m, special := blindnessMatrices[ColorModes[i].Key]
		if !special {
			continue
		}
		modes++
		if with, without := leastDistance(all, ColorModes[i].Filter, m), leastDistance(all, nil, m); with < 1.3*without {
			t.Errorf("%s: %.1f apart with its mode, %.1f without", ColorModes[i].Key, with, without)
		}
	}
	if modes != 3 {
		t.Errorf("%d modes for kinds of colour blindness, want 3", modes)
	}
}

// colorDistance is how different two colours are (CIE 1976) as seen through the matrix m.
func colorDistance(a, b rgba.Color, m [9]float64) float64 {
	p, q := cieLab(a, m), cieLab(b, m)
	return math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2])
}

// What is told apart by its colour in a fight must differ for everybody, by more than the players
// of a large match among each other.
func TestColorsWithAMeaningDifferForColorBlindPlayers(t *testing.T) {
	const apart = 30
	for _, tt := range []struct {
		name string
		a, b rgba.Color
	}{
		{"oneself and a friend", Own, Friend},
		{"oneself and a foe", Own, Foe},
		{"a friend and a foe", Friend, Foe},
		{"own shots and what is nobody's", Own, Fire},
		{"shield and hull that is low", Shield, Bad},
		{"good and bad", Good, Bad},
		{"energy and shield", Energy, Shield},
	} {
		eachSight(func(name string, mode *ColorMode, m [9]float64) {
			if d := colorDistance(onScreen(mode.Filter, tt.a), onScreen(mode.Filter, tt.b), m); d < apart {
				t.Errorf("%s, %s: %.1f apart, want %v", name, tt.name, d, apart)
			}
		})
	}
}

// Text and ships must stand out from space and from panels: 4.5 to 1 is what WCAG 2.2 asks of text,
// and 7 to 1 of text for people who see little.
func TestColorsStandOutFromTheBackground(t *testing.T) {
	luminance := func(c rgba.Color, m [9]float64) float64 {
		return math.Pow((cieLab(c, m)[0]+16)/116, 3)
	}
	all := append(PlayerColors[:len(PlayerColors):len(PlayerColors)], Own, Good, Bad, Energy, Shield, Gold, White, Quiet, Fire)
	eachSight(func(name string, mode *ColorMode, m [9]float64) {
		want := 4.5
		if mode.Key == "contrast" && m == blindnessMatrices["full sight"] {
			want = 7
		}
		for i, c := range all {
			if contrast := (luminance(onScreen(mode.Filter, c), m) + .05) / (luminance(OpaquePanel, m) + .05); contrast < want {
				t.Errorf("%s: color %d has a contrast of %.1f, want %v", name, i, contrast, want)
			}
		}
	})
}

func TestAnUnknownColorModeIsTheUsualOne(t *testing.T) {
	if FindColorMode("of the future") != &ColorModes[0] || FindColorMode("contrast").Name != "high contrast" {
		t.Error("modes are not found by their keys")
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
