package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim/ships"
)

const (
	leanTime         = .22                // seconds to reach most of the offset towards the aim
	glideTime        = .5                 // seconds to follow a jump of the target: a blink, a respawn, the killer
	teleportDistance = ships.TopSpeed / 8 // units in one frame: more than any ship flies, at 8 frames per second
	maxShake         = 15                 // world units
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

// cameraRig moves the camera: it follows a target, leans towards the aim, glides after a
// jump of the target, and shakes.
type cameraRig struct {
	aimX, aimY     float32 // -1 to 1
	leanX, leanY   float32 // world units
	glideX, glideY float32 // remaining distance to a target that has jumped
	lastX, lastY   float32
	placed         bool
	trauma         float32 // 0 to 1; the shake is proportional to its square
	time           float32
	noShake        bool // the player has turned shaking off
}

// cameraAt returns the camera over the target for a window of w by h pixels.
func (g *cameraRig) cameraAt(eyeX, eyeY float32, w, h int) Camera {
	sx, sy := g.shakeOffset()
	return Camera{
		X: eyeX + g.leanX + g.glideX + sx, Y: eyeY + g.leanY + g.glideY + sy,
		Scale: float32(h) / (2 * ships.ViewHalfHeight), W: w, H: h,
	}
}

// updateCamera advances by dt seconds.
func (g *cameraRig) updateCamera(eyeX, eyeY, dt float32) {
	g.time += dt
	k := easeShare(dt, leanTime)
	g.leanX += (g.aimX*ships.ViewLeanX - g.leanX) * k
	g.leanY += (g.aimY*ships.ViewLeanY - g.leanY) * k
	dx, dy := eyeX-g.lastX, eyeY-g.lastY
	if g.placed && dx*dx+dy*dy > teleportDistance*teleportDistance {
		g.glideX, g.glideY = g.glideX-dx, g.glideY-dy
	}
	g.lastX, g.lastY, g.placed = eyeX, eyeY, true
	k = easeShare(dt, glideTime)
	g.glideX, g.glideY = g.glideX*(1-k), g.glideY*(1-k)
	g.trauma = max(0, g.trauma-dt*1.6)
}

// easeShare returns which share of the remaining distance to move in dt, so that after span
// seconds 95 % are done.
func easeShare(dt, span float32) float32 { return 1 - float32(math.Exp(float64(-3*dt/span))) }

// addShake increases the shaking.
func (g *cameraRig) addShake(by float32) { g.trauma = min(1, g.trauma+by) }

// shakeOffset returns the current offset of the camera by shaking.
func (g *cameraRig) shakeOffset() (x, y float32) {
	if g.noShake || g.trauma == 0 {
		return 0, 0
	}
	a := g.trauma * g.trauma * maxShake
	return a * wobble(g.time*31), a * wobble(g.time*27+9)
}

// wobble is a smooth, irregular function of time between -1 and 1.
func wobble(t float32) float32 {
	return float32(math.Sin(float64(t))*.6 + math.Sin(float64(t)*2.3+1)*.4)
}

// CameraFor returns the camera for this frame. It is over the own ship, or over what a dead
// player or a spectator follows, and leans towards the aim, which goes from -1 to 1 in
// both directions of the window.
func (r *Renderer) CameraFor(v *netcode.View, aimX, aimY float32, w, h int) Camera {
	r.builder.camera.aimX, r.builder.camera.aimY = aimX, aimY
	x, y := r.builder.cameraTarget(v)
	return r.builder.camera.cameraAt(x, y, w, h)
}
