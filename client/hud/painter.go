package hud

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// The faces and sizes of the HUD. Each pair of them takes space in the glyph atlas, so
// there are only a few.
const (
	plain  = ui.Text
	strong = ui.Title
	mono   = ui.Mono

	Tiny   = 10 // sizes in HUD units
	Small  = 12
	Normal = 14
	Large  = 18
	huge   = 24
	giant  = 76
)

// Painter collects shapes and texts for one layer, so that a layer takes few draw calls
// and building it needs no GPU. Texts are drawn above the shapes of their layer.
type Painter struct {
	*sprites.Batch
	letters     *ui.Pen
	texts       []placedText
	panels      []ui.Rect // areas with text on a background, for ui.Trace
	clipped     [32]clippedText
	nextClipped int
	wrapped     [8]wrappedText
	nextWrapped int
}

// placedText is a text and where to draw it.
type placedText struct {
	text  string
	x, y  float32 // the left edge, the vertical middle
	style ui.Style
}

// newPainter returns an empty painter with room for a busy frame.
func newPainter(atlas *sprites.Atlas, letters *ui.Pen) *Painter {
	return &Painter{Batch: sprites.NewBatch(atlas), letters: letters, texts: make([]placedText, 0, 256), panels: make([]ui.Rect, 0, 32)}
}

// clearPainter removes all shapes and texts and keeps the memory. The next are for a window of
// w by h pixels.
func (p *Painter) clearPainter(w, h int) {
	p.Reset(w, h)
	p.texts, p.panels = p.texts[:0], p.panels[:0]
}

// drawTo draws everything that was collected on dst.
func (p *Painter) drawTo(dst *ebiten.Image, k *sprites.Renderer) {
	for _, r := range p.panels {
		p.letters.TracePanel(dst, r, opaquePanel)
	}
	if p.letters.Trace == nil {
		k.DrawBatch(dst, p.Batch)
	}
	for i := range p.texts {
		l := &p.texts[i]
		p.letters.Text(dst, l.text, l.x, l.y, l.style)
	}
}

// TextWidth returns the width of s in pixels.
func (p *Painter) TextWidth(s string, f ui.Face, size float32) float32 {
	return p.letters.Width(s, ui.Style{Face: f, Size: size})
}

// DrawText puts s to the right of x, the middle of its capitals at y, and returns the x
// at which it ends.
func (p *Painter) DrawText(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	if s == "" || c.A <= .01 {
		return x
	}
	p.texts = append(p.texts, placedText{s, x, y, ui.Style{Face: f, Size: size, Color: c}})
	return x + p.TextWidth(s, f, size)
}

// DrawGlowText centres s on x with a glow of the given light, for what must be noticed at once.
func (p *Painter) DrawGlowText(s string, x, y, size float32, c, light rgba.Color) {
	x -= p.TextWidth(s, strong, size) / 2
	p.texts = append(p.texts,
		placedText{s, x, y, ui.Style{Face: strong, Size: size, Color: light.Glow(light.A), Glow: 1}},
		placedText{s, x, y, ui.Style{Face: strong, Size: size, Color: c}})
}

// DrawCentredText centres s on x.
func (p *Painter) DrawCentredText(s string, f ui.Face, x, y, size float32, c rgba.Color) {
	p.DrawText(s, f, x-p.TextWidth(s, f, size)/2, y, size, c)
}

// DrawRightText puts s so that it ends at x, and returns the x at which it begins.
func (p *Painter) DrawRightText(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	x -= p.TextWidth(s, f, size)
	p.DrawText(s, f, x, y, size, c)
	return x
}

// FitSize returns size, or a smaller one at which s fits into width.
func (p *Painter) FitSize(s string, f ui.Face, size, width float32) float32 {
	return p.letters.ShrinkToFit(s, width, ui.Style{Face: f, Size: size}).Size
}

// ClipText returns s, or as much of it as fits into width. Results for long texts are
// cached, because the same few names are drawn in every frame.
func (p *Painter) ClipText(s string, f ui.Face, size, width float32) string {
	if p.TextWidth(s, f, size) <= width {
		return s
	}
	for i := range p.clipped {
		if c := &p.clipped[i]; c.whole == s && c.width == width {
			return c.part
		}
	}
	p.clipped[p.nextClipped] = clippedText{s, p.letters.Truncate(s, width, ui.Style{Face: f, Size: size}), width}
	part := p.clipped[p.nextClipped].part
	p.nextClipped = (p.nextClipped + 1) % len(p.clipped)
	return part
}

// clippedText is a cached result of clipText.
type clippedText struct {
	whole, part string
	width       float32
}

// WrapText breaks s into lines that fit into width. Results are cached, because a long
// text is shown for many frames.
func (p *Painter) WrapText(s string, f ui.Face, size, width float32) []string {
	for i := range p.wrapped {
		if c := &p.wrapped[i]; c.whole == s && c.width == width && c.size == size {
			return c.lines
		}
	}
	c := &p.wrapped[p.nextWrapped]
	*c = wrappedText{s, p.letters.Wrap(s, width, 0, ui.Style{Face: f, Size: size}), width, size}
	p.nextWrapped = (p.nextWrapped + 1) % len(p.wrapped)
	return c.lines
}

// wrappedText is a cached result of wrapText.
type wrappedText struct {
	whole       string
	lines       []string
	width, size float32
}

// DrawPanel draws a dark background with a bright upper edge and returns its area.
func (p *Painter) DrawPanel(x, y, w, h float32, c rgba.Color) ui.Rect {
	r := ui.Rect{X: x, Y: y, W: w, H: h}
	p.panels = append(p.panels, r)
	p.AddRect(x, y, w, h, opaquePanel)
	p.AddLine(x, y, x+w, y, 3, c.Glow(.8))
	p.AddGradientLine(x, y, x, y+h, 2.5, c.Glow(.5), c.Glow(0))
	p.AddGradientLine(x+w, y, x+w, y+h, 2.5, c.Glow(.5), c.Glow(0))
	return r
}

// DrawTrapezoid draws a dark background that is narrower by lean pixels on both sides at
// its lower edge, or at its upper edge if lean is negative.
func (p *Painter) DrawTrapezoid(x, y, w, h, lean float32) {
	head, foot := max(0, -lean), max(0, lean)
	p.AddQuad(sprites.Solid, panel, panel, x+head, y, x+w-head, y, x+w-foot, y+h, x+foot, y+h)
}

// DrawIcon draws a square sprite of the given size, centred on x, y.
func (p *Painter) DrawIcon(s sprites.Sprite, x, y, size float32, c rgba.Color) {
	p.AddUpright(s, x, y, size, size, c)
}
