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
	Text  Face = iota // everything that is read
	Title             // headings and buttons
	Mono              // figures that change in place

	faces
)

// fontChains holds every typeface as a chain: what the first font lacks is taken
// from the next, so that a name in Greek or Cyrillic is a name and not boxes.
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

// fontIndex is the place in a chain of the first font that has r; -1: none has.
func fontIndex(chain []*sfnt.Font, r rune) int {
	var buf sfnt.Buffer
	for i, s := range chain {
		if id, err := s.GlyphIndex(&buf, r); err == nil && id != 0 {
			return i
		}
	}
	return -1
}

// glyph is one letter: how far it moves the pen, and its mask on the sheet.
type glyph struct {
	advance fixed.Int26_6
	mask    mask
	glow    mask // made when first wanted
	hasGlow bool
}

// mask is a rectangle of the sheet and where it goes relative to the pen.
type mask struct {
	at     image.Point
	size   image.Point
	offset image.Point
}

// sizedFace is a typeface at one size in pixels.
type sizedFace struct {
	chain       []font.Face
	fonts       []*sfnt.Font
	systemFonts *systemFonts // for letters that none of them has
	ascii       [128]*glyph
	nonASCII    map[rune]*glyph
	kerning     map[[2]rune]fixed.Int26_6
	size        int
	capHeight   float32 // height of a capital letter
	ascent      float32
	descent     float32
}

// newSizedFace prepares a typeface of the given size in pixels, as measured by the em.
func newSizedFace(chain []*sfnt.Font, s *systemFonts, size int) *sizedFace {
	c := &sizedFace{fonts: chain, systemFonts: s, size: size, nonASCII: map[rune]*glyph{}, kerning: map[[2]rune]fixed.Int26_6{}}
	for _, f := range chain {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			panic("ui: " + err.Error()) // opentype returns none
		}
		c.chain = append(c.chain, face)
	}
	m := c.chain[0].Metrics()
	c.capHeight, c.ascent, c.descent = toFloat(m.CapHeight), toFloat(m.Ascent), toFloat(m.Descent)
	return c
}

// step is how far a and then b lie apart beyond a's advance.
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

// rasterise draws r, from the first font of the chain that has it, or else from the
// system's. What nobody has is the box of the first font.
func (c *sizedFace) rasterise(r rune) (alpha *image.Alpha, off image.Point, advance fixed.Int26_6) {
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
	dr, src, sp, advance, _ := face.Glyph(fixed.Point26_6{}, r) // false where src is a box
	if src == nil {
		return image.NewAlpha(image.Rectangle{}), image.Point{}, 0
	}
	return copyMask(dr, src, sp), dr.Min, advance
}

// copyMask copies what a face has drawn, which it will draw over.
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

// blurGlow is alpha, blurred into the glow of a neon tube, and how far it reaches
// beyond the letter.
func blurGlow(alpha *image.Alpha, size int) (glow *image.Alpha, reach int) {
	r := max(1, int(math.Round(float64(size)*.09)))
	reach = 3 * r
	w, h := alpha.Rect.Dx()+2*reach, alpha.Rect.Dy()+2*reach
	glow, spare := image.NewAlpha(image.Rect(0, 0, w, h)), image.NewAlpha(image.Rect(0, 0, w, h))
	for y := range alpha.Rect.Dy() {
		copy(glow.Pix[(y+reach)*w+reach:], alpha.Pix[y*alpha.Stride:y*alpha.Stride+alpha.Rect.Dx()])
	}
	for range 3 { // three box blurs are nearly a Gaussian
		for y := range h {
			boxBlur(spare.Pix[y*w:], glow.Pix[y*w:], w, 1, r)
		}
		for x := range w {
			boxBlur(glow.Pix[x:], spare.Pix[x:], h, w, r)
		}
	}
	return glow, reach
}

// boxBlur averages n values, stride apart, over 2r+1 neighbours.
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
