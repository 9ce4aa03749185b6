package ui

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

type sizedFaceKey struct {
	face Face
	size int
}

// clearAtlas removes every glyph. Those in use are rasterised again when next needed.
func (p *Pen) clearAtlas() {
	p.atlasClears++
	p.sizedFaces = map[sizedFaceKey]*sizedFace{}
	p.atlas.clearAll()
	white := make([]byte, 4*whiteSize*whiteSize)
	for i := range white {
		white[i] = 0xff
	}
	p.writeAtlas(image.Pt(0, 0), image.Pt(whiteSize, whiteSize), white)
}

// writeAtlas sets pixels of the atlas, in premultiplied RGBA.
func (p *Pen) writeAtlas(at, size image.Point, pix []byte) {
	r := image.Rectangle{Min: at, Max: at.Add(size)}
	p.atlasImage.SubImage(r).(*ebiten.Image).WritePixels(pix)
}

// sizedFaceFor is the typeface of st, with the size rounded to whole pixels and limited.
func (p *Pen) sizedFaceFor(st Style) *sizedFace {
	k := sizedFaceKey{st.Face, min(240, max(6, int(math.Round(float64(st.Size)))))}
	c := p.sizedFaces[k]
	if c == nil {
		c = newSizedFace(p.chains[k.face], p.systemFonts, k.size)
		p.sizedFaces[k] = c
	}
	return c
}

// glyphFor is the glyph of r, which is rasterised on first use.
func (p *Pen) glyphFor(c *sizedFace, r rune) *glyph {
	if r < 128 {
		if g := c.ascii[r]; g != nil {
			return g
		}
	} else if g := c.nonASCII[r]; g != nil {
		return g
	}
	alpha, off, advance := c.rasterise(r)
	g := &glyph{advance: advance, mask: p.addToAtlas(alpha, off)}
	if r < 128 {
		c.ascii[r] = g
	} else {
		c.nonASCII[r] = g
	}
	return g
}

// glowMask is the mask of the glow of g, which is made on first use.
func (p *Pen) glowMask(c *sizedFace, g *glyph, r rune) *mask {
	if !g.hasGlow {
		alpha, off, _ := c.rasterise(r)
		blurred, margin := blurGlow(alpha, c.size)
		g.glow, g.hasGlow = p.addToAtlas(blurred, off.Sub(image.Pt(margin, margin))), true
	}
	return &g.glow
}

// addToAtlas puts a mask into the atlas, which is cleared first if it is full.
func (p *Pen) addToAtlas(alpha *image.Alpha, off image.Point) mask {
	size := alpha.Rect.Size()
	if size.X <= 0 || size.Y <= 0 {
		return mask{}
	}
	at, ok := p.atlas.allocate(size.X, size.Y)
	if !ok {
		p.clearAtlas()
		if at, ok = p.atlas.allocate(size.X, size.Y); !ok {
			return mask{} // larger than the atlas
		}
	}
	p.pix = p.pix[:0]
	for _, a := range alpha.Pix {
		p.pix = append(p.pix, a, a, a, a)
	}
	p.writeAtlas(at, size, p.pix)
	return mask{at: at, size: size, offset: off}
}
