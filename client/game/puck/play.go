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

// Play shows a match of Puck. It implements game.Play.
type Play struct {
	hudParts

	kit     *game.Kit
	sampler sampler
	camera  camera
	effects effects
	ice     *sprites.Batch // below the bodies
	bodies  *sprites.Batch
	skaters []skater // scratch
}

// NewPlay returns a Play for one match.
func NewPlay(kit *game.Kit) *Play {
	p := &Play{kit: kit}
	if kit.Renderer != nil {
		p.ice, p.bodies = sprites.NewBatch(kit.Renderer.Sprites.Atlas), sprites.NewBatch(kit.Renderer.Sprites.Atlas)
	}
	return p
}

// Update implements game.Play.
func (p *Play) Update(v *netcode.View, dt float64) {
	if !v.Ready {
		return
	}
	step := float32(min(dt, .1))
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
	p.camera.still = p.kit != nil && p.kit.Renderer != nil && !p.kit.Renderer.Options().Shake
	p.camera.followPuck(v, &d, step)
}

// handleEvent shows an event of the game.
func (p *Play) handleEvent(v *netcode.View, e *sim.Event) {
	w := &e.Words
	at := func(word int) (x, y float32) {
		return float32(w[word]) / wirePosition, float32(w[word+1]) / wirePosition
	}
	switch e.Kind {
	case puck.EventGoal:
		x, y := at(puck.GoalX)
		p.effects.celebrate(x, y, teamColor(v, sim.Team(w[puck.GoalTeam])))
		p.camera.addShake(.9)
	case puck.EventKick:
		x, y := at(puck.KickX)
		p.effects.throwSparks(x, y, 4+int(w[puck.KickStrength])/2, 260, render.White)
	case puck.EventSave:
		x, y := at(puck.SaveX)
		p.effects.particles.EmitArrival(x, y, 60, render.Good)
	case puck.EventBounce:
		x, y := at(puck.BounceX)
		force := float32(w[puck.BounceForce]) / puck.TopSpeed
		p.effects.throwSparks(x, y, int(2+14*force), 120+360*force, iceSpark)
		if w[puck.BounceWhat] == puck.BounceSkaters && force > .3 {
			p.camera.addShake(.25 * force)
		}
	}
}

// Camera implements game.Play.
func (p *Play) Camera(_ *netcode.View, _, _ float32, w, h int) render.Camera {
	return p.camera.cameraAt(w, h)
}

// Draw implements game.Play.
func (p *Play) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera) {
	if p.ice == nil {
		return
	}
	p.buildBatches(v, cam)
	r := p.kit.Renderer
	target := r.BeginFrame(dst, cam)
	target.Fill(background)
	r.Sprites.DrawBatch(target, p.ice)
	r.Sprites.DrawBatch(target, p.bodies)
	r.EndFrame(dst)
}

// buildBatches collects what Draw shows. It needs no GPU.
func (p *Play) buildBatches(v *netcode.View, cam render.Camera) {
	p.ice.Reset()
	p.bodies.Reset()
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

// InControl implements game.Play.
func (p *Play) InControl(v *netcode.View) bool { return playing(v) }
