package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/ui"
)

// freeCamera is a camera that the player moves: by dragging, the keys W, A, S and D, or the
// right stick; the wheel, two fingers, or Q and E zoom. While it is off, one follows a
// player.
type freeCamera struct {
	on       bool
	x, y     float32 // the point of the world in the middle
	zoom     float32 // how much larger than usual everything is
	radius   float32 // how far from the middle of the world it may go
	dragging bool
	moved    float32 // pixels, since the drag began
	lastX    float32 // of the pointer
	lastY    float32
	pinch    float32 // pixels between two fingers in the last frame; 0: there are not two
}

const (
	minZoom, maxZoom = .35, 3
	zoomPerNotch     = 1.15 // of the wheel
	zoomPerSecond    = 2.5  // while a key is held
	cameraSpeed      = .9   // heights of the window per second, with keys
	dragThreshold    = 6    // points: a shorter drag is a click
)

// cameraKeys are the directions of the keys that move the camera.
var cameraKeys = [...]struct {
	key  input.Source
	x, y float32
}{
	{input.Key(ebiten.KeyW), 0, -1},
	{input.Key(ebiten.KeyS), 0, 1},
	{input.Key(ebiten.KeyA), -1, 0},
	{input.Key(ebiten.KeyD), 1, 0},
}

// advanceCamera takes the input of a frame, and returns the camera to draw with. follow is the one
// that follows a player; blocked are the controls, where no drag begins.
func (c *freeCamera) advanceCamera(f *frame, r *input.Raw, follow render.Camera, blocked ui.Rect) render.Camera {
	if c.zoom == 0 {
		c.zoom = 1
	}
	if !c.on {
		c.x, c.y = follow.X, follow.Y
	}
	cam := c.camera(follow)
	if f.top {
		c.drag(f, &cam, blocked)
		c.zoomBy(f, r)
		c.steer(f, r, &cam)
	}
	c.x, c.y = min(max(c.x, -c.radius), c.radius), min(max(c.y, -c.radius), c.radius)
	return c.camera(follow)
}

// camera is where it looks.
func (c *freeCamera) camera(follow render.Camera) render.Camera {
	follow.Scale *= c.zoom
	if c.on {
		follow.X, follow.Y = c.x, c.y
	}
	return follow
}

// drag moves the camera with the pointer.
func (c *freeCamera) drag(f *frame, cam *render.Camera, blocked ui.Rect) {
	in := f.in
	if in.Pressed {
		c.dragging, c.moved = !blocked.Contains(in.X, in.Y), 0
		c.lastX, c.lastY = in.X, in.Y
	}
	if !in.Down || c.pinch > 0 {
		c.dragging = false
	}
	if !c.dragging {
		return
	}
	dx, dy := in.X-c.lastX, in.Y-c.lastY
	c.lastX, c.lastY = in.X, in.Y
	c.moved += float32(math.Hypot(float64(dx), float64(dy)))
	if c.on = c.on || c.moved > f.px(dragThreshold); c.on {
		c.x, c.y = c.x-dx/cam.Scale, c.y-dy/cam.Scale
	}
}

// zoomBy zooms by the wheel, two fingers or keys.
func (c *freeCamera) zoomBy(f *frame, r *input.Raw) {
	by := math.Pow(zoomPerNotch, float64(f.in.Wheel))
	if r.Held[input.Key(ebiten.KeyE)] {
		by *= math.Pow(zoomPerSecond, f.dt)
	}
	if r.Held[input.Key(ebiten.KeyQ)] {
		by /= math.Pow(zoomPerSecond, f.dt)
	}
	apart := float32(0)
	if len(r.Fingers) == 2 {
		apart = float32(math.Hypot(float64(r.Fingers[0].X-r.Fingers[1].X), float64(r.Fingers[0].Y-r.Fingers[1].Y)))
	}
	if apart > 0 && c.pinch > 0 {
		by *= float64(apart / c.pinch)
	}
	c.pinch = apart
	c.zoom = min(max(c.zoom*float32(by), minZoom), maxZoom)
}

// steered is where keys and the right stick move a camera.
func steered(r *input.Raw) (x, y float32) {
	x, y = float32(r.Sticks[1].X), float32(r.Sticks[1].Y)
	if x*x+y*y < .04 { // a stick is never quite in its middle
		x, y = 0, 0
	}
	for _, k := range cameraKeys {
		if r.Held[k.key] {
			x, y = x+k.x, y+k.y
		}
	}
	return x, y
}

// steer moves the camera by keys or the right stick.
func (c *freeCamera) steer(f *frame, r *input.Raw, cam *render.Camera) {
	x, y := steered(r)
	if x == 0 && y == 0 {
		return
	}
	step := cameraSpeed * float32(f.h) / cam.Scale * float32(f.dt)
	c.on, c.x, c.y = true, c.x+x*step, c.y+y*step
}

// hint says how to move the camera, on the device that is in use.
func (c *freeCamera) hint(d input.Device) string {
	switch d {
	case input.Touch:
		return lang.T("Drag: look around   ·   two fingers: zoom")
	case input.Gamepad:
		return lang.T("Right stick: look around")
	}
	return lang.T("Drag or W A S D: look around   ·   wheel, Q, E: zoom   ·   Space: pause")
}
