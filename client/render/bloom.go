package render

import "github.com/hajimehoshi/ebiten/v2"

// bloom adds a glow around bright parts of a frame: a copy is scaled down to a quarter,
// blurred in both directions and added to the frame.
type bloom struct {
	blur                   *ebiten.Shader
	half, quarter, blurred *ebiten.Image
	downscale, upscale     ebiten.DrawImageOptions
	horizontal, vertical   ebiten.DrawRectShaderOptions
}

const (
	bloomThreshold = .42 // brightness from which a pixel glows
	bloomStrength  = .6
)

// drawBloom adds its glow to world.
func (b *bloom) drawBloom(world *ebiten.Image) {
	w, h := world.Bounds().Dx(), world.Bounds().Dy()
	b.half = resizeImage(b.half, (w+1)/2, (h+1)/2)
	b.quarter, b.blurred = resizeImage(b.quarter, (w+3)/4, (h+3)/4), resizeImage(b.blurred, (w+3)/4, (h+3)/4)
	if b.horizontal.Uniforms == nil {
		b.initOptions()
	}
	b.half.DrawImage(world, &b.downscale)
	b.quarter.DrawImage(b.half, &b.downscale)
	qw, qh := b.quarter.Bounds().Dx(), b.quarter.Bounds().Dy()
	b.horizontal.Images[0], b.vertical.Images[0] = b.quarter, b.blurred
	b.blurred.DrawRectShader(qw, qh, b.blur, &b.horizontal)
	b.quarter.DrawRectShader(qw, qh, b.blur, &b.vertical)
	world.DrawImage(b.quarter, &b.upscale)
}

// initOptions sets the draw options, which never change.
func (b *bloom) initOptions() {
	b.downscale.GeoM.Scale(.5, .5)
	b.downscale.Filter, b.downscale.Blend = ebiten.FilterLinear, ebiten.BlendCopy
	b.upscale.GeoM.Scale(4, 4)
	b.upscale.Filter, b.upscale.Blend = ebiten.FilterLinear, ebiten.BlendLighter
	b.upscale.ColorScale.Scale(bloomStrength, bloomStrength, bloomStrength, 1)
	b.horizontal.Uniforms = map[string]any{"Step": []float32{1, 0}, "Knee": float32(bloomThreshold)}
	b.vertical.Uniforms = map[string]any{"Step": []float32{0, 1}, "Knee": float32(-1)} // no threshold: the first pass has applied it
	b.horizontal.Blend, b.vertical.Blend = ebiten.BlendCopy, ebiten.BlendCopy
}
