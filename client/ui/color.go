package ui

import "perihelion/client/tint"

// The colours of everything that is not the arena: neon on near-black.
var (
	Ink    = tint.Hex(0x05060d) // the night behind everything
	White  = tint.Hex(0xf2f6ff)
	Quiet  = tint.Hex(0x8a97b8) // what need not be read
	Cyan   = tint.Hex(0x8ff3ff) // the player, and whatever has the focus
	Sun    = tint.Hex(0xffb35c) // the star, and what goes on
	Good   = tint.Hex(0x4be3b0)
	Bad    = tint.Hex(0xff5a4d)
	Edge   = tint.Hex(0x3354d8)                            // outlines at rest
	Glass  = tint.Color{R: .016, G: .022, B: .055, A: .96} // what flies below does not shine through
	Shadow = tint.Color{A: .6}
)
