// Package ui is the client's own small widget set: text, shapes, and the widgets
// of the menus. Widgets are plain structs that a scene lays out with rectangles,
// updates with one Input however the player touches the game, and draws with a
// Pen. Nothing in it is safe for concurrent use.
package ui

// Rect is a rectangle in pixels.
type Rect struct{ X, Y, W, H float32 }

// Contains reports whether the point lies in r.
func (r Rect) Contains(x, y float32) bool {
	return x >= r.X && y >= r.Y && x < r.X+r.W && y < r.Y+r.H
}

// Inset is r without d pixels on every side.
func (r Rect) Inset(d float32) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// CenterX is the middle of r from left to right.
func (r Rect) CenterX() float32 { return r.X + r.W/2 }

// CenterY is the middle of r from top to bottom.
func (r Rect) CenterY() float32 { return r.Y + r.H/2 }
