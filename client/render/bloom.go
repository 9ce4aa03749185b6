package render

import "github.com/hajimehoshi/ebiten/v2"

// bloom lets what is bright shine over its surroundings: the frame, shrunk to a
// quarter, blurred both ways and added to itself.
type bloom struct {
	blur                 *ebiten.Shader
	half, quarter, swept *ebiten.Image
	shrink, plain, grow  ebiten.DrawImageOptions
	across, down         ebiten.DrawRectShaderOptions
}

const (
	bloomKnee     = .42 // brightness from which things shine
	bloomStrength = .6
)

func (b *bloom) draw(dst, world *ebiten.Image) {
	w, h := world.Bounds().Dx(), world.Bounds().Dy()
	b.half = fit(b.half, (w+1)/2, (h+1)/2)
	b.quarter, b.swept = fit(b.quarter, (w+3)/4, (h+3)/4), fit(b.swept, (w+3)/4, (h+3)/4)
	if b.across.Uniforms == nil {
		b.prepare()
	}
	b.half.DrawImage(world, &b.shrink)
	b.quarter.DrawImage(b.half, &b.shrink)
	qw, qh := b.quarter.Bounds().Dx(), b.quarter.Bounds().Dy()
	b.across.Images[0], b.down.Images[0] = b.quarter, b.swept
	b.swept.DrawRectShader(qw, qh, b.blur, &b.across)
	b.quarter.DrawRectShader(qw, qh, b.blur, &b.down)
	dst.DrawImage(world, &b.plain)
	dst.DrawImage(b.quarter, &b.grow)
}

func (b *bloom) prepare() {
	b.shrink.GeoM.Scale(.5, .5)
	b.shrink.Filter, b.shrink.Blend = ebiten.FilterLinear, ebiten.BlendCopy
	b.plain.Blend = ebiten.BlendCopy
	b.grow.GeoM.Scale(4, 4)
	b.grow.Filter, b.grow.Blend = ebiten.FilterLinear, ebiten.BlendLighter
	b.grow.ColorScale.Scale(bloomStrength, bloomStrength, bloomStrength, 1)
	b.across.Uniforms = map[string]any{"Step": []float32{1, 0}, "Knee": float32(bloomKnee)}
	b.down.Uniforms = map[string]any{"Step": []float32{0, 1}, "Knee": float32(-1)} // what is left is all to be shown
	b.across.Blend, b.down.Blend = ebiten.BlendCopy, ebiten.BlendCopy
}
