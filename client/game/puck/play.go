package puck

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// play shows a match of Puck. It implements game.Play.
type play struct {
	hudParts

	kit     *game.Kit
	sampler sampler
	camera  camera
	effects effects
	ice     *sprites.Batch // below the bodies
	bodies  *sprites.Batch
	skaters []skater // scratch
}

// newPlay returns the play of one match.
func newPlay(kit *game.Kit) *play {
	p := &play{kit: kit}
	if kit.Renderer != nil {
		p.ice, p.bodies = sprites.NewBatch(kit.Renderer.Sprites.Atlas), sprites.NewBatch(kit.Renderer.Sprites.Atlas)
	}
	return p
}

func (p *play) Update(v *netcode.View, dt float64) {
	if !v.Ready {
		return
	}
	step := float32(min(dt, .1))
	if v.Cut {
		p.effects.clearEffects()
	}
	for i := range v.Events {
		p.handleEvent(v, &v.Events[i])
	}
	p.skaters = appendSkaters(p.skaters[:0], v)
	for i := range p.skaters {
		p.effects.trailSkater(v, &p.skaters[i], step)
	}
	d, there := discOf(v)
	if there {
		p.effects.trailPuck(&d)
	}
	p.effects.ageEffects(step)
	if p.kit != nil && p.kit.Renderer != nil {
		o := p.kit.Renderer.Options()
		p.camera.still, p.effects.particles.Dim = !o.Shake, !o.Flashes
	}
	p.camera.followPuck(v, &d, step)
}

// handleEvent shows an event of the game.
func (p *play) handleEvent(v *netcode.View, e *sim.Event) {
	if g, ok := puck.GoalOf(e); ok {
		x, y := units(g.Point)
		p.effects.celebrate(x, y, teamColor(v, g.Team))
		p.camera.addShake(.9)
	}
	if k, ok := puck.ShotOf(e); ok {
		x, y := units(k.Point)
		p.effects.throwSparks(x, y, 4+int(k.Strength)/2, 260, render.White)
	}
	if at, _, ok := puck.SaveOf(e); ok {
		x, y := units(at)
		p.effects.particles.EmitArrival(x, y, 60, render.Good)
	}
	if b, ok := puck.BounceOf(e); ok {
		x, y := units(b.Point)
		force := float32(b.Force) / puck.TopSpeed
		p.effects.throwSparks(x, y, int(2+14*force), 120+360*force, iceSpark)
		if b.What == puck.BounceSkaters && force > .3 {
			p.camera.addShake(.25 * force)
		}
	}
}

func (p *play) Camera(_ *netcode.View, _, _ float32, w, h int) render.Camera {
	return p.camera.cameraAt(w, h)
}

func (p *play) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera) {
	if p.ice == nil {
		return
	}
	r := p.kit.Renderer
	target, cam := r.BeginFrame(dst, cam)
	p.buildBatches(v, cam)
	target.Fill(background)
	r.Sprites.DrawBatch(target, p.ice)
	r.Sprites.DrawBatch(target, p.bodies)
	r.EndFrame(dst)
}

// buildBatches collects what Draw shows. It needs no GPU.
func (p *play) buildBatches(v *netcode.View, cam render.Camera) {
	p.ice.Reset(cam.W, cam.H)
	p.bodies.Reset(cam.W, cam.H)
	drawRink(p.ice, v, cam)
	p.effects.drawMarks(p.ice, cam)
	p.skaters = appendSkaters(p.skaters[:0], v)
	for i := range p.skaters {
		drawSkater(p.bodies, v, &p.skaters[i], cam)
	}
	if d, ok := discOf(v); ok {
		drawPuck(p.bodies, &d, cam)
	}
	p.effects.particles.DrawParticles(p.bodies, cam)
}

func (p *play) InControl(v *netcode.View) bool { return playing(v) }
