package puck

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim/puck"
)

// camera shows as much of the rink as the window has room for. Where it cannot show the
// whole length, it follows the puck.
type camera struct {
	x      float32 // world units
	trauma float32 // 0 to 1: how much it shakes
	time   float32
	jolt   float32 // the hardest shake since the last input
	still  bool    // the player has turned shaking off
}

const (
	// margin is how much is shown beyond the rink, in units: the nets and the boards.
	margin     = 90
	followTime = .5 // seconds
	maxShake   = 14 // units
)

// fitScale is the scale, in pixels per unit, at which the window shows the whole rink. In a
// tall window that would be too small to play: there it shows as much as a view must.
func fitScale(w, h int) float32 {
	whole := min(float32(h)/(2*puck.ViewHalfHeight), float32(w)/(2*(puck.HalfLength+margin)))
	return max(whole, float32(w)/(2*puck.MinViewHalfWidth)*min(1, float32(h)/float32(w)))
}

// followPuck moves the camera towards the puck, and half-way towards the own skater.
func (c *camera) followPuck(v *netcode.View, d *disc, dt float32) {
	target := d.x
	if playing(v) {
		me := ownSkater(v)
		target = .6*me.x + .4*d.x
	}
	c.x += (target - c.x) * (1 - float32(math.Exp(float64(-3*dt/followTime))))
	c.time += dt
	c.trauma = max(0, c.trauma-1.8*dt)
}

// addShake increases the shaking.
func (c *camera) addShake(by float32) {
	c.trauma = min(1, c.trauma+by)
	c.jolt = max(c.jolt, by)
}

// cameraAt is the camera for a window of w by h pixels.
func (c *camera) cameraAt(w, h int) render.Camera {
	scale := fitScale(w, h)
	room := max(puck.HalfLength+margin-float32(w)/2/scale, 0)
	cam := render.Camera{X: min(max(c.x, -room), room), Scale: scale, W: w, H: h}
	if !c.still && c.trauma > 0 {
		a := float64(c.trauma * c.trauma * maxShake)
		cam.X += float32(a * math.Sin(float64(c.time)*53))
		cam.Y += float32(a * math.Sin(float64(c.time)*47+1))
	}
	return cam
}
