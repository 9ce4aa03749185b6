package ships

import (
	"math"

	"perihelion/client/audio"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim/ships"
)

// nextCheckpoint returns the checkpoint that the player has to pass; ok is false if there is none.
func nextCheckpoint(v *netcode.View) (c shipstate.Checkpoint, points int32, ok bool) {
	if v.Config.Mode != ships.Race {
		return c, 0, false
	}
	r, ok := shipstate.RacerOf(v, v.Me)
	if !ok || int(r.Points) >= v.Config.Limit() {
		return c, 0, false
	}
	return shipstate.CheckpointOf(v, r.Points), r.Points, true
}

// drawCheckpoints draws the rings of the course: the next one bright, with arrows to the one after it.
func (s *frameBuilder) drawCheckpoints(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	if v.Config.Mode != ships.Race {
		return
	}
	_, points, racing := nextCheckpoint(v)
	lap := ships.Checkpoints(&v.Config)
	for i := range lap {
		c := shipstate.CheckpointOf(v, i)
		if !cam.IsVisible(c.X, c.Y, c.Radius*1.2) {
			continue
		}
		x, y := cam.ToScreen(c.X, c.Y)
		r := c.Radius * cam.Scale
		if !racing || i != points%lap {
			b.AddArc(x, y, r, 0, 2*math.Pi, r*.02, render.White.Glow(.25))
			continue
		}
		pulse := .75 + .25*render.Wobble(s.time*5)
		b.AddUpright(sprites.Dot, x, y, r*2.3, r*2.3, render.Own.Glow(.16*pulse))
		b.AddArc(x, y, r, 0, 2*math.Pi, r*.035, render.Own.Glow(pulse))
		s.drawCourseArrows(b, v, &c, points, cam)
	}
}

// drawCourseArrows points from a checkpoint toward the one after it.
func (s *frameBuilder) drawCourseArrows(b *sprites.Batch, v *netcode.View, c *shipstate.Checkpoint, points int32, cam render.Camera) {
	then := shipstate.CheckpointOf(v, points+1)
	dx, dy := then.X-c.X, then.Y-c.Y
	l := max(1, length(dx, dy))
	dx, dy = dx/l, dy/l
	const arrows = 3
	for n := range arrows {
		t := float32(math.Mod(float64(s.time*.8+float32(n)/arrows), 1))
		x, y := cam.ToScreen(c.X+dx*c.Radius*(t*1.4-.4), c.Y+dy*c.Radius*(t*1.4-.4))
		size := c.Radius * .28 * cam.Scale
		b.AddSprite(sprites.Chevron, x, y, size, size, dx, dy, render.Own.Glow(.9*t*(1.4-t)))
	}
}

// drawCourseMarks draws the course on the map.
func drawCourseMarks(p *hud.Painter, f *frame, c mapScale) {
	if f.View.Config.Mode != ships.Race {
		return
	}
	_, points, racing := nextCheckpoint(f.View)
	lap := ships.Checkpoints(&f.View.Config)
	for i := range lap {
		at, from := shipstate.CheckpointOf(f.View, i), shipstate.CheckpointOf(f.View, i-1)
		x, y := c.toMap(at.X, at.Y)
		x0, y0 := c.toMap(from.X, from.Y)
		p.AddLine(x0, y0, x, y, 1.5*f.Unit, white.Glow(.14))
		color := white.Glow(.5)
		if racing && i == points%lap {
			color = render.Own.Glow(1)
			p.DrawIcon(sprites.Dot, x, y, 24*f.Unit, render.Own.Glow(.6))
		}
		p.AddArc(x, y, max(at.Radius*c.scale, 3.5*f.Unit), 0, 2*math.Pi, 2*f.Unit, color)
	}
}

// playCheckpoint plays a signal when the player passes a checkpoint, a higher one at the end of a lap.
func (e *listener) playCheckpoint(a *audio.Audio, v *netcode.View) {
	if v.Config.Mode != ships.Race {
		return
	}
	r, _ := shipstate.RacerOf(v, v.Me)
	if r.Points > e.passed {
		pitch := float32(1)
		if r.Points%ships.Checkpoints(&v.Config) == 0 {
			pitch = 1.5
		}
		a.PlaySound(soundPickup, .6, 0, pitch)
	}
	e.passed = r.Points
}

const courseArrow = 62 // units from the own ship to the arrow that points at its next checkpoint

// drawCheckpointArrow points at the next checkpoint, from the edge of the window and from the own
// ship, at which who races looks.
func drawCheckpointArrow(p *hud.Painter, f *frame) {
	c, _, ok := nextCheckpoint(f.View)
	if !ok {
		return
	}
	drawEdgeArrow(p, f, c.X, c.Y, sprites.Pad, render.Own)
	dx, dy := c.X-f.own.X, c.Y-f.own.Y
	if l := length(dx, dy); f.alive && l > c.Radius {
		x, y := f.Camera.ToScreen(f.own.X+dx/l*courseArrow, f.own.Y+dy/l*courseArrow)
		p.AddSprite(sprites.Chevron, x, y, 26*f.Camera.Scale, 26*f.Camera.Scale, dx/l, dy/l, render.Own.Glow(.9))
	}
}

// isRacing, checkpointPlace and hasPassed are of the lesson for the first race.
func isRacing(v *netcode.View) bool {
	_, _, ok := nextCheckpoint(v)
	return ok
}

func checkpointPlace(v *netcode.View) (x, y float32, ok bool) {
	c, _, ok := nextCheckpoint(v)
	return c.X, c.Y, ok
}

func hasPassed(v *netcode.View) bool {
	_, points, ok := nextCheckpoint(v)
	return ok && points > 0
}
