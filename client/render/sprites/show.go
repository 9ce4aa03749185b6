package sprites

import "github.com/hajimehoshi/ebiten/v2"

// Ink shows batches: it holds the sheet on the GPU.
type Renderer struct {
	Atlas   *Atlas
	image   *ebiten.Image
	options ebiten.DrawTrianglesOptions
}

// NewRenderer paints the sheet and hands it to the GPU.
func NewRenderer() *Renderer {
	k := &Renderer{Atlas: NewAtlas(), image: ebiten.NewImage(atlasSize, atlasSize)}
	k.image.WritePixels(k.Atlas.Pix)
	k.options = ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha, Filter: ebiten.FilterLinear}
	return k
}

// DrawBatch draws b on dst in one call.
func (k *Renderer) DrawBatch(dst *ebiten.Image, b *Batch) {
	if len(b.Indices) > 0 {
		dst.DrawTriangles32(b.Vertices, b.Indices, k.image, &k.options)
	}
}
