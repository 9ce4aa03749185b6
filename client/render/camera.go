package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim"
)

const (
	leanTime         = .22              // seconds to lean most of the way
	glideTime        = .5               // seconds to follow a leap: a blink, a rebirth, to the killer
	teleportDistance = sim.TopSpeed / 8 // units in one frame; faster than any ship, at 8 frames a second
	maxShake         = 15               // units, at the worst
)

// Camera is where the world lies on the screen.
type Camera struct {
	X, Y  float32 // the world point at the centre
	Scale float32 // pixels per unit
	W, H  int     // pixels
}

// ToScreen is the pixel of a world point.
func (c Camera) ToScreen(x, y float32) (sx, sy float32) {
	return (x-c.X)*c.Scale + float32(c.W)/2, (y-c.Y)*c.Scale + float32(c.H)/2
}

// ToWorld is the world point of a pixel.
func (c Camera) ToWorld(sx, sy float32) (x, y float32) {
	return (sx-float32(c.W)/2)/c.Scale + c.X, (sy-float32(c.H)/2)/c.Scale + c.Y
}

// IsVisible reports whether anything within r of a world point is on the screen.
func (c Camera) IsVisible(x, y, r float32) bool {
	sx, sy := c.ToScreen(x, y)
	r *= c.Scale
	return sx > -r && sy > -r && sx < float32(c.W)+r && sy < float32(c.H)+r
}

// HalfDiagonal is the distance from the centre to a corner, in world units.
func (c Camera) HalfDiagonal() float32 {
	return float32(math.Hypot(float64(c.W), float64(c.H))) / 2 / c.Scale
}

// rig moves the camera: after the own ship, leaning, gliding, shaking.
type cameraRig struct {
	aimX, aimY     float32 // wanted, -1 to 1
	leanX, leanY   float32 // units
	glideX, glideY float32 // what is left of a leap
	lastX, lastY   float32
	placed         bool
	trauma         float32 // 0 to 1; shakes with its square
	time           float32
	noShake        bool // no shaking
}

// follow is the camera over eye, for a window of w by h pixels.
func (g *cameraRig) cameraAt(eyeX, eyeY float32, w, h int) Camera {
	sx, sy := g.shakeOffset()
	return Camera{
		X: eyeX + g.leanX + g.glideX + sx, Y: eyeY + g.leanY + g.glideY + sy,
		Scale: float32(h) / (2 * sim.ViewHalfHeight), W: w, H: h,
	}
}

// update eases everything by dt seconds.
func (g *cameraRig) updateCamera(eyeX, eyeY, dt float32) {
	g.time += dt
	k := easeShare(dt, leanTime)
	g.leanX += (g.aimX*sim.ViewLeanX - g.leanX) * k
	g.leanY += (g.aimY*sim.ViewLeanY - g.leanY) * k
	dx, dy := eyeX-g.lastX, eyeY-g.lastY
	if g.placed && dx*dx+dy*dy > teleportDistance*teleportDistance {
		g.glideX, g.glideY = g.glideX-dx, g.glideY-dy
	}
	g.lastX, g.lastY, g.placed = eyeX, eyeY, true
	k = easeShare(dt, glideTime)
	g.glideX, g.glideY = g.glideX*(1-k), g.glideY*(1-k)
	g.trauma = max(0, g.trauma-dt*1.6)
}

// easeShare is the share of a distance to go in dt, to have gone most of it in span.
func easeShare(dt, span float32) float32 { return 1 - float32(math.Exp(float64(-3*dt/span))) }

// addShake adds to what shakes the view.
func (g *cameraRig) addShake(by float32) { g.trauma = min(1, g.trauma+by) }

func (g *cameraRig) shakeOffset() (x, y float32) {
	if g.noShake || g.trauma == 0 {
		return 0, 0
	}
	a := g.trauma * g.trauma * maxShake
	return a * wobble(g.time*31), a * wobble(g.time*27+9)
}

// wobble is smooth, restless and between -1 and 1.
func wobble(t float32) float32 {
	return float32(math.Sin(float64(t))*.6 + math.Sin(float64(t)*2.3+1)*.4)
}

// CameraFor is the camera for this frame: over the own ship, or over what a dead
// player watches, leaning toward the aim, which is in half-screens from -1 to 1.
func (r *Renderer) CameraFor(v *netcode.View, aimX, aimY float32, w, h int) Camera {
	r.builder.camera.aimX, r.builder.camera.aimY = aimX, aimY
	x, y := r.builder.cameraTarget(v)
	return r.builder.camera.cameraAt(x, y, w, h)
}
