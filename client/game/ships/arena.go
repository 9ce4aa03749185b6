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

// drawGravityRings draws rings that move slowly into the star, to show its pull. The dashed
// rings do not move: inside the outer one the star charges engines, inside the inner one it
// heats ships.
func (s *frameBuilder) drawGravityRings(b *sprites.Batch, cam render.Camera) {
	if !cam.IsVisible(0, 0, s.arena.RechargeRadius) {
		return
	}
	x, y := cam.ToScreen(0, 0)
	const n = 5
	for i := range n {
		t := float32(math.Mod(float64(float32(i)/n+s.time*.025), 1)) // 0 far, 1 at the corona
		r := s.arena.RechargeRadius + (s.arena.Corona-s.arena.RechargeRadius)*float32(math.Sqrt(float64(t)))
		k := t * (1 - t) * 4
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, render.Fire.Glow(.16*k))
	}
	s.drawDashedRing(b, cam, s.arena.RechargeRadius, render.Energy)
	s.drawDashedRing(b, cam, s.arena.HeatRadius, render.Fire)
}

// drawDashedRing draws a slowly turning dashed circle around the star.
func (s *frameBuilder) drawDashedRing(b *sprites.Batch, cam render.Camera, r float32, c rgba.Color) {
	x, y := cam.ToScreen(0, 0)
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
	if s.arena.Radius == 0 || d+reach < s.arena.Radius || d-reach > s.arena.Radius {
		return
	}
	ex, ey := shipstate.ViewPosition(v)
	near := max(0, min(1, 1-(s.arena.Radius-length(ex, ey))/500))
	middle := float32(math.Atan2(float64(cam.Y), float64(cam.X)))
	span := float32(math.Asin(float64(min(1, reach/s.arena.Radius)))) * 1.2
	x, y := cam.ToScreen(0, 0)
	r := s.arena.Radius * cam.Scale
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
	step := gap / s.arena.Radius
	first := int(math.Floor(float64((middle - span) / step)))
	for i := first; float32(i)*step < middle+span; i++ {
		cos, sin := sprites.UnitVector(float32(i) * step)
		k := .55 + .45*render.Wobble(s.time*2.2+float32(i)*.55)
		in, out := s.arena.Radius*scale, (s.arena.Radius+14+46*k)*scale
		b.AddGradientLine(x+cos*in, y+sin*in, x+cos*out, y+sin*out, 5*scale, wallColor.Glow(glow*k), wallColor.Glow(0))
	}
}

// starDisc draws the star in the centre of the arena with its shader.
type starDisc struct {
	shader *ebiten.Shader
	quad   [4]ebiten.Vertex
	opt    ebiten.DrawTrianglesShaderOptions
	time   []float32 // slices, so that the map of uniforms is built only once
	core   []float32
	corona []float32
}

const starSpan = 1.7 // size of the drawn square relative to the corona

const coronaEase = 6 // per second: how fast the drawn corona follows that of the rules

// drawStar draws the star if it is on the screen.
func (s *starDisc) drawStar(dst *ebiten.Image, g *frameBuilder, cam render.Camera) {
	half := g.corona * starSpan
	if half == 0 || !cam.IsVisible(0, 0, half) {
		return
	}
	if s.opt.Uniforms == nil {
		s.time, s.core, s.corona = make([]float32, 1), make([]float32, 1), make([]float32, 1)
		s.opt.Uniforms = map[string]any{"Time": s.time, "Core": s.core, "Corona": s.corona}
	}
	s.time[0], s.core[0], s.corona[0] = g.time, g.arena.Star/half, 1/float32(starSpan)
	for i := range s.quad {
		u, w := float32((i+1)/2%2), float32(i/2)
		x, y := cam.ToScreen((u*2-1)*half, (w*2-1)*half)
		s.quad[i] = ebiten.Vertex{DstX: x, DstY: y, SrcX: u, SrcY: w}
	}
	dst.DrawTrianglesShader(s.quad[:], starTriangles, s.shader, &s.opt)
}
