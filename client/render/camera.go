package render

import (
	"math"

	"perihelion/sim"
)

const (
	leanTime  = .22 // seconds to reach most of the offset towards the aim
	glideTime = .5  // seconds to follow a jump of the target: a blink, a respawn, the killer
)

// Camera maps the world to the screen.
type Camera struct {
	X, Y  float32 // the world point at the centre
	Scale float32 // pixels per unit
	W, H  int     // pixels
}

// ToScreen returns the pixel of a world point.
func (c Camera) ToScreen(x, y float32) (sx, sy float32) {
	return (x-c.X)*c.Scale + float32(c.W)/2, (y-c.Y)*c.Scale + float32(c.H)/2
}

// ToWorld returns the world point of a pixel.
func (c Camera) ToWorld(sx, sy float32) (x, y float32) {
	return (sx-float32(c.W)/2)/c.Scale + c.X, (sy-float32(c.H)/2)/c.Scale + c.Y
}

// atResolution returns the camera with the same view in a window of that share of the pixels
// each way.
func (c Camera) atResolution(share float32) Camera {
	if share < 1 {
		c.W, c.H = int(float32(c.W)*share+.5), int(float32(c.H)*share+.5)
		c.Scale *= share
	}
	return c
}

// IsVisible reports whether any point within r units of x, y is on the screen.
func (c Camera) IsVisible(x, y, r float32) bool {
	sx, sy := c.ToScreen(x, y)
	r *= c.Scale
	return sx > -r && sy > -r && sx < float32(c.W)+r && sy < float32(c.H)+r
}

// HalfDiagonal returns the distance from the centre to a corner in world units.
func (c Camera) HalfDiagonal() float32 {
	return float32(math.Hypot(float64(c.W), float64(c.H))) / 2 / c.Scale
}

// CameraRig moves the camera: it follows a target, leans towards the aim, glides after a
// jump of the target, and shakes.
type CameraRig struct {
	View         sim.View
	MaxLeanX     float32 // world units by which the camera leans towards the aim
	MaxLeanY     float32
	MaxShake     float32 // world units
	JumpDistance float32 // world units: a target that moves farther in a frame has jumped

	AimX, AimY     float32 // -1 to 1
	leanX, leanY   float32 // world units
	glideX, glideY float32 // remaining distance to a target that has jumped
	X, Y           float32 // the target
	placed         bool
	trauma         float32 // 0 to 1; the shake is proportional to its square
	time           float32
	jolt           float32 // the hardest shake since TakeJolt
	NoShake        bool    // the player has turned shaking off
}

// ViewScale is the scale, in pixels per unit, at which a window of w by h pixels shows no more than
// a player may see.
func ViewScale(v *sim.View, w, h int) float32 {
	halfW, halfH := v.Half(sim.Aspect(w, h))
	return max(float32(w)/float32(2*halfW), float32(h)/float32(2*halfH))
}

// CameraAt returns the camera over the target for a window of w by h pixels.
func (g *CameraRig) CameraAt(eyeX, eyeY float32, w, h int) Camera {
	sx, sy := g.shakeOffset()
	return Camera{
		X: eyeX + g.leanX + g.glideX + sx, Y: eyeY + g.leanY + g.glideY + sy,
		Scale: ViewScale(&g.View, w, h), W: w, H: h,
	}
}

// UpdateCamera advances by dt seconds.
func (g *CameraRig) UpdateCamera(eyeX, eyeY, dt float32) {
	g.time += dt
	k := easeShare(dt, leanTime)
	g.leanX += (g.AimX*g.MaxLeanX - g.leanX) * k
	g.leanY += (g.AimY*g.MaxLeanY - g.leanY) * k
	dx, dy := eyeX-g.X, eyeY-g.Y
	if g.placed && dx*dx+dy*dy > g.JumpDistance*g.JumpDistance {
		g.glideX, g.glideY = g.glideX-dx, g.glideY-dy
	}
	g.X, g.Y, g.placed = eyeX, eyeY, true
	k = easeShare(dt, glideTime)
	g.glideX, g.glideY = g.glideX*(1-k), g.glideY*(1-k)
	g.trauma = max(0, g.trauma-dt*1.6)
}

// easeShare returns which share of the remaining distance to move in dt, so that after span
// seconds 95 % are done.
func easeShare(dt, span float32) float32 { return 1 - float32(math.Exp(float64(-3*dt/span))) }

// Reset forgets target, glide and shaking, as for a new match.
func (g *CameraRig) Reset() { g.placed, g.trauma, g.glideX, g.glideY = false, 0, 0, 0 }

// AddShake increases the shaking.
func (g *CameraRig) AddShake(by float32) {
	g.trauma = min(1, g.trauma+by)
	g.jolt = max(g.jolt, by)
}

// TakeJolt returns the hardest shake since it was last called, also of a camera that may not
// shake: for the motors of a gamepad.
func (g *CameraRig) TakeJolt() float32 {
	jolt := g.jolt
	g.jolt = 0
	return jolt
}

// shakeOffset returns the current offset of the camera by shaking.
func (g *CameraRig) shakeOffset() (x, y float32) {
	if g.NoShake || g.trauma == 0 {
		return 0, 0
	}
	a := g.trauma * g.trauma * g.MaxShake
	return a * Wobble(g.time*31), a * Wobble(g.time*27+9)
}

// Wobble is a smooth, irregular function of time between -1 and 1.
func Wobble(t float32) float32 {
	return float32(math.Sin(float64(t))*.6 + math.Sin(float64(t)*2.3+1)*.4)
}
