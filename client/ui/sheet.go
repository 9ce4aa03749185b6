package ui

import "image"

const sheetSize = 1024 // pixels a side; holds some 1,500 glyphs of a menu's size

// sheet packs small masks into one square image, row by row. The first corner is
// white, for shapes.
type sheet struct {
	x, y, row int // where the next mask goes, and how high its row is so far
}

// whiteSize is the side of the white corner.
const whiteSize = 4

// reset empties the sheet except for the white corner.
func (s *sheet) reset() { s.x, s.y, s.row = whiteSize+1, 0, whiteSize }

// place finds room for w by h pixels and a gap around them.
func (s *sheet) place(w, h int) (at image.Point, ok bool) {
	if s.x+w+1 > sheetSize {
		s.x, s.y, s.row = 0, s.y+s.row+1, 0
	}
	if s.x+w+1 > sheetSize || s.y+h+1 > sheetSize {
		return at, false
	}
	at = image.Pt(s.x, s.y)
	s.x += w + 1
	s.row = max(s.row, h)
	return at, true
}
