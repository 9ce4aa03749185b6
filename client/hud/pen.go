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

// pen gathers shapes and text, so that a page is a few draw calls, and so that
// setting one needs no GPU. Text lies above the shapes of its page.
type pen struct {
	*sprites.Batch
	letters  *ui.Pen
	lines    []line
	panels   []ui.Rect // that text lies on
	cuts     [32]cut
	nextCut  int
	wraps    [8]wrapped
	nextWrap int
}

type line struct {
	text  string
	x, y  float32 // the left edge, the middle
	style ui.Style
}

func newPen(sheet *sprites.Sheet, letters *ui.Pen) *pen {
	return &pen{Batch: sprites.NewBatch(sheet), letters: letters, lines: make([]line, 0, 256), panels: make([]ui.Rect, 0, 32)}
}

func (p *pen) reset() {
	p.Reset()
	p.lines, p.panels = p.lines[:0], p.panels[:0]
}

func (p *pen) show(dst *ebiten.Image, k *sprites.Ink) {
	for _, r := range p.panels {
		p.letters.TracePanel(dst, r, sheet)
	}
	if p.letters.Trace == nil {
		k.Show(dst, p.Batch)
	}
	for i := range p.lines {
		l := &p.lines[i]
		p.letters.Text(dst, l.text, l.x, l.y, l.style)
	}
}

// width is how wide s would be, in pixels.
func (p *pen) width(s string, f ui.Face, size float32) float32 {
	return p.letters.Width(s, ui.Style{Face: f, Size: size})
}

// text sets s from x to the right, its capitals around y, and returns where it ends.
func (p *pen) text(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	if s == "" || c.A <= .01 {
		return x
	}
	p.lines = append(p.lines, line{s, x, y, ui.Style{Face: f, Size: size, Color: c}})
	return x + p.width(s, f, size)
}

// neon sets s around x with light about it, for what must be read at once.
func (p *pen) neon(s string, x, y, size float32, c, light rgba.Color) {
	x -= p.width(s, strong, size) / 2
	p.lines = append(p.lines,
		line{s, x, y, ui.Style{Face: strong, Size: size, Color: light.Glow(light.A), Glow: 1}},
		line{s, x, y, ui.Style{Face: strong, Size: size, Color: c}})
}

// centre sets s around x.
func (p *pen) centre(s string, f ui.Face, x, y, size float32, c rgba.Color) {
	p.text(s, f, x-p.width(s, f, size)/2, y, size, c)
}

// right sets s so that it ends at x, and returns where it begins.
func (p *pen) right(s string, f ui.Face, x, y, size float32, c rgba.Color) float32 {
	x -= p.width(s, f, size)
	p.text(s, f, x, y, size, c)
	return x
}

// clip is as much of s as fits into width. What had to be cut is remembered:
// the names in a room are few, and each is shown in every frame.
func (p *pen) clip(s string, f ui.Face, size, width float32) string {
	if p.width(s, f, size) <= width {
		return s
	}
	for i := range p.cuts {
		if c := &p.cuts[i]; c.whole == s && c.width == width {
			return c.part
		}
	}
	p.cuts[p.nextCut] = cut{s, p.letters.Fit(s, width, ui.Style{Face: f, Size: size}), width}
	part := p.cuts[p.nextCut].part
	p.nextCut = (p.nextCut + 1) % len(p.cuts)
	return part
}

// cut is a text that was too long.
type cut struct {
	whole, part string
	width       float32
}

// wrap breaks s into lines that fit into width. They are remembered: what needs more
// than one line stays for a while.
func (p *pen) wrap(s string, f ui.Face, size, width float32) []string {
	for i := range p.wraps {
		if c := &p.wraps[i]; c.whole == s && c.width == width && c.size == size {
			return c.lines
		}
	}
	c := &p.wraps[p.nextWrap]
	*c = wrapped{s, p.letters.Wrap(s, width, 0, ui.Style{Face: f, Size: size}), width, size}
	p.nextWrap = (p.nextWrap + 1) % len(p.wraps)
	return c.lines
}

// wrapped is a text in lines.
type wrapped struct {
	whole       string
	lines       []string
	width, size float32
}

// panel is a dark sheet with a lit upper edge, for text to lie on. It returns where.
func (p *pen) panel(x, y, w, h float32, c rgba.Color) ui.Rect {
	r := ui.Rect{X: x, Y: y, W: w, H: h}
	p.panels = append(p.panels, r)
	p.Rect(x, y, w, h, sheet)
	p.Line(x, y, x+w, y, 3, c.Glow(.8))
	p.Taper(x, y, x, y+h, 2.5, c.Glow(.5), c.Glow(0))
	p.Taper(x+w, y, x+w, y+h, 2.5, c.Glow(.5), c.Glow(0))
	return r
}

// shelf is a dark sheet that narrows by lean at its foot, or at its head when
// lean is negative.
func (p *pen) shelf(x, y, w, h, lean float32) {
	head, foot := max(0, -lean), max(0, lean)
	p.Quad(sprites.Blank, panel, panel, x+head, y, x+w-head, y, x+w-foot, y+h, x+foot, y+h)
}

// icon draws a sprite of side size around x, y.
func (p *pen) icon(s sprites.Sprite, x, y, size float32, c rgba.Color) {
	p.Upright(s, x, y, size, size, c)
}
