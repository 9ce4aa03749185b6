package ui

import (
	"image"
)

const (
	atlasSize = 1024 // pixels per side; holds some 1,500 glyphs of a menu's size
	whiteSize = 4    // pixels per side of the white corner
)

// atlas assigns places in one square image to small masks, row by row. Its top left
// corner is white, as the texture of shapes.
type atlas struct {
	x, y, rowHeight int // where the next mask goes, and the height of its row so far
}

// clearAll frees everything except the white corner.
func (a *atlas) clearAll() { a.x, a.y, a.rowHeight = whiteSize+1, 0, whiteSize }

// allocate finds room for w by h pixels, with a gap to the next mask. ok is false if the
// atlas is full.
func (a *atlas) allocate(w, h int) (at image.Point, ok bool) {
	if a.x+w+1 > atlasSize {
		a.x, a.y, a.rowHeight = 0, a.y+a.rowHeight+1, 0
	}
	if a.x+w+1 > atlasSize || a.y+h+1 > atlasSize {
		return at, false
	}
	at = image.Pt(a.x, a.y)
	a.x += w + 1
	a.rowHeight = max(a.rowHeight, h)
	return at, true
}
