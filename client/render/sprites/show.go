package sprites

import "github.com/hajimehoshi/ebiten/v2"

// Ink shows batches: it holds the sheet on the GPU.
type Ink struct {
	Sheet *Sheet
	image *ebiten.Image
	opt   ebiten.DrawTrianglesOptions
}

// New paints the sheet and hands it to the GPU.
func New() *Ink {
	k := &Ink{Sheet: NewSheet(), image: ebiten.NewImage(sheetSize, sheetSize)}
	k.image.WritePixels(k.Sheet.Pix)
	k.opt = ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha, Filter: ebiten.FilterLinear}
	return k
}

// Show draws b on dst in one call.
func (k *Ink) Show(dst *ebiten.Image, b *Batch) {
	if len(b.I) > 0 {
		dst.DrawTriangles32(b.V, b.I, k.image, &k.opt)
	}
}
