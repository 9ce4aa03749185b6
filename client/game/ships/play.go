package ships

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/assets/shaders"
	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim/ships"
)

// Play shows a match of the ships. It implements game.Play.
type Play struct {
	hudParts
	sampler  sampler
	listener listener
	renderer *render.Renderer
	builder  *frameBuilder // nil without a renderer
	ghost    *netcode.View // of a ghost; nil: there is none
	lap      lapGhost
	stars    starDiscs
	editor   *arenaEditor // nil: the player has not edited yet
}

// NewPlay returns a Play for one match. It fails only if a shader does not compile.
func NewPlay(kit *game.Kit) (*Play, error) {
	p := &Play{renderer: kit.Renderer, sampler: sampler{classChooser: newClassChooser(kit.Loadout, kit.KeepLoadout)}}
	if kit.Renderer == nil {
		return p, nil
	}
	var err error
	if p.stars.hole, err = kit.Renderer.Shader("hole", shaders.Hole); err != nil {
		return nil, err
	}
	if p.stars.sun, err = kit.Renderer.Shader("star", shaders.Star); err != nil {
		return nil, err
	}
	p.builder = newFrameBuilder(kit.Renderer.Sprites.Atlas)
	return p, nil
}

func (p *Play) Update(v *netcode.View, dt float64) {
	shipstate.Locate(v)
	if p.editor != nil {
		p.editor.takeArena(v)
	}
	o := p.renderer.Options()
	p.stars.still, p.builder.calm = !o.Flashes, !o.Flashes
	p.builder.camera.NoShake, p.builder.particles.Dim, p.damage.dim = !o.Shake, !o.Flashes, !o.Flashes
	if v.Ready {
		p.builder.updateEffects(v, float32(min(dt, .1)))
		p.lap.updateLap(v)
	}
}

// Camera implements game.Play: the camera is over the own ship, or over what a dead player
// or somebody who watches follows, and leans towards the aim.
func (p *Play) Camera(v *netcode.View, lookX, lookY float32, w, h int) render.Camera {
	p.builder.camera.AimX, p.builder.camera.AimY = lookX, lookY
	x, y := p.builder.cameraTarget(v)
	return p.builder.camera.CameraAt(x, y, w, h)
}

func (p *Play) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera) {
	target, cam := p.renderer.BeginFrame(dst, cam)
	p.builder.buildBatches(v, cam)
	p.builder.drawGhost(p.ghost, cam)
	p.builder.drawLapGhost(&p.lap, cam)
	if p.editor != nil && p.editor.editing {
		p.editor.drawMarks(p.builder.front, v, cam)
	}
	p.renderer.DrawSky(target, cam, p.builder.sky)
	p.renderer.Sprites.DrawBatch(target, p.builder.back)
	p.stars.drawStars(target, p.builder, cam)
	p.renderer.Sprites.DrawBatch(target, p.builder.front)
	p.renderer.EndFrame(dst)
}

func (p *Play) Listen(a *audio.Audio, v *netcode.View, cam render.Camera) {
	if v.Ready {
		p.listener.playFrame(a, v, cam)
	}
}

func (p *Play) InControl(v *netcode.View) bool { return ships.OwnOf(&v.Own).Alive }

// Announcement implements game.Announcer: how the player died.
func (p *Play) Announcement() string { return p.recap.announcement() }
