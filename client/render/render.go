// Package render is what games draw their world with: camera, particles, trails, sky, glow
// and colours; package sprites below it has the pictures, all of them procedural. It knows
// no game. The client has one Renderer, which all plays of games share. Within a frame a
// Play calls BeginFrame, draws the sky and its batches on the image that it got, and calls
// EndFrame.
package render

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/assets/shaders"
	"perihelion/client/render/sprites"
)

// Options are the player's settings for the picture.
type Options struct {
	Shake   bool       // shake the camera on hits
	Bloom   bool       // glow around bright things
	Flashes bool       // explosions and hits light up
	Colors  *ColorMode // nil: the usual one

	Resolution float32 // of the world, as a share of the window's: 0 < Resolution ≤ 1
}

// Renderer has what is on the GPU. It is not safe for concurrent use.
type Renderer struct {
	Sprites *sprites.Renderer // shared with the HUD: one atlas on the GPU

	options Options
	shaders map[string]*ebiten.Shader // by name
	sky     sky
	bloom   bloom
	world   *ebiten.Image // the frame at a resolution other than the window's
	target  *ebiten.Image // of the frame that has begun: world, or where it belongs
	stretch ebiten.DrawImageOptions
}

// New compiles the shaders and paints the sprites. It fails only if a shader does not compile.
func New() (*Renderer, error) {
	r := &Renderer{options: Options{Shake: true, Bloom: true, Flashes: true, Colors: &ColorModes[0], Resolution: 1}, shaders: map[string]*ebiten.Shader{}}
	var err error
	if r.sky.shader, err = r.Shader("nebula", shaders.Nebula); err != nil {
		return nil, err
	}
	if r.bloom.blur, err = r.Shader("blur", shaders.Blur); err != nil {
		return nil, err
	}
	r.Sprites = sprites.NewRenderer()
	return r, nil
}

// SetOptions applies the player's settings.
func (r *Renderer) SetOptions(o Options) {
	if o.Colors == nil {
		o.Colors = &ColorModes[0]
	}
	r.options, r.Sprites.Atlas.Filter = o, o.Colors.Filter
}

// Options are the player's settings.
func (r *Renderer) Options() Options { return r.options }

// BeginFrame returns the image on which to draw the world of a frame, and the camera for it:
// it sees what cam sees in the window, at the resolution of the Options. Nothing is drawn yet;
// DrawSky is usually first.
func (r *Renderer) BeginFrame(dst *ebiten.Image, cam Camera) (*ebiten.Image, Camera) {
	small := cam.atResolution(r.options.Resolution)
	if small == cam {
		r.target = dst
		return dst, cam
	}
	r.world = resizeImage(r.world, small.W, small.H)
	r.target = r.world
	return r.world, small
}

// EndFrame adds the glow and puts the frame on dst, that of BeginFrame. Where software draws, each
// pass over the window is a tenth of the work: there are as few as can be.
func (r *Renderer) EndFrame(dst *ebiten.Image) {
	if r.options.Bloom {
		r.bloom.drawBloom(r.target)
	}
	if r.target == dst {
		return
	}
	from, to := r.world.Bounds(), dst.Bounds()
	r.stretch.GeoM.Reset()
	r.stretch.GeoM.Scale(float64(to.Dx())/float64(from.Dx()), float64(to.Dy())/float64(from.Dy()))
	r.stretch.Blend, r.stretch.Filter = ebiten.BlendCopy, ebiten.FilterLinear
	dst.DrawImage(r.world, &r.stretch)
}

// DrawSky fills target with the nebula in the background.
func (r *Renderer) DrawSky(target *ebiten.Image, cam Camera, look SkyLook) {
	r.sky.drawSky(target, cam, look, r.options.Colors.Sky)
}

// Shader compiles a shader, or returns the one that it compiled for that name before.
func (r *Renderer) Shader(name string, source []byte) (*ebiten.Shader, error) {
	if s, ok := r.shaders[name]; ok {
		return s, nil
	}
	s, err := ebiten.NewShader(source)
	if err != nil {
		return nil, fmt.Errorf("compile shader %s: %w", name, err)
	}
	r.shaders[name] = s
	return s, nil
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
