package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
)

const (
	trailPoints = 26       // points trailStep apart: the length of a trail
	trailStep   = 1.0 / 36 // seconds
	maxTrails   = 128      // in view
)

// trail is the glowing path behind what a player controls.
type trail struct {
	player     sim.PlayerID
	x, y       [trailPoints]float32 // newest first
	heat       [trailPoints]float32 // 0 to 1: thrust at that point
	n          int
	pushed     int     // points ever: dashes stay where they are
	sincePoint float32 // seconds since the newest point was added
	frame      uint32  // in which extendTrail was last called
}

// Trails is the trails of all players in view.
type Trails struct {
	JumpDistance float32 // world units: a trail starts again if its head moves farther in a frame

	ring  [maxTrails]trail
	frame uint32
}

// findTrail returns the trail of p, or an unused one, or nil if all are in use.
func (w *Trails) findTrail(p sim.PlayerID) *trail {
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

// ExtendTrail moves the head of p's trail to x, y. The trail starts again after a teleport.
func (w *Trails) ExtendTrail(p sim.PlayerID, x, y, heat, dt float32) {
	t := w.findTrail(p)
	if t == nil {
		return
	}
	t.frame = w.frame
	if t.n > 0 {
		if dx, dy := x-t.x[0], y-t.y[0]; dx*dx+dy*dy > w.JumpDistance*w.JumpDistance {
			t.n = 0
		}
	}
	t.sincePoint += dt
	if t.n == 0 || t.sincePoint >= trailStep {
		t.pushPoint()
	}
	t.x[0], t.y[0], t.heat[0] = x, y, heat
}

// pushPoint makes room for a new point at the head.
func (t *trail) pushPoint() {
	t.sincePoint = 0
	t.n, t.pushed = min(t.n+1, trailPoints), t.pushed+1
	copy(t.x[1:t.n], t.x[:])
	copy(t.y[1:t.n], t.y[:])
	copy(t.heat[1:t.n], t.heat[:])
}

// ShrinkStale shortens the trails of players who are gone. Call it once per frame, after all
// calls of extendTrail.
func (w *Trails) ShrinkStale() {
	for i := range w.ring {
		if t := &w.ring[i]; t.n > 0 && t.frame != w.frame {
			t.n--
		}
	}
	w.frame++
}

// DrawTrails adds the visible trails to b.
func (w *Trails) DrawTrails(b *sprites.Batch, cam Camera, v *netcode.View) {
	for i := range w.ring {
		t := &w.ring[i]
		if t.n > 1 && cam.IsVisible(t.x[0], t.y[0], 500) {
			line, _ := v.Player(t.player)
			style := trailStyleOf(line.Looks.Trail)
			for _, beside := range style.ribbons {
				t.drawRibbon(b, cam, PlayerColor(v, t.player), style, beside*cam.Scale)
			}
		}
	}
}

// drawRibbon adds a ribbon beside the points and a thin bright line in its middle. Neighbouring
// segments share their edges, so that bends show no gaps.
func (t *trail) drawRibbon(b *sprites.Batch, cam Camera, c rgba.Color, style *trailStyle, beside float32) {
	var mx, my, lx, ly, rx, ry float32
	var last, hot rgba.Color
	px, py := cam.ToScreen(t.x[0], t.y[0])
	for i := 1; i < t.n; i++ {
		x, y := cam.ToScreen(t.x[i], t.y[i])
		dx, dy := x-px, y-py
		l := max(.01, length(dx, dy))
		left := 1 - float32(i)/trailPoints
		w := (1.2 + 4.2*left) * cam.Scale * (.5 + .5*t.heat[i]) * style.width
		nx, ny := -dy/l, dx/l
		now, core := c.Glow(.75*left*left*t.heat[i]), White.Glow(.5*left*left*left*t.heat[i])
		if i == 1 {
			mx, my = px+nx*beside, py+ny*beside
			lx, ly, rx, ry = mx+nx*w, my+ny*w, mx-nx*w, my-ny*w
			last, hot = c.Glow(.75*t.heat[0]), White.Glow(.5*t.heat[0])
		}
		atX, atY := x+nx*beside, y+ny*beside
		if d := style.dashes; d == 0 || (t.pushed-i)/d%2 == 0 {
			b.AddQuad(sprites.Beam, last, now, lx, ly, atX+nx*w, atY+ny*w, atX-nx*w, atY-ny*w, rx, ry)
			b.AddGradientLine(mx, my, atX, atY, 2*cam.Scale*style.core, hot, core)
		}
		mx, my, lx, ly, rx, ry, last, hot = atX, atY, atX+nx*w, atY+ny*w, atX-nx*w, atY-ny*w, now, core
		px, py = x, y
	}
}
