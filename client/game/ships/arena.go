package ships

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

var (
	wallColor     = rgba.Hex(0x4f7dff)
	starTriangles = []uint16{0, 1, 2, 0, 2, 3}
)

// drawGravityRings draws rings that move slowly into each star, to show its pull. The dashed
// rings do not move: inside the outer one the star charges engines, inside the inner one it
// heats ships.
func (s *frameBuilder) drawGravityRings(b *sprites.Batch, cam render.Camera) {
	for i := range s.bodies {
		if o := &s.bodies[i]; cam.IsVisible(o.X, o.Y, o.RechargeRadius) {
			s.drawRingsOf(b, cam, o)
		}
	}
}

func (s *frameBuilder) drawRingsOf(b *sprites.Batch, cam render.Camera, o *shipstate.Body) {
	x, y := cam.ToScreen(o.X, o.Y)
	const n = 5
	for i := range n {
		t := float32(math.Mod(float64(float32(i)/n+s.time*.025), 1)) // 0 far, 1 at the corona
		r := o.RechargeRadius + (o.Corona-o.RechargeRadius)*float32(math.Sqrt(float64(t)))
		k := t * (1 - t) * 4
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, render.Fire.Glow(.16*k))
	}
	s.drawDashedRing(b, cam, x, y, o.RechargeRadius, render.Energy)
	s.drawDashedRing(b, cam, x, y, o.HeatRadius, render.Fire)
}

// drawDashedRing draws a slowly turning dashed circle around a point of the screen.
func (s *frameBuilder) drawDashedRing(b *sprites.Batch, cam render.Camera, x, y, r float32, c rgba.Color) {
	n := int(r / 8) // a dash and a gap take about 50 units
	step := 2 * math.Pi / float32(n)
	for i := range n {
		a := (float32(i) + s.time*.3) * step
		b.AddArc(x, y, r*cam.Scale, a, a+step*.35, 2.5*cam.Scale, c.Glow(.25))
	}
}

// drawArenaWall draws the visible part of the wall around the arena, brighter when the own
// ship is near.
func (s *frameBuilder) drawArenaWall(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	reach := cam.HalfDiagonal() + 60
	d := length(cam.X, cam.Y)
	if s.radius == 0 || d+reach < s.radius || d-reach > s.radius {
		return
	}
	ex, ey := shipstate.ViewPosition(v)
	near := max(0, min(1, 1-(s.radius-length(ex, ey))/500))
	middle := float32(math.Atan2(float64(cam.Y), float64(cam.X)))
	span := float32(math.Asin(float64(min(1, reach/s.radius)))) * 1.2
	x, y := cam.ToScreen(0, 0)
	r := s.radius * cam.Scale
	glow := .35 + .5*near
	b.AddArc(x, y, r+46*cam.Scale, middle-span, middle+span, 90*cam.Scale, wallColor.Glow(.13+.22*near))
	b.AddArc(x, y, r, middle-span, middle+span, 14*cam.Scale, wallColor.Glow(glow*.6))
	b.AddArc(x, y, r, middle-span, middle+span, 4*cam.Scale, render.White.Glow(glow*.8))
	s.drawWallSpikes(b, x, y, middle, span, glow, cam.Scale)
}

// drawWallSpikes draws moving spikes behind the wall. They make its direction visible and show
// that it is dangerous.
func (s *frameBuilder) drawWallSpikes(b *sprites.Batch, x, y, middle, span, glow, scale float32) {
	const gap = 34 // units
	step := gap / s.radius
	first := int(math.Floor(float64((middle - span) / step)))
	for i := first; float32(i)*step < middle+span; i++ {
		cos, sin := sprites.UnitVector(float32(i) * step)
		k := .55 + .45*render.Wobble(s.time*2.2+float32(i)*.55)
		in, out := s.radius*scale, (s.radius+14+46*k)*scale
		b.AddGradientLine(x+cos*in, y+sin*in, x+cos*out, y+sin*out, 5*scale, wallColor.Glow(glow*k), wallColor.Glow(0))
	}
}

// starDiscs draw the stars of the arena with their shaders.
type starDiscs struct {
	sun, hole *ebiten.Shader
	still     bool          // nothing is bent: the player wants quiet pictures
	behind    *ebiten.Image // the picture so far, which a black hole bends
	quad      [4]ebiten.Vertex
	opt       ebiten.DrawTrianglesShaderOptions
	holeOpt   ebiten.DrawTrianglesShaderOptions

	// Slices, so that the maps of uniforms are built only once.
	time, core, corona, half, bend []float32
}

const (
	starSpan = 1.7 // size of the drawn square relative to the corona
	holeSpan = 2.2 // the same of a black hole

	coronaEase = 6 // per second: how fast the drawn corona follows that of the rules
)

func (s *starDiscs) makeUniforms() {
	if s.opt.Uniforms != nil {
		return
	}
	s.time, s.core, s.corona, s.half, s.bend = make([]float32, 1), make([]float32, 1), make([]float32, 1), make([]float32, 1), make([]float32, 1)
	s.opt.Uniforms = map[string]any{"Time": s.time, "Core": s.core, "Corona": s.corona}
	s.holeOpt.Uniforms = map[string]any{"Time": s.time, "Core": s.core, "Half": s.half, "Bend": s.bend}
}

// drawStars draws the stars that are on the screen.
func (s *starDiscs) drawStars(dst *ebiten.Image, g *frameBuilder, cam render.Camera) {
	s.makeUniforms()
	for i := range g.bodies {
		o := &g.bodies[i]
		s.time[0] = g.time + float32(i)*17
		if o.Black {
			s.drawHole(dst, o, cam)
			continue
		}
		half := o.Corona * g.swell * starSpan
		if !cam.IsVisible(o.X, o.Y, half) {
			continue
		}
		s.core[0], s.corona[0] = o.Radius/half, 1/float32(starSpan)
		s.fillQuad(cam, o.X, o.Y, half)
		dst.DrawTrianglesShader(s.quad[:], starTriangles, s.sun, &s.opt)
	}
}

// drawHole draws a black hole over a copy of what lies behind it.
func (s *starDiscs) drawHole(dst *ebiten.Image, o *shipstate.Body, cam render.Camera) {
	half := o.Corona * holeSpan
	if !cam.IsVisible(o.X, o.Y, half) {
		return
	}
	if s.behind == nil || s.behind.Bounds() != dst.Bounds() {
		if s.behind != nil {
			s.behind.Deallocate()
		}
		s.behind = ebiten.NewImage(dst.Bounds().Dx(), dst.Bounds().Dy())
	}
	s.behind.DrawImage(dst, &ebiten.DrawImageOptions{Blend: ebiten.BlendCopy})
	s.core[0], s.half[0], s.bend[0] = o.Radius/half, half*cam.Scale, 1
	if s.still {
		s.bend[0] = 0
	}
	s.fillQuad(cam, o.X, o.Y, half)
	for i := range s.quad {
		q := &s.quad[i]
		q.ColorR, q.ColorG, q.ColorA = q.SrcX, q.SrcY, 1
		q.SrcX, q.SrcY = q.DstX, q.DstY
	}
	s.holeOpt.Images[0], s.holeOpt.Blend = s.behind, ebiten.BlendSourceOver
	dst.DrawTrianglesShader(s.quad[:], starTriangles, s.hole, &s.holeOpt)
}

// fillQuad makes the quad a square around a world point.
func (s *starDiscs) fillQuad(cam render.Camera, x, y, half float32) {
	for i := range s.quad {
		u, w := float32((i+1)/2%2), float32(i/2)
		px, py := cam.ToScreen(x+(u*2-1)*half, y+(w*2-1)*half)
		s.quad[i] = ebiten.Vertex{DstX: px, DstY: py, SrcX: u, SrcY: w}
	}
}
