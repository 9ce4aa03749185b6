package ui

import "perihelion/client/rgba"

// The colours of everything that is not the arena: neon on near-black.
var (
	Background = rgba.Hex(0x05060d) // the night behind everything
	White      = rgba.Hex(0xf2f6ff)
	Muted      = rgba.Hex(0x8a97b8) // what need not be read
	Cyan       = rgba.Hex(0x8ff3ff) // the player, and whatever has the focus
	Accent     = rgba.Hex(0xffb35c) // the star, and what goes on
	Good       = rgba.Hex(0x4be3b0)
	Bad        = rgba.Hex(0xff5a4d)
	Border     = rgba.Hex(0x3354d8)                            // outlines at rest
	PanelFill  = rgba.Color{R: .016, G: .022, B: .055, A: .96} // what flies below does not shine through
	Shadow     = rgba.Color{A: .6}
)
