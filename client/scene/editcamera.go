package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/render"
)

// editCamera looks at the arena while it is edited: it is moved by a drag over nothing, the right or
// middle mouse button, Space and a drag, two fingers, the keys W, A, S and D, or the right stick; the
// wheel, two fingers, Q and E, or the triggers zoom.
type editCamera struct {
	x, y     float32 // the point of the world in the middle
	zoom     float32 // how much larger than usual everything is
	usual    float32 // pixels per unit without zoom
	panning  bool
	lastX    float32 // of what moves it
	lastY    float32
	apart    float32 // pixels between two fingers in the last frame; 0: there are not two
	moveOnly bool    // the pointer is not the editor's: two fingers
	showAll  bool    // in the next frame, all of the arena
}

// beginAt begins at what a camera shows.
func (c *editCamera) beginAt(cam render.Camera) {
	c.x, c.y, c.zoom = cam.X, cam.Y, .8
}

// camera is where it looks, given what the player would see.
func (c *editCamera) camera(cam render.Camera) render.Camera {
	cam.X, cam.Y, cam.Scale = c.x, c.y, c.scale()
	return cam
}

func (c *editCamera) scale() float32 { return c.usual * c.zoom }

// advance takes the input of a frame.
func (c *editCamera) advance(f *frame, s *editScene) {
	c.usual = s.match.usualScale(f)
	if c.showAll {
		c.showAll = false
		c.fit(f, s)
	}
	if f.top && !s.match.chat.open {
		r := s.deps.Devices.Raw()
		c.pinchBy(f, r, s)
		c.wheel(f, r, s)
		c.panBy(f, r, s)
		c.steer(f, r)
	}
	radius := s.state.Radius * 1.1
	c.x, c.y = min(max(c.x, -radius), radius), min(max(c.y, -radius), radius)
}

// zoomAt zooms by a factor. What is at a point of the window stays there.
func (c *editCamera) zoomAt(f *frame, s *editScene, by, px, py float32) {
	least := min(minZoom, .2*float32(min(f.w, f.h))/max(s.state.Radius, 1)/c.usual) // all of the arena, beside the panel
	dx, dy := px-float32(f.w)/2, py-float32(f.h)/2
	wx, wy := c.x+dx/c.scale(), c.y+dy/c.scale()
	c.zoom = min(max(c.zoom*by, least), maxZoom)
	c.x, c.y = wx-dx/c.scale(), wy-dy/c.scale()
}

// fit shows all of the arena, in the part of the window that nothing covers.
func (c *editCamera) fit(f *frame, s *editScene) {
	free := s.freeRect(f)
	c.zoomAt(f, s, .45*min(free.W, free.H)/max(s.state.Radius, 1)/c.scale(), 0, 0)
	c.x, c.y = (float32(f.w)/2-free.CenterX())/c.scale(), (float32(f.h)/2-free.CenterY())/c.scale()
}

// wheel zooms by the wheel, keys or triggers.
func (c *editCamera) wheel(f *frame, r *input.Raw, s *editScene) {
	if f.in.Wheel != 0 && !s.overControls(f.in.X, f.in.Y) {
		c.zoomAt(f, s, float32(math.Pow(zoomPerNotch, float64(f.in.Wheel))), f.in.X, f.in.Y)
	}
	by := 1.
	if r.Held[input.Key(ebiten.KeyE)] || r.Held[input.Pad(ebiten.StandardGamepadButtonFrontBottomRight)] {
		by = math.Pow(zoomPerSecond, f.dt)
	}
	if r.Held[input.Key(ebiten.KeyQ)] || r.Held[input.Pad(ebiten.StandardGamepadButtonFrontBottomLeft)] {
		by = math.Pow(zoomPerSecond, -f.dt)
	}
	if by != 1 {
		c.zoomAt(f, s, float32(by), float32(f.w)/2, float32(f.h)/2)
	}
}

// pinchBy zooms and moves by two fingers. What the first one has begun is given up.
func (c *editCamera) pinchBy(f *frame, r *input.Raw, s *editScene) {
	c.moveOnly = len(r.Fingers) >= 2 || c.moveOnly && len(r.Fingers) > 0
	if len(r.Fingers) != 2 {
		c.apart = 0
		return
	}
	a, b := r.Fingers[0], r.Fingers[1]
	x, y := (a.X+b.X)/2, (a.Y+b.Y)/2
	apart := float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
	if c.apart > 0 {
		c.x, c.y = c.x-(x-c.lastX)/c.scale(), c.y-(y-c.lastY)/c.scale()
		c.zoomAt(f, s, apart/c.apart, x, y)
	}
	c.panning, c.apart, c.lastX, c.lastY = false, max(apart, 1), x, y
}

// panBy moves by the right or middle button, or by a drag that begins over nothing.
func (c *editCamera) panBy(f *frame, r *input.Raw, s *editScene) {
	if c.apart > 0 {
		return
	}
	buttons := r.Held[input.Mouse(ebiten.MouseButtonRight)] || r.Held[input.Mouse(ebiten.MouseButtonMiddle)]
	began := buttons && !c.panning && !s.overControls(f.in.X, f.in.Y)
	switch {
	case began:
		c.beginPan(f)
	case !buttons && !f.in.Down:
		c.panning = false
	}
	if !c.panning {
		return
	}
	c.x, c.y = c.x-(f.in.X-c.lastX)/c.scale(), c.y-(f.in.Y-c.lastY)/c.scale()
	c.lastX, c.lastY = f.in.X, f.in.Y
}

// beginPan lets the pointer move the camera.
func (c *editCamera) beginPan(f *frame) { c.panning, c.lastX, c.lastY = true, f.in.X, f.in.Y }

// steer moves the camera by keys or the right stick.
func (c *editCamera) steer(f *frame, r *input.Raw) {
	x, y := steered(r)
	step := cameraSpeed * float32(f.h) / c.scale() * float32(f.dt)
	c.x, c.y = c.x+x*step, c.y+y*step
}
