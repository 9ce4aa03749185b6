package ships

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim/ships"
)

// Play shows a match of the ships. It implements game.Play.
type Play struct {
	hudParts

	renderer *render.Renderer
	sampler  sampler
}

// NewPlay returns a Play for one match.
func NewPlay(kit *game.Kit) *Play { return &Play{renderer: kit.Renderer} }

// Update implements game.Play.
func (p *Play) Update(v *netcode.View, dt float64) { p.renderer.Update(v, dt) }

// Camera implements game.Play.
func (p *Play) Camera(v *netcode.View, lookX, lookY float32, w, h int) render.Camera {
	return p.renderer.CameraFor(v, lookX, lookY, w, h)
}

// Draw implements game.Play.
func (p *Play) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera) {
	p.renderer.Draw(dst, v, cam)
}

// Listen implements game.Play.
func (p *Play) Listen(a *audio.Audio, v *netcode.View, cam render.Camera) { a.Update(v, cam) }

// InControl implements game.Play.
func (p *Play) InControl(v *netcode.View) bool { return ships.OwnOf(&v.Own).Alive }
