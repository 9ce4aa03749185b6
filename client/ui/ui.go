// Package ui is the client's small widget set: text, shapes, and the widgets of
// the menus. Widgets are plain structs. A scene sets their rectangles, updates them
// once a frame with one Input (which is the same for mouse, keys, gamepad and touch),
// and draws them with a Pen. Nothing in the package is safe for concurrent use.
package ui

import "perihelion/client/rgba"

// Rect is a rectangle in pixels.
type Rect struct{ X, Y, W, H float32 }

// Bounds returns r. Widgets embed a Rect, and so implement this method of Widget.
func (r Rect) Bounds() Rect { return r }

// Contains reports whether the point lies in r.
func (r Rect) Contains(x, y float32) bool {
	return x >= r.X && y >= r.Y && x < r.X+r.W && y < r.Y+r.H
}

// Inset is r made smaller by d pixels on every side.
func (r Rect) Inset(d float32) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// CenterX is the X coordinate of the middle of r.
func (r Rect) CenterX() float32 { return r.X + r.W/2 }

// CenterY is the Y coordinate of the middle of r.
func (r Rect) CenterY() float32 { return r.Y + r.H/2 }

// Theme says how large widgets are drawn, and whether the focus is shown.
type Theme struct {
	Unit      float32 // pixels per point: sizes of text and borders are given in points
	ShowFocus bool    // highlight the widget with the focus
}

// px converts n points to pixels.
func (th Theme) px(n float32) float32 { return n * th.Unit }

// The colours of menus and HUD: neon on near-black.
var (
	Background = rgba.Hex(0x05060d)
	White      = rgba.Hex(0xf2f6ff)
	Muted      = rgba.Hex(0x8a97b8) // for text of less importance
	Cyan       = rgba.Hex(0x8ff3ff) // the own player, and the widget with the focus
	Accent     = rgba.Hex(0xffb35c) // orange: the star, primary buttons
	Good       = rgba.Hex(0x4be3b0)
	Bad        = rgba.Hex(0xff5a4d)
	Border     = rgba.Hex(0x3354d8)                            // of panels without the focus
	PanelFill  = rgba.Color{R: .016, G: .022, B: .055, A: .96} // nearly opaque, so that text stays readable over the arena
	Shadow     = rgba.Color{A: .6}
)
