package ui

import (
	"fmt"
	"image"
	"math"
	"syscall/js"

	"golang.org/x/image/math/fixed"

	"perihelion/client/page"
)

// systemFonts draws letters with whatever fonts the browser has, on a canvas of its own.
type systemFonts struct {
	canvas, ctx   js.Value
	missingGlyphs map[int]string // the browser's sign for a letter that it has no font for, by size
	unavailable   bool           // it will not let us see what it draws
}

// unassigned is a letter that no font has.
const unassigned = '\u0378'

func newSystemFonts() *systemFonts {
	s := &systemFonts{missingGlyphs: map[int]string{}}
	s.unavailable = page.Try(func() {
		s.canvas = js.Global().Get("document").Call("createElement", "canvas")
		s.ctx = s.canvas.Call("getContext", "2d", map[string]any{"willReadFrequently": true})
		s.canvas.Set("width", 2)
		s.canvas.Set("height", 2)
	}) != nil
	// Browsers that hide from pages what they draw make up what is read back.
	for _, a := range s.readMask(2, 2) {
		s.unavailable = s.unavailable || a != 0
	}
	return s
}

// systemGlyph draws r at a size in pixels; ok is false where no font has it.
func (s *systemFonts) renderGlyph(r rune, size int) (k systemGlyph, ok bool) {
	if s.unavailable {
		return k, false
	}
	none, known := s.missingGlyphs[size]
	if !known {
		box, err := s.drawGlyph(unassigned, size)
		if err != nil {
			return k, false
		}
		none = string(box.alpha.Pix)
		s.missingGlyphs[size] = none
	}
	k, err := s.drawGlyph(r, size)
	return k, err == nil && string(k.alpha.Pix) != none && k.advance > 0
}

func (s *systemFonts) drawGlyph(r rune, size int) (k systemGlyph, err error) {
	err = page.Try(func() {
		font := fmt.Sprintf("500 %dpx system-ui, sans-serif", size)
		s.ctx.Set("font", font)
		m := s.ctx.Call("measureText", string(r))
		at := func(name string) int { return int(math.Ceil(m.Get(name).Float())) + 1 }
		left, up := at("actualBoundingBoxLeft"), at("actualBoundingBoxAscent")
		w, h := left+at("actualBoundingBoxRight"), up+at("actualBoundingBoxDescent")
		w, h = min(max(1, w), 4*size), min(max(1, h), 4*size)
		s.canvas.Set("width", w) // which clears it, and forgets the font
		s.canvas.Set("height", h)
		s.ctx.Set("font", font)
		s.ctx.Set("fillStyle", "#fff")
		s.ctx.Call("fillText", string(r), left, up)
		k.alpha = image.NewAlpha(image.Rect(0, 0, w, h))
		copy(k.alpha.Pix, s.readMask(w, h))
		k.offset = image.Pt(-left, -up)
		k.advance = fixed.Int26_6(math.Round(m.Get("width").Float() * 64))
	})
	return k, err
}

// read is how bright each pixel is: of a letter its mask, of an emoji a picture in grey.
func (s *systemFonts) readMask(w, h int) []byte {
	light := make([]byte, w*h)
	_ = page.Try(func() {
		data := s.ctx.Call("getImageData", 0, 0, w, h).Get("data")
		rgba := make([]byte, 4*w*h)
		bytes := js.Global().Get("Uint8Array").New(data.Get("buffer"))
		js.CopyBytesToGo(rgba, bytes)
		for i := range light {
			c := rgba[4*i : 4*i+4]
			light[i] = byte((2*int(c[0]) + 5*int(c[1]) + int(c[2])) * int(c[3]) / (8 * 255))
		}
	})
	return light
}
