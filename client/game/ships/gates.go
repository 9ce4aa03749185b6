package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

// gateColors are those of the pairs of gates: both of a pair have the same.
var gateColors = [...]rgba.Color{rgba.Hex(0x59e8ff), rgba.Hex(0xff9bf0), rgba.Hex(0xb4ff6a), rgba.Hex(0xffd257)}

// drawGates draws the ring gates: what flies into one comes out of the other of its colour.
func (s *frameBuilder) drawGates(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	s.gates = shipstate.AppendGates(s.gates[:0], v)
	for i := range s.gates {
		g := &s.gates[i]
		if !cam.IsVisible(g.X, g.Y, g.Radius*1.6) {
			continue
		}
		x, y := cam.ToScreen(g.X, g.Y)
		c, r := gateColors[g.Pair%len(gateColors)], g.Radius*cam.Scale
		b.AddUpright(sprites.Dot, x, y, r*3.4, r*3.4, c.Glow(.16))
		b.AddArc(x, y, r, 0, 2*math.Pi, 9*cam.Scale, c.Glow(.35))
		b.AddArc(x, y, r, 0, 2*math.Pi, 3*cam.Scale, c.Mix(render.White, .5).Glow(.9))
		const arms = 5
		for n := range arms { // they turn inward
			t := float32(math.Mod(float64(s.time*.35+float32(n)/arms), 1))
			from := float32(n)*2*math.Pi/arms + s.time*1.4
			b.AddArc(x, y, r*(1-t*.85), from, from+1.7, (1.5+3*(1-t))*cam.Scale, c.Glow(.7*t*(1.3-t)))
		}
	}
}

// drawGateMarks draws the gates on the minimap.
func (h *hudParts) drawGateMarks(p *hud.Painter, f *frame, c mapScale) {
	h.gates = shipstate.AppendGates(h.gates[:0], f.View)
	for i := range h.gates {
		g := &h.gates[i]
		x, y := c.toMap(g.X, g.Y)
		p.AddArc(x, y, max(g.Radius*c.scale, 3.5*f.Unit), 0, 2*math.Pi, 2*f.Unit, gateColors[g.Pair%len(gateColors)].Glow(.9))
	}
}
