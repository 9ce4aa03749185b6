// Package rgba has the colour type of everything the client draws: premultiplied
// alpha with float components, so that opaque and glowing shapes share one batch.
package rgba

// Color is a premultiplied colour. When it is drawn, the pixel below is multiplied
// by 1-A and R, G, B are added to it. With A = 0 the colour only adds light (a glow).
type Color struct{ R, G, B, A float32 }

// Hex returns the opaque colour of 0xRRGGBB.
func Hex(rgb uint32) Color {
	return Color{float32(rgb>>16&0xff) / 255, float32(rgb>>8&0xff) / 255, float32(rgb&0xff) / 255, 1}
}

// Fade multiplies all four components by k: with k < 1 the colour is more transparent.
func (c Color) Fade(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, c.A * k} }

// Glow returns c times k with A = 0: it adds light and hides nothing below it.
func (c Color) Glow(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, 0} }

// Mix interpolates linearly from c (t = 0) to d (t = 1).
func (c Color) Mix(d Color, t float32) Color {
	return Color{c.R + (d.R-c.R)*t, c.G + (d.G-c.G)*t, c.B + (d.B-c.B)*t, c.A + (d.A-c.A)*t}
}

// Over is Mix with the A of c.
func (c Color) Over(d Color, t float32) Color {
	m := c.Mix(d, t)
	m.A = c.A
	return m
}

// Filter changes colours on their way to the screen, for players who see them otherwise: each row
// says how much of red, green and blue the new red, green or blue takes. Where a row sums up to 1,
// grey stays as it is. A nil Filter changes nothing.
type Filter [3][3]float32

// Apply returns c as it is to be drawn.
func (f *Filter) Apply(c Color) Color {
	if f == nil {
		return c
	}
	row := func(r *[3]float32) float32 { return max(0, r[0]*c.R+r[1]*c.G+r[2]*c.B) }
	return Color{row(&f[0]), row(&f[1]), row(&f[2]), c.A}
}
