// Package render draws the world of a match: sky, star, arena, ships and effects. All
// pictures are procedural. A scene owns one Renderer. It calls Update once for each new
// View of netcode and Draw with the same View. The Renderer reads the View and never
// changes simulation state.
package render

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/assets/shaders"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
)

// Options are the player's settings for the picture.
type Options struct {
	Shake bool // shake the camera on hits
	Bloom bool // glow around bright things
}

// Renderer draws matches. It is not safe for concurrent use.
type Renderer struct {
	Sprites *sprites.Renderer // shared with the HUD: one atlas on the GPU

	builder *frameBuilder
	options Options
	star    starDisc
	sky     sky
	bloom   bloom
	world   *ebiten.Image // the frame before bloom
}

// New compiles the shaders and paints the sprites. It fails only if a shader does not compile.
func New() (*Renderer, error) {
	r := &Renderer{options: Options{Shake: true, Bloom: true}}
	for _, s := range []struct {
		into   **ebiten.Shader
		name   string
		source []byte
	}{
		{&r.star.shader, "star", shaders.Star},
		{&r.sky.shader, "nebula", shaders.Nebula},
		{&r.bloom.blur, "blur", shaders.Blur},
	} {
		shader, err := ebiten.NewShader(s.source)
		if err != nil {
			return nil, fmt.Errorf("compile shader %s: %w", s.name, err)
		}
		*s.into = shader
	}
	r.Sprites = sprites.NewRenderer()
	r.builder = newFrameBuilder(r.Sprites.Atlas)
	return r, nil
}

// SetOptions applies the player's settings.
func (r *Renderer) SetOptions(o Options) {
	r.options = o
	r.builder.camera.noShake = !o.Shake
}

// Update advances the effects by dt seconds and handles the events of v. Each View must be
// passed only once.
func (r *Renderer) Update(v *netcode.View, dt float64) {
	if v.Ready {
		r.builder.updateEffects(v, float32(min(dt, .1)))
	}
}

// Draw draws v over all of dst, as cam sees it.
func (r *Renderer) Draw(dst *ebiten.Image, v *netcode.View, cam Camera) {
	r.builder.buildBatches(v, cam)
	target := dst
	if r.options.Bloom {
		r.world = resizeImage(r.world, cam.W, cam.H)
		target = r.world
	}
	r.sky.drawSky(target, cam)
	r.Sprites.DrawBatch(target, r.builder.back)
	r.star.drawStar(target, r.builder, cam)
	r.Sprites.DrawBatch(target, r.builder.front)
	if r.options.Bloom {
		r.bloom.drawBloom(dst, r.world)
	}
}

// resizeImage returns an image of exactly w by h pixels: img, or a new one after freeing img.
func resizeImage(img *ebiten.Image, w, h int) *ebiten.Image {
	w, h = max(1, w), max(1, h)
	if img != nil {
		if b := img.Bounds(); b.Dx() == w && b.Dy() == h {
			return img
		}
		img.Deallocate()
	}
	return ebiten.NewImage(w, h)
}
