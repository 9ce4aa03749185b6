package sprites

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Batch collects triangles with sprites of an atlas. What is added later is drawn above.
type Batch struct {
	Vertices []ebiten.Vertex
	Indices  []uint32
	atlas    *Atlas
	w, h     float32 // of what it is drawn on, in pixels
}

// NewBatch returns an empty batch with room for a busy frame, which leaves nothing out.
func NewBatch(atlas *Atlas) *Batch {
	return &Batch{atlas: atlas, w: math.MaxInt32, h: math.MaxInt32, Vertices: make([]ebiten.Vertex, 0, 1<<13), Indices: make([]uint32, 0, 3<<12)}
}

// Reset removes all triangles and keeps the memory. What is added outside w by h pixels, on
// which the batch will be drawn, is left out.
func (b *Batch) Reset(w, h int) {
	b.Vertices, b.Indices = b.Vertices[:0], b.Indices[:0]
	b.w, b.h = float32(w), float32(h)
}

// AddSprite adds s with w by h pixels centred on x, y, rotated so that its +X axis
// points along cos, sin.
func (b *Batch) AddSprite(s Sprite, x, y, w, h, cos, sin float32, c rgba.Color) {
	ux, uy, vx, vy := cos*w/2, sin*w/2, -sin*h/2, cos*h/2
	b.AddQuad(s, c, c, x-ux-vx, y-uy-vy, x+ux-vx, y+uy-vy, x+ux+vx, y+uy+vy, x-ux+vx, y-uy+vy)
}

// AddUpright adds s with w by h pixels centred on x, y, without rotation.
func (b *Batch) AddUpright(s Sprite, x, y, w, h float32, c rgba.Color) {
	b.AddSprite(s, x, y, w, h, 1, 0, c)
}

// AddQuad adds s over four corners, clockwise from the one at the top left of the sprite.
// The left corners have the colour l, the right ones r.
func (b *Batch) AddQuad(s Sprite, l, r rgba.Color, x0, y0, x1, y1, x2, y2, x3, y3 float32) {
	if x0 < 0 && x1 < 0 && x2 < 0 && x3 < 0 || y0 < 0 && y1 < 0 && y2 < 0 && y3 < 0 ||
		x0 > b.w && x1 > b.w && x2 > b.w && x3 > b.w || y0 > b.h && y1 > b.h && y2 > b.h && y3 > b.h ||
		l == (rgba.Color{}) && r == (rgba.Color{}) {
		return
	}
	t := b.atlas.tiles[s]
	inset := float32(.5)
	if s == Solid || s == Beam {
		inset = 2 // stretched sprites must not sample the border of the tile
	}
	u0, v0 := float32(t.x)+inset, float32(t.y)+.5
	u1, v1 := float32(t.x+t.size)-inset, float32(t.y+t.size)-.5
	n := uint32(len(b.Vertices))
	l, r = b.atlas.Filter.Apply(l), b.atlas.Filter.Apply(r)
	b.Vertices = append(b.Vertices, vertex(x0, y0, u0, v0, l), vertex(x1, y1, u1, v0, r), vertex(x2, y2, u1, v1, r), vertex(x3, y3, u0, v1, l))
	b.Indices = append(b.Indices, n, n+1, n+2, n, n+2, n+3)
}

func vertex(x, y, u, v float32, c rgba.Color) ebiten.Vertex {
	return ebiten.Vertex{DstX: x, DstY: y, SrcX: u, SrcY: v, ColorR: c.R, ColorG: c.G, ColorB: c.B, ColorA: c.A}
}

// AddRect adds a filled rectangle.
func (b *Batch) AddRect(x, y, w, h float32, c rgba.Color) {
	b.AddQuad(Solid, c, c, x, y, x+w, y, x+w, y+h, x, y+h)
}

// AddSlantedBar adds a bar whose ends are slanted by skew pixels, coloured from l to r.
func (b *Batch) AddSlantedBar(x, y, w, h, skew float32, l, r rgba.Color) {
	b.AddQuad(Solid, l, r, x+skew, y, x+w+skew, y, x+w, y+h, x, y+h)
}

// AddLine adds a line with soft edges.
func (b *Batch) AddLine(x0, y0, x1, y1, width float32, c rgba.Color) {
	b.AddGradientLine(x0, y0, x1, y1, width, c, c)
}

// AddGradientLine adds a line with soft edges that changes its colour from a to z.
func (b *Batch) AddGradientLine(x0, y0, x1, y1, width float32, a, z rgba.Color) {
	dx, dy := x1-x0, y1-y0
	l := hypot(dx, dy)
	if l < 1e-3 {
		return
	}
	nx, ny := -dy/l*width/2, dx/l*width/2
	b.AddQuad(Beam, a, z, x0-nx, y0-ny, x1-nx, y1-ny, x1+nx, y1+ny, x0+nx, y0+ny)
}

// AddArc adds a part of a circle with soft edges, from angle a to z in radians. It is made
// of lines that are nowhere more than a quarter of a pixel off.
func (b *Batch) AddArc(x, y, r, a, z, width float32, c rgba.Color) {
	n := max(2, int(math.Ceil(float64(max(z-a, a-z)*float32(math.Sqrt(float64(r)/2))))))
	step := (z - a) / float32(n)
	cs, sn := UnitVector(a)
	in, out := r-width/2, r+width/2
	for i := range n {
		cs2, sn2 := UnitVector(a + step*float32(i+1))
		b.AddQuad(Beam, c, c, x+cs*out, y+sn*out, x+cs2*out, y+sn2*out, x+cs2*in, y+sn2*in, x+cs*in, y+sn*in)
		cs, sn = cs2, sn2
	}
}

// UnitVector returns the unit vector at an angle in radians.
func UnitVector(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}

// Renderer draws batches. It holds the atlas on the GPU.
type Renderer struct {
	Atlas   *Atlas
	image   *ebiten.Image
	options ebiten.DrawTrianglesOptions
}

// NewRenderer paints the atlas and uploads it to the GPU.
func NewRenderer() *Renderer {
	k := &Renderer{Atlas: NewAtlas(), image: ebiten.NewImage(atlasSize, atlasSize)}
	k.image.WritePixels(k.Atlas.pix)
	k.options = ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha, Filter: ebiten.FilterLinear}
	return k
}

// DrawBatch draws b on dst in one draw call.
func (k *Renderer) DrawBatch(dst *ebiten.Image, b *Batch) {
	if len(b.Indices) > 0 {
		dst.DrawTriangles32(b.Vertices, b.Indices, k.image, &k.options)
	}
}
