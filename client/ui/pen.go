package ui

import (
	"math"
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"
	"golang.org/x/image/math/fixed"

	"perihelion/client/rgba"
)

// Align is the horizontal alignment of a text relative to its point.
type Align uint8

const (
	Left Align = iota
	Center
	Right
)

// Style is the style of a text.
type Style struct {
	Face  Face
	Size  float32 // of the em, in pixels
	Color rgba.Color
	Glow  float32 // brightness of the glow around it, 0 to 1
	Align Align
}

// Pen draws text and shapes. Everything is drawn from one atlas image, so that Ebitengine
// can merge a whole menu into one draw call. Glyphs are rasterised when first needed and
// kept; drawing the same text again allocates nothing.
type Pen struct {
	Trace  Trace        // if not nil, it records what would be drawn, and nothing is drawn
	Filter *rgba.Filter // of all colours; nil: none

	chains      fontChains
	systemFonts *systemFonts
	drawable    map[rune]bool // cache of canDraw
	sizedFaces  map[sizedFaceKey]*sizedFace
	atlas       atlas
	atlasClears int // how often the atlas was full and was cleared
	atlasImage  *ebiten.Image
	opt         ebiten.DrawTrianglesOptions
	vertices    []ebiten.Vertex
	indices     []uint32
	pix         []byte
}

// NewPen loads the fonts.
func NewPen() (*Pen, error) {
	lib, err := loadFonts()
	if err != nil {
		return nil, err
	}
	p := &Pen{chains: lib, systemFonts: newSystemFonts(), drawable: map[rune]bool{}, atlasImage: ebiten.NewImage(atlasSize, atlasSize)}
	// A texel of a glyph is a pixel, and shapes have one texel: the nearest is what a filter of four would give.
	p.opt = ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha, Filter: ebiten.FilterNearest}
	p.clearAtlas()
	return p, nil
}

// Text draws s and returns its width. x is its left, middle or right, as Align says; y
// is the middle of its capitals.
func (p *Pen) Text(dst *ebiten.Image, s string, x, y float32, st Style) float32 {
	return drawText(p, dst, s, x, y, st)
}

// Width is the width in pixels at which Text would draw s.
func (p *Pen) Width(s string, st Style) float32 { return toFloat(textWidth(p, p.sizedFaceFor(st), s)) }

// ShrinkToFit is st, with a smaller size if s is wider than w pixels.
func (p *Pen) ShrinkToFit(s string, w float32, st Style) Style {
	if wide := p.Width(s, st); wide > w {
		st.Size = float32(math.Floor(float64(st.Size * w / wide)))
	}
	return st
}

// Truncate is s, or the longest beginning of s that fits into w pixels with an ellipsis.
func (p *Pen) Truncate(s string, w float32, st Style) string {
	if p.Width(s, st) <= w {
		return s
	}
	for len(s) > 0 {
		_, n := utf8.DecodeLastRuneInString(s)
		if s = s[:len(s)-n]; p.Width(s+"…", st) <= w {
			break
		}
	}
	return s + "…"
}

func drawText[T string | []byte](p *Pen, dst *ebiten.Image, s T, x, y float32, st Style) float32 {
	c := p.sizedFaceFor(st)
	width := textWidth(p, c, s)
	switch st.Align {
	case Center:
		x -= toFloat(width) / 2
	case Right:
		x -= toFloat(width)
	}
	x, y = round(x), round(y+c.capHeight/2)
	if p.Trace != nil {
		traceText(p, dst, c, s, x, y, st.Color)
		return toFloat(width)
	}
	for range 2 { // a second time if the atlas was full and was cleared meanwhile
		clears := p.atlasClears
		p.vertices, p.indices = p.vertices[:0], p.indices[:0]
		if st.Glow > 0 {
			appendGlyphs(p, c, s, x, y, st.Color.Glow(st.Glow), true)
		}
		appendGlyphs(p, c, s, x, y, st.Color, false)
		if clears == p.atlasClears {
			break
		}
		c = p.sizedFaceFor(st)
	}
	p.drawVertices(dst)
	return toFloat(width)
}

// appendGlyphs appends the quads of s, or of its glow, with the baseline beginning at
// x, y.
func appendGlyphs[T string | []byte](p *Pen, c *sizedFace, s T, x, y float32, col rgba.Color, glow bool) {
	var at fixed.Int26_6
	var last rune
	for i := 0; i < len(s); {
		r, n := decodeRune(s, i)
		i += n
		g := p.glyphFor(c, r)
		at += c.kernBetween(last, r)
		m := &g.mask
		if glow {
			m = p.glowMask(c, g, r)
		}
		if m.size.X > 0 {
			p.appendGlyphQuad(m, x+round(toFloat(at)), y, col)
		}
		at += g.advance
		last = r
	}
}

// textWidth is the sum of the advances of s, with kerning.
func textWidth[T string | []byte](p *Pen, c *sizedFace, s T) (w fixed.Int26_6) {
	var last rune
	for i := 0; i < len(s); {
		r, n := decodeRune(s, i)
		i += n
		w += c.kernBetween(last, r) + p.glyphFor(c, r).advance
		last = r
	}
	return w
}

// decodeRune is the rune at s[i:] and its length in bytes. The conversion to a string of
// so few bytes does not allocate.
func decodeRune[T string | []byte](s T, i int) (rune, int) {
	if s[i] < utf8.RuneSelf {
		return rune(s[i]), 1
	}
	return utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
}

// appendGlyphQuad appends the quad of a mask whose origin is at x, y.
func (p *Pen) appendGlyphQuad(m *mask, x, y float32, c rgba.Color) {
	x, y = x+float32(m.offset.X), y+float32(m.offset.Y)
	w, h := float32(m.size.X), float32(m.size.Y)
	u, v := float32(m.at.X), float32(m.at.Y)
	n := uint32(len(p.vertices))
	p.vertices = append(p.vertices, vertex(x, y, u, v, c), vertex(x+w, y, u+w, v, c), vertex(x+w, y+h, u+w, v+h, c), vertex(x, y+h, u, v+h, c))
	p.indices = append(p.indices, n, n+1, n+2, n, n+2, n+3)
}

// drawVertices draws the appended vertices.
func (p *Pen) drawVertices(dst *ebiten.Image) {
	if len(p.indices) > 0 && p.Trace == nil {
		if p.Filter != nil {
			p.filterVertices()
		}
		dst.DrawTriangles32(p.vertices, p.indices, p.atlasImage, &p.opt)
	}
}

// filterVertices changes the colours of the appended vertices.
func (p *Pen) filterVertices() {
	for i := range p.vertices {
		v := &p.vertices[i]
		c := p.Filter.Apply(rgba.Color{R: v.ColorR, G: v.ColorG, B: v.ColorB, A: v.ColorA})
		v.ColorR, v.ColorG, v.ColorB = c.R, c.G, c.B
	}
}

func vertex(x, y, u, v float32, c rgba.Color) ebiten.Vertex {
	return ebiten.Vertex{DstX: x, DstY: y, SrcX: u, SrcY: v, ColorR: c.R, ColorG: c.G, ColorB: c.B, ColorA: c.A}
}

func round(v float32) float32 { return float32(math.Round(float64(v))) }
