package ui

import (
	"fmt"
	"image"
	"math"

	"perihelion/assets/fonts"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Face is a typeface.
type Face uint8

const (
	Text  Face = iota // for everything that is read
	Title             // for headings and buttons
	Mono              // for numbers that change in place

	faces
)

// fontChains holds for each typeface its font and the fallbacks: a letter comes from the
// first font of the chain that has it, so that names in Greek or Cyrillic are not drawn
// as boxes.
type fontChains [faces][]*sfnt.Font

func loadFonts() (l fontChains, err error) {
	chains := [faces][][]byte{
		Text:  {fonts.Text, fonts.TextExt, fonts.Vietnamese, goregular.TTF},
		Title: {fonts.Title, fonts.TextExt, fonts.Vietnamese, goregular.TTF},
		Mono:  {fonts.Mono, fonts.TextExt, fonts.Vietnamese, goregular.TTF},
	}
	parsed := map[*byte]*sfnt.Font{}
	for f, chain := range chains {
		for _, ttf := range chain {
			if parsed[&ttf[0]] == nil {
				if parsed[&ttf[0]], err = sfnt.Parse(ttf); err != nil {
					return l, fmt.Errorf("parse typeface %d: %w", f, err)
				}
			}
			l[f] = append(l[f], parsed[&ttf[0]])
		}
	}
	return l, nil
}

// fontIndex is the index of the first font of a chain that has r; -1: none has it.
func fontIndex(chain []*sfnt.Font, r rune) int {
	var buf sfnt.Buffer
	for i, s := range chain {
		if id, err := s.GlyphIndex(&buf, r); err == nil && id != 0 {
			return i
		}
	}
	return -1
}

// glyph is one letter of a typeface at one size.
type glyph struct {
	advance fixed.Int26_6 // from its origin to that of the next
	mask    mask
	glow    mask // set if hasGlow
	hasGlow bool
}

// mask is a rectangle of the atlas, and where it is drawn relative to the origin of the
// glyph.
type mask struct {
	at     image.Point
	size   image.Point
	offset image.Point
}

// sizedFace is a typeface at one size in pixels.
type sizedFace struct {
	chain       []font.Face
	fonts       []*sfnt.Font
	systemFonts *systemFonts // for letters that none of the fonts has
	ascii       [128]*glyph
	nonASCII    map[rune]*glyph
	kerning     map[[2]rune]fixed.Int26_6
	size        int
	capHeight   float32 // pixels
}

// newSizedFace prepares a typeface for a size in pixels per em.
func newSizedFace(chain []*sfnt.Font, s *systemFonts, size int) *sizedFace {
	c := &sizedFace{fonts: chain, systemFonts: s, size: size, nonASCII: map[rune]*glyph{}, kerning: map[[2]rune]fixed.Int26_6{}}
	for _, f := range chain {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			panic("ui: " + err.Error()) // opentype never returns one
		}
		c.chain = append(c.chain, face)
	}
	c.capHeight = toFloat(c.chain[0].Metrics().CapHeight)
	return c
}

// kernBetween is the kerning between a and b: what is added to the advance of a.
func (c *sizedFace) kernBetween(a, b rune) fixed.Int26_6 {
	if a == 0 {
		return 0
	}
	k, ok := c.kerning[[2]rune{a, b}]
	if !ok {
		k = c.chain[0].Kern(a, b)
		c.kerning[[2]rune{a, b}] = k
	}
	return k
}

// rasterise draws r with the first font of the chain that has it, else with a font of
// the system, else as the box that the first font has for missing glyphs. offset is where
// alpha goes relative to the origin of the glyph.
func (c *sizedFace) rasterise(r rune) (alpha *image.Alpha, offset image.Point, advance fixed.Int26_6) {
	face := c.chain[0]
	i := fontIndex(c.fonts, r)
	if i > 0 {
		face = c.chain[i]
	}
	if i < 0 && systemCanDraw(r) {
		if k, ok := c.systemFonts.renderGlyph(r, c.size); ok {
			return k.alpha, k.offset, k.advance
		}
	}
	dr, src, sp, advance, _ := face.Glyph(fixed.Point26_6{}, r) // ok is false for the box of a missing glyph
	if src == nil {
		return image.NewAlpha(image.Rectangle{}), image.Point{}, 0
	}
	return copyMask(dr, src, sp), dr.Min, advance
}

// copyMask copies a glyph that a font.Face has drawn: the face reuses its image.
func copyMask(dr image.Rectangle, src image.Image, sp image.Point) *image.Alpha {
	alpha := image.NewAlpha(image.Rect(0, 0, dr.Dx(), dr.Dy()))
	for y := range dr.Dy() {
		for x := range dr.Dx() {
			_, _, _, a := src.At(sp.X+x, sp.Y+y).RGBA()
			alpha.Pix[y*alpha.Stride+x] = uint8(a >> 8)
		}
	}
	return alpha
}

// blurGlow is alpha, blurred as a glow, and by how many pixels it is larger on each side.
// size is that of the text in pixels.
func blurGlow(alpha *image.Alpha, size int) (glow *image.Alpha, margin int) {
	r := max(1, int(math.Round(float64(size)*.09)))
	margin = 3 * r
	w, h := alpha.Rect.Dx()+2*margin, alpha.Rect.Dy()+2*margin
	glow, spare := image.NewAlpha(image.Rect(0, 0, w, h)), image.NewAlpha(image.Rect(0, 0, w, h))
	for y := range alpha.Rect.Dy() {
		copy(glow.Pix[(y+margin)*w+margin:], alpha.Pix[y*alpha.Stride:y*alpha.Stride+alpha.Rect.Dx()])
	}
	for range 3 { // three box blurs approximate a Gaussian
		for y := range h {
			boxBlur(spare.Pix[y*w:], glow.Pix[y*w:], w, 1, r)
		}
		for x := range w {
			boxBlur(glow.Pix[x:], spare.Pix[x:], h, w, r)
		}
	}
	return glow, margin
}

// boxBlur sets each of n values, which are stride apart, to the mean of the 2r+1 values
// around it.
func boxBlur(dst, src []uint8, n, stride, r int) {
	sum := 0
	for i := range min(r, n) {
		sum += int(src[i*stride])
	}
	for i := range n {
		if i+r < n {
			sum += int(src[(i+r)*stride])
		}
		if i-r-1 >= 0 {
			sum -= int(src[(i-r-1)*stride])
		}
		dst[i*stride] = uint8(sum / (2*r + 1))
	}
}

func toFloat(v fixed.Int26_6) float32 { return float32(v) / 64 }
