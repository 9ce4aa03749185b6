package hud

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// The faces and sizes of the HUD. They are few: every pair of them fills a part
// of the sheet of letters, and a HUD of one hand reads better.
const (
	plain  = ui.Text
	strong = ui.Title
	mono   = ui.Mono

	tiny   = 10 // HUD units
	small  = 12
	normal = 14
	large  = 18
	huge   = 24
	giant  = 76
)

// painter gathers shapes and text, so that a page is a few draw calls, and so that
// setting one needs no GPU. Text lies above the shapes of its page.
type painter struct {
	*sprites.Batch
	letters     *ui.Pen
	texts       []placedText
	panels      []ui.Rect // that text lies on
	clipped     [32]clippedText
	nextClipped int
	wrapped     [8]wrappedText
	nextWrapped int
}

type placedText struct {
	text  string
	x, y  float32 // the left edge, the middle
	style ui.Style
}

func newPainter(sheet *sprites.Atlas, letters *ui.Pen) *painter {
	return &painter{Batch: sprites.NewBatch(sheet), letters: letters, texts: make([]placedText, 0, 256), panels: make([]ui.Rect, 0, 32)}
}

func (p *painter) clearPainter() {
	p.Reset()
	p.texts, p.panels = p.texts[:0], p.panels[:0]
}

func (p *painter) drawTo(dst *ebiten.Image, k *sprites.Renderer) {
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

// textWidth is how wide s would be, in pixels.
func (p *painter) textWidth(s string, f ui.Face, size float32) float32 {
	return p.letters.Width(s, ui.Style{Face: f, Size: size})
}

// drawText sets s from x to the right, its capitals around y, and returns where it ends.
func (p *painter) drawText(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	if s == "" || c.A <= .01 {
		return x
	}
	p.texts = append(p.texts, placedText{s, x, y, ui.Style{Face: f, Size: size, Color: c}})
	return x + p.textWidth(s, f, size)
}

// glowText sets s around x with light about it, for what must be read at once.
func (p *painter) glowText(s string, x, y, size float32, c, light rgba.Color) {
	x -= p.textWidth(s, strong, size) / 2
	p.texts = append(p.texts,
		placedText{s, x, y, ui.Style{Face: strong, Size: size, Color: light.Glow(light.A), Glow: 1}},
		placedText{s, x, y, ui.Style{Face: strong, Size: size, Color: c}})
}

// centreText sets s around x.
func (p *painter) centreText(s string, f ui.Face, x, y, size float32, c rgba.Color) {
	p.drawText(s, f, x-p.textWidth(s, f, size)/2, y, size, c)
}

// rightText sets s so that it ends at x, and returns where it begins.
func (p *painter) rightText(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	x -= p.textWidth(s, f, size)
	p.drawText(s, f, x, y, size, c)
	return x
}

// clipText is as much of s as fits into width. What had to be cut is remembered:
// the names in a room are few, and each is shown in every frame.
func (p *painter) clipText(s string, f ui.Face, size, width float32) string {
	if p.textWidth(s, f, size) <= width {
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

// clippedText is a text that was too long.
type clippedText struct {
	whole, part string
	width       float32
}

// wrapText breaks s into lines that fit into width. They are remembered: what needs more
// than one line stays for a while.
func (p *painter) wrapText(s string, f ui.Face, size, width float32) []string {
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

// wrappedText is a text in lines.
type wrappedText struct {
	whole       string
	lines       []string
	width, size float32
}

// drawPanel is a dark sheet with a lit upper edge, for text to lie on. It returns where.
func (p *painter) drawPanel(x, y, w, h float32, c rgba.Color) ui.Rect {
	r := ui.Rect{X: x, Y: y, W: w, H: h}
	p.panels = append(p.panels, r)
	p.AddRect(x, y, w, h, opaquePanel)
	p.AddLine(x, y, x+w, y, 3, c.Glow(.8))
	p.AddGradientLine(x, y, x, y+h, 2.5, c.Glow(.5), c.Glow(0))
	p.AddGradientLine(x+w, y, x+w, y+h, 2.5, c.Glow(.5), c.Glow(0))
	return r
}

// trapezoid is a dark sheet that narrows by lean at its foot, or at its head when
// lean is negative.
func (p *painter) trapezoid(x, y, w, h, lean float32) {
	head, foot := max(0, -lean), max(0, lean)
	p.AddQuad(sprites.Solid, panel, panel, x+head, y, x+w-head, y, x+w-foot, y+h, x+foot, y+h)
}

// drawIcon draws a sprite of side size around x, y.
func (p *painter) drawIcon(s sprites.Sprite, x, y, size float32, c rgba.Color) {
	p.AddUpright(s, x, y, size, size, c)
}
