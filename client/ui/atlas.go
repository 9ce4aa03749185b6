package ui

import "image"

const atlasSize = 1024 // pixels a side; holds some 1,500 glyphs of a menu's size

// atlas packs small masks into one square image, row by row. The first corner is
// white, for shapes.
type atlas struct {
	x, y, rowHeight int // where the next mask goes, and how high its row is so far
}

// whiteSize is the side of the white corner.
const whiteSize = 4

// clearAll empties the sheet except for the white corner.
func (s *atlas) clearAll() { s.x, s.y, s.rowHeight = whiteSize+1, 0, whiteSize }

// place finds room for w by h pixels and a gap around them.
func (s *atlas) allocate(w, h int) (at image.Point, ok bool) {
	if s.x+w+1 > atlasSize {
		s.x, s.y, s.rowHeight = 0, s.y+s.rowHeight+1, 0
	}
	if s.x+w+1 > atlasSize || s.y+h+1 > atlasSize {
		return at, false
	}
	at = image.Pt(s.x, s.y)
	s.x += w + 1
	s.rowHeight = max(s.rowHeight, h)
	return at, true
}
