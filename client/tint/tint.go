// Package tint is what light is made of: a colour that adds and covers at once.
// Whatever draws, in the arena or over it, may use it.
package tint

// Color is light and cover, premultiplied: R, G and B are added to what is
// below after that has been dimmed by A. A colour with no A is pure light, so
// glow and paint share one batch and one blend.
type Color struct{ R, G, B, A float32 }

// Hex is an opaque colour from 0xRRGGBB.
func Hex(rgb uint32) Color {
	return Color{float32(rgb>>16&0xff) / 255, float32(rgb>>8&0xff) / 255, float32(rgb&0xff) / 255, 1}
}

// Fade scales cover and light alike: k of the colour, as if it were thinner.
func (c Color) Fade(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, c.A * k} }

// Glow is k of the colour as light only.
func (c Color) Glow(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, 0} }

// Mix goes from c to d as t goes from 0 to 1.
func (c Color) Mix(d Color, t float32) Color {
	return Color{c.R + (d.R-c.R)*t, c.G + (d.G-c.G)*t, c.B + (d.B-c.B)*t, c.A + (d.A-c.A)*t}
}

// Over is Mix, but covers what is below as c does.
func (c Color) Over(d Color, t float32) Color {
	m := c.Mix(d, t)
	m.A = c.A
	return m
}
