package ui

// Color is premultiplied: R, G and B are added to what is below after that has
// been dimmed by A, so a colour without A is pure light. It converts to and from
// the colours of client/render.
type Color struct{ R, G, B, A float32 }

// Hex is an opaque colour from 0xRRGGBB.
func Hex(rgb uint32) Color {
	return Color{float32(rgb>>16&0xff) / 255, float32(rgb>>8&0xff) / 255, float32(rgb&0xff) / 255, 1}
}

// Fade is k of the colour, light and cover alike.
func (c Color) Fade(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, c.A * k} }

// Glow is k of the colour as light only.
func (c Color) Glow(k float32) Color { return Color{c.R * k, c.G * k, c.B * k, 0} }

// Mix goes from c to d as t goes from 0 to 1.
func (c Color) Mix(d Color, t float32) Color {
	return Color{c.R + (d.R-c.R)*t, c.G + (d.G-c.G)*t, c.B + (d.B-c.B)*t, c.A + (d.A-c.A)*t}
}

// The colours of everything that is not the arena: neon on near-black.
var (
	Ink    = Hex(0x05060d) // the night behind everything
	White  = Hex(0xf2f6ff)
	Quiet  = Hex(0x8a97b8) // what need not be read
	Cyan   = Hex(0x8ff3ff) // the player, and whatever has the focus
	Sun    = Hex(0xffb35c) // the star, and what goes on
	Good   = Hex(0x4be3b0)
	Bad    = Hex(0xff5a4d)
	Edge   = Hex(0x3354d8) // outlines at rest
	Glass  = Color{R: .016, G: .022, B: .055, A: .82}
	Shadow = Color{A: .6}
)
