package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
)

const (
	trailPoints = 26       // at trailStep apart: how long a ribbon is
	trailStep   = 1.0 / 36 // seconds
	maxTrails   = 128      // ships in sight that leave one
)

// trail is the light that a ship's engine leaves behind.
type trail struct {
	player     sim.PlayerID
	x, y       [trailPoints]float32 // newest first
	heat       [trailPoints]float32 // 0 to 1: how hard the engine burnt there
	n          int
	sincePoint float32 // seconds since the newest point was set
	frame      uint32  // of the last call of grow
}

// wake is the trails of the ships in sight.
type trailSet struct {
	ring  [maxTrails]trail
	frame uint32
}

// findTrail is the trail of p: its own, or one that is not in use.
func (w *trailSet) findTrail(p sim.PlayerID) *trail {
	free := -1
	for i := range w.ring {
		t := &w.ring[i]
		if t.n > 0 && t.player == p {
			return t
		}
		if t.n == 0 && free < 0 {
			free = i
		}
	}
	if free < 0 {
		return nil
	}
	w.ring[free].player = p
	return &w.ring[free]
}

// grow moves the trail of p to where its engine is now.
func (w *trailSet) extendTrail(p sim.PlayerID, x, y, heat, dt float32) {
	t := w.findTrail(p)
	if t == nil {
		return
	}
	t.frame = w.frame
	if t.n > 0 {
		if dx, dy := x-t.x[0], y-t.y[0]; dx*dx+dy*dy > teleportDistance*teleportDistance {
			t.n = 0
		}
	}
	t.sincePoint += dt
	if t.n == 0 || t.sincePoint >= trailStep {
		t.pushPoint()
	}
	t.x[0], t.y[0], t.heat[0] = x, y, heat
}

// pushPoint makes room for a new point at the front.
func (t *trail) pushPoint() {
	t.sincePoint = 0
	t.n = min(t.n+1, trailPoints)
	copy(t.x[1:t.n], t.x[:])
	copy(t.y[1:t.n], t.y[:])
	copy(t.heat[1:t.n], t.heat[:])
}

// shrinkStale shortens the trails of ships that are gone; call it once a frame, last.
func (w *trailSet) shrinkStale() {
	for i := range w.ring {
		if t := &w.ring[i]; t.n > 0 && t.frame != w.frame {
			t.n--
		}
	}
	w.frame++
}

func (w *trailSet) drawTrails(b *sprites.Batch, cam Camera, v *netcode.View) {
	for i := range w.ring {
		t := &w.ring[i]
		if t.n > 1 && cam.IsVisible(t.x[0], t.y[0], 500) {
			t.drawTrail(b, cam, PlayerColor(v, t.player))
		}
	}
}

// draw lays a ribbon along the points, with shared edges so that bends do not
// show seams, and a thin hot line along its middle.
func (t *trail) drawTrail(b *sprites.Batch, cam Camera, c rgba.Color) {
	var lx, ly, rx, ry float32
	var last, hot rgba.Color
	px, py := cam.ToScreen(t.x[0], t.y[0])
	for i := 1; i < t.n; i++ {
		x, y := cam.ToScreen(t.x[i], t.y[i])
		dx, dy := x-px, y-py
		l := max(.01, length(dx, dy))
		left := 1 - float32(i)/trailPoints
		w := (1.2 + 4.2*left) * cam.Scale * (.5 + .5*t.heat[i])
		nx, ny := -dy/l*w, dx/l*w
		now, core := c.Glow(.75*left*left*t.heat[i]), White.Glow(.5*left*left*left*t.heat[i])
		if i == 1 {
			lx, ly, rx, ry = px+nx, py+ny, px-nx, py-ny
			last, hot = c.Glow(.75*t.heat[0]), White.Glow(.5*t.heat[0])
		}
		b.AddQuad(sprites.Beam, last, now, lx, ly, x+nx, y+ny, x-nx, y-ny, rx, ry)
		b.AddGradientLine(px, py, x, y, 2*cam.Scale, hot, core)
		lx, ly, rx, ry, last, hot = x+nx, y+ny, x-nx, y-ny, now, core
		px, py = x, y
	}
}
